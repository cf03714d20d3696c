"""Figures: found, compared, rendered; and those nothing stands behind."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import Language
from index.dating.periods import find_periods
from index.period import Period
from rag.figures import Figure, find_figures, render, render_period, same, unsupported

CASES = json.loads((Path(__file__).parent / "cases_figures.json").read_text("utf-8"))


def _told(figure: Figure) -> list[str]:
    value = format(figure.value.normalize(), "f")
    high = "" if figure.high is None else f"..{format(figure.high.normalize(), 'f')}"
    return [figure.text, value + high, figure.unit, figure.kind, figure.bound]


def _only(text: str) -> Figure:
    (figure,) = find_figures(text)
    return figure


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_the_figures_of_a_text_are_found(case: dict[str, Any]) -> None:
    figures = find_figures(case["text"])
    assert [_told(figure) for figure in figures] == case["figures"]
    for figure in figures:
        assert case["text"][figure.start : figure.end] == figure.text
        assert case["text"][: figure.start].endswith(figure.lead)


SAME = [
    ("578.5亿元", "57.85 billion yuan"),
    ("578.5亿元", "57,850,000,000元"),
    ("200亿", "200亿元"),
    ("4.7万家", "47,000"),
    ("4.7万家", "4.7万"),
    ("15名", "15人"),
    ("1/5", "20%"),
    ("三成", "30 percent"),
    ("五分之一", "one fifth"),
    ("第8位", "8th"),
    ("第七期", "7th"),
    ("20强", "top 20"),
    ("2至3个", "2 to 3"),
    ("120兆瓦", "12万千瓦"),
    ("两千多家", "over 2,000"),
]
DIFFERENT = [
    ("4.7万家", "4.7万户"),
    ("8%", "8"),
    ("8%", "8个百分点"),
    ("8%", "8个"),
    ("10亿元", "10亿美元"),
    ("第8位", "8个"),
    ("第8位", "第9位"),
    ("第20位", "20强"),
    ("578.5亿元", "57.85 million yuan"),
    ("2至3个", "2个"),
    ("12天", "12个月"),
    ("第七期", "第七位"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_what_comes_to_the_same_is_the_same(one: str, other: str) -> None:
    assert same(_only(one), _only(other))
    assert same(_only(other), _only(one))


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_what_differs_in_value_unit_or_rank_is_not(one: str, other: str) -> None:
    assert not same(_only(one), _only(other))
    assert not same(_only(other), _only(one))


RENDERED = [
    ("578.5亿元", "en", "57.85 billion yuan"),
    ("4.7万家", "en", "47,000"),
    ("108576户", "en", "108,576"),
    ("2700余人次", "en", "over 2,700"),
    ("不少于12次", "en", "at least 12"),
    ("第8位", "en", "8th"),
    ("第12名", "en", "12th"),
    ("第21位", "en", "21st"),
    ("20强", "en", "top 20"),
    ("46.5%", "en", "46.5%"),
    ("2至3个", "en", "2 to 3"),
    ("20至30亿元", "en", "2 to 3 billion yuan"),
    ("占1/5", "en", "one fifth"),
    ("近四分之三", "en", "nearly three quarters"),
    ("1/12", "en", "1/12"),
    ("8.6万平方米", "en", "86,000 square metres"),
    ("提升2个百分点", "en", "2 percentage points"),
    ("为期4天", "en", "4 days"),
    ("一天", "en", "1 day"),
    ("突破1400亿元", "zh", "突破1400亿元"),
    ("57.85 billion yuan", "zh", "578.5亿元"),
    ("over 1,000 enterprises", "zh", "超过1000"),
    ("ranked 8th", "zh", "第8位"),
    ("top 20", "zh", "前20名"),
    ("86,000 square metres", "zh", "8.6万平方米"),
    ("1.2 trillion yuan", "zh", "1.2万亿元"),
]


@pytest.mark.parametrize(("text", "language", "rendered"), RENDERED)
def test_a_figure_is_written_in_either_language(text: str, language: Language, rendered: str) -> None:
    assert render(_only(text), language) == rendered


DECIMALS = st.decimals(min_value=Decimal("0.01"), max_value=Decimal(10**10 - 1), places=2, allow_nan=False)
COUNTS = "家 户 个 人次 台次 座 公里 万平方米 万人次 吨 天 个月 元 万元 亿元 美元 亿美元 % 个百分点 倍".split()
BOUNDS = ("", "突破", "近", "约", "不少于", "不足", "不超过")


@given(DECIMALS, st.sampled_from(["", *COUNTS]), st.sampled_from(BOUNDS), st.sampled_from(["zh", "en"]))
def test_what_is_rendered_reads_as_the_same_figure(value: Decimal, unit: str, bound: str, language: Language) -> None:
    figure = _only(f"{bound}{value.normalize():f}{unit}")
    again = _only(render(figure, language))
    assert same(figure, again)
    assert again.bound == figure.bound


@given(DECIMALS, DECIMALS, st.sampled_from(["个", "万元", "亿元", "%", "公里"]), st.sampled_from(["zh", "en"]))
def test_ranges_read_back_as_the_same_range(one: Decimal, other: Decimal, unit: str, language: Language) -> None:
    low, high = sorted((one.normalize(), other.normalize()))
    if low == high:
        return
    figure = _only(f"{low:f}{unit}至{high:f}{unit}")
    assert same(figure, _only(render(figure, language)))


@given(st.integers(1, 999), st.sampled_from(["第{}位", "第{}名", "{}强", "前{}名"]), st.sampled_from(["zh", "en"]))
def test_ranks_read_back_as_the_same_rank(rank: int, form: str, language: Language) -> None:
    figure = _only(form.format(rank))
    assert same(figure, _only(render(figure, language)))


@given(st.integers(1, 9), st.integers(2, 400), st.sampled_from(["zh", "en"]))
def test_fractions_read_back_as_the_same_fraction(over: int, under: int, language: Language) -> None:
    if over >= under:
        return
    figure = _only(f"占{under}分之{over}")
    assert same(figure, _only(render(figure, language)))


@given(st.integers(2, 10**9), st.sampled_from("的为有共达、，”）（市区额已约"), st.sampled_from("家户名座吨元，。”（"))
def test_digits_beside_han_signs_are_found(number: int, before: str, after: str) -> None:
    figures = find_figures(f"全{before}{number}{after}")
    assert [figure.value for figure in figures] == [number]


@given(
    st.text(
        alphabet="一二三十百千万亿零点第前强%％0123456789.,-至家元个成分之over two to yuan RMB$ 余多近上", max_size=24
    )
)
def test_any_text_is_read_in_order_and_apart(text: str) -> None:
    end = 0
    for figure in find_figures(text):
        assert end <= figure.start < figure.end <= len(text)
        assert text[figure.start : figure.end] == figure.text
        end = figure.end


PERIODS = [
    ("2022", "2022年", "2022"),
    ("2022-Q1", "2022年第一季度", "the first quarter of 2022"),
    ("2022-H2", "2022年下半年", "the second half of 2022"),
    ("2022-04", "2022年4月", "April 2022"),
    ("2023-02-13", "2023年2月13日", "13 February 2023"),
    ("2022-03/2022-05", "2022年春", "spring 2022"),
    ("2022-01/2022-09", "2022年1月至9月", "January to September 2022"),
    ("2023-01-21/2023-01-27", "2023年1月21日至27日", "21 to 27 January 2023"),
    ("2020-01/2022-12", "2020年至2022年", "2020 to 2022"),
]


@pytest.mark.parametrize(("iso", "chinese", "english"), PERIODS)
def test_a_period_is_written_in_either_language(iso: str, chinese: str, english: str) -> None:
    period = Period.parse(iso)
    assert (render_period(period, "zh"), render_period(period, "en")) == (chinese, english)


DAYS = st.dates(min_value=Period.year(1990).start, max_value=Period.year(2039).end)
ONES = st.one_of(
    DAYS.map(lambda day: Period.day(day.year, day.month, day.day)),
    DAYS.map(lambda day: Period.month(day.year, day.month)),
    DAYS.map(lambda day: Period.quarter(day.year, (day.month + 2) // 3)),
    DAYS.map(lambda day: Period.half(day.year, (day.month + 5) // 6)),
    DAYS.map(lambda day: Period.year(day.year)),
)


@given(ONES, st.sampled_from(["zh", "en"]))
def test_a_period_in_words_reads_as_the_same_period(period: Period, language: Language) -> None:
    (found,) = find_periods(render_period(period, language), None)
    assert found.period == period


@given(DAYS, DAYS, st.sampled_from(["day", "month", "year"]), st.sampled_from(["zh", "en"]))
def test_a_range_in_words_reads_as_the_same_days(one: Any, other: Any, unit: str, language: Language) -> None:
    first, last = sorted((one, other))
    ends = {
        "day": lambda day: Period.day(day.year, day.month, day.day),
        "month": lambda day: Period.month(day.year, day.month),
        "year": lambda day: Period.year(day.year),
    }[unit]
    period = Period.between(ends(first), ends(last))
    (found,) = find_periods(render_period(period, language), None)
    assert (found.period.start, found.period.end) == (period.start, period.end)


EVIDENCE = ["全县新建桥梁23座，总投资16.4亿元，占全市1/5，位列全省第7位，用工突破3000人。", "年产茶2至3万吨。"]
SUPPORTED = (
    "23座/16.4亿元/1.64 billion yuan/23 bridges [1]/全市的20%/ranked 7th/over 3,000/2至3万吨/20,000 to 30,000 tonnes"
)
ALTERED = "24座/16.5亿元/16.4亿美元/16.4万元/1.64 million yuan/第8位/ranked 8th/25%/不足3000人/23%/2万吨/23家"


@pytest.mark.parametrize("answer", SUPPORTED.split("/"))
def test_what_stands_in_the_evidence_is_supported(answer: str) -> None:
    assert unsupported(answer, EVIDENCE) == ()


@pytest.mark.parametrize("answer", ALTERED.split("/"))
def test_what_is_altered_is_named(answer: str) -> None:
    assert unsupported(answer, EVIDENCE) != ()


@given(st.integers(2, 10**6), st.integers(2, 10**6), st.sampled_from(["家", "亿元", "%", "公里", "户"]))
def test_an_altered_value_is_always_named(printed: int, written: int, unit: str) -> None:
    named = unsupported(f"共有{written}{unit}。", [f"全区共有{printed}{unit}。"])
    assert bool(named) == (printed != written)
