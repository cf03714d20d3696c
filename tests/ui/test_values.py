"""A figure as the page sets it, and which figures disagree."""

from __future__ import annotations

from dataclasses import replace

from index.period import Period
from rag.answer import Answer, DatedFigure
from ui.values import disagreeing, value_of


def _figure(text: str, value: str, year: str | None) -> DatedFigure:
    return DatedFigure(text, value, "家", Period.parse(year) if year else None, None, 0)


def test_what_is_no_number_is_told_whole(found: Answer) -> None:
    figure = replace(found.figures[0], text="望月桥", value="", unit="")
    value = value_of(figure, found)
    assert (value.number, value.unit) == ("望月桥", "")


def test_a_range_is_one_number(found: Answer) -> None:
    value = value_of(replace(found.figures[0], text="2至3个"), found)
    assert (value.bound, value.number, value.unit, value.text) == ("", "2至3", "个", "2至3个")


def test_figures_disagree_only_about_the_very_same_time() -> None:
    one, other, later = _figure("5家", "5", "2030"), _figure("6家", "6", "2030"), _figure("7家", "7", "2031")
    undated = (_figure("8家", "8", None), _figure("9家", "9", None))
    assert disagreeing((later, one, other)) == {1, 2}
    assert disagreeing((one, _figure("五家", "5", "2030"), later)) == frozenset() == disagreeing(undated)
