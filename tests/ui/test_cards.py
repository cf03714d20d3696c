"""The answer as HTML: what is shown, what is marked, and that no text is taken for markup."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from index.article import Article
from rag.answer import Answer
from ui.cards import (
    answer_html,
    covered_html,
    evidence_html,
    masthead_html,
    notice_html,
    question_html,
    sentences,
    text_html,
)

SAFE_TAGS = {
    "p", "sup", "button", "table", "caption", "thead", "tbody", "tr", "th", "td", "span", "section", "h1", "h2", "h3",
    "ol", "ul", "li", "details", "summary", "cite", "blockquote", "mark", "br", "header", "html", "head", "body",
}  # fmt: skip


def _page(answer: Answer, turn: int = 0) -> LexborHTMLParser:
    return LexborHTMLParser(answer_html(answer, turn) + evidence_html(answer, turn))


def test_the_exact_words_are_marked_in_the_whole_passage(found: Answer) -> None:
    passages = _page(found).css("blockquote.wj-passage")
    assert [passage.text() for passage in passages] == [citation.text.replace("\n", "") for citation in found.citations]
    assert [passage.css_first("mark").text() for passage in passages] == ["600家", "412家"]
    first = "".join(part.text() for part in passages[0].css(".wj-evidence, mark"))
    assert first == "记者从会上获悉，临江区纺织企业总数突破600家，成为全市第一个迈过这一关口的区。"


def test_a_citation_tells_title_source_date_and_whether_that_is_inferred(found: Answer) -> None:
    first, second = (card.text() for card in _page(found).css(".wj-heading"))
    assert "纺织企业破六百家" in first and "大江网" in first and "2032年10月9日" in first and "推断" not in first
    assert "2031年春" in second and "推断" in second and "第2页" in second


def test_only_the_first_passage_is_open(found: Answer) -> None:
    assert ["open" in card.attributes for card in _page(found).css("details")] == [True, False]


def test_marks_in_the_sentence_lead_to_their_citation(found: Answer) -> None:
    page = _page(found, turn=4)
    marks = [mark.attributes["data-cite"] for mark in page.css(".wj-answer button")]
    assert marks == ["wj-4-1", "wj-4-2"] == [card.attributes["id"] for card in page.css("details")]
    assert "[1]" not in page.css_first(".wj-answer").text()


def test_a_mark_that_names_no_citation_stays_text(found: Answer) -> None:
    assert "[9]" in _page(replace(found, text="600家[9]。")).css_first(".wj-answer").text()


def test_figures_stand_with_their_dates_newest_first(found: Answer) -> None:
    rows = [[cell.text() for cell in row.css("th, td")] for row in _page(found).css(".wj-figures tbody tr")]
    assert rows == [["文中未写明", "600家", "2032年10月9日", "1"], ["2031年", "412家", "2031年春 推断", "2"]]


def test_a_single_figure_has_one_line_for_its_dates(found: Answer) -> None:
    page = _page(replace(found, figures=found.figures[1:]))
    assert page.css_first(".wj-dateline").text() == "所指时间 2031年 · 报道时间 2031年春 推断"
    assert not page.css(".wj-figures")


def test_the_value_and_its_date_lead(found: Answer) -> None:
    assert _page(found).css_first(".wj-lead").text() == "600家（2032年10月9日报道）"
    assert not _page(replace(found, text="没有引语。")).css(".wj-lead")


def test_an_abstention_shows_what_is_near_and_marks_nothing(not_found: Answer) -> None:
    page = _page(not_found)
    assert "没有说桥长" in page.css_first(".wj-abstained").text()
    assert "不是答案" in page.css_first(".wj-closest h3").text()
    assert not page.css("mark") and not page.css(".wj-evidence") and not page.css("details[open]")


def test_figures_of_other_dates_are_said_to_be(found: Answer) -> None:
    other = replace(found, abstained=True, reason="no_date")
    assert "其他时间" in _page(other).css_first(".wj-figures caption").text()


@pytest.mark.parametrize("reason", ["no_match", "no_answer", "no_date", "unsupported"])
def test_an_abstention_without_words_still_says_why(not_found: Answer, reason: Any) -> None:
    assert len(_page(replace(not_found, text="", reason=reason)).css_first(".wj-answer").text()) > 8


def test_the_question_as_understood_is_shown_when_it_was_rewritten(found: Answer) -> None:
    assert "wj-resolved" not in answer_html(found, 0)
    assert "2031年的呢" in answer_html(replace(found, resolved="2031年的呢"), 0)


def test_labels_follow_the_language_of_the_question(found: Answer) -> None:
    page = _page(replace(found, language="en"))
    assert page.css_first(".wj-sources h3").text() == "Where it says so"
    assert "9 October 2032" in page.css_first(".wj-figures").text()
    assert page.css_first(".wj-passage").attributes["lang"] == "zh-CN"


def test_hostile_text_stays_text(hostile: Answer) -> None:
    html = (
        question_html(hostile.question)
        + notice_html(hostile.text)
        + answer_html(hostile, 0)
        + evidence_html(hostile, 0)
    )
    article = Article("x", hostile.text, "text", "f", source=hostile.text, dating=hostile.citations[0].dating)
    page = LexborHTMLParser(html + covered_html([article], "en"))
    assert {node.tag for node in page.root.traverse()} <= SAFE_TAGS
    assert not [name for node in page.root.traverse() for name in node.attributes if name.startswith("on")]
    assert "__i18n__" not in html and "<script>window.hacked=1</script>" in page.css_first(".wj-passage").text()


@given(st.text(max_size=80))
def test_any_text_is_shown_as_it_is(text: str) -> None:
    written = text_html(text)
    assert not re.search(r"<(?!br>)", written) and "__i18n__" not in written
    kept = text.replace("\x00", "\ufffd").replace("\r\n", "\n").replace("\r", "\n").replace("\n", "")
    assert LexborHTMLParser(f"<p>{written}</p>").css_first("p").text().replace("\n", "") == kept or "\x00" in text


@given(st.text(alphabet="甲乙3.。！？；!?\n ”’)ab", max_size=60))
def test_the_pieces_it_is_streamed_by_are_the_answer(text: str) -> None:
    assert "".join(sentences(text)) == text


def test_it_is_streamed_by_sentences() -> None:
    assert sentences("600家。此前：412家。") == ("600家。", "此前：412家。")
    assert sentences("57.85 billion yuan. Earlier: 3.5. End") == ("57.85 billion yuan.", " Earlier: 3.5.", " End")


def test_the_page_says_what_can_be_asked_about(found: Answer) -> None:
    many = [Article(str(n), f"标题{n}", "文", "f") for n in range(11)]
    page = LexborHTMLParser(covered_html(many, "en"))
    assert len(page.css("li")) == 8 and "and 3 more" in page.text() and "undated" in page.css_first("li").text()
    assert "问津" in masthead_html("en")
