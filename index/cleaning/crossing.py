"""Whether a Chinese word crosses the place where a text was cut, by the dictionary of rjieba."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from math import log

from index.cleaning.signs import HAN

_BEFORE = re.compile(rf"[{HAN}]{{1,8}}$")
_AFTER = re.compile(rf"[{HAN}]{{1,8}}")


@dataclass(frozen=True, slots=True)
class Crossing:
    """The word that stands across a seam, and how much likelier (in nats) the seam is with it than without."""

    word: str
    strength: float


def word_across(left: str, right: str) -> Crossing | None:
    """The word across the seam of `left` and `right`; None where there is none.

    Only a word that leaves fewer words than there are when the two are read apart counts: 提+高效 is not 提高+效.
    In 360 fictional passages of local news, of cuts at random places 30% cross a word (24% with a strength of 4 or
    more), of seams between a cut and the start of another paragraph 0.6% (0.14%).

    >>> word_across("贡献率提", "升两个百分点").word, word_across("贡献率提", "高效的环境")
    ('提升', None)
    """
    before, after = _BEFORE.search(left), _AFTER.match(right)
    return _across(before.group(), after.group()) if before and after else None


@lru_cache(maxsize=4096)
def _across(head: str, tail: str) -> Crossing | None:
    apart, joined = _cut(head) + _cut(tail), _cut(head + tail)
    if len(joined) >= len(apart):
        return None
    end = 0
    for word in joined:
        start, end = end, end + len(word)
        if start < len(head) < end:
            return Crossing(word, round(_likelihood(joined) - _likelihood(apart), 3))
    return None


def _likelihood(words: list[str]) -> float:
    """The words' joint log likelihood by the dictionary's counts, up to a constant a word."""
    import rjieba

    all_words = 6e7
    return sum(log(max(1, rjieba.suggest_freq(word)) / all_words) for word in words)


def _cut(text: str) -> list[str]:
    import rjieba

    return list(rjieba.cut(text, False))
