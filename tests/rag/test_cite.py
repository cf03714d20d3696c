import pytest

from rag.cite import citation_of, cite, figures
from rag.guard import supported
from rag.timeline import timeline
from rag.writer import write

TEXT = "2022年，临江区完成投资578.5亿元，占年度目标的110.9%。全区有重点实验室143家。"


def test_a_citation_points_at_the_sentence_and_the_exact_words(answer_span) -> None:
    citation = citation_of(answer_span(TEXT, "143家", "2023-02"))
    assert TEXT[citation.evidence.start : citation.evidence.end] == "全区有重点实验室143家。"
    assert citation.answer is not None
    assert TEXT[citation.answer.start : citation.answer.end] == "143家"


def test_every_written_answer_is_supported(answer_span, question) -> None:
    for language in ("zh", "en"):
        for words in ("578.5亿元", "110.9%", "143家"):
            span = answer_span(TEXT, words, "2023-02")
            asked = question("多少？", language)
            line = timeline(asked, [span])
            assert supported(write(asked, line), cite(line, [span]))


@pytest.mark.parametrize(
    "altered",
    [
        "587.5亿元（2022年）：“临江区完成投资587.5亿元”[1]。",
        "578.5万元（2022年）[1]。",
        "578.5亿元（2019年）[1]。",
        "58.75 billion yuan (2022) [1].",
        "111.9%（2022年）[1]。",
        "143个百分点（2022年）[1]。",
    ],
)
def test_a_figure_unit_or_year_that_stands_nowhere_is_caught(altered: str, answer_span, question) -> None:
    span = answer_span(TEXT, "578.5亿元", "2023-02")
    line = timeline(question("多少？"), [span])
    assert not supported(altered, cite(line, [span]))


def test_figures_point_at_their_citations_and_carry_their_period(answer_span, question) -> None:
    span = answer_span(TEXT, "578.5亿元", "2023-02")
    line = timeline(question("多少？"), [span])
    (figure,) = figures(line)
    assert (figure.value, figure.unit, str(figure.period), figure.citation) == ("57850000000", "元", "2022", 0)


def test_at_most_four_passages_are_cited_each_once(answer_span, question) -> None:
    spans = [answer_span(f"临江区有学校{number}所。", f"{number}所", score=0.3) for number in range(31, 39)]
    citations = cite(timeline(question("多少？"), spans), [*spans, *spans])
    assert len(citations) == 4
    assert len({citation.passage_id for citation in citations}) == 4
