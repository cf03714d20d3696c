"""Clues to a text's date from the times it speaks of: years named, periods told as finished, festivals just past."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from index.dating.almanac import festival, lunar_day, new_year
from index.dating.clues import Clue, Within, ahead, beside, clue_of, found, in_months
from index.dating.periods import find_words
from index.dating.timewords import TimeWords
from index.dating.yearclues import year_clues
from index.period import Period

_LATER = re.compile(r"(?P<before>将至|临近|前夕|来临|在即|近了|即将|前)|后|刚过")
_HOLIDAY = re.compile("假期|长假|黄金周")
_TODAY = re.compile(r"(?:今天是|适逢|这个)$")
_SPRING = re.compile(
    r"新春(?:伊始|第一会|佳节|之际|开[局年工])|春节(?:假期|长假)?(?:刚过|过后|后)|(?:节后|年后)(?:首|第一)"
    r"|开年(?:第一|首)"
)
_MEETINGS = re.compile(r"(?:(?P<nation>全国)|(?:[省市区县州旗]|地方))两会")
_THIS_SEASON = re.compile(r"(?:这个|在这)[^，。]{0,8}(?P<season>[春夏秋冬])(?:天|日|季)")
_TERMS = tuple(
    (re.compile(words), months)
    for words, months in {
        r"暑[期假运]": (7, 8), r"寒假": (1, 2), r"高考": (6, 7), r"春运": (1, 3), r"麦收|三夏": (5, 6),
        r"秋收": (9, 11), r"春耕": (2, 4), r"开学季|秋季学期|新学期": (8, 9), r"双十一|双11": (11, 11),
        r"供暖季": (10, 12),
    }.items()
)  # fmt: skip
_MONTHS_OF = {"春": (2, 5), "夏": (6, 8), "秋": (9, 11), "冬": (11, 12)}
# How sharply each kind of words tells the time of year; see Clue.rank.
_DAY, _MONTH, _QUARTER, _PLAN, _LOOSE = 5, 4, 3, 2, 1
# A newspaper tells of a day within the next twelve, mostly within the month.
_SOON, _MONTH_IS_OVER = 12, 25


def time_clues(text: str) -> list[Clue]:
    """The clues that the years, months, days and festivals of a text give."""
    told = find_words(text)
    clues = [*year_clues(text, told), *_parts(text, told), *_feasts(text, told), *_seasons(text)]
    if not any(clue.rank for clue in clues) and (report := _annual_report(text, told)):
        clues.append(report)
    return clues


def _of_this_year(text: str, told: tuple[TimeWords, ...]) -> list[TimeWords]:
    """Words of a part of the running year."""
    running = (words for words in told if words.year is None and words.offset in (None, 0) and words.months_off is None)
    return [words for words in running if not beside(text, words)]


def _parts(text: str, told: tuple[TimeWords, ...]) -> Iterator[Clue]:
    """Months, quarters and days of the running year: told as finished they are just past, as planned still to come."""
    running = _of_this_year(text, told)
    past = [words for words in running if not ahead(text, words)]
    for words in running:
        yield from _finished(words) if words in past else _planned(words)
    ended = max(map(_end_month, past), default=0)
    days = [words for words in past if words.part in ("day", "days") and words.numbers[0] > ended]
    yield from _last_day(days)


def _finished(words: TimeWords) -> Iterator[Clue]:
    month = _end_month(words)
    match words.part:
        case "quarter" | "quarters" | "half":
            yield clue_of(words, _after_quarter(month), rank=_QUARTER)
        case "months" if words.numbers in ((1, 3), (1, 6), (1, 9)):
            yield clue_of(words, _after_quarter(month), rank=_QUARTER)
        case "months" | "month" if words.part == "months" or words.last:
            yield clue_of(words, in_months(month % 12 + 1, month % 12 + 1), rank=_MONTH)
        case "month":
            yield clue_of(words, in_months(words.numbers[0], words.numbers[0] + 4), rank=_LOOSE)


def _planned(words: TimeWords) -> Iterator[Clue]:
    match words.part:
        case "quarter" | "quarters":
            yield clue_of(words, in_months(max(1, _end_month(words) - 3), _end_month(words)), rank=_PLAN)
        case "half":
            yield clue_of(words, in_months(max(1, _end_month(words) - 7), _end_month(words)), rank=_PLAN)
        case "month":
            yield clue_of(words, in_months(max(1, words.numbers[0] - 6), words.numbers[0]), rank=_LOOSE)


def _end_month(words: TimeWords) -> int:
    """The last month of a part (0: none): figures as of then are told after it, events within it lie further back."""
    match words.part:
        case "quarter" | "quarters":
            return 3 * words.numbers[0]
        case "half":
            return 6 * words.numbers[0]
        case "months":
            return words.numbers[1]
        case "month" if words.last:
            return words.numbers[0]
    return 0


def _after_quarter(month: int) -> Within:
    """First-quarter results are told from the end of March on, in what readers call spring; others in two months."""
    return in_months(3, 5) if month == 3 else in_months(month % 12 + 1, month % 12 + 2)


def _last_day(days: list[TimeWords]) -> Iterator[Clue]:
    """The latest day told; beside days of January those of November and December lie in the year before."""
    early = any(words.numbers[0] <= 2 for words in days) and any(words.numbers[0] >= 11 for words in days)
    current = [words for words in days if not early or words.numbers[0] <= 6]
    if current:
        last = max(current, key=lambda words: words.numbers[-2:])
        yield clue_of(last, _soon_after(*last.numbers[-2:]), rank=_DAY)


def _soon_after(month: int, day: int) -> Within:
    def within(year: int) -> Period | None:
        over = Period.month(year, month).end
        start = date(year, month, min(day, over.day))
        end = start + timedelta(days=_SOON)
        return Period(start, min(end, over) if day <= _MONTH_IS_OVER else end, "range")

    return within


def _feasts(text: str, told: tuple[TimeWords, ...]) -> Iterator[Clue]:
    for words in _of_this_year(text, told):
        if words.part == "lunar":
            yield clue_of(words, _after_lunar(words.numbers), rank=_DAY)
        elif words.part == "festival":
            later = _LATER.match(text, words.span.end)
            holiday = _HOLIDAY.search(words.text) and not ahead(text, words)
            if later or holiday or words.offset == 0 or _TODAY.search(text, 0, words.span.start):
                yield clue_of(words, _around(words.name, bool(later and later["before"])), rank=_MONTH)


def _after_lunar(numbers: tuple[int, ...]) -> Within:
    return lambda year: _days(lunar_day(year, *numbers), 0, 14)


def _around(name: str, before: bool) -> Within:
    return lambda year: _days(festival(name, year)[0], 14, 0) if before else _days(festival(name, year)[1], 8, 10)


def _days(day: date, before: int, after: int) -> Period:
    return Period(day - timedelta(days=before), day + timedelta(days=after), "range")


def _seasons(text: str) -> Iterator[Clue]:
    for match in _SPRING.finditer(text):
        yield found(match, lambda year: _days(new_year(year), 10, 24), rank=_QUARTER)
    for match in _MEETINGS.finditer(text):
        yield found(match, in_months(3, 3) if match["nation"] else in_months(1, 2), rank=_QUARTER)
    for term, months in _TERMS:
        for match in term.finditer(text):
            yield found(match, in_months(*months), rank=_LOOSE)
    for match in _THIS_SEASON.finditer(text):
        yield found(match, in_months(*_MONTHS_OF[match["season"]]), rank=_LOOSE)


def _annual_report(text: str, told: tuple[TimeWords, ...]) -> Clue | None:
    """Last year's results beside this year's plans: the first half of a year."""
    years = [words for words in told if words.part in ("year", "end") and not beside(text, words)]
    past = [words for words in years if words.offset == -1]
    plans = any(words.offset == 0 and words.part == "year" and ahead(text, words) for words in years)
    return clue_of(past[0], in_months(1, 6), rank=_LOOSE) if past and plans else None
