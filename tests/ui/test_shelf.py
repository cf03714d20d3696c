"""The list of articles as HTML, and what is told of each file added, removed or left out."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from index.article import Article, Passage
from index.errors import NoSuchArticle, ShelfError
from rag.library import Added
from ui.shelf import (
    added_html,
    failed_note_html,
    name_of,
    refused_html,
    removed_html,
    shelf_html,
    uploads_html,
)

EVIL = '<img src=x onerror="1">'


def _index(articles: Any) -> Any:
    passages = tuple(Passage(f"p{n}", articles[0].id, 0, 1, "文") for n in range(3))
    return SimpleNamespace(version="v", articles=articles, passages=passages)


def test_every_article_has_its_row(articles: tuple[Article, ...]) -> None:
    page = LexborHTMLParser(shelf_html(_index(articles), (), "zh"))
    rows = [[cell.text() for cell in row.css("td")] for row in page.css("tbody tr")]
    assert rows[0] == ["临江纺织 春来机杼声", "2031年春 推断", "临江日报", "3", "spring.txt", "移除"]
    assert rows[2][1] == "日期不详" and page.css_first("caption").text() == "共3篇报道，3个段落"
    assert not page.css(".wj-removed")


def test_columns_are_sorted_by_what_they_mean(articles: tuple[Article, ...]) -> None:
    page = LexborHTMLParser(shelf_html(_index(articles), (), "en"))
    keys = [row.css("td")[1].attributes["data-sort"] for row in page.css("tbody tr")]
    assert keys == ["2031-03-01", "2032-10-09", ""]
    assert len(page.css("th[aria-sort]")) == 5


def test_removed_files_can_be_put_back(articles: tuple[Article, ...]) -> None:
    page = LexborHTMLParser(shelf_html(_index(articles), (".uploads/旧.txt",), "zh"))
    assert "旧.txt" in page.css_first(".wj-removed").text() and ".uploads" not in page.css_first(".wj-removed").text()
    assert page.css_first("[data-act=restore]").attributes["data-file"] == ".uploads/旧.txt"


@pytest.mark.parametrize(
    ("file", "name"), [("a/b.txt", "a/b.txt"), (".uploads/b.txt", "b.txt"), ("b.txt", "b.txt"), ("", "")]
)
def test_a_file_is_called_as_a_person_knows_it(file: str, name: str) -> None:
    assert name_of(file) == name


def test_what_became_of_each_file_is_told() -> None:
    good = added_html("新.txt", Added(".uploads/新.txt", ("a", "b"), 7), "zh")
    again = added_html("新.txt", Added(".uploads/新.txt", ("a",), 1, "same text as x.txt"), "en")
    bad = refused_html("坏.pdf", ShelfError("坏.pdf was not added: it has no text.", "Put it back."), "zh")
    assert "2篇报道，7个段落" in good and "same text as x.txt" in again
    assert "没有做成" in bad and "it has no text." in bad and 'lang="en"' in bad


def test_progress_is_shown_until_all_is_done() -> None:
    under_way, done = uploads_html(["<li>a</li>"], 3, "en"), uploads_html(["<li>a</li>"] * 3, 3, "en")
    bar = LexborHTMLParser(under_way).css_first("progress").attributes
    assert (bar["max"], bar["value"], bar["aria-label"]) == ("3", "1", "Adding: 1 of 3 done")
    assert "<progress" not in done and done.count("<li>") == 3


def test_a_removal_has_its_way_back() -> None:
    undo = LexborHTMLParser(removed_html(".uploads/旧.txt", "zh")).css_first("button")
    assert undo.text() == "撤销" and undo.attributes["data-file"] == ".uploads/旧.txt"
    assert "没有这个文件" in failed_note_html(NoSuchArticle("x"), "zh")


def test_hostile_names_stay_text() -> None:
    article = Article(EVIL, EVIL, EVIL, EVIL, source=EVIL)
    html = (
        shelf_html(_index([article]), (EVIL,), "en")
        + added_html(EVIL, Added(EVIL, (), 0, EVIL), "en")
        + refused_html(EVIL, ShelfError(EVIL, EVIL), "en")
        + removed_html(EVIL, "en")
    )
    assert not LexborHTMLParser(html).css("img") and 'onerror="' not in html
