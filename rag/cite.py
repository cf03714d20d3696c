"""Answer → citations, and the guard: no figure is shown that does not stand in a cited span."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from index.article import Span
from rag.answer import Citation, DatedFigure
from rag.figures import unsupported
from rag.reader import AnswerSpan, Found
from rag.timeline import Dated, Timeline

MOST_CITED = 4
# A further passage is worth showing beside the answer when it reads at least this well, absolutely.
_WORTH_SHOWING = 0.03
_MARKS = re.compile(r"\[\d\]")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def cite(line: Timeline, spans: Sequence[AnswerSpan]) -> tuple[Citation, ...]:
    """The newest figure's passage, the earlier ones', then further passages that may tell more; at most four."""
    told = [line.newest.span, *(each.span for each in line.earlier)]
    citations: list[Citation] = []
    for span in [*told, *(span for span in spans if span.score >= _WORTH_SHOWING)]:
        citation = citation_of(span)
        shown = any(known.passage_id == citation.passage_id for known in citations)
        if len(citations) < MOST_CITED and (len(citations) < len(told) or not shown):
            citations.append(citation)
    return tuple(citations)


def citation_of(span: AnswerSpan) -> Citation:
    """The passage of one answer span, with its sentence as the evidence and the span as the exact words."""
    evidence = _clipped(span.sentence, span.found.hit.passage.span)
    return _citation(span.found, evidence, span.answer, span.score)


def closest(found: Found) -> Citation:
    """A passage shown for being near, not for telling: no words of it are marked as the answer."""
    return _citation(found, found.hit.passage.span, None, found.hit.score)


def figures(line: Timeline) -> tuple[DatedFigure, ...]:
    """The values of the timeline, newest first, each pointing at its citation."""
    dated = [line.newest, *line.earlier][:MOST_CITED]
    return tuple(_figure(each, number) for number, each in enumerate(dated))


def supported(text: str, citations: Sequence[Citation]) -> bool:
    """Whether every figure of the answer stands in a cited sentence, and every year there or in a cited dating."""
    evidence = [c.text[c.evidence.start - c.start : c.evidence.end - c.start] for c in citations]
    datings = " ".join(
        f"{c.dating.period.start.year} {c.dating.period.end.year} {c.dating.period.start.year - 1}"
        for c in citations
        if c.dating
    )
    bare = _MARKS.sub("", text)
    years = set(_YEAR.findall(bare)) - set(_YEAR.findall(" ".join(evidence)))
    return years <= set(datings.split()) and not unsupported(_undated(bare), evidence)


def _undated(text: str) -> str:
    """The answer without the dates in brackets, which the guard checks by year."""
    return re.sub(r"（[^（）]*[年月日道断][^（）]*）|\((?:[^()]*\b(?:19|20)\d\d[^()]*)\)", " ", text)


def _figure(each: Dated, number: int) -> DatedFigure:
    figure = each.span.figure
    value = _plain(figure.value) if figure is not None else ""
    unit = figure.unit if figure is not None else ""
    return DatedFigure(each.span.text, value, unit, each.period, each.reported, number)


def _plain(value: Decimal) -> str:
    """The number without an exponent and without zeros after the point that say nothing."""
    written = format(value, "f")
    return written.rstrip("0").rstrip(".") if "." in written else written


def _citation(found: Found, evidence: Span, answer: Span | None, score: float) -> Citation:
    article, hit = found.article, found.hit
    return Citation(
        passage_id=hit.passage.id,
        article_id=article.id,
        title=article.title,
        source=article.source,
        file=article.file,
        dating=article.dating,
        text=hit.passage.text,
        start=hit.passage.start,
        end=hit.passage.end,
        evidence=evidence,
        answer=answer,
        score=score,
        terms=hit.terms,
        raw=article.raw_spans(evidence),
    )


def _clipped(span: Span, passage: Span) -> Span:
    return Span(max(span.start, passage.start), min(span.end, passage.end))
