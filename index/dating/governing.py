"""Which of the periods in a text a figure in it is of."""

from __future__ import annotations

import re

from index.dating.periods import find_told
from index.dating.reading import Told
from index.period import Period

_STOP = re.compile(r"[。！？!?\n]|\.(?=\s|$)")
_CLAUSE = re.compile(r"[，,；;：:]")
_HAN = re.compile(r"[一-鿿]")
# From here on a comparison speaks of the present again: "较2020年的44万吨减少0.9万吨".
_CHANGE = re.compile(
    r"净?[增减]|增[加长至到]|提[高升]|上升|下[降跌]|回[升落]|[升降缩]至|升到|攀升|跃升|扩大|壮大|扩充|[多少高低快慢翻]|突破|达到|前[移进]"
    r"|缩短|压[缩减]|加快|rose|fell|grew|up|down|increase|decrease|more|less|higher|lower"
)
_BEFORE_IT = re.compile(
    r"\s?(?:以前|之前|前)(?:建成|成立|修建|投用|竣工)|(?:成立|建成|始建|启动|开工|投用|创办|开通)的"
)
_SINCE = re.compile(r"[^，。；！？]{0,16}?(?:以来|至今|起[，,至])")
# "昨日公布的结果显示": the day of the telling, not of what is told.
_SAID = re.compile(r"[^，。；]{0,14}?(?:获悉|公布|发布|披露|通报|透露|听取|了解到|印发)")
_RUNNING = ("end", "year", "half", "quarter", "quarters", "months", "month")
# "达到512家（截至2022年底）": in brackets right after the figure.
_IN_BRACKETS = re.compile(r"[^，。；（(]{0,8}[（(](?:数据)?(?:截[至止])?$")
# Figures as of a day up to this long before the report are still what it calls 目前.
_STILL_NOW = 50


def period_at(text: str, position: int, reported: Period | None) -> Period | None:
    """The period the figure at `position` is of, by the words of time that govern it; None where none do.

    A sentence without words of time goes on about the time the sentences before it report on.
    """
    start, end = sentence_around(text, position)
    told = find_told(text, reported)
    here = [one for one in told if start <= one.words.span.start < end]
    for one in here:
        if one.words.span.start > position and _IN_BRACKETS.fullmatch(text, position, one.words.span.start):
            return one.period
    for one in reversed([one for one in here if one.words.span.end <= position]):
        if one.words.part != "since" and _SINCE.match(text, one.words.span.end):
            return reported
        if _reaches(one, text[one.words.span.end : position]):
            return _now(told, position, reported) if one.words.part == "now" else one.period
    after = next((one for one in here if one.words.span.start > position), None)
    if after and not _HAN.search(text, start, end):
        return after.period
    return _carried([one for one in told if one.words.span.start < start], text, reported)


def sentence_around(text: str, position: int) -> tuple[int, int]:
    """Where the sentence that holds `position` starts and ends."""
    start = 0
    for stop in _STOP.finditer(text):
        if stop.end() > position:
            return start, stop.end()
        start = stop.end()
    return start, len(text)


def _reaches(told: Told, between: str) -> bool:
    """Whether words of time govern a figure `between` later; words beside the subject do so only close by."""
    if _BEFORE_IT.match(between) or (told.words.part == "today" and _SAID.match(between)):
        return False
    return not told.beside or not (_CLAUSE.search(between) or _CHANGE.search(between))


def _carried(before: list[Told], text: str, reported: Period | None) -> Period | None:
    """The latest period that the nearest sentence with one reports on: what it is set against lies further back."""
    running = [one for one in before if one.words.part in _RUNNING and not one.beside and _recent(one, reported)]
    if not running:
        return None
    start, _ = sentence_around(text, running[-1].words.span.start)
    return max((one.period for one in running if one.words.span.start >= start), key=lambda period: period.end)


def _now(told: tuple[Told, ...], position: int, reported: Period | None) -> Period | None:
    """目前 is the day of the report, but for figures given as of the end of a month just past it is that end."""
    for one in reversed(told):
        as_of = one.words.part == "end" or (one.words.part in ("month", "quarter", "half") and one.words.last)
        early = one.words.span.end <= position and as_of and reported
        if early and reported and 0 <= (reported.start - one.period.end).days < _STILL_NOW:
            return one.period
    return reported


def _recent(told: Told, reported: Period | None) -> bool:
    """Whether a report goes on about that time: the running year or the one before, not history and not the future."""
    if reported is None:
        return True
    return told.period.start <= reported.end and told.period.end.year >= reported.start.year - 1
