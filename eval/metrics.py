"""Shares with their intervals, percentiles, and the two measures of an extracted answer: exact match and F1."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_TOKEN = re.compile(r"[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+(?:[.,]\d+)*")
_Z95 = 1.96


@dataclass(frozen=True, slots=True)
class Rate:
    """How many of how many."""

    hits: int
    total: int

    @classmethod
    def of(cls, marks: Iterable[bool]) -> Rate:
        """The share of true ones."""
        known = list(marks)
        return cls(sum(known), len(known))

    @property
    def share(self) -> float | None:
        """From 0 to 1; None of none."""
        return self.hits / self.total if self.total else None

    @property
    def interval(self) -> tuple[float, float]:
        return wilson(self.hits, self.total)

    def __str__(self) -> str:
        if self.share is None:
            return "none"
        low, high = self.interval
        return f"{self.share:6.1%}  {self.hits}/{self.total}  [{low:.1%}, {high:.1%}]"


def wilson(hits: int, total: int) -> tuple[float, float]:
    """The 95% interval of a share by Wilson's score, each bound from 0 to 1; (0, 1) where nothing was counted.

    8 of 10: (0.8 + 1.9208/10 ± 1.96·√(0.016 + 0.9604/100)) / 1.38416 = 0.490 to 0.943.
    """
    if not total:
        return 0.0, 1.0
    share, square = hits / total, _Z95**2
    middle = share + square / (2 * total)
    half = _Z95 * math.sqrt(share * (1 - share) / total + square / (4 * total**2))
    scale = 1 + square / total
    return max(0.0, (middle - half) / scale), min(1.0, (middle + half) / scale)


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` (0 to 1) of the values do not exceed; 0 of none."""
    if not values:
        return 0.0
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def tokens(text: str) -> list[str]:
    """What F1 counts: each Han character, each Latin word, each number; width and case folded, marks dropped."""
    return _TOKEN.findall(unicodedata.normalize("NFKC", text).lower())


def exact_match(prediction: str, answers: Sequence[str]) -> bool:
    """Whether the prediction is one of the answers, marks, spaces, width and case aside."""
    return any(tokens(prediction) == tokens(answer) for answer in answers)


def f1(prediction: str, answers: Sequence[str]) -> float:
    """The best F1 with any answer, from 0 to 1, over their longest common run of tokens, as CMRC 2018 counts it.

    "共723家" with "723家": the common run has 2 tokens, precision 2/3, recall 2/2, F1 0.8.
    """
    return max((_f1(tokens(prediction), tokens(answer)) for answer in answers), default=0.0)


def _f1(prediction: list[str], answer: list[str]) -> float:
    common = longest_common_run(prediction, answer)
    return 2 * common / (len(prediction) + len(answer)) if common else 0.0


def longest_common_run(first: Sequence[str], second: Sequence[str]) -> int:
    """The length of the longest run of neighbours that stands in both."""
    return SequenceMatcher(None, first, second, autojunk=False).find_longest_match().size
