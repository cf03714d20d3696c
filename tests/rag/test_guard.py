"""The guard over sentences as a writer other than our own would put them."""

import pytest

from index.article import Dating, Span
from index.period import Period
from rag.answer import Citation
from rag.guard import faults, supported

TEXT = (
    "临江区发布年报。2022年，全区新增高新技术企业114家，累计723家，科技型企业1234家，园区1932家，排名全市第3位。"
    "其中，民营企业投资578.5亿元，比2019年增长8.5%。区长周明远说，2023年目标是800家。"
)


@pytest.fixture
def citation() -> Citation:
    start, end = TEXT.index("2022年"), TEXT.index("其中")
    return Citation(
        "p", "a", "临江区的一年", "临江日报", "a.txt", Dating(Period.parse("2023-02-13"), "metadata", "x"),
        TEXT, 0, len(TEXT), Span(start, end), None, 1.0,
    )  # fmt: skip


@pytest.mark.parametrize(
    "sentence",
    [
        "2022年，临江区高新技术企业累计723家。",
        "高新技术企业723家，科技型企业1234家（2022年）。",
        "723家（2022年）：“全区新增高新技术企业114家，累计723家”[1]。",
        "临江区在全市排名第3位。",
        "In 2022 the district had 723 high-tech enterprises.",
        "1,932 (1932家) (2022): “园区1932家” [1].",
        "2022年 (2023): “2022年，全区新增高新技术企业114家” [1].",
    ],
)
def test_what_the_passage_says_passes(sentence: str, citation: Citation) -> None:
    assert list(faults(sentence, [citation])) == []


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("figure", "高新技术企业732家。"),
        ("figure", "高新技术企业723亿元。"),
        ("figure", "临江区在全市排名第2位。"),
        ("figure", "114家（2022年）：“科技型企业1234家”[1]。"),
        ("date", "2021年，临江区高新技术企业累计723家。"),
        ("date", "723家（2023年2月）。"),
        ("date", "In March 2022 the district had 723 high-tech enterprises."),
        ("quote", "“科技型企业1324家”[1]。"),
        ("name", "惠济区高新技术企业累计723家。"),
        ("name", "区长李建国说，高新技术企业723家。"),
        ("subject", "高新技术企业累计1234家，2022年。"),
        ("subject", "2022年新增高新技术企业723家。"),
    ],
)
def test_what_it_does_not_say_is_stopped(kind: str, sentence: str, citation: Citation) -> None:
    assert kind in {fault.kind for fault in faults(sentence, [citation])}
    assert not supported(sentence, [citation])


def test_a_period_read_in_the_whole_article_counts_for_its_own_figure_only(citation: Citation) -> None:
    from rag.figures import find_figures

    (older,) = find_figures("523家")
    told = [(older, Period.parse("2021"))]
    assert supported("高新技术企业累计723家（2022年）。", [citation], told)
    assert not supported("高新技术企业累计723家（2021年）。", [citation], told)
