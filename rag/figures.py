"""Figures: found in a text, compared, written in Chinese or English, and those named that nothing stands behind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from rag.bounds import Bound, contradict
from rag.quantities import Figure, Kind, find_figures
from rag.render import render, render_period
from rag.units import family_of

__all__ = ["Bound", "Figure", "Kind", "find_figures", "render", "render_period", "same", "stands_for", "unsupported"]

_HAN = re.compile(r"[一-鿿]")
# People are counted by any of these.
_ALIKE = {"名": "人", "位": "人"}
_CLOSE = Decimal("1e-12")


def same(one: Figure, other: Figure) -> bool:
    """Whether two figures come to the same: value, range and unit.

    A figure without a unit may stand for any measure word or money, as "47,000" does for 4.7万家; different measure
    words never stand for each other. A rank only equals a rank with the same bound.
    """
    if (one.kind in ("rank", "ordinal")) != (other.kind in ("rank", "ordinal")):
        return False
    if one.kind in ("rank", "ordinal"):
        within = (one.bound == "most") == (other.bound == "most")
        return within and one.value == other.value and _ordinals_fit(one, other)
    return _units_fit(one, other) and _values_fit(one, other)


def unsupported(answer: str, evidences: Sequence[str]) -> tuple[Figure, ...]:
    """The figures of `answer` that stand in none of `evidences`: other in value, unit, rank or bound."""
    known = [figure for evidence in evidences for figure in find_figures(evidence)]
    return tuple(figure for figure in find_figures(answer) if not any(stands_for(each, figure) for each in known))


def stands_for(evidence: Figure, figure: Figure) -> bool:
    """Whether a figure of the evidence bears out a stated one: it comes to the same, and no bound contradicts."""
    return same(evidence, figure) and not contradict(evidence.bound, figure.bound)


def _values_fit(one: Figure, other: Figure) -> bool:
    """Whether low and high ends agree; shares as parts of one, so that 1/5 is 20%."""
    if (one.high is None) != (other.high is None):
        return False
    ends = ((one.value, other.value), (one.high or one.value, other.high or other.value))
    return all(_close(first * _scale(one), second * _scale(other)) for first, second in ends)


def _scale(figure: Figure) -> Decimal:
    return Decimal("0.01") if figure.unit == "%" else Decimal("0.001") if figure.unit == "‰" else Decimal(1)


def _close(one: Decimal, other: Decimal) -> bool:
    """Equal, but for what a third or a seventh loses as a decimal."""
    return abs(one - other) <= _CLOSE * max(abs(one), abs(other))


def _ordinals_fit(one: Figure, other: Figure) -> bool:
    """第七期 is not 第七位, but "7th" may be either."""
    chinese = _HAN.search(one.text) and _HAN.search(other.text)
    return one.unit == other.unit or not chinese


def _units_fit(one: Figure, other: Figure) -> bool:
    first, second = _ALIKE.get(one.unit, one.unit), _ALIKE.get(other.unit, other.unit)
    if first == second:
        return (one.kind == "fraction") == (other.kind == "fraction") or not first
    if {one.kind, other.kind} == {"fraction", "percent"}:
        return {first, second} <= {"", "%", "‰"}
    if "fraction" in (one.kind, other.kind):
        return False
    return "" in (first, second) and {family_of(first), family_of(second)} <= {"none", "count", "money", "measure"}
