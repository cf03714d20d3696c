import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import Span
from rag.sentences import clauses, paired, segments, sentences

TEXT = st.text(alphabet="金水区有1,000.5家企业。！？；，、：“”() aB.\n", max_size=120)


def shown(text: str, spans: tuple[Span, ...]) -> list[str]:
    return [text[span.start : span.end] for span in spans]


@given(TEXT)
def test_sentences_stand_in_order_and_leave_out_only_blanks(text: str) -> None:
    found = sentences(text)
    kept = [text[span.start : span.end] for span in found]
    assert all(first.end <= second.start for first, second in itertools.pairwise(found))
    assert "".join("".join(kept).split()) == "".join(text.split())


@given(TEXT)
def test_clauses_and_segments_tile_their_sentence(text: str) -> None:
    for sentence in sentences(text):
        whole = text[sentence.start : sentence.end]
        for parts in (clauses(text, sentence), segments(text, sentence)):
            assert "".join("".join(shown(text, parts)).split()) == "".join(whole.split())


def test_a_closing_quote_stays_with_its_sentence() -> None:
    text = "“要抓落实。”他说，项目有1,000个。另有3.5亿元。"
    assert shown(text, sentences(text)) == ["“要抓落实。”", "他说，项目有1,000个。", "另有3.5亿元。"]


def test_the_comma_of_a_number_ends_no_clause() -> None:
    text = "项目1,000个,投资20亿元"
    assert shown(text, clauses(text, Span(0, len(text)))) == ["项目1,000个,", "投资20亿元"]


def test_an_english_full_stop_ends_a_sentence_and_a_decimal_point_does_not() -> None:
    text = "Output grew 3.5 percent. It had been flat."
    assert shown(text, sentences(text)) == ["Output grew 3.5 percent.", "It had been flat."]


@pytest.mark.parametrize(
    ("text", "run", "wanted"),
    [
        ("实行“二分之一”工作法", "二分之一”", "“二分之一”"),
        ("定为了“招商引资年”。", "“招商引资年", "“招商引资年”"),
        ("读了《金水密码》一书", "读了《金水密码", "读了《金水密码》"),
        ("他说“先做，再说", "“先做", "先做"),
        ("先做，再说”，他说", "再说”", "再说"),
        ("称为“创新”的区", "“创新”", "“创新”"),
        ("三级(省、市、区)项目", "省、市", "省、市"),
        ("“", "“", "“"),
    ],
)
def test_a_run_has_both_marks_of_a_pair_or_neither(text: str, run: str, wanted: str) -> None:
    start = text.index(run)
    span = paired(text, Span(start, start + len(run)))
    assert text[span.start : span.end] == wanted
