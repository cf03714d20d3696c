"""What a text's words tell of the date it was written on, each clue as the days it leaves open in a given year."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from index.article import Span
from index.dating.timewords import TimeWords
from index.period import Period

Within = Callable[[int], Period | None]

FUTURE = re.compile(
    r"将(?!近)|力争|计划|预计|确保|争取|目标|拟|有望|届时|规划|要|奋力|冲刺|夺取|决战|决胜|迎接|打好|力夺|全力"
    r"|will|target|aim|plan"
)
_BEFORE = re.compile(r"[底末]?前(?!后)")
_LOOKED_BACK = re.compile(r"(?:过去的|刚刚过去的|刚过去的|回顾|早在|曾在|当时|那年|当年|走过)[^，。]{0,12}$")
_BESIDE = re.compile(r"(?:比|较|与|同|从|自|由|于|以|超过)\s?$")


@dataclass(frozen=True, slots=True)
class Clue:
    """Words that tell when a text was written.

    `within(year)` are the days of `year` they leave open, None if they speak against that year. `weight` is how much
    they speak for the years they leave open (0 where they only tell the time of year), `rank` how sharply they tell the
    time of year (the higher first), `veto` whether the years they speak against are out of the question.
    """

    span: Span
    words: str
    within: Within
    weight: float = 0.0
    rank: int = 0
    veto: bool = False


def in_year(wanted: int) -> Within:
    """All of one year."""
    return lambda year: Period.year(year) if year == wanted else None


def in_period(wanted: Period) -> Within:
    """One period, which may reach over years."""
    return lambda year: _cut(wanted.start, wanted.end, year)


def not_before(day: date) -> Within:
    return lambda year: _cut(day, date(year, 12, 31), year) if year >= day.year else None


def not_after(day: date) -> Within:
    return lambda year: _cut(date(year, 1, 1), day, year) if year <= day.year else None


def in_months(first: int, last: int) -> Within:
    """The same months of every year; `last` may reach into the next (13 is January)."""
    return lambda year: Period(date(year, first, 1), Period.month(year, min(last, 12)).end, "range")


def days_from(first: date, last: date) -> Within:
    """The days from `first` to `last`, which may lie in several years."""
    return lambda year: _cut(first, last, year)


def yearly(month: int, day: int, before: int, after: int) -> Within:
    """Every year the days around one day: `before` days before it, `after` days after it."""
    return lambda year: Period(
        date(year, month, day) - timedelta(days=before), date(year, month, day) + timedelta(days=after), "range"
    )


def _cut(start: date, end: date, year: int) -> Period | None:
    first, last = max(start, date(year, 1, 1)), min(end, date(year, 12, 31))
    return Period(first, last, "range") if first <= last else None


def both(one: Period, other: Period) -> Period | None:
    """The days two periods share."""
    start, end = max(one.start, other.start), min(one.end, other.end)
    return Period(start, end, "range") if start <= end else None


def clue_of(words: TimeWords, within: Within, weight: float = 0, rank: int = 0, veto: bool = False) -> Clue:
    """The clue that words of time give."""
    return Clue(words.span, words.text, within, weight, rank, veto)


def found(match: re.Match[str], within: Within, weight: float = 0, rank: int = 0, veto: bool = False) -> Clue:
    """The clue that the words of a match give."""
    return Clue(Span(*match.span()), match[0], within, weight, rank, veto)


def sentence_of(text: str, words: TimeWords) -> tuple[int, int]:
    """Where the sentence that holds `words` starts and ends."""
    start = max(text.rfind(sign, 0, words.span.start) for sign in "。！？\n") + 1
    ends = [end for sign in "。！？\n" if (end := text.find(sign, words.span.end)) >= 0]
    return start, min(ends, default=len(text))


def ahead(text: str, words: TimeWords) -> bool:
    """Whether the sentence speaks of that time as still to come."""
    start, end = sentence_of(text, words)
    before = text[max(start, words.span.start - 12) : words.span.start]
    after = text[words.span.end : min(end, words.span.end + 14)]
    if before.endswith(("截至", "截止")):
        return False
    told = FUTURE.search(before) or FUTURE.match(after.lstrip("，,")) or FUTURE.search(after[:8])
    return bool(told or _BEFORE.match(after))


def beside(text: str, words: TimeWords) -> bool:
    """Whether another time is set against that one: 比2019年, 自2013年."""
    return bool(_BESIDE.search(text, max(0, words.span.start - 3), words.span.start))


def looked_back(text: str, position: int) -> bool:
    """Whether what stands at `position` is looked back on: 刚刚过去的……, 早在……."""
    return bool(_LOOKED_BACK.search(text, max(0, position - 24), position))
