"""What a question gets back: the words, what stands behind them, and the date each figure is of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from index.article import Dating, Language, RawSpan, Span
from index.period import Period

# "no_match": no passage is about it. "no_answer": passages are about it, none tells. "no_date": told, but not for
# the time asked about. "unsupported": the answer could not be shown to stand in a cited span.
Reason = Literal["no_match", "no_answer", "no_date", "unsupported"]


@dataclass(frozen=True, slots=True)
class Citation:
    """One passage shown to the reader. Every span counts code points of the article's text, not of the passage's.

    `evidence` is the sentence that tells; `answer` the exact words in it (None when only the sentence tells). `dense`
    and `lexical` are the scores of the two searches, None from one that did not find the passage.
    """

    passage_id: str
    article_id: str
    title: str
    source: str
    file: str
    dating: Dating | None
    text: str
    start: int
    end: int
    evidence: Span
    answer: Span | None
    score: float
    terms: tuple[str, ...] = ()
    raw: tuple[RawSpan, ...] = ()
    dense: float | None = None
    lexical: float | None = None


@dataclass(frozen=True, slots=True)
class DatedFigure:
    """One value of what was asked: its exact words, what they come to, the time it is of and when it was reported.

    `value` is a plain decimal number in `unit` ("57850000000" for 578.5亿元), empty for what is not a number;
    `citation` is the index in `Answer.citations` of the passage it stands in.
    """

    text: str
    value: str
    unit: str
    period: Period | None
    reported: Dating | None
    citation: int


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question. `abstained` with a `reason` where the articles do not tell.

    `resolved` is the question as understood: made whole from the history where it was a follow-up. `figures` are
    newest first; `timings` are seconds by step. When abstaining, `citations` are the closest passages, no answer.
    """

    question: str
    resolved: str
    language: Language
    text: str
    abstained: bool
    reason: Reason | None = None
    citations: tuple[Citation, ...] = ()
    figures: tuple[DatedFigure, ...] = ()
    timings: dict[str, float] = field(default_factory=dict)
    index_version: str = ""
