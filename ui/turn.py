"""One turn of the chat: the question as a headline, what answers it, and what can be done with the answer."""

from __future__ import annotations

from collections.abc import Sequence

from index.article import Article, Language
from rag.answer import Answer
from ui.cover import suggestions_html
from ui.lead import answer_html
from ui.markup import bcp, button, safe, text_html
from ui.series import series_html
from ui.sources import answer_text, sources_html
from ui.strings import say


def turn_html(key: str, question: str, language: Language, inside: str, state: str = "") -> str:
    """One question and all that answers it; `state` says for the page's script what has become of it."""
    words = f'<h2 class="wj-question">{text_html(question)}</h2>'
    return (
        f'<article class="wj-turn" id="wj-{key}" data-key="{key}" data-question="{safe(question)}"'
        f'{state} lang="{bcp(language)}">{words}{inside}</article>'
    )


def waiting_html(language: Language) -> str:
    """The line shown while the articles are read."""
    return f'<p class="wj-waiting" role="status">{say("reading", language)}</p>'


def failed_html(language: Language, text: str, cure: str = "", detail: str = "") -> str:
    """A failure told to the person in place of an answer, with what can be tried; `detail` is the server's wording."""
    more = f'<span class="wj-detail" lang="en">{text_html(detail)}</span>' if detail else ""
    told = f'<p class="wj-notice" role="alert">{text_html(f"{text} {cure}".strip())}{more}</p>'
    return f'{told}<div class="wj-acts">{button("retry", say("retry", language))}</div>'


def streamed_html(answer: Answer, key: str, shown: str) -> str:
    """The answer while it comes."""
    return f'<div class="wj-told">{answer_html(answer, key, shown)}</div>'


def whole_html(answer: Answer, key: str, articles: Sequence[Article]) -> str:
    """All that answers: the value and its sentence, the figures by date, the citations, and what can be done.

    `articles` are named where there is no answer.
    """
    cover = suggestions_html(answer, articles) if answer.abstained else ""
    told = f"{answer_html(answer, key)}{series_html(answer, key)}{_acts(answer)}"
    return f'<div class="wj-told">{told}</div>{sources_html(answer, key)}{cover}'


def done_state(answer: Answer) -> str:
    """What the page's script keeps of an answer: that it is whole, and the words it copies, links to and reports."""
    held = {
        "done": "yes",
        "resolved": answer.resolved or answer.question,
        "answer": answer.text,
        "copy": answer_text(answer),
        "index": answer.index_version,
    }
    return "".join(f' data-{name}="{safe(value)}"' for name, value in held.items())


def _acts(answer: Answer) -> str:
    language = answer.language
    acts = "".join(button(act, say(act, language)) for act in ("copy_answer", "copy_link", "retry"))
    name = say("judged", language)
    votes = "".join(
        f'<button type="button" class="wj-vote" data-act="vote" data-verdict="{verdict}" aria-pressed="false" '
        f'aria-label="{say(key, language)}" title="{say(key, language)}">{sign}</button>'
        for verdict, key, sign in (("up", "vote_up", _THUMB), ("down", "vote_down", _THUMB))
    )
    return f'<div class="wj-acts">{acts}<span class="wj-votes" role="group" aria-label="{name}">{votes}</span></div>'


_THUMB = (
    '<svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true"><path d="M2.5 8.5h3v8h-3zM5.5 9l3.6-6.5c1.3 0 '
    '2 1 1.7 2.2L10.2 8h5.3c1.1 0 1.8 1 1.5 2l-1.6 5.3c-.2.7-.9 1.2-1.6 1.2H5.5z"/></svg>'
)
