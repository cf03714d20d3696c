"""Which words and times of a question stand in a passage, and where: told to the span reader beside the pieces of both.

After the exact-match and aligned features of DrQA (Chen et al. 2017).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from index.dating.periods import find_periods
from index.period import Period
from rag.alignment import AskedWord, FloatArray, WordTranslator, occurrences, words_of
from rag.question import language_of
from rag.timeless import own_times, without_times

_RELATED = 0.6  # how surely a time is met by one that holds it, or that it holds
_Run = tuple[int, int, int, float]  # the place of a word or time among those asked, beginning and end, how surely


@dataclass(frozen=True, slots=True)
class HeadedPassage:
    """One passage as the span reader reads it: its words, its article's title, and the time its article is of."""

    text: str
    title: str = ""
    reported: Period | None = None

    @property
    def head(self) -> str:
        """The title with the date, where there is one, before it: what the reader tells "this year" by."""
        return f"{_month(self.reported)} {self.title}" if self.reported else self.title


@dataclass(frozen=True, slots=True)
class Match:
    """How surely each character, 0 to 1, belongs to what the other side has: of a question, a head, a passage."""

    asked: FloatArray
    head: FloatArray
    text: FloatArray


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question with its content words and its times."""

    text: str
    words: tuple[AskedWord, ...]
    times: tuple[Period, ...]
    spans: tuple[tuple[int, int, int], ...]  # where they stand in it: their places, words first, beginning and end


class Matcher:
    """Finds the words of a question in texts: themselves, what papers print for them, what they may be in Chinese."""

    def __init__(self, translator: WordTranslator) -> None:
        self._translator = translator

    def __call__(self, question: str, passages: Sequence[HeadedPassage]) -> list[Match]:
        """What the question and each of the passages have of each other."""
        asked = self._asked(question)
        return [_match(asked, passage) for passage in passages]

    def _asked(self, question: str) -> _Asked:
        words = words_of(without_times(question), language_of(question), self._translator, lambda term: 1.0)
        times = own_times(question)
        spans = [(row, *run) for row, word in enumerate(words) for run in _standing(word.source, question)]
        spans += [(len(words) + row, each.span.start, each.span.end) for row, each in enumerate(times)]
        return _Asked(question, tuple(words), tuple(each.period for each in times), tuple(spans))


def _match(asked: _Asked, passage: HeadedPassage) -> Match:
    best = np.zeros(len(asked.words) + len(asked.times), dtype=np.float32)
    head = _painted(len(passage.head), best, _runs(asked, passage.head, None))
    text = _painted(len(passage.text), best, _runs(asked, passage.text, passage.reported))
    found = np.zeros(len(asked.text), dtype=np.float32)
    for row, start, end in asked.spans:
        found[start:end] = np.maximum(found[start:end], best[row])
    return Match(found, head, text)


def _painted(length: int, best: FloatArray, runs: Iterator[_Run]) -> FloatArray:
    """How surely each character is met; `best` keeps how surely each word and time is, anywhere."""
    there = np.zeros(length, dtype=np.float32)
    for row, start, end, strength in runs:
        best[row] = max(best[row], strength)
        there[start:end] = np.maximum(there[start:end], strength)
    return there


def _runs(asked: _Asked, text: str, reported: Period | None) -> Iterator[_Run]:
    for run in occurrences(asked.words, text):
        # The features count such runs, and their network is trained with them.
        if not _within(text, run[1], run[2]):
            yield run
    for words in find_periods(text, reported) if asked.times else ():
        for row, period in enumerate(asked.times, len(asked.words)):
            if strength := _same(period, words.period):
                yield row, words.span.start, words.span.end, strength


def _same(asked: Period, told: Period) -> float:
    if (asked.start, asked.end) == (told.start, told.end):
        return 1.0
    return _RELATED if asked.contains(told) or told.contains(asked) else 0.0


def _within(text: str, start: int, end: int) -> bool:
    """Whether a run is part of a longer number or Latin word: 3 of 37."""
    before, after = text[max(0, start - 1) : start + 1], text[end - 1 : end + 1]
    return any(len(pair) > 1 and pair.isascii() and pair.isalnum() for pair in (before, after))


def _standing(source: str, question: str) -> Iterator[tuple[int, int]]:
    """Where a word stands in its question; an English one whole, its parts parted by anything."""
    bare = source.strip("“”")
    pattern = r"\b" + r"\W+".join(map(re.escape, bare.split())) + r"\b" if bare.isascii() else re.escape(bare)
    return (match.span() for match in re.finditer(pattern, question, re.I))


def _month(period: Period) -> str:
    """The month in which a period begins, or its year where it is no part of one: "2022年7月"."""
    year = f"{period.start.year}年"
    return f"{year}{period.start.month}月" if period.precision in ("day", "month") else year
