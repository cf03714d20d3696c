"""The date or period an article is of: from its metadata, a dateline, a printed time, else from what its text tells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain

from index.article import Basis, Dating, Span
from index.dating.almanac import FIRST, LAST
from index.dating.clues import Clue, both
from index.dating.governing import period_at
from index.dating.milestones import milestones
from index.dating.numerals import fold
from index.dating.periods import DatedWords, find_periods
from index.dating.timeclues import time_clues
from index.dating.yearparts import months
from index.files.metadata import Metadata
from index.period import Period

__all__ = ["DatedWords", "date_article", "find_periods", "parse_when", "period_at"]

_YEAR_MONTH = re.compile(r"\s*(?P<year>(?:19|20)\d\d)[-/.](?P<month>1[0-2]|0?[1-9])\s*")
_COMPACT = re.compile(r"\s*(?P<y>(?:19|20)\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>[0-3]\d)\s*")
_DAY = r"(?:19|20)\d\d ?(?:年|[-/.]) ?\d{1,2} ?(?:月|[-/.]) ?\d{1,2}日?"
_DATELINE = re.compile(
    rf"(?:^|\n)\s*[（(【]?(?P<line>{_DAY})(?: ?(?:星期|周)[一二三四五六日天])?[)）】]?\s*(?=\n|$)"
    rf"|(?:本报|新华社|中新社|人民网|央视网|记者)[^，。\n]{{0,14}}?(?P<wire>{_DAY})(?:电|讯|消息)|[（(](?P<end>{_DAY})[)）]\s*$"
)
_STAMP = re.compile(
    rf"(?:(?:发布|发表|更新|刊发|时间|日期)[^\n]{{0,6}}[:：] ?(?P<a>{_DAY})|(?P<b>{_DAY})\s+\d{{1,2}}:\d\d)"
)
# Where a time stamp may stand: below that, a page lists other articles with theirs.
_HEAD = 400
_ENOUGH = 1.0
_CONTEXT = 0.9


def date_article(
    title: str, text: str, metadata: Metadata, printed: str = "", context: Sequence[str] = ()
) -> Dating | None:
    """The date or period an article is of, with its basis and the words that tell; None where nothing tells.

    `printed` is a time stamp the page carried, `context` the other stories of the same page, which were printed on the
    same day.
    """
    for given in (metadata.published, metadata.period):
        if given and (period := parse_when(given)):
            return Dating(period, "inferred" if metadata.dating else "metadata", given)
    return (
        _found(text, _DATELINE, len(text), "dateline")
        or (_stamped(printed) if printed else None)
        or _found(text, _STAMP, _HEAD, "timestamp")
        or _inferred(title, text, context)
    )


def parse_when(words: str) -> Period | None:
    """The period a date given on its own means: "2022-04", "2023-02-13 14:20", "2022年春", "spring 2022"; else None."""
    folded = fold(words).strip()
    try:
        if match := _YEAR_MONTH.fullmatch(folded):
            return Period.month(int(match["year"]), int(match["month"]))
        if match := _COMPACT.fullmatch(folded):
            return Period.day(int(match["y"]), int(match["m"]), int(match["d"]))
        return Period.parse(folded)
    except ValueError:
        found = find_periods(folded, None)
        return found[0].period if found else None


def _found(text: str, pattern: re.Pattern[str], limit: int, basis: Basis) -> Dating | None:
    match = pattern.search(fold(text), 0, limit)
    if not match:
        return None
    group = next(name for name, value in match.groupdict().items() if value)
    period = parse_when(match[group])
    return Dating(period, basis, text[slice(*match.span(group))], Span(*match.span(group))) if period else None


def _stamped(printed: str) -> Dating | None:
    period = parse_when(printed)
    return Dating(period, "timestamp", printed.strip()) if period else None


def _inferred(title: str, text: str, context: Sequence[str]) -> Dating | None:
    own, heading = clues_of(text), clues_of(title)
    others = list(chain.from_iterable(clues_of(other) for other in context))
    year = _year([*own, *heading], others)
    if year is None:
        return None
    clues = [*own, *heading, *others]
    chosen, period = _narrowed(year, clues)
    named = max((clue for clue in clues if clue.weight and clue.within(year)), key=lambda clue: clue.weight)
    mine = next((clue for clue in (named, *chosen) if clue in own), None)
    words = dict.fromkeys(clue.words for clue in (named, *chosen))
    return Dating(period, "inferred", "；".join(words), mine.span if mine else None)


def clues_of(text: str) -> list[Clue]:
    """Everything in a text that tells when it was written."""
    return [*milestones(text), *time_clues(text)]


def _year(own: list[Clue], others: list[Clue]) -> int | None:
    """The year most clues speak for, if they speak clearly enough."""
    scores = {year: _score(year, own) + _CONTEXT * _score(year, others) for year in range(FIRST, LAST + 1)}
    best = max(scores, key=lambda year: scores[year])
    return best if scores[best] >= _ENOUGH else None


def _score(year: int, clues: list[Clue]) -> float:
    """The sum of what speaks for a year: words repeated count once, what rules the year out counts against it."""
    speaking: dict[tuple[float, str], float] = {}
    against = 0.0
    for clue in clues:
        open_days = clue.within(year)
        if open_days is None and clue.veto:
            against = 10.0
        elif open_days is not None:
            speaking[clue.weight, clue.words] = clue.weight
    return sum(speaking.values()) - against


def _narrowed(year: int, clues: list[Clue]) -> tuple[list[Clue], Period]:
    """The days of the year that the sharpest clues leave open, and those clues."""
    left = Period.year(year)
    used: list[Clue] = []
    for clue in sorted(clues, key=lambda clue: -clue.rank):
        days = clue.within(year) if clue.rank else None
        narrower = both(left, days) if days else None
        if narrower and narrower != left:
            left, used = narrower, [*used, clue]
    return used[:2], months(year, left.start.month, left.end.month)
