"""The command line: index, ask, serve, eval, feedback. Nothing heavy is imported before a command needs it."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from index.errors import FeedbackError, WenjinError

if TYPE_CHECKING:
    from index.files.sources import Unread
    from index.keeping.snapshot import Snapshot
    from index.settings import Settings
    from rag.library import Library

_EPILOG = "Every setting can also be given in the environment, as WENJIN_ and its name in capitals: WENJIN_HOME=/data."
app = typer.Typer(
    name="wenjin",
    help="Ask a folder of Chinese news articles, in Chinese or English: the exact words, and the date of every figure.",
    epilog=_EPILOG,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

_Articles = Annotated[
    Path | None, typer.Option("--articles", metavar="DIR", help="The folder of articles; left out, the bundled ones.")
]
_Json = Annotated[bool, typer.Option("--json", help="Print JSON, for a program to read.")]


def main() -> None:
    """The console script: runs a command, and tells every failure in one sentence."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        app()
    except WenjinError as error:
        _stop(str(error))
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        if os.environ.get("WENJIN_TRACEBACK"):
            raise
        told = " ".join(str(error).split())
        _stop(f"Wenjin stopped: {type(error).__name__}: {told}. Set WENJIN_TRACEBACK=1 to see where.")


def _stop(message: str) -> None:
    from ui.console import show_error

    show_error(message)
    sys.exit(1)


@app.callback(invoke_without_command=True)
def _options(
    show_version: Annotated[bool, typer.Option("--version", help="Print the version and exit.")] = False,
) -> None:
    if show_version:
        from ui.version import version

        typer.echo(f"wenjin {version()}")
        raise typer.Exit


@app.command()
def index(
    folder: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help="The folder of articles; left out, the bundled ones.")
    ] = None,
    explain: Annotated[
        Path | None,
        typer.Option("--explain", metavar="FILE", help="Show how one file's text is repaired; build nothing."),
    ] = None,
    as_json: _Json = False,
) -> None:
    """Index a folder of articles: only what was added, changed or removed is done anew."""
    settings = _settings(articles=folder)
    if explain is None:
        _build(settings, as_json)
    else:
        _explain(settings, explain, as_json)


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="The question, in Chinese or English.")],
    articles: _Articles = None,
    as_json: _Json = False,
) -> None:
    """Ask one question."""
    from ui.console import show_answer, stdout

    question = question.encode("utf-8", "replace").decode("utf-8")  # an argument may be bytes of another encoding
    answer = _open(_settings(articles=articles), quiet=as_json).ask(question)
    if as_json:
        from ui.schemas import AnswerOut

        _print_json(AnswerOut.of(answer).model_dump(mode="json"))
    else:
        show_answer(stdout(), answer)


@app.command()
def serve(
    articles: _Articles = None,
    host: Annotated[str | None, typer.Option(help="The address to serve on; left out, this machine only.")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="The port; 0 takes a free one.")] = None,
    log: Annotated[
        bool, typer.Option("--log", help="Write one JSON line a request to stderr; no question is in it.")
    ] = False,
    open_page: Annotated[bool, typer.Option("--open", help="Open the page in the browser when it is ready.")] = False,
) -> None:
    """Serve the chat page, and POST /ask for programs."""
    from ui.server import address_of, check_reach, run, take_port, warm_up

    settings = _settings(articles=articles, host=host, port=port)
    taken = take_port(settings.host, settings.port)
    check_reach(taken, settings)
    library = _open(settings)
    warm_up(library)
    from ui.app import create_app

    if log:
        from ui.trace import log_requests

        log_requests()
    run(create_app(library, settings), taken, ready=lambda: _tell(address_of(taken), open_page))


@app.command("eval")
def evaluate(
    questions: Annotated[Path, typer.Argument(metavar="QUESTIONS", help="A set of questions, one JSON object a line.")],
    articles: _Articles = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="RESULTS", help="Write one JSON line a question here.")
    ] = None,
    html: Annotated[Path | None, typer.Option("--html", metavar="REPORT", help="Write a report to read here.")] = None,
    as_json: _Json = False,
) -> None:
    """Ask a set of questions and score the answers."""
    from ui.console import stdout, watching

    settings = _settings(articles=articles)
    with watching(quiet=as_json) as progress:
        from eval.run import run_eval

        report = run_eval(questions, settings, out=out, html=html, progress=progress)
    if as_json:
        _print_json(report.as_dict())
    else:
        from eval.report import report_table

        stdout().print(report_table(report))


@app.command()
def feedback(
    form: Annotated[
        Literal["csv", "jsonl"], typer.Option("--format", help="A table for a spreadsheet, or one JSON object a line.")
    ] = "csv",
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write here; left out, print.")] = None,
) -> None:
    """Export what readers thought of the answers: the thumbs and notes given on the chat page, oldest first."""
    from ui.feedback import Feedback, write_csv, write_lines

    judgements = Feedback(_settings().home).all()
    write = write_csv if form == "csv" else write_lines
    if out is None:
        write(judgements, sys.stdout)
        return
    try:
        with out.expanduser().open("w", encoding="utf-8", newline="") as file:
            write(judgements, file)
    except OSError as error:
        raise FeedbackError(f"{out} cannot be written: {error.strerror}.", "Name another file with --out.") from None


def _settings(articles: Path | None = None, **given: object) -> Settings:
    from index.settings import load_settings

    return load_settings(articles=articles.expanduser() if articles else None, **given)


def _open(settings: Settings, quiet: bool = False) -> Library:
    """The library of the settings' folder, its index brought up to date; what was left out is told on stderr."""
    from ui.console import show_notices, show_unread, stderr, watching

    with watching(quiet) as progress:
        from rag.library import Library

        library = Library.open(settings, progress)
    snapshot = library.snapshot
    show_notices(stderr(), library.repaired, snapshot.notice)
    show_unread(stderr(), _unread(snapshot))
    return library


def _unread(snapshot: Snapshot) -> tuple[Unread, ...]:
    from index.files.sources import Unread

    sources = snapshot.manifest.sources if snapshot.manifest else ()
    return tuple(Unread(source.file, source.reason) for source in sources if source.reason)


def _tell(address: str, open_page: bool) -> None:
    typer.echo(f"Wenjin answers at {address} (Ctrl+C stops it)")
    if open_page:
        typer.launch(address)


def _build(settings: Settings, as_json: bool) -> None:
    from ui.console import show_report, stdout, watching

    with watching(quiet=as_json) as progress:
        from index.build import build
        from index.searching.encoder import Encoder

        report = build(settings, Encoder.load(settings), progress)
    if as_json:
        _print_json(asdict(report))
    else:
        show_report(stdout(), report)


def _explain(settings: Settings, file: Path, as_json: bool) -> None:
    from ui.console import show_explanation, stdout
    from ui.explain import explained

    explanation = explained(settings, file.expanduser())
    if as_json:
        _print_json(asdict(explanation))
    else:
        show_explanation(stdout(), explanation)


def _print_json(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))
