"""The citations as cards: what is shown, what is marked, what is copied."""

from __future__ import annotations

from dataclasses import replace

from selectolax.lexbor import LexborHTMLParser

from index.article import Span
from rag.answer import Answer
from ui.sources import answer_text, citation_text, sources_html


def _page(answer: Answer, key: str = "k") -> LexborHTMLParser:
    return LexborHTMLParser(sources_html(answer, key))


def test_the_exact_words_are_marked_in_the_whole_passage(found: Answer) -> None:
    passages = _page(found).css(".wj-passage")
    assert [passage.text() for passage in passages] == [citation.text.replace("\n", "") for citation in found.citations]
    assert [passage.css_first("mark").text() for passage in passages] == ["600家", "412家"]
    first = "".join(part.text() for part in passages[0].css(".wj-evidence, mark"))
    assert first == "记者从会上获悉，临江区纺织企业总数突破600家，成为全市第一个迈过这一关口的区。"


def test_the_sentence_that_tells_is_shown(found: Answer) -> None:
    assert _page(found).css(".wj-peek")[1].text().startswith("截至目前，临江区共有纺织企业412家")


def test_a_long_sentence_is_cut_around_the_exact_words(found: Answer) -> None:
    cited = found.citations[0]
    long = "前" * 200 + "600家" + "后" * 200
    whole = Span(cited.start, cited.start + len(long))
    words = Span(cited.start + 200, cited.start + 204)
    many = replace(cited, text=long, end=whole.end, evidence=whole, answer=words)
    page = _page(replace(found, citations=(many,)))
    assert page.css_first(".wj-peek").text() == f"…{'前' * 60}600家{'后' * 60}…"
    assert page.css_first(".wj-passage").text() == long


def test_a_citation_tells_title_source_date_and_whether_that_is_inferred(found: Answer) -> None:
    first, second = (card.text() for card in _page(found).css(".wj-card"))
    assert "纺织企业破六百家" in first and "大江网 · 2032年10月9日" in first and "推断" not in first
    assert "2031年春 推断" in second and "第2页" in second


def test_a_card_says_where_its_words_stand(found: Answer) -> None:
    cards = [card.attributes for card in _page(found, key="t4").css(".wj-card")]
    assert [card["id"] for card in cards] == ["wj-t4-1", "wj-t4-2"] and cards[0]["data-article"] == "autumn"
    cited = found.citations[0]
    assert cited.answer and cards[0]["data-answer"] == f"{cited.answer.start}-{cited.answer.end}"
    assert cards[0]["data-evidence"] == f"{cited.evidence.start}-{cited.evidence.end}"


def test_an_abstention_shows_what_is_near_and_marks_nothing(not_found: Answer) -> None:
    page = _page(not_found)
    assert "不是答案" in page.css_first(".wj-closest h3").text()
    assert not page.css("mark") and not page.css(".wj-evidence")
    card = page.css_first(".wj-card").attributes
    assert card["data-near"] == f"0-{len(not_found.citations[0].text)}" and "data-evidence" not in card


def test_why_this_tells_the_matched_words_and_the_score(found: Answer) -> None:
    why = _page(found).css_first(".wj-why")
    assert [term.text() for term in why.css(".wj-term")] == ["纺织", "企业", "linjiang"]
    assert "1.25" in why.text() and "autumn.txt" in why.text() and "open" not in why.attributes


def test_a_copied_citation_has_quote_title_source_and_date(found: Answer) -> None:
    evidence = "记者从会上获悉，临江区纺织企业总数突破600家，成为全市第一个迈过这一关口的区。"
    assert citation_text(found.citations[0], "zh") == f"“{evidence}”——《纺织企业破六百家》，大江网，2032年10月9日"
    assert citation_text(found.citations[0], "en") == f"“{evidence}” — 《纺织企业破六百家》, 大江网, 9 October 2032"
    assert citation_text(found.citations[1], "en").endswith("spring 2031 (inferred)")
    copied = _page(found).css_first("[data-act=copy]").attributes["data-text"]
    assert copied == citation_text(found.citations[0], "zh")


def test_a_copied_answer_carries_its_citations(found: Answer, not_found: Answer) -> None:
    lines = answer_text(found).split("\n")
    assert lines[0] == found.text and lines[1].startswith("[1] “记者") and len(lines) == 3
    assert answer_text(not_found) == not_found.text


def test_labels_follow_the_language_of_the_question(found: Answer) -> None:
    page = _page(replace(found, language="en"))
    assert page.css_first("h3").text() == "Where it says so"
    assert page.css_first(".wj-passage").attributes["lang"] == "zh-CN"
