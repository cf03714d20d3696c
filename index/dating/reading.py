"""One pass over the words of time in a text: each resolved against the report and against those before it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from index.dating.timewords import TimeWords
from index.dating.yearparts import moved, part_of
from index.period import Period

_SENTENCE = re.compile(r"[。！？!?\n]|\.(?=\s|$)")
_FUTURE = re.compile(r"将(?!近)|力争|计划|预计|确保|争取|目标|拟|有望|届时|预期|规划|到时|will|target|aim|plan|expect")
# What is set against another time ("比2019年", "由去年的…") is not what the sentence is about.
_BESIDE = re.compile(
    r"(?:比|较|与|同|跟|由|从|自|于|超过|超出|高于|低于|不及|相比|than|from|since|with|to)\s?(?:疫情前|历史上|此前)?$"
)
_WHOLE = ("全年", "一整年", "整年")
_HALF_YEAR = 200
# 去年 counts from the report; 上年 from the year that is spoken of.
_YEAR_BEFORE = ("上年", "上一年")
# Days of a part told without a year that may still lie ahead: a running quarter is told of, a year in January is not.
_UNFINISHED = {"months": 31, "quarters": 45, "half": 100, "year": 300}


@dataclass(frozen=True, slots=True)
class Told:
    """Dated words as governing needs them: how they are written, and whether they are `beside` the subject."""

    words: TimeWords
    period: Period
    beside: bool


class Reading:
    """One pass over a text, carrying what was spoken of last: year, month, period."""

    def __init__(self, text: str, reported: Period | None) -> None:
        self.text, self.reported = text, reported
        self.sentence = -1
        self.sentence_year: int | None = None
        self.year: int | None = None
        self.month: Period | None = None
        self.day: Period | None = None
        self.last: Period | None = None
        self.last_words: TimeWords | None = None

    def read(self, words: TimeWords) -> Told | None:
        if _SENTENCE.search(self.text, max(self.sentence, 0), words.span.start) or self.sentence < 0:
            self.sentence_year = None
        self.sentence = words.span.end
        try:
            period = self._resolve(words)
        except ValueError:  # 2月30日, or a lunar day outside the almanac
            return None
        if period is None:
            return None
        beside = bool(_BESIDE.search(self.text, max(0, words.span.start - 8), words.span.start))
        self._remember(words, period, beside)
        return Told(words, period, beside)

    def _remember(self, words: TimeWords, period: Period, beside: bool) -> None:
        if beside or words.part in ("ago", "recent", "ahead", "plan", "now"):
            return
        self.last, self.last_words = period, words
        if period.start.year == period.end.year:
            self.year = period.start.year
        if words.part == "year" and (words.year or words.offset is not None):
            self.sentence_year = self.year
        if period.precision in ("month", "day"):
            self.month = Period.month(period.start.year, period.start.month)
            self.day = period if period.precision == "day" else None

    def _resolve(self, words: TimeWords) -> Period | None:
        if words.part in _FROM_REPORT:
            return _FROM_REPORT[words.part](self, words)
        if words.part in ("plan", "years"):
            return Period.between(Period.year(words.numbers[0]), Period.year(words.numbers[1]))
        if words.months_off is not None or words.numbers[:1] == (0,):
            return self._by_month(words)
        return self._by_year(words)

    def _by_month(self, words: TimeWords) -> Period | None:
        """上月, 当月26日, and a day alone: the month is counted from the report, or the one last spoken of."""
        month = self.month if words.months_off is None or words.same_year else None
        month = month or self._month_off(words.months_off or 0)
        if month is None or words.part == "month":
            return month
        rest = words.numbers[1:]
        numbers = (
            month.start.month,
            *((number or month.start.month) if words.part == "days" else number for number in rest),
        )
        period = part_of(words, month.start.year, numbers)
        early = words.months_off is None and self.reported and period.start > self.reported.end
        return self._by_month(replace(words, months_off=-1)) if early and not self._future(words) else period

    def _month_off(self, off: int) -> Period | None:
        if self.reported is None or self.reported.precision not in ("day", "month"):
            return None
        months = self.reported.start.year * 12 + self.reported.start.month - 1 + off
        return Period.month(months // 12, months % 12 + 1)

    def _by_year(self, words: TimeWords) -> Period | None:
        year = self._named_year(words)
        if year is not None:
            winter = words.name == "冬" and words.offset == 0 and self.reported and self.reported.start.month <= 3
            return part_of(words, year - 1 if winter else year, words.numbers)
        if words.part in ("festival", "lunar"):
            return self._nearest(words)
        if self.sentence_year is not None and words.part != "since":
            return part_of(words, self.sentence_year, words.numbers)
        if self.year is not None and (self.reported is None or words.part == "end" or words.name in _WHOLE):
            planned = self.reported is not None and self._future(words)
            return part_of(words, self.reported.start.year if planned and self.reported else self.year, words.numbers)
        return self._latest(words) if self.reported else None

    def _named_year(self, words: TimeWords) -> int | None:
        if words.year is not None:
            return words.year
        if words.same_year and self.year is not None:
            return self.year
        if words.text.startswith(_YEAR_BEFORE) and self.year is not None:
            return self.year - 1
        if self.reported is None:
            return None
        if words.offset is not None or words.same_year:
            return self.reported.start.year + (words.offset or 0)
        return None

    def _latest(self, words: TimeWords) -> Period | None:
        """A part without a year: of the report's year; of the year before where it would still lie ahead."""
        assert self.reported is not None
        this = part_of(words, self.reported.start.year, words.numbers)
        ahead = this.start > self.reported.end or (this.end - self.reported.end).days > _UNFINISHED.get(words.part, 366)
        if not ahead or self._future(words):
            return this
        before = part_of(words, self.reported.start.year - 1, words.numbers)
        return before if (self.reported.start - before.end).days < _HALF_YEAR else this

    def _nearest(self, words: TimeWords) -> Period | None:
        if self.reported is None:
            return None if self.year is None else part_of(words, self.year, words.numbers)
        near = self.reported.start
        years = (near.year - 1, near.year, near.year + 1)
        return min(
            (part_of(words, year, words.numbers) for year in years), key=lambda period: abs((period.start - near).days)
        )

    def _future(self, words: TimeWords) -> bool:
        start = max(self.text.rfind(sign, 0, words.span.start) for sign in "。！？\n") + 1
        return bool(_FUTURE.search(self.text, max(start, words.span.start - 25), words.span.end + 12))

    def _now(self, words: TimeWords) -> Period | None:
        return self.reported

    def _today(self, words: TimeWords) -> Period | None:
        if words.same_year and self.day:
            return self.day
        if self.reported is None or self.reported.precision != "day":
            return self.reported
        day = self.reported.start + timedelta(days=words.numbers[0])
        return Period(day, day, "day")

    def _ago(self, words: TimeWords) -> Period | None:
        if self.reported is None:
            return None
        if words.name:
            return moved(self.reported, -words.numbers[0])
        return Period.year(self.reported.start.year - words.numbers[0])

    def _recent(self, words: TimeWords) -> Period | None:
        if self.reported is None:
            return None
        year, count = self.reported.start.year, words.numbers[0]
        last = year - 1 if self.reported.end.month <= 3 else year
        if count == 1:
            return Period.year(last)
        if "近" in words.text and not words.text.endswith(("来", "间")):
            return Period.between(Period.year(last - count + 1), Period.year(last))
        return Period.between(Period.year(year - count), Period.year(last))

    def _ahead(self, words: TimeWords) -> Period | None:
        if self.reported is None:
            return None
        year = self.reported.start.year
        return Period.between(Period.year(year), Period.year(year + words.numbers[0]))

    def _since(self, words: TimeWords) -> Period | None:
        if self.reported is None:
            return None
        year = self._named_year(words) or self.reported.start.year
        first = Period.year(year)
        return Period.between(first, self.reported) if first.start <= self.reported.end else None

    def _same(self, words: TimeWords) -> Period | None:
        """去年同期: the time last spoken of, moved to that year."""
        year = self._named_year(words)
        if self.last is None or self.last_words is None:
            return Period.year(year) if year is not None else None
        if year is None:
            return self.last
        if self.last_words.part == "lunar":
            return part_of(self.last_words, year, self.last_words.numbers)
        return moved(self.last, year - self.last.start.year)


_FROM_REPORT: dict[str, Callable[[Reading, TimeWords], Period | None]] = {
    "now": Reading._now,
    "today": Reading._today,
    "ago": Reading._ago,
    "recent": Reading._recent,
    "ahead": Reading._ahead,
    "since": Reading._since,
    "same": Reading._same,
}
