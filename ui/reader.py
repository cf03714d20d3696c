"""One article to be read beside the chat: its text with the words that tell marked, and how the text was repaired."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from index.article import Article, Language, Repair, Span
from ui.marks import shades
from ui.markup import bcp, meta_html, safe, shaded, text_html, title_html
from ui.strings import REPAIRS, inference_words, language_of, say

# So many repairs of one name are quoted.
MOST_QUOTED = 5
_PARAGRAPH = re.compile(r"[^\n]+")
_SPAN = re.compile(r"(\d{1,9})-(\d{1,9})")


@dataclass(frozen=True, slots=True)
class Marked:
    """What to mark in an article: the sentence that tells, the exact words, or a passage that is only near."""

    evidence: Span | None = None
    answer: Span | None = None
    near: Span | None = None


def span_of(told: str) -> Span | None:
    """The span written as "12-40"; None for anything else."""
    match = _SPAN.fullmatch(told)
    if not match or int(match[1]) >= int(match[2]):
        return None
    return Span(int(match[1]), int(match[2]))


def article_html(article: Article, marked: Marked, language: Language) -> str:
    """The article as the reader pane shows it, its labels in `language`."""
    lang = bcp(article.language)
    title = title_html(article.title or article.file)
    return (
        f'<header class="wj-story-head" lang="{bcp(language)}"><h2 id="wj-story-title">{title}</h2>'
        f"{meta_html(article, language)}{_basis(article, language)}</header>"
        f'<div class="wj-story" lang="{lang}">{"".join(_paragraphs(article, marked))}</div>'
        f"{_repairs(article, marked, language)}"
    )


def missing_html(language: Language) -> str:
    """What the pane shows for an article that is no longer there."""
    return f'<p class="wj-notice" role="alert" lang="{bcp(language)}">{say("article_gone", language)}</p>'


def _basis(article: Article, language: Language) -> str:
    if not (article.dating and article.dating.inferred):
        return ""
    return f'<span class="wj-meta">{text_html(inference_words(article.dating, language))}</span>'


def _paragraphs(article: Article, marked: Marked) -> Iterator[str]:
    for match in _PARAGRAPH.finditer(article.text):
        parts = shades(match[0], match.start(), marked.evidence, marked.answer)
        here = Span(match.start(), match.end())
        near = ' class="wj-near"' if marked.near and marked.near.overlaps(here) else ""
        yield f"<p{near}>{shaded(parts)}</p>"


def _repairs(article: Article, marked: Marked, language: Language) -> str:
    """Where the words stand in the file, and what was done to its text."""
    told = [_place(article, marked.evidence, language)] if marked.evidence else []
    told += list(_made(article.repairs, language)) or [f"<li>{say('no_repairs', language)}</li>"]
    file = f'<p class="wj-meta">{text_html(say("from_file", language, article.file))}</p>'
    return (
        f'<details class="wj-repairs" lang="{bcp(language)}"><summary>{say("repaired", language)}</summary>'
        f"{file}<ul>{''.join(told)}</ul></details>"
    )


def _place(article: Article, evidence: Span, language: Language) -> str:
    runs = (f"{run.start + 1}–{run.end}" for run in article.raw_spans(evidence))
    return f"<li>{safe(say('raw_place', language, ('、' if language == 'zh' else ', ').join(runs)))}</li>"


def _made(repairs: tuple[Repair, ...], language: Language) -> Iterator[str]:
    """Each kind of repair with how often it was made, and the first words it touched."""
    for name, times in Counter(repair.name for repair in repairs).items():
        notes = [" ".join(repair.note.split()) for repair in repairs if repair.name == name and repair.note.strip()]
        quoted = "".join(f'<li lang="{bcp(language_of(note))}">{text_html(note)}</li>' for note in notes[:MOST_QUOTED])
        words = safe(REPAIRS.get(name, {"zh": name, "en": name})[language])
        yield f'<li>{words} <span class="wj-meta">× {times}</span>{f"<ul>{quoted}</ul>" if quoted else ""}</li>'
