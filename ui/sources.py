"""The citations of an answer as cards: title, source, date, the sentence that tells, and what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence

from index.article import Language, Span
from rag.answer import Answer, Citation
from ui.lead import card_id
from ui.marks import Run, evidence_of, runs, telling
from ui.markup import bcp, button, meta_html, safe, shaded, text_html, title_html
from ui.strings import dating_words, inference_words, language_of, say

# So much of a long sentence is shown on a card around the exact words.
BEFORE, AFTER = 60, 60


def sources_html(answer: Answer, key: str) -> str:
    """The cards of every citation; when abstaining they are said to be no answer."""
    if not answer.citations:
        return ""
    heading = say("closest" if answer.abstained else "sources", answer.language)
    kind = "wj-sources wj-closest" if answer.abstained else "wj-sources"
    cards = "".join(_card(citation, n, key, answer.language) for n, citation in enumerate(answer.citations, start=1))
    return (
        f'<section class="{kind}" lang="{bcp(answer.language)}" aria-label="{heading}"><h3>{heading}</h3>'
        f"<ol>{cards}</ol></section>"
    )


def _card(citation: Citation, number: int, key: str, language: Language) -> str:
    lang = bcp(language_of(citation.text))
    pages = sorted({span.page for span in citation.raw if span.page})
    meta = meta_html(citation, language, *(safe(say("page", language, page)) for page in pages))
    title = title_html(citation.title or citation.file)
    return (
        f'<li class="wj-card" id="{card_id(key, number)}" {_place(citation)}><span class="wj-number">{number}</span>'
        f'<button type="button" class="wj-open" data-act="open">{title}</button>{meta}'
        f'<blockquote class="wj-peek" lang="{lang}">{shaded(_around_the_answer(telling(citation)))}</blockquote>'
        f'<blockquote class="wj-passage" lang="{lang}" hidden>{shaded(runs(citation))}</blockquote>'
        f'<div class="wj-tools">{button("open", say("open", language))}'
        f"{button('copy', say('copy_citation', language), text=citation_text(citation, language))}"
        f"{_why(citation, language)}</div></li>"
    )


def _around_the_answer(parts: Sequence[Run]) -> tuple[Run, ...]:
    """The sentence, a long one cut before and after the exact words, so that they are in view."""
    at = next((place for place, run in enumerate(parts) if run.shade == "answer"), None)
    if at is None:
        return tuple(parts)
    before = "".join(run.text for run in parts[:at])
    after = "".join(run.text for run in parts[at + 1 :])
    cut = f"…{before[-BEFORE:]}" if len(before) > BEFORE + 1 else before
    rest = f"{after[:AFTER]}…" if len(after) > AFTER + 1 else after
    return tuple(run for run in (Run(cut, "evidence"), parts[at], Run(rest, "evidence")) if run.text)


def _place(citation: Citation) -> str:
    """Where the words stand in their article, for the reader pane to mark."""
    evidence = evidence_of(citation)
    spans = {"evidence": evidence, "answer": citation.answer}
    if evidence is None:
        spans = {"near": Span(citation.start, citation.end)}
    told = "".join(f' data-{name}="{span.start}-{span.end}"' for name, span in spans.items() if span)
    return f'data-article="{safe(citation.article_id)}"{told}'


def citation_text(citation: Citation, language: Language) -> str:
    """The citation as it is pasted elsewhere: the quote, then title, source and date."""
    quote = " ".join("".join(run.text for run in telling(citation)).split())
    facts = [_titled(citation.title or citation.file), citation.source, _dated(citation, language)]
    return f"“{quote}”{'——' if language == 'zh' else ' — '}{_comma(language).join(fact for fact in facts if fact)}"


def _titled(title: str) -> str:
    return f"《{title}》" if language_of(title) == "zh" else f"“{title}”"


def _dated(citation: Citation, language: Language) -> str:
    words = dating_words(citation.dating, language)
    if citation.dating and citation.dating.inferred:
        words += f"（{say('inferred', language)}）" if language == "zh" else f" ({say('inferred', language)})"
    return words


def _comma(language: Language) -> str:
    return "，" if language == "zh" else ", "


def answer_text(answer: Answer) -> str:
    """The answer as it is pasted elsewhere: its words, then the citations by number."""
    lines = [
        f"[{number}] {citation_text(citation, answer.language)}"
        for number, citation in enumerate(answer.citations, start=1)
    ]
    return "\n".join([answer.text, *([] if answer.abstained else lines)])


def _why(citation: Citation, language: Language) -> str:
    """What the search and the reader had to go by."""
    facts = [(say("why_file", language), text_html(citation.file))]
    if citation.dating and citation.dating.inferred:
        facts.append((say("why_date", language), text_html(inference_words(citation.dating, language))))
    if citation.terms:
        terms = "".join(f'<span class="wj-term">{text_html(term)}</span>' for term in _readable(citation.terms))
        facts.append((say("why_terms", language), terms))
    facts.append((say("why_score", language), safe(f"{citation.score:.2f}")))
    rows = "".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in facts)
    return f'<details class="wj-why"><summary>{say("why", language)}</summary><dl>{rows}</dl></details>'


def _readable(terms: tuple[str, ...]) -> tuple[str, ...]:
    # "py:jinshui" is how the index writes the sound of a name.
    return tuple(dict.fromkeys(term.removeprefix("py:") for term in terms))
