"""The main path: a question in, an answer with its citations out."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from index.article import Hit
from index.errors import QuestionError
from rag.answer import Answer, Reason
from rag.cite import cite, closest, figures
from rag.guard import supported
from rag.offices import office_holders
from rag.question import KindModel, Question, understand
from rag.reader import AnswerSpan, Found, Reader, Reading
from rag.scope import EVERYTHING, Asking, Scope
from rag.stocks import results_first, totals_first
from rag.timeline import Timeline, timeline, told_times
from rag.writer import write, write_other_dates, write_refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from index.keeping.snapshot import Snapshot
    from rag.retrieve import Retriever, Vectors

_SHOWN_WHEN_ABSTAINING = 3


@dataclass(frozen=True, slots=True)
class Limits:
    """How many characters a question may have, how many passages are read, and when the reader's doubt is too much."""

    question_chars: int
    top_k: int
    abstain_above: float


class Clock:
    """Seconds by step."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        self.seconds[name] = round(self.seconds.get(name, 0.0) + time.perf_counter() - start, 6)


class Pipeline:
    """Answers questions over one snapshot; safe to call from several threads at once."""

    def __init__(
        self, snapshot: Snapshot, retriever: Retriever, reader: Reader, kinds: KindModel, limits: Limits
    ) -> None:
        self.snapshot = snapshot
        self._retriever = retriever
        self._reader = reader
        self._kinds = kinds
        self._limits = limits

    def ask(self, asked: str, history: Sequence[str] = (), k: int | None = None, scope: Scope = EVERYTHING) -> Answer:
        """The answer, or an abstention with its reason; raises QuestionError for an empty or oversized question.

        `history` holds the earlier questions of the chat, oldest first; `k` is how many passages are read, `scope`
        of which articles.
        """
        (answer,) = self.ask_many([Asking(asked, tuple(history), k, scope)])
        if isinstance(answer, QuestionError):
            raise answer
        return answer

    def ask_many(self, asked: Sequence[Asking]) -> Iterator[Answer | QuestionError]:
        """What `ask` gives or raises for each, in order, each as soon as it is ready; they are encoded together.

        They are read one by one: the passages of one question fill the span reader, and more at once were slower.
        """
        clocks = [Clock() for _ in asked]
        questions = [self._understood(each, clock) for each, clock in zip(asked, clocks, strict=True)]
        vectors = iter(self._encoded([q.text for q in questions if isinstance(q, Question)], clocks))
        for each, question, clock in zip(asked, questions, clocks, strict=True):
            if isinstance(question, QuestionError):
                yield question
            else:
                yield self._answered(each, question, next(vectors), clock)

    def _understood(self, asked: Asking, clock: Clock) -> Question | QuestionError:
        try:
            with clock.step("understand"):
                return self.understand(asked.question, asked.history)
        except QuestionError as error:
            return error

    def _encoded(self, texts: Sequence[str], clocks: Sequence[Clock]) -> Iterable[Vectors]:
        """A vector for each text; every question is told the time that all of them took, for each waited so long."""
        whole = Clock()
        with whole.step("retrieve"):
            vectors = self._retriever.encode(texts) if texts else ()
        for clock in clocks:
            clock.seconds |= whole.seconds
        return vectors

    def _answered(self, asked: Asking, question: Question, vector: Vectors, clock: Clock) -> Answer | QuestionError:
        try:
            with clock.step("retrieve"):
                found = self._found(question, asked, vector)
        except QuestionError as error:
            return error
        with clock.step("read"):
            reading = self._reader.read(question, found)
        with clock.step("write"):
            answer = self._answer(question, found, reading)
        return replace(answer, timings=clock.seconds)

    def understand(self, asked: str, history: Sequence[str] = ()) -> Question:
        """The question as understood, made whole from the history."""
        return understand(asked, history, self._kinds, self._limits.question_chars)

    def retrieve(
        self, asked: str, history: Sequence[str] = (), k: int | None = None, scope: Scope = EVERYTHING
    ) -> tuple[Hit, ...]:
        """The passages that would be read for a question, best first."""
        return self._hits(self.understand(asked, history), Asking(asked, k=k, scope=scope), None)

    def _hits(self, question: Question, asked: Asking, vector: Vectors | None) -> tuple[Hit, ...]:
        within = None
        if asked.scope != EVERYTHING:
            within = asked.scope.positions(self.snapshot.passages, self.snapshot.articles)
        return self._retriever.retrieve(question, asked.k or self._limits.top_k, within, vector)

    def _found(self, question: Question, asked: Asking, vector: Vectors) -> tuple[Found, ...]:
        hits = self._hits(question, asked, vector)
        return tuple(Found(hit, self.snapshot.article(hit.passage.article_id)) for hit in hits)

    def _answer(self, question: Question, found: Sequence[Found], reading: Reading) -> Answer:
        if not found:
            return self._refusal(question, found, "no_match")
        if reading.unnamed:
            return self._refusal(question, found, "no_match", reading.unnamed)
        if not reading.spans or reading.none > self._limits.abstain_above:
            return self._refusal(question, found, "no_answer")
        spans = office_holders(question, totals_first(question, results_first(question, reading.spans)))
        if not spans:
            return self._refusal(question, found, "no_answer")
        return self._told(question, found, spans)

    def _told(self, question: Question, found: Sequence[Found], spans: Sequence[AnswerSpan]) -> Answer:
        line = timeline(question, spans)
        if line.missing:
            return self._other_dates(question, found, line, spans)
        citations = cite(line, spans)
        text = write(question, line)
        if not supported(text, citations, told_times(line)):
            return self._refusal(question, found, "unsupported")
        return self._made(question, text, citations=citations, figures=figures(line))

    def _other_dates(
        self, question: Question, found: Sequence[Found], line: Timeline, spans: Sequence[AnswerSpan]
    ) -> Answer:
        citations = cite(line, spans)
        text = write_other_dates(question, line)
        if not supported(text, citations, told_times(line)):
            return self._refusal(question, found, "unsupported")
        return self._made(question, text, abstained=True, reason="no_date", citations=citations, figures=figures(line))

    def _refusal(
        self, question: Question, found: Sequence[Found], reason: Reason, unnamed: Sequence[str] = ()
    ) -> Answer:
        citations = tuple(closest(each) for each in found[:_SHOWN_WHEN_ABSTAINING])
        text = write_refusal(question.language, reason, unnamed)
        return self._made(question, text, abstained=True, reason=reason, citations=citations)

    def _made(self, question: Question, text: str, abstained: bool = False, **parts: object) -> Answer:
        return Answer(
            question=question.asked,
            resolved=question.text,
            language=question.language,
            text=text,
            abstained=abstained,
            index_version=self.snapshot.version,
            **parts,  # type: ignore[arg-type]
        )
