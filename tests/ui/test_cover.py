"""What the page says before anything is asked."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser

from index.article import Article
from ui.cover import covered_html, examples_html, masthead_html


def test_the_page_says_what_can_be_asked_about() -> None:
    many = [Article(str(n), f"标题{n}", "文", "f") for n in range(11)]
    page = LexborHTMLParser(covered_html(many, "en"))
    assert len(page.css("li")) == 8 and "and 3 more" in page.text() and "undated" in page.css_first("li").text()
    assert page.css_first("li button").attributes["data-article"] == "0"


def test_an_empty_folder_is_said_to_be() -> None:
    assert "还没有报道" in covered_html([], "zh")


def test_the_masthead_switches_to_the_other_language() -> None:
    for language, other, name in (("zh", "en", "English"), ("en", "zh", "中文")):
        switch = LexborHTMLParser(masthead_html(language)).css_first("[data-act=language]")  # type: ignore[arg-type]
        assert switch.attributes["data-language"] == other and switch.text() == name


def test_examples_of_the_pages_language_come_first() -> None:
    for language, first in (("zh", "zh-CN"), ("en", "en")):
        tries = LexborHTMLParser(examples_html(language)).css(".wj-try")  # type: ignore[arg-type]
        assert tries[0].attributes["lang"] == first and len(tries) == 2
