"""What goes over HTTP: the question that comes in and the answer that goes out, as JSON."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, JsonValue

from index.article import Language, Span
from rag.answer import Answer, Citation, DatedFigure, Reason
from rag.scope import Scope
from ui.marks import within
from ui.parts import DatingOut, PeriodOut, RawSpanOut, SpanOut, Told

_QUESTION: dict[str, JsonValue] = {
    "question": "How many high-tech enterprises does Jinshui have?",
    "history": [],
    "k": 8,
}
Earlier = Annotated[str, Field(max_length=10_000)]
ArticleId = Annotated[str, Field(max_length=100)]


def _written_out(value: object) -> object:
    """A day as text only: a number would be taken for seconds since 1970."""
    if isinstance(value, str) and not _DAY.fullmatch(value):
        raise ValueError("write a day as 2023-02-28")
    if value is not None and not isinstance(value, str | date):
        raise ValueError("write a day as text, 2023-02-28")
    return value


_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
Day = Annotated[date, Field(strict=False), BeforeValidator(_written_out)]


class AskIn(BaseModel):
    """A question for the articles, in Chinese or English."""

    model_config = ConfigDict(extra="forbid", strict=True, json_schema_extra={"examples": [_QUESTION]})

    question: str = Field(min_length=1, description="The question, in Chinese or English.")
    history: list[Earlier] = Field(
        default_factory=list, max_length=50, description="Earlier questions of the same talk, oldest first."
    )
    k: int | None = Field(None, ge=1, le=100, description="How many passages to read; left out, the server's setting.")
    as_of: Day | None = Field(
        None,
        description="Answer as if it were that day: articles published later are left out. An article dated by month, "
        "season or year counts from its first day, one without a date always.",
        examples=["2023-02-28"],
    )
    articles: list[ArticleId] | None = Field(
        None, max_length=1000, description="Answer from these articles only, by id; left out, from all."
    )

    @property
    def scope(self) -> Scope:
        """Which articles the question may be answered from."""
        return Scope(self.as_of, None if self.articles is None else frozenset(self.articles))


class ErrorOut(Told):
    """What went wrong and what to do about it."""

    error: str = Field(description="What happened, and to which value.", examples=["The question is empty."])
    cure: str = Field(description="What to do about it.", examples=["Write a question."])


class HealthOut(Told):
    """The server is alive; what it answers from."""

    status: Literal["ok"] = "ok"
    version: str = Field(description="Wenjin's version.", examples=["0.1.0"])
    index_version: str = Field(description="The index that questions are answered from now.")
    articles: int = Field(description="Articles in that index.")
    passages: int = Field(description="Passages in that index.")


class MarkedOut(Told):
    """A run of the article, told twice: in the article's text and in the passage's."""

    text: str = Field(description="The words, as they stand in the passage.")
    in_article: SpanOut
    in_passage: SpanOut

    @classmethod
    def of(cls, citation: Citation, span: Span | None) -> MarkedOut | None:
        inside = within(citation, span)
        if span is None or inside is None:
            return None
        text = citation.text[inside.start : inside.end]
        return cls(text=text, in_article=SpanOut.of(span), in_passage=SpanOut.of(inside))


class CitationOut(Told):
    """One passage shown to the reader, with the sentence that tells and the exact words in it."""

    id: str = Field(description="A hash of the passage's text and place: the same wherever it is indexed.")
    passage_id: str
    article_id: str
    title: str
    source: str
    file: str = Field(description="The file, relative to the folder of articles; .uploads/ before one that was added.")
    date: DatingOut | None = Field(description="The date the article is of; null when unknown.")
    passage: str = Field(description="The passage's text.")
    span: SpanOut = Field(description="Where the passage stands in the article's text.")
    evidence: MarkedOut | None = Field(description="The sentence that tells.")
    answer: MarkedOut | None = Field(description="The exact words of the answer; null when only the sentence tells.")
    raw: list[RawSpanOut] = Field(description="Where the evidence stands in the raw file, in reading order.")
    score: float = Field(description="Higher is better; comparable within one answer only.")
    dense: float | None = Field(None, description="The score of the search by meaning; null where it did not find it.")
    lexical: float | None = Field(None, description="The score of the search by words; null where it did not find it.")
    terms: list[str] = Field(description="The search terms that matched.")

    @classmethod
    def of(cls, citation: Citation) -> CitationOut:
        return cls(
            id=citation_id(citation),
            passage_id=citation.passage_id,
            article_id=citation.article_id,
            title=citation.title,
            source=citation.source,
            file=citation.file,
            date=DatingOut.of(citation.dating) if citation.dating else None,
            passage=citation.text,
            span=SpanOut(start=citation.start, end=citation.end),
            evidence=MarkedOut.of(citation, citation.evidence),
            answer=MarkedOut.of(citation, citation.answer),
            raw=[RawSpanOut(start=r.start, end=r.end, page=r.page, paragraph=r.paragraph) for r in citation.raw],
            score=citation.score,
            dense=citation.dense,
            lexical=citation.lexical,
            terms=list(citation.terms),
        )


def citation_id(citation: Citation) -> str:
    """Sixteen hex digits that stand for one passage of one article."""
    told = f"{citation.article_id}\n{citation.start}\n{citation.text}"
    return sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:16]


class FigureOut(Told):
    """One value of what was asked, the time it is of and when it was reported."""

    text: str = Field(description="The exact words.", examples=["578.5亿元"])
    value: str = Field(description="A plain decimal number in `unit`, or empty.", examples=["57850000000"])
    unit: str = Field(examples=["元"])
    period: PeriodOut | None = Field(description="The time the figure is of; null when its sentence names none.")
    reported: DatingOut | None = Field(description="The date of the article it stands in.")
    citation: int = Field(description="Which of `citations` it stands in, counted from 0.")
    citation_id: str = Field(description="The id of that citation.")

    @classmethod
    def of(cls, figure: DatedFigure, citations: Sequence[Citation]) -> FigureOut:
        return cls(
            text=figure.text,
            value=figure.value,
            unit=figure.unit,
            period=PeriodOut.of(figure.period) if figure.period else None,
            reported=DatingOut.of(figure.reported) if figure.reported else None,
            citation=figure.citation,
            citation_id=citation_id(citations[figure.citation]),
        )


class AnswerOut(Told):
    """The answer, what stands behind it, and the date each figure is of."""

    question: str
    resolved: str = Field(description="The question as understood, made whole from the history.")
    language: Language
    answer: str = Field(description="What the person reads.")
    abstained: bool = Field(description="True where the articles do not tell.")
    reason: Reason | None = Field(description="Why not; null where there is an answer.")
    citations: list[CitationOut] = Field(description="When abstaining, the closest passages: no answer.")
    figures: list[FigureOut] = Field(description="Newest first.")
    timings: dict[str, float] = Field(description="Seconds by step.")
    index_version: str

    @classmethod
    def of(cls, answer: Answer) -> AnswerOut:
        return cls(
            question=answer.question,
            resolved=answer.resolved,
            language=answer.language,
            answer=answer.text,
            abstained=answer.abstained,
            reason=answer.reason,
            citations=[CitationOut.of(citation) for citation in answer.citations],
            figures=[FigureOut.of(figure, answer.citations) for figure in answer.figures],
            timings=dict(answer.timings),
            index_version=answer.index_version,
        )
