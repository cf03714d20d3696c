"""What the command line shows a person: an answer, a build, the repairs made to one file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from ui.marks import Shade, runs
from ui.strings import dating_words, inference_words, period_words, say

if TYPE_CHECKING:
    from index.article import Dating, Language
    from index.cleaning.clean import Explanation
    from index.files.sources import Unread
    from index.report import BuildReport
    from rag.answer import Answer, Citation

WIDEST = 100
_STYLES: dict[Shade, str] = {"plain": "", "evidence": "underline", "answer": "bold black on yellow"}
_STEPS: dict[str, str] = {
    "read": "Reading files",
    "encode": "Encoding passages",
    "terms": "Indexing terms",
    "ask": "Asking",
}
# Escape sequences in an article would otherwise reach the terminal and be obeyed.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def stdout() -> Console:
    """Where results go; no wider than can be read."""
    console = Console(highlight=False)
    console.width = min(console.width, WIDEST)
    return console


def stderr() -> Console:
    """Where progress and warnings go."""
    return Console(stderr=True, highlight=False, soft_wrap=True)


@contextmanager
def watching(quiet: bool) -> Iterator[Bars | None]:
    """A progress bar on stderr, gone when done; none where nobody would see it."""
    console = stderr()
    if quiet or not console.is_terminal:
        yield None
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True) as bars:
        yield Bars(bars)


class Bars:
    """Progress as a bar for the step under way."""

    def __init__(self, bars: Progress) -> None:
        self._bars = bars
        self._task = bars.add_task("Loading the models", total=None)

    def step(self, name: str, total: int) -> None:
        self._bars.reset(self._task, total=total, description=_STEPS.get(name, name))

    def advance(self, count: int = 1) -> None:
        self._bars.advance(self._task, count)


def show_answer(console: Console, answer: Answer) -> None:
    """The sentence, the figures by date, and each citation with its words highlighted."""
    if answer.resolved not in ("", answer.question):
        console.print(_text(say("understood", answer.language, answer.resolved), "dim"))
    text = answer.text or (say(answer.reason, answer.language) if answer.reason else "")
    console.print(_text(text, "yellow" if answer.abstained else "bold"))
    if len(answer.figures) > 1:
        console.print(Padding(_figures(answer), (1, 0, 0, 0), expand=False))
    if answer.citations:
        console.print()
        heading = say("closest" if answer.abstained else "sources", answer.language)
        console.print(Rule(_text(heading, "bold"), align="left", style="dim"))
    for number, citation in enumerate(answer.citations, start=1):
        _show_citation(console, number, citation, answer.language)


def _figures(answer: Answer) -> Table:
    language = answer.language
    table = Table(box=None, padding=(0, 3, 0, 0), header_style="dim")
    for key in ("when", "value", "reported", "source"):
        table.add_column(_text(say(key, language)))
    for figure in answer.figures:
        when = period_words(figure.period, language) if figure.period else say("unstated", language)
        row = (when, figure.text, _dated(figure.reported, language), f"[{figure.citation + 1}]")
        table.add_row(*(_text(cell) for cell in row))
    return table


def _show_citation(console: Console, number: int, citation: Citation, language: Language) -> None:
    facts = [citation.source, _dated(citation.dating, language)]
    facts += [say("page", language, page) for page in sorted({span.page for span in citation.raw if span.page})]
    heading = _text(citation.title or citation.file, "bold")
    heading.append_text(_text(" · " + " · ".join(fact for fact in facts if fact), "not bold"))
    numbered = Table.grid(padding=(0, 1, 0, 0))
    numbered.add_row(_text(f"[{number}]", "dim"), heading)
    console.print(numbered)
    passage = Text.assemble(*(_text(run.text, _STYLES[run.shade]) for run in runs(citation)))
    console.print(Padding(passage, (0, 0, 0, 4), expand=False))
    foot = [citation.file]
    if citation.dating and citation.dating.inferred:
        foot.append(inference_words(citation.dating, language))
    console.print(Padding(_text(" · ".join(foot), "dim"), (0, 0, 1, 4), expand=False))


def _dated(dating: Dating | None, language: Language) -> str:
    mark = f" ({say('inferred', language)})" if dating and dating.inferred else ""
    return dating_words(dating, language) + mark


def show_report(console: Console, report: BuildReport) -> None:
    """What a build found, file by file where something changed."""
    for verb, names in (("added", report.added), ("changed", report.changed), ("removed", report.removed)):
        for name in names:
            console.print(_text(f"{verb:8} {name}"))
    show_notices(console, report.repaired)
    show_unread(console, report.unread)
    state = f"built in {report.seconds:.1f} s" if report.published else "was up to date"
    counts = f"{report.articles} articles, {report.passages} passages from {report.files} files"
    console.print(_text(f"Index {report.version} {state}: {counts}."))


def show_notices(console: Console, *notices: str) -> None:
    """What is or was wrong with the index; nothing for what is empty."""
    for notice in filter(None, notices):
        console.print(_text(notice, "yellow"))


def show_unread(console: Console, unread: tuple[Unread, ...]) -> None:
    """The files that were left out, each with its reason."""
    for each in unread:
        console.print(_text(f"left out {each.file}: {each.reason}", "yellow"))


def show_explanation(console: Console, explanation: Explanation) -> None:
    """The articles found in one file, then each repair: where in the file, its name, the words it touched."""
    console.print(_text(explanation.file, "bold"))
    for number, article in enumerate(explanation.articles, start=1):
        facts = (article.source, _dated(article.dating, "en"), f"{len(article.text)} characters")
        console.print(_text(f"{number}. {article.title} · " + " · ".join(fact for fact in facts if fact)))
    if not explanation.findings:
        console.print(_text("Nothing in it was repaired.", "dim"))
        return
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("line:column", justify="right")
    table.add_column("repair")
    table.add_column("words", overflow="fold")
    for found in explanation.findings:
        table.add_row(f"{found.line}:{found.column}", _text(found.name), _text(" ".join(found.words.split())))
    console.print(table)


def show_error(message: str) -> None:
    """One sentence on stderr."""
    stderr().print(_text(message, "red"))


def _text(words: str, style: str = "") -> Text:
    return Text(_CONTROL.sub("", words), style=style)
