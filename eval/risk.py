"""How often the answers are wrong when only the surest are given: the risk-coverage curve (El-Yaniv & Wiener 2010)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

COVERAGES = (0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True, slots=True)
class Point:
    """Of all questions `coverage` are answered, the surest first, and `risk` of those answers are wrong."""

    coverage: float
    risk: float
    answered: int


def curve(answers: Iterable[tuple[float, bool]], questions: int, coverages: Sequence[float] = COVERAGES) -> list[Point]:
    """Points of the curve of answers given as (sureness, right); no point lies beyond what was answered.

    `questions` counts those not answered too. An answer to an unanswerable question is wrong.
    """
    surest = sorted(answers, key=lambda each: -each[0])
    points: list[Point] = []
    for share in coverages:
        count = min(len(surest), round(share * questions))
        if count and (not points or points[-1].answered < count):
            wrong = sum(not right for _, right in surest[:count])
            points.append(Point(count / questions, wrong / count, count))
    return points
