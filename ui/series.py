"""The same figure at several dates: a table, newest first, and from three points on a plot."""

from __future__ import annotations

from index.article import Language
from rag.answer import Answer, DatedFigure
from ui.lead import SHORT, number_html
from ui.markup import bcp, dating_html, safe, text_html
from ui.plot import plot_html
from ui.strings import period_words, say
from ui.values import disagreeing, value_of

_COLUMNS = ("when", "value", "reported", "source")


def series_html(answer: Answer, key: str) -> str:
    """The figures by date under an answer; for a single one, the line that tells its dates."""
    if not answer.figures:
        return ""
    if len(answer.figures) == 1 and not answer.abstained:
        return _dateline(answer.figures[0], answer.language)
    return f'<div class="wj-series">{_table(answer, key)}{plot_html(answer)}</div>'


def _dateline(figure: DatedFigure, language: Language) -> str:
    told = (
        (say("when", language), safe(_period(figure, language))),
        (say("reported", language), dating_html(figure.reported, language)),
    )
    words = " · ".join(f'<span class="wj-key">{key}</span> {value}' for key, value in told)
    return f'<p class="wj-dateline" lang="{bcp(language)}">{words}</p>'


def _table(answer: Answer, key: str) -> str:
    language = answer.language
    heading = say("other_figures" if answer.abstained else "figures", language)
    columns = "".join(f'<th scope="col">{say(name, language)}</th>' for name in _COLUMNS)
    disputed = disagreeing(answer.figures)
    rows = "".join(_row(figure, answer, key, place in disputed) for place, figure in enumerate(answer.figures))
    return (
        f'<table class="wj-figures" lang="{bcp(language)}"><caption>{heading}</caption>'
        f"<thead><tr>{columns}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _row(figure: DatedFigure, answer: Answer, key: str, disputed: bool) -> str:
    language, value = answer.language, value_of(figure, answer)
    kind = "wj-cell wj-short" if len(value.text) <= SHORT else "wj-cell"
    printed = f' <span class="wj-printed" lang="zh-CN">{text_html(value.printed)}</span>' if value.printed else ""
    chip = f' <span class="wj-disagree">{say("disagrees", language)}</span>' if disputed else ""
    return (
        f'<tr><th scope="row">{safe(_period(figure, language))}</th>'
        f'<td class="{kind}">{text_html(value.text)}{printed}{chip}</td>'
        f"<td>{dating_html(figure.reported, language)}</td>"
        f"<td>{number_html(figure.citation + 1, answer, key)}</td></tr>"
    )


def _period(figure: DatedFigure, language: Language) -> str:
    return period_words(figure.period, language) if figure.period else say("unstated", language)
