"""An answer as HTML, all text escaped: the sentence, the figures by date, each citation with its words highlighted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from index.article import Article, Dating, Language
from rag.answer import Answer, Citation, DatedFigure
from ui.marks import Run, runs, telling
from ui.strings import dating_words, inference_words, language_of, period_words, say

MOST_TITLES = 8
SHORT = 12
_COLUMNS = ("when", "value", "reported", "source")
_GAP = re.compile(r"<br>(?:<br>)+")
_LEAD = re.compile(r"^([^“\n]{1,80}?)([：:]\s?)(?=“)")
# With the signs around it, for a line shall not begin with a mark or with a full stop.
_MARK = re.compile(r"(?P<before>&[#\w]+;|[^\s;>])?\s?\[(?P<number>\d)\](?P<after>[。，；：,.;:]?)")
_SENTENCE_END = re.compile(
    r"(?<=[。！？；!?\n])(?![。！？；!?”’」』）)])|(?<=[。！？；][”’」』）)])(?![。！？；])|(?<=\.)(?=\s)"
)


def text_html(text: str) -> str:
    """The text, its lines kept, with nothing in it that a browser or Gradio would act on."""
    return _safe(text).replace("\n", "<br>")


def _safe(text: str) -> str:
    # Gradio's page looks up what follows this mark as a translation, wherever it stands.
    return escape(text).replace("__i18n__", "_&#95;i18n__")


def sentences(text: str) -> tuple[str, ...]:
    """The text in the pieces it is streamed by; joined they are the text."""
    return tuple(piece for piece in _SENTENCE_END.split(text) if piece)


def question_html(question: str, language: Language | None = None) -> str:
    """The question, as the headline of its turn."""
    lang = f' lang="{_bcp(language)}"' if language else ""
    return f'<h2 class="wj-question"{lang}>{text_html(question)}</h2>'


def turn_html(inside: str) -> str:
    """One question and all that answers it."""
    return f'<article class="wj-turn">{inside}</article>'


def waiting_html(label: str) -> str:
    """The line shown while the articles are read; `label` is already safe."""
    return f'<p class="wj-waiting" role="status">{label}</p>'


def notice_html(text: str, cure: str = "") -> str:
    """A failure told to the person, in place of an answer."""
    return f'<p class="wj-notice" role="alert">{text_html(f"{text} {cure}".strip())}</p>'


def answer_html(answer: Answer, turn: int, shown: str | None = None) -> str:
    """The sentence a person reads; `shown` is the part of it that has been streamed so far."""
    text = answer.text or (say(answer.reason, answer.language) if answer.reason else "")
    kind = "wj-answer wj-abstained" if answer.abstained else "wj-answer"
    words = _led(_numbered(text_html(text if shown is None else shown), answer, turn))
    return f'{_resolved(answer)}<p class="{kind}" lang="{_bcp(answer.language)}">{words}</p>'


def evidence_html(answer: Answer, turn: int) -> str:
    """Everything under the sentence: figures by date, then citations. `turn` tells the turns of a talk apart."""
    return _figures(answer, turn) + _citations(answer, turn)


def masthead_html(language: Language) -> str:
    """The name of the page and what it is for."""
    title, tagline = (text_html(say(key, language)) for key in ("title", "tagline"))
    return f'<header class="wj-masthead" lang="{_bcp(language)}"><h1>{title}</h1><p>{tagline}</p></header>'


def covered_html(articles: Sequence[Article], language: Language) -> str:
    """The headlines that can be asked about, with source and date."""
    lines = "".join(f"<li>{_headline(article, language)}</li>" for article in articles[:MOST_TITLES])
    more = len(articles) - MOST_TITLES
    rest = f'<p class="wj-meta">{say("more", language, more)}</p>' if more > 0 else ""
    return f'<section lang="{_bcp(language)}"><h3>{say("covered", language)}</h3><ul>{lines}</ul>{rest}</section>'


def _headline(article: Article, language: Language) -> str:
    meta = [text_html(article.source)] if article.source else []
    meta.append(_dating(article.dating, language))
    return f'{_title(article.title or article.file)}<span class="wj-meta">{" · ".join(meta)}</span>'


def _title(title: str) -> str:
    return f'<cite lang="{_bcp(language_of(title))}">{text_html(title)}</cite>'


def _bcp(language: Language) -> str:
    return "zh-CN" if language == "zh" else "en"


def _resolved(answer: Answer) -> str:
    if answer.resolved in ("", answer.question):
        return ""
    return f'<p class="wj-resolved">{text_html(say("understood", answer.language, answer.resolved))}</p>'


def _led(safe: str) -> str:
    """A value with its date, set apart from the quotation after it as a headline is from its story."""
    return _LEAD.sub(r'<span class="wj-lead">\1</span><span class="wj-colon">\2</span>', safe, count=1)


def _numbered(safe: str, answer: Answer, turn: int) -> str:
    """The text with every [n] that names a citation made a mark that opens it."""

    def mark(match: re.Match[str]) -> str:
        number = int(match["number"])
        if not 1 <= number <= len(answer.citations):
            return match[0]
        opener = f"<sup>{_number(number, turn, answer.language)}</sup>"
        return f'<span class="wj-together">{match["before"] or ""}{opener}{match["after"]}</span>'

    return _MARK.sub(mark, safe)


def _number(number: int, turn: int, language: Language) -> str:
    name = say("cited", language, number)
    return (
        f'<button type="button" class="wj-number" data-cite="{_id(turn, number)}" aria-label="{name}">{number}</button>'
    )


def _id(turn: int, number: int) -> str:
    return f"wj-{turn}-{number}"


def _dating(dating: Dating | None, language: Language) -> str:
    words = f'<span class="wj-date">{escape(dating_words(dating, language))}</span>'
    if dating and dating.inferred:
        why = _safe(inference_words(dating, language))
        words += f' <span class="wj-inferred" title="{why}">{say("inferred", language)}</span>'
    return words


def _figures(answer: Answer, turn: int) -> str:
    if not answer.figures:
        return ""
    language = answer.language
    if len(answer.figures) == 1 and not answer.abstained:
        return _dateline(answer.figures[0], language)
    heading = say("other_figures" if answer.abstained else "figures", language)
    columns = "".join(f'<th scope="col">{say(key, language)}</th>' for key in _COLUMNS)
    rows = "".join(_figure(figure, turn, language) for figure in answer.figures)
    return (
        f'<table class="wj-figures" lang="{_bcp(language)}"><caption>{heading}</caption>'
        f"<thead><tr>{columns}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _dateline(figure: DatedFigure, language: Language) -> str:
    when = period_words(figure.period, language) if figure.period else say("unstated", language)
    told = ((say("when", language), escape(when)), (say("reported", language), _dating(figure.reported, language)))
    words = " · ".join(f'<span class="wj-key">{key}</span> {value}' for key, value in told)
    return f'<p class="wj-dateline" lang="{_bcp(language)}">{words}</p>'


def _figure(figure: DatedFigure, turn: int, language: Language) -> str:
    when = period_words(figure.period, language) if figure.period else say("unstated", language)
    kind = "wj-value wj-short" if len(figure.text) <= SHORT else "wj-value"
    return (
        f'<tr><th scope="row">{escape(when)}</th><td class="{kind}" lang="zh-CN">{text_html(figure.text)}</td>'
        f"<td>{_dating(figure.reported, language)}</td><td>{_number(figure.citation + 1, turn, language)}</td></tr>"
    )


def _citations(answer: Answer, turn: int) -> str:
    if not answer.citations:
        return ""
    language = answer.language
    heading = say("closest" if answer.abstained else "sources", language)
    kind = "wj-sources wj-closest" if answer.abstained else "wj-sources"
    cards = "".join(_card(citation, n, turn, answer) for n, citation in enumerate(answer.citations, start=1))
    return (
        f'<section class="{kind}" lang="{_bcp(language)}" aria-label="{heading}"><h3>{heading}</h3>'
        f"<ol>{cards}</ol></section>"
    )


def _card(citation: Citation, number: int, turn: int, answer: Answer) -> str:
    language, lang = answer.language, _bcp(language_of(citation.text))
    is_open = number == 1 and not answer.abstained
    peek = "" if is_open else f'<span class="wj-peek" lang="{lang}">{_shaded(telling(citation))}</span>'
    return (
        f'<li class="wj-card"><details id="{_id(turn, number)}"{" open" if is_open else ""}>'
        f'<summary><span class="wj-number">{number}</span><span class="wj-heading">{_heading(citation, language)}'
        f"{peek}</span></summary>"
        f'<blockquote class="wj-passage" lang="{lang}">{_shaded(runs(citation))}</blockquote>'
        f'<p class="wj-foot">{_foot(citation, language)}</p></details></li>'
    )


def _heading(citation: Citation, language: Language) -> str:
    pages = sorted({span.page for span in citation.raw if span.page})
    meta = [text_html(citation.source)] if citation.source else []
    meta.append(_dating(citation.dating, language))
    meta += [escape(say("page", language, page)) for page in pages]
    return f'{_title(citation.title or citation.file)}<span class="wj-meta">{" · ".join(meta)}</span>'


def _shaded(parts: tuple[Run, ...]) -> str:
    tags = {"plain": "{}", "evidence": '<span class="wj-evidence">{}</span>', "answer": "<mark>{}</mark>"}
    html = "".join(tags[run.shade].format(text_html(run.text)) for run in parts)
    return _GAP.sub('<br><span class="wj-gap"></span>', html)


def _foot(citation: Citation, language: Language) -> str:
    facts = [text_html(citation.file)]
    if citation.dating and citation.dating.inferred:
        facts.append(text_html(inference_words(citation.dating, language)))
    if citation.terms:
        facts.append(text_html(say("matched", language, "、".join(_readable(citation.terms)))))
    facts.append(escape(say("score", language, f"{citation.score:.2f}")))
    return " · ".join(facts)


def _readable(terms: tuple[str, ...]) -> tuple[str, ...]:
    # "py:jinshui" is how the index writes the sound of a name.
    return tuple(dict.fromkeys(term.removeprefix("py:") for term in terms))
