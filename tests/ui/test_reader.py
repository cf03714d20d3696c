"""An article in the reader pane: whole, marked where it tells, with what was repaired."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from index.article import Article, Piece, Repair, Span
from ui.reader import Marked, article_html, missing_html, span_of

TEXT = "第一段，说了别的。\n\n第二段，全区有纺织企业412家。\n第三段。"


def _article(text: str = TEXT, repairs: tuple[Repair, ...] = ()) -> Article:
    return Article(
        "a", "标题", text, "旧报/春.txt", source="临江日报", pieces=(Piece(0, len(text), 7),), repairs=repairs
    )


def _page(article: Article, marked: Marked | None = None, language: str = "zh") -> LexborHTMLParser:
    return LexborHTMLParser(article_html(article, marked or Marked(), language))  # type: ignore[arg-type]


def test_the_whole_article_is_there_by_paragraphs() -> None:
    assert [p.text() for p in _page(_article()).css(".wj-story p")] == [line for line in TEXT.split("\n") if line]


def test_the_sentence_and_the_exact_words_are_marked() -> None:
    at = TEXT.index("412家")
    page = _page(_article(), Marked(Span(TEXT.index("第二段"), at + 5), Span(at, at + 4)))
    assert page.css_first("mark").text() == "412家"
    assert "".join(part.text() for part in page.css(".wj-evidence, mark")) == "第二段，全区有纺织企业412家。"


def test_a_sentence_over_two_paragraphs_is_marked_in_both() -> None:
    page = _page(_article(), Marked(evidence=Span(0, len(TEXT))))
    assert len(page.css(".wj-story p .wj-evidence")) == 3


def test_a_passage_that_is_only_near_is_pointed_at_but_not_marked() -> None:
    page = _page(_article(), Marked(near=Span(11, 15)))
    assert [p.text()[:3] for p in page.css(".wj-near")] == ["第二段"] and not page.css("mark, .wj-evidence")


def test_the_repairs_are_named_counted_and_quoted_in_both_languages() -> None:
    repairs = (
        *(Repair("unwrap lines", n, n + 1, f"断行{n}") for n in range(7)),
        Repair("drop tags", 9, 12, "标签：春"),
    )
    page = _page(_article(repairs=repairs))
    told = page.css_first(".wj-repairs").text()
    assert "接上硬换行 × 7" in told and "去掉标签 × 1" in told and "断行4" in told and "断行5" not in told
    assert "旧报/春.txt" in told and "open" not in page.css_first(".wj-repairs").attributes
    assert "unwrap lines × 7" in _page(_article(repairs=repairs), language="en").css_first(".wj-repairs").text()


def test_the_way_back_to_the_file_is_told() -> None:
    told = _page(_article(), Marked(evidence=Span(0, 9))).css_first(".wj-repairs").text()
    assert "第8–16个字" in told and "没有做过修整" in told


@pytest.mark.parametrize("odd", ["", "5", "9-3", "4-4", "-1-3", "a-b", "1-2-3", "1" * 10 + "-2", "１-２x", "<b>"])
def test_a_span_that_is_none_marks_nothing(odd: str) -> None:
    assert span_of(odd) is None


def test_a_span_beyond_the_text_marks_nothing() -> None:
    assert span_of("3-9") == Span(3, 9)
    assert not _page(_article(), Marked(Span(900, 999), Span(901, 905))).css("mark, .wj-evidence")


@given(st.text(max_size=120), st.integers(0, 130), st.integers(1, 40))
def test_no_letter_is_lost_whatever_is_marked(text: str, start: int, length: int) -> None:
    page = _page(_article(text), Marked(Span(start, start + length), Span(start, start + 1)))
    shown = "".join(p.text() for p in page.css(".wj-story p"))
    assert shown == text.replace("\n", "").replace("\r", "") or set(text) & {"\x00", "\r"}


def test_an_article_that_is_gone_is_said_to_be() -> None:
    assert "不在文件夹里" in missing_html("zh") and "no longer" in missing_html("en")
    assert "无题" not in article_html(replace(_article(), title=""), Marked(), "zh")
