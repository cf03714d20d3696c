from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from index.article import Article, Span
from index.period import Period
from rag.cite import cite
from rag.guard import supported
from rag.timeline import timeline, told_times
from rag.writer import quote, quoted_span, write, write_other_dates

TEXT = "2022年，临江区完成投资578.5亿元，占年度目标的110.9%。"


def test_a_chinese_answer_leads_with_the_value_its_date_and_the_words(answer_span, question) -> None:
    asked = question("临江区完成投资多少？")
    text = write(asked, timeline(asked, [answer_span(TEXT, "578.5亿元", "2023-02")]))
    assert text.startswith("578.5亿元（2022年）：“")
    assert "完成投资578.5亿元" in text
    assert text.endswith("”[1]。")


def test_an_english_answer_converts_the_figure_and_keeps_the_chinese_beside_it(answer_span, question) -> None:
    asked = question("How much was invested?", "en")
    text = write(asked, timeline(asked, [answer_span(TEXT, "578.5亿元", "2023-02")]))
    assert text.startswith("57.85 billion yuan (578.5亿元)")
    assert "2022" in text.split("“")[0]


def test_an_inferred_report_date_is_marked(answer_span, question) -> None:
    asked = question("临江区有多少家重点实验室？")
    span = answer_span("临江区有重点实验室143家。", "143家", "2022-04", inferred=True)
    assert "2022年4月报道，日期为推断" in write(asked, timeline(asked, [span]))
    assert "date inferred" in write(question("How many?", "en"), timeline(asked, [span]))


def test_earlier_figures_follow_with_their_dates(answer_span, question) -> None:
    asked = question("临江区有多少家高新技术企业？")
    old = answer_span("临江区聚集高新技术企业523家。", "523家", "2021-04", score=0.6)
    new = answer_span("临江区高新技术企业总数突破800家。", "800家", "2022-02-13", score=0.5)
    text = write(asked, timeline(asked, [old, new]))
    assert text.index("800家") < text.index("此前：523家（2021年4月报道）[2]")


def test_a_time_without_a_figure_is_told_with_the_times_there_are(answer_span, question) -> None:
    asked = question("2025年临江区完成投资多少？", period="2025")
    text = write_other_dates(asked, timeline(asked, [answer_span(TEXT, "578.5亿元", "2023-02")]))
    assert text == "文章没有2025年的数字，只有：578.5亿元（2022年）[1]。"
    both = replace(asked, period=None, periods=(Period.year(2025), Period.year(2026)))
    text = write_other_dates(both, timeline(both, [answer_span(TEXT, "578.5亿元", "2023-02")]))
    assert text == "文章没有2025年或2026年的数字，只有：578.5亿元（2022年）[1]。"


@given(st.lists(st.integers(1, 40), min_size=1, max_size=12), st.integers(0, 11))
def test_a_quote_holds_the_answer_word_for_word_within_the_limit(sizes: list[int], chosen: int) -> None:
    parts = ["甲" * size + "，" for size in sizes]
    text = "".join(parts)
    start = sum(map(len, parts[: chosen % len(parts)]))
    answer = Span(start, start + sizes[chosen % len(parts)])
    article = Article("a", "题", text, "a.txt")
    span = _Span(article, answer, Span(0, len(text)))
    run = quoted_span(article, span)  # type: ignore[arg-type]
    assert run.contains(answer)
    assert run.end - run.start <= max(90, sizes[chosen % len(parts)])
    assert quote(article, span) == text[run.start : run.end]  # type: ignore[arg-type]


class _Span:
    def __init__(self, article: Article, answer: Span, sentence: Span) -> None:
        self.article, self.answer, self.sentence = article, answer, sentence


def test_values_that_disagree_are_told_with_their_citations(answer_span, question) -> None:
    spans = [
        answer_span("2022年，临江区有民宿128家。", "128家", "2023-05-01", score=0.6),
        answer_span("2022年，临江区的民宿达到131家。", "131家", "2023-02-01", score=0.5),
        answer_span("2021年，临江区有民宿90家。", "90家", "2022-02-01", score=0.3),
    ]
    told = {}
    for language in ("zh", "en"):
        asked = question("临江区有多少家民宿？", language)
        line = timeline(asked, spans)
        told[language] = write(asked, line)
        assert supported(told[language], cite(line, spans))
    assert told["zh"].endswith("同一时间，其他文章另有说法：131家（2022年）[2]。此前：90家（2021年）[3]。")
    assert told["en"].endswith(
        "For the same time other articles say: 131 (131家) (2022)[2]. Earlier: 90 (90家) (2021)[3]."
    )


def test_of_several_times_those_without_a_figure_are_named(answer_span, question) -> None:
    only = answer_span("2021年，临江区有民宿90家。", "90家", "2023-02-01")
    for language, told in (("zh", "文章没有2019年的数字。"), ("en", "The articles give no figure for 2019.")):
        asked = replace(question("?", language), periods=(Period.parse("2019"), Period.parse("2021")))
        line = timeline(asked, [only])
        text = write(asked, line)
        assert text.endswith(told) and supported(text, cite(line, [only]), told_times(line))
