"""Asks a library every question of a set and judges what comes back."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from eval.html import page
from eval.judge import judge
from eval.outcome import Asked, EvalReport
from eval.question_set import EvalQuestion, load_questions
from eval.recall import DEPTHS
from eval.results import lines, make_room, result, save
from index.article import Hit
from index.errors import QuestionError, QuestionSetError
from index.settings import Settings
from rag.answer import Answer

_LIST = "list"


class Answers(Protocol):
    """What a run asks of a library."""

    def ask(self, question: str, history: Sequence[str] = ()) -> Answer: ...

    def retrieve(self, question: str, history: Sequence[str] = (), k: int | None = None) -> tuple[Hit, ...]: ...


class EvalProgress(Protocol):
    """Told of the steps of indexing, then of "ask": one advance a question."""

    def step(self, name: str, total: int) -> None: ...

    def advance(self, count: int = 1) -> None: ...


def run_eval(
    questions: Path,
    settings: Settings,
    out: Path | None = None,
    html: Path | None = None,
    progress: EvalProgress | None = None,
) -> EvalReport:
    """Asks every question of a set over the settings' folder; writes the results (`out`) and the page (`html`).

    Raises QuestionSetError for a line that cannot be used, and whatever opening the library raises.
    """
    from rag.library import Library

    asked = load_questions(questions)
    for path in filter(None, (out, html)):
        make_room(path)
    library = Library.open(settings, progress)
    report = evaluate(library, asked, questions, settings.articles, progress)
    if out:
        save(out, lines(each.result for each in report.asked))
    if html:
        save(html, page(report))
    return report


def evaluate(
    library: Answers,
    questions: Sequence[EvalQuestion],
    path: Path,
    articles: Path,
    progress: EvalProgress | None = None,
) -> EvalReport:
    """The report on the questions, asked in their order; `path` and `articles` are for the report to name."""
    if progress:
        progress.step("ask", len(questions))
    asked = []
    for question in questions:
        asked.append(_told(library, question, path))
        if progress:
            progress.advance()
    version = asked[-1].answer.index_version if asked else ""
    return EvalReport(str(path), str(articles), version, tuple(asked))


def _told(library: Answers, question: EvalQuestion, path: Path) -> Asked:
    try:
        return _ask(library, question)
    except QuestionError as error:
        raise QuestionSetError(f"Line {question.line} of {path.name}: {error.message}", error.cure) from None


def _ask(library: Answers, question: EvalQuestion) -> Asked:
    for turn, earlier in enumerate(question.history):
        library.ask(earlier, question.history[:turn])
    start = time.perf_counter()
    answer = library.ask(question.question, question.history)
    seconds = time.perf_counter() - start
    written = result(question.id, answer, lists=question.type == _LIST)
    return Asked(
        question=question,
        answer=answer,
        result=written,
        verdict=judge(question, written),
        hits=library.retrieve(question.question, question.history, max(DEPTHS)),
        seconds=seconds,
        cut=written.answer != answer.text.strip(),
    )
