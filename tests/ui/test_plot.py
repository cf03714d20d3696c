"""The plot of a figure over time: only where there is enough to draw, and every point where it belongs."""

from __future__ import annotations

from dataclasses import replace

import pytest
from selectolax.lexbor import LexborHTMLParser

from index.period import Period
from rag.answer import Answer
from ui.plot import plot_html


def _points(answer: Answer) -> list[tuple[float, float]]:
    circles = LexborHTMLParser(plot_html(answer)).css("circle")
    return [(float(c.attributes["cx"] or 0), float(c.attributes["cy"] or 0)) for c in circles]


def test_older_stands_to_the_left_and_more_stands_higher(series: Answer) -> None:
    points = _points(series)
    assert len(points) == 4 and points == sorted(points)
    heights = [y for _, y in points]
    assert heights == sorted(heights, reverse=True)
    # 300, 380, 520, 610 drawn from nought: the heights are as the numbers.
    floor = 126
    assert (floor - heights[0]) / (floor - heights[3]) == pytest.approx(300 / 610, abs=0.01)


def test_every_point_is_labelled_and_the_whole_is_named(series: Answer) -> None:
    page = LexborHTMLParser(plot_html(series))
    words = [text.text() for text in page.css("text")]
    assert words == ["300家", "2021年", "380家", "2024年", "520家", "2027年", "610家", "2030年"]
    assert page.css_first("svg").attributes["aria-label"] == (
        "随时间的变化：2021年: 300家; 2024年: 380家; 2027年: 520家; 2030年: 610家"
    )


def test_two_points_are_no_plot(found: Answer, series: Answer) -> None:
    assert plot_html(found) == "" == plot_html(replace(series, figures=series.figures[:2]))


def test_other_units_and_words_are_left_out(series: Answer) -> None:
    odd = (*series.figures[:2], replace(series.figures[2], unit="个"), replace(series.figures[3], value=""))
    assert plot_html(replace(series, figures=odd)) == ""


def test_a_disputed_point_is_hollow_and_the_line_goes_through_one_a_year(series: Answer) -> None:
    disputed = replace(series.figures[3], period=Period.parse("2024"))
    page = LexborHTMLParser(plot_html(replace(series, figures=(*series.figures[:3], disputed))))
    assert len(page.css("circle.wj-disputed")) == 2
    assert len((page.css_first("polyline").attributes["points"] or "").split()) == 3
