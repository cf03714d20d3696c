"""What the page says before and beside the answers: its masthead, what can be asked about, what else there is."""

from __future__ import annotations

from collections.abc import Sequence

from index.article import Article, Language
from rag.answer import Answer
from ui.markup import bcp, meta_html, safe, text_html, title_html
from ui.strings import EXAMPLES, say

MOST_TITLES = 8
MOST_SUGGESTED = 3
_MOON = (
    '<svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true"><path d="M16.5 12.6A7 7 0 0 1 7.4 3.5a7 7 0 1 '
    '0 9.1 9.1z"/></svg>'
)


def masthead_html(language: Language) -> str:
    """The name of the page, the way to its two rooms, and the switches for language and light."""
    title, tagline = (safe(say(key, language)) for key in ("title", "tagline"))
    rooms = "".join(
        f'<button type="button" class="wj-room" data-act="room" data-room="{room}">'
        f"{say(f'room_{room}', language)}</button>"
        for room in ("ask", "articles")
    )
    other: Language = "en" if language == "zh" else "zh"
    switch = (
        f'<button type="button" class="wj-switch" data-act="language" data-language="{other}" lang="{bcp(other)}">'
        f"{say('this_language', other)}</button>"
        f'<button type="button" class="wj-switch wj-theme" data-act="theme" aria-label="{say("theme", language)}" '
        f'title="{say("theme", language)}">{_MOON}</button>'
    )
    return (
        f'<header class="wj-masthead" lang="{bcp(language)}"><h1>{title}</h1><p>{tagline}</p>'
        f'<nav aria-label="{say("rooms", language)}">{rooms}</nav><div class="wj-switches">{switch}</div></header>'
    )


def examples_html(language: Language) -> str:
    """Questions to try, those in the page's language first."""
    other: Language = "en" if language == "zh" else "zh"
    return "".join(_tries(each) for each in (language, other))


def _tries(language: Language) -> str:
    asked = "".join(
        f'<li><button type="button" class="wj-example" data-act="try">{text_html(question)}</button></li>'
        for question in EXAMPLES[language]
    )
    return f'<section class="wj-try" lang="{bcp(language)}"><h2>{say("try", language)}</h2><ul>{asked}</ul></section>'


def covered_html(articles: Sequence[Article], language: Language) -> str:
    """The headlines that can be asked about, with source and date."""
    if not articles:
        return f'<section class="wj-covered" lang="{bcp(language)}"><p>{say("nothing_covered", language)}</p></section>'
    more = len(articles) - MOST_TITLES
    rest = f'<p class="wj-meta">{say("more", language, more)}</p>' if more > 0 else ""
    return (
        f'<section class="wj-covered" lang="{bcp(language)}"><h2>{say("covered", language)}</h2>'
        f"<ul>{_headlines(articles[:MOST_TITLES], language)}</ul>{rest}</section>"
    )


def suggestions_html(answer: Answer, articles: Sequence[Article]) -> str:
    """Beneath a refusal: what the articles do speak of, those with the closest passages first."""
    near = [citation.article_id for citation in answer.citations]
    place = {id: rank for rank, id in reversed(list(enumerate(near)))}
    first = sorted(articles, key=lambda article: place.get(article.id, len(near)))[:MOST_SUGGESTED]
    if not first:
        return ""
    language = answer.language
    return (
        f'<section class="wj-suggested" lang="{bcp(language)}"><h3>{say("suggested", language)}</h3>'
        f"<ul>{_headlines(first, language)}</ul></section>"
    )


def _headlines(articles: Sequence[Article], language: Language) -> str:
    return "".join(
        f'<li><button type="button" class="wj-open" data-act="open" data-article="{safe(article.id)}">'
        f"{title_html(article.title or article.file)}</button>{meta_html(article, language)}</li>"
        for article in articles
    )
