"""Words of time, resolved; and which of them a figure is of."""

from __future__ import annotations

import json
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.dating.almanac import FIRST, LAST, animal_years, festival, lunar_day, new_year
from index.dating.dates import find_periods, period_at
from index.dating.periods import find_words
from index.period import Period

HERE = Path(__file__).parent
PERIODS = json.loads((HERE / "cases_periods.json").read_text("utf-8"))
GOVERNING = json.loads((HERE / "cases_governing.json").read_text("utf-8"))


def _period(iso: str | None) -> Period | None:
    return Period.parse(iso) if iso else None


@pytest.mark.parametrize("case", PERIODS, ids=lambda case: case["label"])
def test_words_of_time_mean_their_period(case: dict[str, Any]) -> None:
    text = case["text"]
    found = find_periods(text, _period(case["reported"]))
    told = [[text[words.span.start : words.span.end], words.period] for words in found]
    assert told == [[words, Period.parse(iso)] for words, iso in case["periods"]]


@pytest.mark.parametrize("case", GOVERNING, ids=lambda case: case["label"])
def test_a_figure_is_of_the_period_that_governs_it(case: dict[str, Any]) -> None:
    before, rest = case["text"].split("【")
    text = before + rest.replace("】", "")
    got = period_at(text, len(before), _period(case["reported"]))
    assert (str(got) if got else None) == case["period"]


def test_relative_words_say_so() -> None:
    found = find_periods("2021年120家，去年150家", Period.parse("2023-01"))
    assert [words.relative for words in found] == [False, True]


PIECES = st.sampled_from(
    "2022年/去年/今年/一季度/底/1至/3月/15日/前11个月/同期/的/，/。/12家/近三年/春节/正月初七/Q1/ 2022/in May/last year"
    "/至/上月/目前/以来/十四五/”/31/三/年/初/万亿".split("/")
)


@given(
    st.lists(PIECES, max_size=12).map("".join),
    st.sampled_from([None, "2023", "2022-Q1", "2024-02-29", "2022-12/2023-02"]),
)
def test_whatever_stands_together_is_read_in_order_and_apart(text: str, reported: str | None) -> None:
    found = find_periods(text, _period(reported))
    for words, after in pairwise(found):
        assert words.span.end <= after.span.start
    for words in found:
        assert 0 <= words.span.start < words.span.end <= len(text)
        assert reported or words.period.start.year > 1900
    for position in range(0, len(text), 3):
        period_at(text, position, _period(reported))


@given(st.integers(1950, 2049), st.integers(1, 12), st.integers(1, 28), st.sampled_from(["，", "共有", "（", "x", " "]))
def test_a_date_beside_any_words_is_found(year: int, month: int, day: int, beside: str) -> None:
    text = f"{beside}{year}年{month}月{day}日{beside}"
    assert [words.period for words in find_periods(text, None)] == [Period.day(year, month, day)]


@given(st.text(max_size=60))
def test_any_text_can_be_searched(text: str) -> None:
    assert all(text[words.span.start : words.span.end] for words in find_words(text))


@pytest.mark.parametrize(
    ("year", "month", "day", "sun"),
    [(2023, 1, 1, "2023-01-22"), (2023, 8, 15, "2023-09-29"), (2020, 8, 15, "2020-10-01"), (2024, 5, 5, "2024-06-10"),
     (2022, 5, 5, "2022-06-03"), (2025, 9, 9, "2025-10-29"), (2023, 1, 15, "2023-02-05")],
)  # fmt: skip
def test_lunar_days_fall_on_their_days(year: int, month: int, day: int, sun: str) -> None:
    assert lunar_day(year, month, day) == date.fromisoformat(sun)


def test_lunar_years_join_on_to_each_other() -> None:
    for year in range(FIRST, LAST):
        gap = (new_year(year + 1) - lunar_day(year, 12, 29)).days
        assert gap in (1, 2), year


def test_the_lunar_calendar_ends_somewhere() -> None:
    with pytest.raises(ValueError, match="2036"):
        new_year(LAST + 1)
    assert find_periods("2050年春节", None) == ()


def test_festivals_and_animals() -> None:
    assert festival("国庆", 2021) == (date(2021, 10, 1), date(2021, 10, 7))
    assert festival("除夕", 2023) == (date(2023, 1, 21), date(2023, 1, 21))
    assert animal_years("兔", 2000, 2030) == (2011, 2023)
