"""The periods a text speaks of: its words of time, resolved against the date of the report and against each other."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from index.article import Span
from index.dating.numerals import fold
from index.dating.reading import Reading, Told
from index.dating.timewords import TimeWords
from index.dating.timewords_en import find_english
from index.dating.timewords_zh import find_chinese
from index.period import Period

# Two English words in a row, or a quarter: in Chinese text the English patterns have nothing to find without them.
_LATIN = re.compile(r"[A-Za-z]{2} [A-Za-z\d]|[A-Za-z]{3}-\d|(?<![A-Za-z\d])[QH][1-4](?![A-Za-z\d])|\d [A-Z][a-z]{2}")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_TO = re.compile(r"[^\S\n]?(?:至|到|-|~|to|through)[^\S\n]?")


@dataclass(frozen=True, slots=True)
class DatedWords:
    """Words of time and the period they mean; `relative` where they only do so against the date of the report."""

    span: Span
    period: Period
    relative: bool


def find_words(text: str) -> tuple[TimeWords, ...]:
    """Every expression of time in Chinese or English text, in order, none overlapping; the longest wins."""
    return _find_words(text)


@lru_cache(maxsize=512)
def _find_words(text: str) -> tuple[TimeWords, ...]:
    folded = fold(text)
    found = find_chinese(folded)
    if _LATIN.search(folded) or not _HAN.search(folded):
        found += find_english(folded)
    apart: list[TimeWords] = []
    for words in sorted(found, key=lambda words: (words.span.start, -words.span.end)):
        if not apart or words.span.start >= apart[-1].span.end:
            apart.append(words)
    return tuple(apart)


def find_periods(text: str, reported: Period | None) -> tuple[DatedWords, ...]:
    """Every expression of time in `text` that can be resolved, in order; "除夕至正月初六" is one.

    `reported` is the date of the report (or, for a question, today): what relative words count from. Without it they
    are left out, unless the text itself names the year.
    """
    merged: list[DatedWords] = []
    for told in find_told(text, reported):
        span, period = told.words.span, told.period
        between = text[merged[-1].span.end : span.start] if merged else ""
        if between and _TO.fullmatch(fold(between)) and merged[-1].period.start <= period.end:
            first = merged.pop()
            both = Period.between(first.period, period)
            merged.append(DatedWords(Span(first.span.start, span.end), both, first.relative or told.words.relative))
        else:
            merged.append(DatedWords(span, period, told.words.relative))
    return tuple(merged)


def find_told(text: str, reported: Period | None) -> tuple[Told, ...]:
    """As `find_periods`, range ends apart, with what `governing` needs."""
    return _find_told(text, reported)


@lru_cache(maxsize=512)
def _find_told(text: str, reported: Period | None) -> tuple[Told, ...]:
    reading = Reading(text, reported)
    return tuple(told for words in find_words(text) if (told := reading.read(words)))
