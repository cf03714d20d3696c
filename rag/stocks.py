"""New against total, target against result: what there is goes before what was added, what is reached before an aim."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rag.cues import asks, says
from rag.question import Question
from rag.reader import AnswerSpan

# How far after the added ones their total is looked for, in code points of the same sentence.
_REACH = 40
_STOP = re.compile(r"[。！？!?\n]")
_LESS = 0.2
# A result that reads at least this share as well as a target takes its place; fitted as the shares in rag/timeline.py.
_REACHED = 0.2


def results_first(question: Question, spans: Sequence[AnswerSpan]) -> tuple[AnswerSpan, ...]:
    """The spans, best first, where a result takes the place of the target that reads best, unless that is asked for."""
    best = spans[0]
    if asks(question, "target") or not says(best, "target"):
        return tuple(spans)
    worth = (span for span in spans if span.score >= _REACHED * best.score)
    reached = next((span for span in worth if _alike(span, best) and not says(span, "target")), None)
    if reached is None:
        return tuple(spans)
    others = [span for span in spans if span not in (best, reached)]
    turned = [replace(reached, score=best.score), replace(best, score=reached.score)]
    return tuple(sorted([*turned, *others], key=lambda span: -span.score))


def totals_first(question: Question, spans: Sequence[AnswerSpan]) -> tuple[AnswerSpan, ...]:
    """The spans, best first, where a total takes the place of the added number it stands beside.

    "新认定民宿32家，总数超过100家" answers "how many are there" with the second figure. A question that asks
    for the new ones, and an added number without a total beside it, are left as they are.
    """
    if asks(question, "new"):
        return tuple(spans)
    scores = {_key(span): span.score for span in spans}
    for span in spans:
        total = _total_beside(span, spans) if _is_added(span) else None
        if total is not None:
            scores[_key(total)] = max(scores[_key(total)], span.score)
            scores[_key(span)] = min(scores[_key(span)], _LESS * span.score)
    raised = [replace(span, score=round(scores[_key(span)], 6)) for span in spans]
    return tuple(sorted(raised, key=lambda span: -span.score))


def _total_beside(added: AnswerSpan, spans: Sequence[AnswerSpan]) -> AnswerSpan | None:
    """The first figure after the added one that is said to be the total, of the same kind and unit."""
    after = [
        span
        for span in spans
        if span.found.article.id == added.found.article.id
        and 0 <= span.answer.start - added.answer.end <= _REACH
        and not _STOP.search(span.found.article.text, added.answer.end, span.answer.start)
        and span.kind == "count"
        and _alike(span, added)
    ]
    first = min(after, key=lambda span: span.answer.start, default=None)
    return first if first is not None and not _is_added(first) and says(first, "total") else None


def _alike(one: AnswerSpan, other: AnswerSpan) -> bool:
    if one.figure is None or other.figure is None:
        return False
    return one.kind == other.kind and one.figure.unit == other.figure.unit


def _is_added(span: AnswerSpan) -> bool:
    return span.figure is not None and says(span, "new")


def _key(span: AnswerSpan) -> tuple[str, int, int, str]:
    return span.found.article.id, span.answer.start, span.answer.end, span.kind
