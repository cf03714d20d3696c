"""Clues to a text's year from the years it names: as the current one, a deadline, a target, a result, or history."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from index.article import Span
from index.dating.clues import Clue, beside, clue_of, found, in_year, not_after, not_before, sentence_of
from index.dating.timewords import TimeWords

_NEW = re.compile(r"(?P<year>20\d\d)年?的?(?:新的?一年|新年|新春|新征程)|今年[（(,，是即]?(?P<this>20\d\d)年?")
_CURRENT = re.compile(r"[^，。；]{0,3}是[^。；]{0,40}?之?年")
_LOOKED_BACK = re.compile(r"过去的|回顾|回望|走过")
_DEADLINE = re.compile(r"(?:到|(?<!截)至|力争|计划|预计|将于|争取|确保|拟于|目标是?)[“\s]?$")
_REACHED = re.compile(r"已|累计|只有|仅|这一|还")
_DUE = re.compile(r"[底末]?前(?!后)|[^，。]{0,6}(?:投产|投用|建成|竣工|启用)[，。]")
_PLANNED = re.compile(r"将(?!近)|计划(?!单列|生育)|预计|力争|规划|目标|提出|逐年")
_TARGET = re.compile(r"计划|预期|目标|安排|力争|将(?!近)|(?<![主重需首必])要(?![素求经点闻])|拟|争取")
_HISTORY = re.compile(
    r"(?:度)?(?:[^，。；]{0,6}(?:起|至今|以来|开始|以前|之前)"
    r"|[，,]?[^，。；\d]{0,14}(?:提出|启动|设立|成立|被|还|曾|首次|诞生|建成|创办|开工))"
)
_DONE = re.compile(
    r"完成|达到?|实现|增[长至加]|同比|共|累计|新增|引进|突破|[为有]\d|收入|总[额量值]|\d+(?:\.\d+)?[%万亿家个]"
)
_COMPARED = re.compile(r"增长|同比|比上年|较上年|下降|增速")
# How much the latest year a text looks back on speaks for being the text's own year, and for the year after.
_SPEAKS = {
    "compared": (0.3, 2.0),
    "result": (0.3, 1.4),
    "year": (0.6, 0.6),
    "end": (0.1, 1.2),
    "event": (0.5, 0.5),
    "printed": (1.2, 0.3),
    "current": (0.0, 0.0),
    "history": (0.0, 0.0),
}
# 去年 beside a year's number, once the text has begun, makes it likelier that the number means an earlier year.
_LEAD, _DOUBT = 60, 0.5


def year_clues(text: str, told: tuple[TimeWords, ...]) -> Iterator[Clue]:
    """The clues that the years named in a text give."""
    for match in _NEW.finditer(text):
        yield found(match, in_year(int(match["year"] or match["this"])), 3)
    named = [words for words in told if words.year is not None and words.part not in ("years", "plan")]
    said = {words: _said(text, words) for words in named}
    for words, how in said.items():
        yield from _of_one(text, words, how, words.year or 0)
    past = {words: how for words, how in said.items() if how not in ("deadline", "target")}
    yield from _latest(text, told, past)


def _of_one(text: str, words: TimeWords, how: str, year: int) -> Iterator[Clue]:
    if how == "current":
        end = _current_end(text, words)
        yield Clue(Span(words.span.start, end), text[words.span.start : end], in_year(year), 4.5)
    elif how in ("deadline", "target"):
        yield clue_of(words, not_after(date(year, 12, 31)), veto=True)
    else:
        yield clue_of(words, not_before(_begin(words, year)), veto=True)
    if how == "target":
        yield clue_of(words, in_year(year), 0.9)
        yield clue_of(words, in_year(year - 1), 0.4)


def _begin(words: TimeWords, year: int) -> date:
    month = 12 if words.part == "end" else words.numbers[0] if words.part in ("month", "day") else 1
    return date(year, month, 1)


def _said(text: str, words: TimeWords) -> str:
    """How a year is spoken of: a key of _SPEAKS, "deadline" or "target"."""
    start, end = sentence_of(text, words)
    before = text[max(start, words.span.start - 14) : words.span.start]
    after = text[words.span.end : min(end, words.span.end + 26)]
    printed = words.text[0] in "（(" or words.text.isdigit()
    whole = words.part == "year" and not printed
    if whole and _current_end(text, words) and not _LOOKED_BACK.search(before):
        return "current"
    if _is_deadline(text, words, before, after) or _PLANNED.search(text, start, words.span.start):
        return "deadline"
    target = _TARGET.search(after) if whole else None
    if target and not re.search(r"\d", after[: target.start()]):
        return "target"
    if beside(text, words) or _HISTORY.match(after):
        return "history"
    if not whole:
        return "printed" if printed else "end" if words.part == "end" else "event"
    if _COMPARED.search(text, words.span.end, end) and re.search(r"\d", after):
        return "compared"
    return "result" if _DONE.search(after) else "year"


def _is_deadline(text: str, words: TimeWords, before: str, after: str) -> bool:
    if _DEADLINE.search(before):
        return not _REACHED.search(after[:16])
    return bool(_DUE.match(after)) and "已" not in before + after


def _current_end(text: str, words: TimeWords) -> int:
    """Where "2023年是……开局之年" ends; 0 where it does not begin here."""
    match = _CURRENT.match(text, words.span.end)
    return match.end() if match else 0


def _latest(text: str, told: tuple[TimeWords, ...], said: dict[TimeWords, str]) -> Iterator[Clue]:
    """What the latest year looked back on tells: mostly that the text is of the year after."""
    latest = max((words.year or 0 for words in said), default=0)
    relative = any(words.offset == -1 and not beside(text, words) for words in told)
    late = _late(told)
    for words, how in said.items():
        if words.year != latest:
            continue
        same, after = _SPEAKS[how]
        if late and words.part == "year":
            same, after = max(same, after), same
        doubt = _DOUBT if relative and words.span.start > _LEAD else 1
        yield clue_of(words, in_year(latest), same)
        yield clue_of(words, in_year(latest + 1), after * doubt)


def _late(told: tuple[TimeWords, ...]) -> bool:
    """Whether a text is of a year's last weeks, when its results are told within it, and then not beside 今年."""
    days = (words for words in told if words.part == "day" and words.relative)
    return any(words.numbers[0] >= 11 for words in days) and not any(words.offset == 0 for words in told)
