"""A span of days, as precise as the words that gave it: "2022", "2022-Q1", "2022-04-22", "2022-03/2022-05"."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Literal

Precision = Literal["day", "month", "quarter", "half", "year", "range"]

_ISO = re.compile(r"(?P<year>\d{4})(?:-(?:Q(?P<quarter>[1-4])|H(?P<half>[12])|(?P<month>\d\d)(?:-(?P<day>\d\d))?))?")


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `start` to `end`, both included."""

    start: date
    end: date
    precision: Precision

    def __post_init__(self) -> None:
        if self.start > self.end:
            raise ValueError(f"a period cannot end ({self.end}) before it starts ({self.start})")

    @classmethod
    def parse(cls, iso: str) -> Period:
        """The period that `str(period)` wrote; raises ValueError naming what cannot be read."""
        first, slash, last = iso.strip().partition("/")
        if slash:
            return cls.between(cls.parse(first), cls.parse(last))
        match = _ISO.fullmatch(first)
        if not match:
            raise ValueError(f"not a period: {iso!r} (write 2022, 2022-Q1, 2022-04, 2022-04-22 or 2022-03/2022-05)")
        year = int(match["year"])
        if match["quarter"]:
            return cls.quarter(year, int(match["quarter"]))
        if match["half"]:
            return cls.half(year, int(match["half"]))
        if match["day"]:
            return cls.day(year, int(match["month"]), int(match["day"]))
        return cls.month(year, int(match["month"])) if match["month"] else cls.year(year)

    @classmethod
    def year(cls, year: int) -> Period:
        return cls(date(year, 1, 1), date(year, 12, 31), "year")

    @classmethod
    def half(cls, year: int, half: int) -> Period:
        return cls(date(year, 6 * half - 5, 1), _last(year, 6 * half), "half")

    @classmethod
    def quarter(cls, year: int, quarter: int) -> Period:
        return cls(date(year, 3 * quarter - 2, 1), _last(year, 3 * quarter), "quarter")

    @classmethod
    def month(cls, year: int, month: int) -> Period:
        return cls(date(year, month, 1), _last(year, month), "month")

    @classmethod
    def day(cls, year: int, month: int, day: int) -> Period:
        return cls(date(year, month, day), date(year, month, day), "day")

    @classmethod
    def between(cls, first: Period, last: Period) -> Period:
        """From the first day of `first` to the last day of `last`, the months named at both ends."""
        return cls(first.start, last.end, "range")

    def contains(self, other: Period) -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Period) -> bool:
        return self.start <= other.end and other.start <= self.end

    def __str__(self) -> str:
        year, month = self.start.year, self.start.month
        match self.precision:
            case "year":
                return f"{year}"
            case "half":
                return f"{year}-H{(month + 5) // 6}"
            case "quarter":
                return f"{year}-Q{(month + 2) // 3}"
            case "month":
                return f"{year}-{month:02}"
            case "day":
                return self.start.isoformat()
        if self.start.day == 1 and self.end == _last(self.end.year, self.end.month):
            return f"{year}-{month:02}/{self.end.year}-{self.end.month:02}"
        return f"{self.start.isoformat()}/{self.end.isoformat()}"


def _last(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
