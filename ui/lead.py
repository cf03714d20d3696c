"""The head of an answer: the value in large type with its date, then the sentence with its numbered marks."""

from __future__ import annotations

import re

from index.article import Language
from rag.answer import Answer, Citation, DatedFigure
from ui.markup import bcp, dating_html, safe, text_html
from ui.strings import dating_words, period_words, say
from ui.values import Value, disagreeing, value_of

# A value of more signs is set smaller.
SHORT, LONG = 12, 28
_LEAD = re.compile(r"^[^“\n]{1,80}?[：:]\s?(?=“)")
# With the signs around it, for a line shall not begin with a mark or with a full stop.
_MARK = re.compile(r"(?P<before>&[#\w]+;|[^\s;>])?\s?\[(?P<number>\d)\](?P<after>[。，；：,.;:]?)")
_CITED = re.compile(r"\[(\d)\]")
_SENTENCE_END = re.compile(
    r"(?<=[。！？；!?\n])(?![。！？；!?”’」』）)])|(?<=[。！？；][”’」』）)])(?![。！？；])|(?<=\.)(?=\s)"
)


def sentences(text: str) -> tuple[str, ...]:
    """The text in the pieces it is streamed by; joined they are the text."""
    return tuple(piece for piece in _SENTENCE_END.split(text) if piece)


def answer_html(answer: Answer, key: str, shown: str | None = None) -> str:
    """What answers; `shown` is the part of its text that has been streamed so far, `key` tells the turns apart."""
    lang = bcp(answer.language)
    text = answer.text or (say(answer.reason, answer.language) if answer.reason else "")
    words = text if shown is None else shown
    if answer.abstained or not answer.figures:
        kind = "wj-answer wj-abstained" if answer.abstained else "wj-answer"
        return f'{_resolved(answer)}<p class="{kind}" lang="{lang}">{numbered(words, answer, key)}</p>'
    if not _LEAD.match(answer.text):  # the quotation is all of it
        return f'{_resolved(answer)}<p class="wj-answer wj-quoted" lang="{lang}">{numbered(words, answer, key)}</p>'
    sentence = numbered(_without_figures(_LEAD.sub("", words), answer), answer, key)
    return f'{_resolved(answer)}{_value_line(answer)}<p class="wj-answer" lang="{lang}">{sentence}</p>'


def _resolved(answer: Answer) -> str:
    if answer.resolved in ("", answer.question):
        return ""
    return f'<p class="wj-resolved">{text_html(say("understood", answer.language, answer.resolved))}</p>'


def _value_line(answer: Answer) -> str:
    """The newest value and its date; where others are given for the same time, every one of them."""
    newest = answer.figures[0]
    against = [figure for figure in answer.figures if figure.period == newest.period and disagreeing(answer.figures)]
    values = [_big(value_of(figure, answer)) for figure in (against if len(against) > 1 else [newest])]
    warning = f'<span class="wj-disagree">{say("disagree", answer.language)}</span>' if len(values) > 1 else ""
    joined = '<span class="wj-or" aria-hidden="true">／</span>'.join(values)
    when = f'<span class="wj-when">{_when(newest, answer.language)}{warning}</span>'
    return f'<p class="wj-lead" lang="{bcp(answer.language)}">{joined}{when}</p>'


def _big(value: Value) -> str:
    size = "" if len(value.text) <= SHORT else " wj-longer" if len(value.text) <= LONG else " wj-longest"
    bound = f'<span class="wj-unit">{text_html(value.bound)}</span>' if value.bound else ""
    unit = f'<span class="wj-unit">{text_html(value.unit)}</span>' if value.unit else ""
    printed = f'<span class="wj-printed" lang="zh-CN">{text_html(value.printed)}</span>' if value.printed else ""
    gap = " " if value.unit[:1].isascii() and value.unit[:1].isalpha() else ""
    return f'<span class="wj-value{size}">{bound}{text_html(value.number)}{gap}{unit}</span>{printed}'


def _when(figure: DatedFigure, language: Language) -> str:
    if figure.period:
        return safe(period_words(figure.period, language))
    if figure.reported:
        return say("reported_on", language, dating_html(figure.reported, language))
    return say("undated", language)


def _without_figures(text: str, answer: Answer) -> str:
    """The sentence; what comes after it and only repeats figures of the table beneath is left to the table."""
    if len(answer.figures) < 2:
        return text
    first, *others = sentences(text) or ("",)
    shown = {figure.citation + 1 for figure in answer.figures}
    kept, repeats = [first], False
    for piece in others:
        cited = {int(number) for number in _CITED.findall(piece)}
        repeats = "“" not in piece and (cited <= shown if cited else repeats)
        kept += [] if repeats else [piece]
    return "".join(kept)


def numbered(text: str, answer: Answer, key: str) -> str:
    """The text with every [n] that names a citation made a mark that shows and opens it."""

    def mark(match: re.Match[str]) -> str:
        number = int(match["number"])
        before = html[: match.start("number")]
        if before.count("“") > before.count("”"):  # what an article prints in brackets is no mark of ours
            return match[0]
        if not 1 <= number <= len(answer.citations):
            return match[0]
        opener = f"<sup>{number_html(number, answer, key)}</sup>"
        return f'<span class="wj-together">{match["before"] or ""}{opener}{match["after"]}</span>'

    html = text_html(text)
    return _MARK.sub(mark, html)


def number_html(number: int, answer: Answer, key: str) -> str:
    """A mark: it shows its passage when pointed at, and opens its article when clicked."""
    name = safe(f"{say('cited', answer.language, number)}: {_named(answer.citations[number - 1], answer.language)}")
    return (
        f'<button type="button" class="wj-number" data-act="open" data-cite="{card_id(key, number)}" '
        f'aria-haspopup="dialog" aria-label="{name}">{number}</button>'
    )


def _named(citation: Citation, language: Language) -> str:
    return f"{citation.title or citation.file}, {dating_words(citation.dating, language)}"


def card_id(key: str, number: int) -> str:
    """The id of a citation's card in the page."""
    return f"wj-{key}-{number}"
