"""The sentence the person reads: the value with its date, the words it stands in, and the earlier values."""

from __future__ import annotations

from collections.abc import Sequence

from index.article import Article, Language, Span
from index.period import Period
from rag.figures import render, render_period
from rag.question import Question
from rag.reader import AnswerSpan
from rag.sentences import clauses
from rag.timeline import Dated, Timeline

QUOTE_CHARS = 90
_SHOWN_OTHERS = 3
_TRAILING = "，；：、,;:。！？!?…—“‘（( "
_DISAGREEING: dict[Language, str] = {
    "zh": "同一时间，其他文章另有说法：{}。",
    "en": "For the same time other articles say: {}.",
}
_EARLIER: dict[Language, str] = {"zh": "此前：{}。", "en": "Earlier: {}."}
_UNNAMED: dict[Language, str] = {
    "zh": "没有找到谈到{}的段落。下面是最接近的段落，但不是答案。",
    "en": "No passage was found that speaks of {}. The closest are below, but they are not an answer.",
}
_UNKNOWN = {
    "no_match": {
        "zh": "文章里没有提到这件事。",
        "en": "The articles do not mention this.",
    },
    "no_answer": {
        "zh": "文章没有说明这一点。下面是最接近的段落，但不是答案。",
        "en": "The articles do not say. The closest passages are below, but they are not an answer.",
    },
    "unsupported": {
        "zh": "没有找到能够逐字引证的答案。",
        "en": "No answer was found that could be cited word for word.",
    },
}
_UNTOLD: dict[Language, str] = {"zh": "文章没有{}的数字。", "en": "The articles give no figure for {}."}


def write(question: Question, line: Timeline) -> str:
    """The answer in the question's language, figures converted for English, at most about 200 characters."""
    language = question.language
    values = [_cited(each, number, language) for number, each in enumerate(line.told[: 1 + _SHOWN_OTHERS], 1)]
    others = len(line.disagreeing) + 1
    parts = [_lead(line.newest, language)]
    if values[1:others]:
        parts.append(_joined(_DISAGREEING, values[1:others], language))
    if values[others:]:
        parts.append(_joined(_EARLIER, values[others:], language))
    if line.untold:
        parts.append(_joined(_UNTOLD, [render_period(period, language) for period in line.untold], language))
    return ("" if language == "zh" else " ").join(parts)


def _cited(each: Dated, number: int, language: Language) -> str:
    return f"{_value(each.span, language)}{_when(each, language)}[{number}]"


def _joined(sentence: dict[Language, str], values: list[str], language: Language) -> str:
    return sentence[language].format(("；" if language == "zh" else "; ").join(values))


def write_refusal(language: Language, reason: str, unnamed: Sequence[str] = ()) -> str:
    """What the person reads when the articles do not tell, or what was found speaks of none of the places `unnamed`."""
    if unnamed:
        return _UNNAMED[language].format(("、" if language == "zh" else ", ").join(unnamed))
    return _UNKNOWN[reason][language]


def write_other_dates(question: Question, line: Timeline) -> str:
    """What the person reads when the articles tell, but not for the time asked about."""
    times = [render_period(period, question.language) for period in line.lacking]
    asked = ("或" if question.language == "zh" else " or ").join(times)
    values = [_cited(each, number, question.language) for number, each in enumerate(line.told[:_SHOWN_OTHERS], 1)]
    if question.language == "zh":
        return f"文章没有{asked}的数字，只有：{'；'.join(values)}。"
    return f"The articles give no figure for {asked}, only: {'; '.join(values)}."


def _lead(newest: Dated, language: Language) -> str:
    span = newest.span
    quoted = quote(span.found.article, span)
    when = _when(newest, language)
    if span.kind == "clause" or (span.text in quoted and len(span.text) > 0.6 * len(quoted)):
        return f"“{quoted}”{when}[1]。" if language == "zh" else f"“{quoted}”{when} [1]."
    value = _value(span, language)
    return f"{value}{when}：“{quoted}”[1]。" if language == "zh" else f"{value}{when}: “{quoted}” [1]."


def _value(span: AnswerSpan, language: Language) -> str:
    """The exact words, with those that bound a figure; for English the figure converted, the Chinese beside it."""
    if span.figure is None:
        return span.text
    if language == "zh":
        return span.figure.lead + span.text
    rendered = render(span.figure, "en")
    return rendered if rendered == span.text else f"{rendered} ({span.text})"


def _when(each: Dated, language: Language) -> str:
    """The date in brackets: what the figure is of, or when it was reported, marked where that is inferred."""
    if each.period is not None:
        return _bracketed(render_period(each.period, language), language)
    if each.reported is None:
        return ""
    return _bracketed(_reported(each.reported.period, each.reported.inferred, language), language)


def _reported(period: Period, inferred: bool, language: Language) -> str:
    rendered = render_period(period, language)
    if language == "zh":
        return f"{rendered}报道{'，日期为推断' if inferred else ''}"
    return f"reported in {rendered}{', date inferred' if inferred else ''}"


def _bracketed(words: str, language: Language) -> str:
    return f"（{words}）" if language == "zh" else f" ({words})"


def quote(article: Article, span: AnswerSpan, limit: int = QUOTE_CHARS) -> str:
    """The clauses around the answer, word for word, as many as fit the limit; never less than the answer itself."""
    run = quoted_span(article, span, limit)
    return article.text[run.start : run.end].replace("\n", " ")


def quoted_span(article: Article, span: AnswerSpan, limit: int = QUOTE_CHARS) -> Span:
    """Where the quote stands: whole clauses of the sentence around the answer, grown to the left first."""
    parts = clauses(article.text, span.sentence)
    first = next((i for i, part in enumerate(parts) if part.end > span.answer.start), 0)
    last = next((i for i in range(len(parts) - 1, -1, -1) if parts[i].start < span.answer.end), len(parts) - 1)
    grown = True
    while grown:
        grown = False
        if first > 0 and parts[last].end - parts[first - 1].start <= limit:
            first, grown = first - 1, True
        if last + 1 < len(parts) and parts[last + 1].end - parts[first].start <= limit:
            last, grown = last + 1, True
    start, end = parts[first].start, parts[last].end
    while end > span.answer.end and article.text[end - 1] in _TRAILING:
        end -= 1
    return Span(start, end)
