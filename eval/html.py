"""The report of a run as one HTML file that asks nothing of the network: questions, answers, citations, verdicts."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from itertools import pairwise
from pathlib import Path

from eval.judge import supports
from eval.outcome import MEASURES, Asked, EvalReport, of_lang, of_type
from eval.report import share
from index.article import Span
from rag.answer import Citation

_HERE = Path(__file__).parent
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
_OUTCOMES = {
    "correct": "right",
    "refused": "rightly refused",
    "wrong": "wrong",
    "wrong_headline": "wrong value first",
    "false_refusal": "wrongly refused",
    "should_refuse": "should have refused",
    "unscored": "not scored",
}


def page(report: EvalReport) -> str:
    """The whole page."""
    style, script = (_HERE.joinpath(f"page.{kind}").read_text(encoding="utf-8") for kind in ("css", "js"))
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Wenjin 问津: {escape(Path(report.questions).name)}</title>
<style>{style}</style>
</head>
<body>
<header>
<h1>{escape(Path(report.questions).name)}</h1>
<p>{len(report.asked)} questions over {escape(report.articles)}, index {escape(report.index_version)};
{report.cut} answers cut to length</p>
{_measures(report)}
{_recall(report)}
{_seconds(report)}
</header>
{_filters(report)}
<main>
{"".join(_question(each) for each in report.asked)}
</main>
<script>{script}</script>
</body>
</html>
"""


def _measures(report: EvalReport) -> str:
    if not report.scored:
        return "<p>The set names no right answers, so nothing is scored.</p>"
    rows = "".join(
        f"<tr><th>{name}</th><td>{share(rate)}</td><td>{rate.hits}/{rate.total}</td>"
        f"<td>{rate.interval[0]:.1%} to {rate.interval[1]:.1%}</td><td class=quiet>{MEASURES[name]}</td></tr>"
        for name, rate in report.rates.items()
    )
    head = "<tr><th>measure</th><th>share</th><th>count</th><th>95% interval</th><th>of what</th></tr>"
    return f"<table>{head}{rows}</table>"


def _recall(report: EvalReport) -> str:
    measures = report.recall["all"]
    if not measures:
        return ""
    head = "".join(f"<th>{name}</th>" for name in measures)
    rows = "".join(
        f"<tr><th>{group}</th>{''.join(f'<td>{scores[name]:.3f}</td>' for name in measures if scores)}</tr>"
        for group, scores in report.recall.items()
    )
    return f"<table><tr><th>evidence found</th>{head}</tr>{rows}</table>"


def _seconds(report: EvalReport) -> str:
    rows = "".join(
        f"<tr><th>{escape(step)}</th><td>{median * 1000:.1f}</td><td>{high * 1000:.1f}</td></tr>"
        for step, (median, high) in report.seconds.items()
    )
    return f"<table><tr><th>step</th><th>median ms</th><th>p95 ms</th></tr>{rows}</table>"


def _filters(report: EvalReport) -> str:
    outcomes: dict[str, str] = {each.verdict.outcome: _OUTCOMES[each.verdict.outcome] for each in report.asked}
    types = {of_type(each): of_type(each) for each in report.asked}
    languages = {of_lang(each): of_lang(each) for each in report.asked}
    return (
        "<form id=filters>"
        + _choice("verdict", outcomes)
        + _choice("type", types)
        + _choice("lang", languages)
        + "<label>text <input id=words type=search></label><output id=count></output></form>"
    )


def _choice(name: str, values: dict[str, str]) -> str:
    options = "".join(
        f'<option value="{escape(value)}">{escape(shown)}</option>' for value, shown in sorted(values.items())
    )
    return f'<label>{name} <select data-key="{name}"><option value="">all</option>{options}</select></label>'


def _question(each: Asked) -> str:
    question, outcome = each.question, each.verdict.outcome
    earlier = "".join(f"<p class=earlier>{escape(turn)}</p>" for turn in question.history)
    resolved = each.answer.resolved
    understood = f"<p class=quiet>understood as: {escape(resolved)}</p>" if resolved != question.question else ""
    return f"""<article data-verdict="{outcome}" data-type="{escape(of_type(each))}" data-lang="{question.lang}">
<div class=head><b class="badge {outcome}">{_OUTCOMES[outcome]}</b> {_support(each)}
<span class=quiet>{_facts(each)}</span></div>
{earlier}<h2 lang="{question.lang}">{escape(question.question)}</h2>{understood}
<p class=answer>{escape(each.result.answer)}</p>
{_wanted(each)}
{"".join(_citation(citation, each) for citation in each.answer.citations)}
</article>
"""


def _facts(each: Asked) -> str:
    question = each.question
    return escape(f"{question.id} {question.type} {question.lang} {each.seconds * 1000:.0f} ms")


def _support(each: Asked) -> str:
    if each.verdict.supported is None:
        return ""
    return f"<b class=badge>{'evidence shown' if each.verdict.supported else 'evidence not shown'}</b>"


def _wanted(each: Asked) -> str:
    question = each.question
    rows = (
        ("wanted", question.answers),
        ("not", question.forbidden),
        ("evidence", tuple(f"{gold.quote} ({gold.file})" for gold in question.gold)),
        ("note", (question.note,) if question.note else ()),
    )
    told = "".join(f"<dt>{name}</dt><dd>{_joined(values)}</dd>" for name, values in rows if values)
    return f"<dl>{told}</dl>" if told else ""


def _joined(values: Iterable[str]) -> str:
    return "<br>".join(escape(value) for value in values)


def _citation(citation: Citation, each: Asked) -> str:
    dated = f", {citation.dating.period}" if citation.dating else ""
    shows = any(supports(citation.text, gold.quote) for gold in each.question.gold)
    return (
        f"<blockquote{' class=shows' if shows else ''}><p class=quiet>{escape(citation.title)} ({escape(citation.file)}"
        f"{escape(dated)}; {citation.score:.3f})</p><p lang=zh>{highlighted(citation)}</p></blockquote>"
    )


def highlighted(citation: Citation) -> str:
    """The passage as HTML: the telling sentence underlined, the exact words of the answer marked."""
    inside = [_within(citation, span) for span in (citation.evidence, citation.answer) if span]
    edges = sorted({0, len(citation.text), *(edge for span in inside for edge in (span.start, span.end))})
    return "".join(_shaded(citation, Span(low, high)) for low, high in pairwise(edges))


def _within(citation: Citation, span: Span) -> Span:
    """A span of the article's text as one of the passage's, clipped to it."""
    start = min(max(span.start - citation.start, 0), len(citation.text))
    return Span(start, min(max(span.end - citation.start, start), len(citation.text)))


def _shaded(citation: Citation, run: Span) -> str:
    text = escape(citation.text[run.start : run.end])
    if citation.answer and _within(citation, citation.answer).contains(run):
        return f"<mark>{text}</mark>"
    return f"<u>{text}</u>" if _within(citation, citation.evidence).contains(run) else text
