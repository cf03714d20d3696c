"""The head of an answer: the value with its date, the sentence, the numbered marks."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from rag.answer import Answer
from ui.lead import answer_html, sentences


def _page(answer: Answer, key: str = "k", shown: str | None = None) -> LexborHTMLParser:
    return LexborHTMLParser(answer_html(answer, key, shown))


def test_the_value_leads_with_its_unit_and_date(found: Answer, series: Answer) -> None:
    lead = _page(series).css_first(".wj-lead")
    assert lead.css_first(".wj-value").text() == "610家" and lead.css_first(".wj-unit").text() == "家"
    assert lead.css_first(".wj-when").text() == "2030年"
    bounded = _page(found).css_first(".wj-lead")
    assert bounded.css_first(".wj-value").text() == "突破600家"
    assert bounded.css_first(".wj-when").text() == "2032年10月9日报道"


def test_an_english_value_is_converted_with_what_was_printed_beside_it(found: Answer) -> None:
    lead = _page(replace(found, language="en")).css_first(".wj-lead")
    assert lead.css_first(".wj-value").text() == "over 600" and lead.css_first(".wj-printed").text() == "600家"
    assert lead.css_first(".wj-when").text() == "reported 9 October 2032"


def test_a_date_that_is_inferred_is_marked(found: Answer) -> None:
    old = replace(found.figures[1], period=None)
    lead = _page(replace(found, figures=(old,))).css_first(".wj-lead")
    assert lead.css_first(".wj-inferred").text() == "推断"


def test_a_value_without_any_date_says_so(found: Answer) -> None:
    bare = replace(found.figures[0], reported=None)
    assert _page(replace(found, figures=(bare,))).css_first(".wj-when").text() == "日期不详"


def test_values_that_disagree_stand_side_by_side_and_are_said_to(disputed: Answer) -> None:
    lead = _page(disputed).css_first(".wj-lead")
    assert [value.text() for value in lead.css(".wj-value")] == ["610家", "412家"]
    assert lead.css_first(".wj-disagree").text() == "各篇说法不一"


def test_the_sentence_leaves_the_earlier_figures_to_the_table(found: Answer) -> None:
    sentence = _page(found).css_first(".wj-answer").text()
    assert sentence == "“临江区纺织企业总数突破600家”1。" and "412" in found.text


def test_a_sentence_that_tells_more_than_the_table_stays(found: Answer) -> None:
    told = replace(found, text=f"{found.text}另外：“展厅两座”[2]。")
    assert "展厅两座" in _page(told).css_first(".wj-answer").text()


def test_an_answer_that_is_all_quotation_has_no_value_before_it(found: Answer) -> None:
    page = _page(replace(found, text="“区里计划三年内再建两座展厅”（2032年）[1]。", figures=found.figures[:1]))
    assert not page.css(".wj-lead") and "两座展厅" in page.css_first(".wj-quoted").text()


def test_marks_lead_to_their_citation_and_are_named(found: Answer) -> None:
    mark = _page(found, key="abc").css_first(".wj-answer button")
    assert mark.attributes["data-cite"] == "wj-abc-1" and mark.attributes["data-act"] == "open"
    assert mark.attributes["aria-label"] == "出处1: 纺织企业破六百家, 2032年10月9日"


def test_a_mark_that_names_no_citation_stays_text(found: Answer) -> None:
    assert "[9]" in _page(replace(found, text="600家[9]。", figures=())).css_first(".wj-answer").text()


@pytest.mark.parametrize("reason", ["no_match", "no_answer", "no_date", "unsupported"])
def test_an_abstention_without_words_still_says_why(not_found: Answer, reason: Any) -> None:
    assert len(_page(replace(not_found, text="", reason=reason)).css_first(".wj-abstained").text()) > 8


def test_the_question_as_understood_is_shown_when_it_was_rewritten(found: Answer) -> None:
    assert "wj-resolved" not in answer_html(found, "k")
    assert "理解为：2031年的呢" in answer_html(replace(found, resolved="2031年的呢"), "k")


@given(st.text(alphabet="甲乙3.。！？；!?\n ”’)ab", max_size=60))
def test_the_pieces_it_is_streamed_by_are_the_answer(text: str) -> None:
    assert "".join(sentences(text)) == text


def test_it_is_streamed_by_sentences() -> None:
    assert sentences("600家。此前：412家。") == ("600家。", "此前：412家。")
    assert sentences("57.85 billion yuan. Earlier: 3.5. End") == ("57.85 billion yuan.", " Earlier: 3.5.", " End")


def test_what_an_article_prints_in_brackets_is_no_mark(found: Answer) -> None:
    quoting = replace(found, abstained=True, figures=(), text="“据统计[2]，已有600家”[1]。")
    page = _page(quoting)
    assert [mark.text() for mark in page.css(".wj-number")] == ["1"]
    assert "据统计[2]" in page.text()
