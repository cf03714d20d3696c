"""Figures by date as a table, and as a plot from three points on."""

from __future__ import annotations

from dataclasses import replace

from selectolax.lexbor import LexborHTMLParser

from rag.answer import Answer
from ui.series import series_html


def _page(answer: Answer) -> LexborHTMLParser:
    return LexborHTMLParser(series_html(answer, "k"))


def test_figures_stand_with_their_dates_newest_first(found: Answer) -> None:
    rows = [[cell.text() for cell in row.css("th, td")] for row in _page(found).css("tbody tr")]
    assert rows == [["文中未写明", "突破600家", "2032年10月9日", "1"], ["2031年", "412家", "2031年春 推断", "2"]]


def test_a_single_figure_has_one_line_for_its_dates(found: Answer) -> None:
    page = _page(replace(found, figures=found.figures[1:]))
    assert page.css_first(".wj-dateline").text() == "所指时间 2031年 · 报道时间 2031年春 推断"
    assert not page.css(".wj-figures")


def test_figures_of_other_dates_are_said_to_be(found: Answer) -> None:
    other = replace(found, abstained=True, reason="no_date")
    assert "其他时间" in _page(other).css_first("caption").text()


def test_disputed_rows_are_marked(disputed: Answer, found: Answer) -> None:
    assert [len(row.css(".wj-disagree")) for row in _page(disputed).css("tbody tr")] == [1, 1]
    assert not _page(found).css(".wj-disagree")


def test_english_rows_are_converted_and_keep_what_was_printed(found: Answer) -> None:
    row = _page(replace(found, language="en")).css("tbody tr")[0]
    assert row.css_first(".wj-cell").text() == "over 600 600家" and "9 October 2032" in row.text()
