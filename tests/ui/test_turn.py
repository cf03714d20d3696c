"""A whole turn: no text in it is taken for markup, and what the page's script needs is held."""

from __future__ import annotations

from collections.abc import Sequence

from selectolax.lexbor import LexborHTMLParser

from index.article import Article
from rag.answer import Answer
from ui.cover import covered_html
from ui.reader import Marked, article_html
from ui.turn import done_state, failed_html, turn_html, whole_html

SAFE_TAGS = {
    "p", "sup", "button", "table", "caption", "thead", "tbody", "tr", "th", "td", "span", "section", "h1", "h2", "h3",
    "ol", "ul", "li", "details", "summary", "cite", "blockquote", "mark", "br", "header", "html", "head", "body",
    "article", "div", "svg", "path", "dl", "dt", "dd",
}  # fmt: skip


def _turn(answer: Answer, articles: Sequence[Article] = ()) -> str:
    inside = whole_html(answer, "k", articles)
    return turn_html("k", answer.question, answer.language, inside, done_state(answer))


def test_hostile_text_stays_text(hostile: Answer) -> None:
    cited = hostile.citations[0]
    article = Article("x", hostile.text, hostile.text, "f", source=hostile.text, dating=cited.dating)
    html = (
        _turn(hostile)
        + failed_html("en", hostile.text, hostile.text, hostile.text)
        + covered_html([article], "en")
        + article_html(article, Marked(), "en")
    )
    page = LexborHTMLParser(html)
    assert {node.tag for node in page.root.traverse() if not node.tag.startswith("-")} <= SAFE_TAGS
    assert not [name for node in page.root.traverse() for name in node.attributes if name.startswith("on")]
    assert "__i18n__" not in html and "<script>window.hacked=1</script>" in page.css_first(".wj-passage").text()


def test_the_scripts_find_what_they_copy_and_link_to(found: Answer) -> None:
    held = LexborHTMLParser(_turn(found)).css_first(".wj-turn").attributes
    assert held["data-done"] == "yes" and held["data-resolved"] == found.question and held["data-answer"] == found.text
    assert held["data-index"] == "v-fake" and "[1] “" in (held["data-copy"] or "")


def test_what_can_be_done_has_names(found: Answer) -> None:
    buttons = LexborHTMLParser(_turn(found)).css(".wj-acts button")
    assert [button.attributes["data-act"] for button in buttons] == [
        "copy_answer",
        "copy_link",
        "retry",
        "vote",
        "vote",
    ]
    assert all(button.text().strip() or button.attributes.get("aria-label") for button in buttons)


def test_a_refusal_names_what_the_articles_cover_the_nearest_first(
    not_found: Answer, found: Answer, articles: tuple[Article, ...]
) -> None:
    page = LexborHTMLParser(_turn(not_found, articles))
    titles = [title.text() for title in page.css(".wj-suggested cite")]
    assert titles[0] == "临江区的三座老桥" and len(titles) == 3
    assert "wj-suggested" not in _turn(found, articles) and "wj-suggested" not in _turn(not_found)
