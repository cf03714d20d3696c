"""Answer → citations, and its figures, each pointing at the one it stands in."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from index.article import Span
from rag.answer import Citation, DatedFigure
from rag.reader import AnswerSpan, Found
from rag.timeline import Dated, Timeline

MOST_CITED = 4
# A further passage is worth showing beside the answer when it reads at least this well, absolutely.
_WORTH_SHOWING = 0.03


def cite(line: Timeline, spans: Sequence[AnswerSpan]) -> tuple[Citation, ...]:
    """The newest figure's passage, those of the others, then further passages that may tell more; at most four."""
    told = [each.span for each in line.told]
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
    dated = line.told[:MOST_CITED]
    return tuple(_figure(each, number) for number, each in enumerate(dated))


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
        dense=hit.dense,
        lexical=hit.lexical,
    )


def _clipped(span: Span, passage: Span) -> Span:
    return Span(max(span.start, passage.start), min(span.end, passage.end))
