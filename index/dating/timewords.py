"""Words of time as they stand in a text, read but not yet resolved against the date of the report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from index.article import Span

# "year" is a year as a whole; "end", "start", "middle" a year's December, January, June; "ago" and "recent" count back
# from the report; "same" is the time last spoken of, "now" the report itself, "since" from a time until the report.
Part = Literal[
    "year", "end", "start", "middle", "half", "quarter", "quarters", "months", "month", "day", "days", "third",
    "season", "festival", "lunar", "same", "now", "since", "ago", "recent", "ahead", "today", "plan", "years",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class TimeWords:
    """One expression of time: the year it names (`year`) or counts from the report (`offset`), and the part of it.

    `numbers` belong to the part: (4, 22) for a day, (1, 3) for months, (3,) for a quarter. `last` marks the last month
    of a part ("三季度末"), `months_off` a month counted from the report ("上月" is -1), `same_year` "当年".
    """

    span: Span
    text: str
    part: Part
    year: int | None = None
    offset: int | None = None
    numbers: tuple[int, ...] = ()
    name: str = ""
    last: bool = False
    same_year: bool = False
    months_off: int | None = None

    @property
    def relative(self) -> bool:
        return self.year is None
