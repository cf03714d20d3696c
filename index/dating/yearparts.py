"""Parts of a year as periods: quarters, months, days, seasons, festivals."""

from __future__ import annotations

from datetime import date

from index.dating.almanac import festival, lunar_day
from index.dating.timewords import TimeWords
from index.period import Period

_SEASONS = {"春": 3, "夏": 6, "秋": 9, "冬": 12}


def moved(period: Period, years: int) -> Period:
    """The same part of the year `years` later (earlier: negative); 29 February becomes the 28th."""
    start, end = _shifted(period.start, years), _shifted(period.end, years)
    if end.month == 2 and period.precision != "day" and period.end.day >= 28:
        end = Period.month(end.year, 2).end
    return Period(start, end, period.precision)


def _shifted(day: date, years: int) -> date:
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + years, day=28 if leap else day.day)


def months(year: int, first: int, last: int) -> Period:
    """The period from month `first` to `last` of `year`, as a quarter, half or year where it is one."""
    if first == last:
        return Period.month(year, first)
    match first, last:
        case 1, 12:
            return Period.year(year)
        case (1, 6) | (7, 12):
            return Period.half(year, last // 6)
    if last - first == 2 and last % 3 == 0:
        return Period.quarter(year, last // 3)
    return Period.between(Period.month(year, first), Period.month(year if last > first else year + 1, last))


def part_of(words: TimeWords, year: int, numbers: tuple[int, ...]) -> Period:
    """The part of `year` that `words` mean; raises ValueError for a day there is none of."""
    match words.part:
        case "end":
            return Period.month(year, 12)
        case "start":
            return Period.month(year, 1)
        case "middle":
            return Period.month(year, 6)
        case "half":
            return Period.month(year, 6 * numbers[0]) if words.last else Period.half(year, numbers[0])
        case "quarter":
            return Period.month(year, 3 * numbers[0]) if words.last else Period.quarter(year, numbers[0])
        case "quarters":
            return Period.month(year, 3 * numbers[0]) if words.last else months(year, 1, 3 * numbers[0])
        case "months":
            return Period.month(year, numbers[1]) if words.last else months(year, numbers[0], numbers[1])
        case "month":
            return Period.month(year, numbers[0])
        case "day":
            return Period.day(year, *numbers)
        case "days":
            return Period.between(Period.day(year, *numbers[:2]), Period.day(year, *numbers[2:]))
        case "third":
            first, last = 10 * numbers[1] + 1, 10 * numbers[1] + 10
            end = Period.month(year, numbers[0]).end.day if numbers[1] == 2 else last
            return Period.between(Period.day(year, numbers[0], first), Period.day(year, numbers[0], end))
        case "season":
            first = _SEASONS[words.name]
            return Period.between(
                Period.month(year, first), Period.month(*((year + 1, 2) if first == 12 else (year, first + 2)))
            )
        case "festival":
            return _run(*festival(words.name, year))
        case "lunar":
            return _run(*(2 * (lunar_day(year, *numbers),)))
    return Period.year(year)


def _run(first: date, last: date) -> Period:
    return Period(first, last, "day" if first == last else "range")
