"""A small plot of one figure over time, drawn as SVG: no axis, every point labelled with its value and time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from rag.answer import Answer, DatedFigure
from ui.markup import bcp, safe
from ui.strings import period_words, say
from ui.values import disagreeing, value_of

FEWEST = 3
_WIDTH, _HEIGHT = 420, 170
_SIDE, _TOP, _BOTTOM = 58, 30, 44
# Nearer points than this have their labels at different heights.
_CLOSE = 84


@dataclass(frozen=True, slots=True)
class Point:
    """One value at one time, placed in the drawing; `disputed` where another value is given for the same time."""

    x: float
    y: float
    value: str
    when: str
    disputed: bool


def plot_html(answer: Answer) -> str:
    """The plot of an answer's figures; empty where fewer than three of one unit have a number and a time."""
    points = _points(answer)
    if len({point.x for point in points}) < FEWEST:
        return ""
    name = safe(say("plotted", answer.language, "; ".join(f"{point.when}: {point.value}" for point in points)))
    line = " ".join(f"{point.x:.1f},{point.y:.1f}" for point in _one_a_time(points))
    drawn = "".join(_point(point, low) for point, low in zip(points, _lowered(points), strict=True))
    floor = _HEIGHT - _BOTTOM + 12
    return (
        f'<svg class="wj-plot" lang="{bcp(answer.language)}" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
        f'aria-label="{name}"><line class="wj-floor" x1="0" x2="{_WIDTH}" y1="{floor}" y2="{floor}"/>'
        f'<polyline points="{line}"/>{drawn}</svg>'
    )


def _points(answer: Answer) -> list[Point]:
    """The figures that can be drawn, oldest first."""
    disputed = disagreeing(answer.figures)
    unit = answer.figures[0].unit if answer.figures else ""
    dated = [
        (moment, float(figure.value), figure, place in disputed)
        for place, figure in enumerate(answer.figures)
        if figure.value and figure.unit == unit and (moment := _moment(figure))
    ]
    if not dated:
        return []
    dated.sort(key=lambda each: each[0])
    days = [moment.toordinal() for moment, *_ in dated]
    low, high = _bounds([number for _, number, *_ in dated])
    return [
        Point(
            x=_scaled(day, days[0], days[-1], _SIDE, _WIDTH - _SIDE),
            y=_scaled(number, low, high, _HEIGHT - _BOTTOM, _TOP),
            value=value_of(figure, answer).text,
            when=_time(figure, answer),
            disputed=contested,
        )
        for day, (_, number, figure, contested) in zip(days, dated, strict=True)
    ]


def _moment(figure: DatedFigure) -> date | None:
    """The middle of the time the figure is of, else of when it was reported."""
    period = figure.period or (figure.reported.period if figure.reported else None)
    return period.start + (period.end - period.start) / 2 if period else None


def _time(figure: DatedFigure, answer: Answer) -> str:
    period = figure.period or (figure.reported.period if figure.reported else None)
    return period_words(period, answer.language) if period else ""


def _bounds(numbers: list[float]) -> tuple[float, float]:
    """From nought where that leaves the differences to be seen, else from a little below the least."""
    low, high = min(numbers), max(numbers)
    return (0.0 if 0 <= low < 0.7 * high else low - 0.4 * (high - low or 1)), high


def _scaled(value: float, low: float, high: float, first: float, last: float) -> float:
    return first if high == low else first + (value - low) / (high - low) * (last - first)


def _one_a_time(points: list[Point]) -> list[Point]:
    return [point for place, point in enumerate(points) if not place or point.x != points[place - 1].x]


def _lowered(points: list[Point]) -> list[bool]:
    """Which labels of times stand a line lower, so that neighbours do not overlap."""
    lowered = [False]
    for before, point in pairwise(points):
        lowered.append(point.x - before.x < _CLOSE and not lowered[-1])
    return lowered[: len(points)]


def _point(point: Point, low: bool) -> str:
    above = point.y + 18 if low and point.y < _TOP + 60 else point.y - 10
    kind = ' class="wj-disputed"' if point.disputed else ""
    return (
        f'<circle{kind} cx="{point.x:.1f}" cy="{point.y:.1f}" r="4.5"/>'
        f'<text class="wj-plotted" x="{point.x:.1f}" y="{above:.1f}">{safe(point.value)}</text>'
        f'<text x="{point.x:.1f}" y="{_HEIGHT - (4 if low else 18)}">{safe(point.when)}</text>'
    )
