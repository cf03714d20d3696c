"""Where in a text the telling sentence and the exact words of the answer stand, for every face."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from index.article import Span
from rag.answer import Citation

Shade = Literal["plain", "evidence", "answer"]


@dataclass(frozen=True, slots=True)
class Run:
    """A run of a text that is shown in one shade."""

    text: str
    shade: Shade


def within(citation: Citation, span: Span | None) -> Span | None:
    """`span` of the article's text as a span of the passage's text, clipped to it; None where they do not meet."""
    return _clipped(span, Span(citation.start, citation.end))


def shades(text: str, start: int, evidence: Span | None, answer: Span | None) -> tuple[Run, ...]:
    """A run of an article's text, which begins at `start` of it, cut where its shade changes; joined it is `text`.

    Both spans count code points of the article's text.
    """
    whole = Span(start, start + len(text))
    told, words = _clipped(evidence, whole), _clipped(answer, whole)
    edges = {0, len(text)}
    for span in (told, words):
        if span:
            edges |= {span.start, span.end}
    return tuple(Run(text[low:high], _shade(Span(low, high), told, words)) for low, high in pairwise(sorted(edges)))


def runs(citation: Citation) -> tuple[Run, ...]:
    """The whole passage as runs, in reading order; joined they are its text."""
    return shades(citation.text, citation.start, evidence_of(citation), citation.answer)


def evidence_of(citation: Citation) -> Span | None:
    """The sentence that tells. A passage that is only near is its own evidence: no sentence of it tells."""
    whole = Span(0, len(citation.text))
    near = citation.answer is None and within(citation, citation.evidence) == whole
    return None if near else citation.evidence


def telling(citation: Citation) -> tuple[Run, ...]:
    """Only the sentence that tells; the whole passage where the evidence lies outside it."""
    told = tuple(run for run in runs(citation) if run.shade != "plain")
    return told or runs(citation)


def _clipped(span: Span | None, whole: Span) -> Span | None:
    """`span` counted from the start of `whole`, as far as it lies in it."""
    if span is None:
        return None
    low, high = max(span.start, whole.start), min(span.end, whole.end)
    return Span(low - whole.start, high - whole.start) if low < high else None


def _shade(span: Span, evidence: Span | None, answer: Span | None) -> Shade:
    if answer and answer.contains(span):
        return "answer"
    return "evidence" if evidence and evidence.contains(span) else "plain"
