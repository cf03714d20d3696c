"""Where in a cited passage the telling sentence and the exact words of the answer stand, for every face."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from index.article import Span
from rag.answer import Citation

Shade = Literal["plain", "evidence", "answer"]


@dataclass(frozen=True, slots=True)
class Run:
    """A run of a passage's text that is shown in one shade."""

    text: str
    shade: Shade


def within(citation: Citation, span: Span | None) -> Span | None:
    """`span` of the article's text as a span of the passage's text, clipped to it; None where they do not meet."""
    if span is None:
        return None
    low, high = max(span.start, citation.start), min(span.end, citation.end)
    return Span(low - citation.start, high - citation.start) if low < high else None


def runs(citation: Citation) -> tuple[Run, ...]:
    """The whole passage as runs, in reading order; joined they are its text."""
    evidence, answer = _telling(citation), within(citation, citation.answer)
    edges = {0, len(citation.text)}
    for span in (evidence, answer):
        if span:
            edges |= {span.start, span.end}
    ordered = sorted(edges)
    return tuple(
        Run(citation.text[start:end], _shade(Span(start, end), evidence, answer)) for start, end in pairwise(ordered)
    )


def _telling(citation: Citation) -> Span | None:
    """The sentence that tells. A passage that is only near is its own evidence: no sentence of it tells."""
    evidence = within(citation, citation.evidence)
    near = citation.answer is None and evidence == Span(0, len(citation.text))
    return None if near else evidence


def telling(citation: Citation) -> tuple[Run, ...]:
    """Only the sentence that tells; the whole passage where the evidence lies outside it."""
    told = tuple(run for run in runs(citation) if run.shade != "plain")
    return told or runs(citation)


def _shade(span: Span, evidence: Span | None, answer: Span | None) -> Shade:
    if answer and answer.contains(span):
        return "answer"
    return "evidence" if evidence and evidence.contains(span) else "plain"
