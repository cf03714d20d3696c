"""The report of a run as tables for a terminal; printing them is the command line's."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from eval.metrics import Rate
from eval.outcome import MEASURES, Asked, EvalReport, of_lang, of_type

_FAILURES = 30
_GROUP_MEASURES = {
    "answer_accuracy": "answers right",
    "citation_support_all": "evidence shown",
    "refusal_accuracy": "refused rightly",
    "false_refusals": "refused wrongly",
}


def report_table(report: EvalReport, failures: int = _FAILURES) -> Group:
    """The whole report: shares, groups, recall, seconds, and the first `failures` questions that went wrong."""
    return Group(*_parts(report, failures))


def _parts(report: EvalReport, failures: int) -> Iterator[RenderableType]:
    yield Text(f"{len(report.asked)} questions of {report.questions} over {report.articles}", style="bold")
    yield Text(f"index {report.index_version}; answers cut to length: {report.cut}", style="dim")
    if report.scored:
        yield _measures(report)
        yield _groups("By type", report.by(of_type))
        yield _groups("By language", report.by(of_lang))
        yield from _recall(report)
        yield from _marked(report)
        yield from _risk(report)
    else:
        yield Text("The set names no right answers, so nothing is scored.")
    yield _seconds(report)
    yield from _failed(report, failures)


def _table(*columns: str, title: str = "") -> Table:
    table = Table(title=title or None, title_justify="left", title_style="bold", box=None, pad_edge=False)
    for number, column in enumerate(columns):
        table.add_column(column, justify="right" if number else "left", no_wrap=not number)
    return table


def _measures(report: EvalReport) -> Table:
    table = _table("measure", "share", "count", "95% interval")
    table.add_column("of what", style="dim")
    for name, rate in report.rates.items():
        low, high = rate.interval
        interval = f"{low:.1%} to {high:.1%}" if rate.total else "-"
        table.add_row(name, share(rate), f"{rate.hits}/{rate.total}", interval, MEASURES[name])
    return table


def _groups(title: str, groups: dict[str, dict[str, Rate]]) -> Table:
    table = _table("", *_GROUP_MEASURES.values(), title=title)
    for name, rates in groups.items():
        cells = [_counted(rates[measure]) for measure in _GROUP_MEASURES]
        table.add_row(escape(name), *cells)
    return table


def _recall(report: EvalReport) -> Iterator[Table]:
    if measures := report.recall["all"]:
        table = _table("", *measures, title="Evidence among the passages found")
        for name, scores in report.recall.items():
            table.add_row(name, *(f"{scores[measure]:.3f}" if scores else "-" for measure in measures))
        yield table


def _marked(report: EvalReport) -> Iterator[Table]:
    if report.marked:
        table = _table("", *report.marked, title="Marked words against wanted answers")
        table.add_row("zh", *(f"{score:.3g}" for score in report.marked.values()))
        yield table


def _risk(report: EvalReport) -> Iterator[Table]:
    if report.risk:
        table = _table("", *(f"{point.coverage:.0%}" for point in report.risk), title="Surest answers only: how many")
        table.add_row("of them wrong", *(f"{point.risk:.1%}" for point in report.risk))
        yield table


def _seconds(report: EvalReport) -> Table:
    table = _table("step", "median ms", "p95 ms", title="Time")
    for step, (median, high) in report.seconds.items():
        table.add_row(escape(step), f"{median * 1000:.1f}", f"{high * 1000:.1f}")
    return table


def _failed(report: EvalReport, limit: int) -> Iterator[RenderableType]:
    failed = [each for each in report.asked if each.question.scored and not each.verdict.right]
    if not failed or not limit:
        return
    yield Text(f"Not right ({len(failed)})", style="bold")
    yield from (_line(each) for each in failed[:limit])
    if len(failed) > limit:
        yield Text(f"... and {len(failed) - limit} more; --html shows all of them", style="dim")


def _line(each: Asked) -> Text:
    text = Text(f"{each.question.id} {each.verdict.outcome}: ", style="yellow")
    text.append(each.question.question, style="default")
    if each.question.answers:
        text.append(f" | wanted {each.question.answers[0]}", style="green")
    text.append(f" | got {each.result.answer}", style="dim")
    return text


def share(rate: Rate) -> str:
    """A share in percent; "-" of none."""
    return "-" if rate.share is None else f"{rate.share:.1%}"


def _counted(rate: Rate) -> str:
    return f"{share(rate)} ({rate.hits}/{rate.total})" if rate.total else "-"
