"""Reads the figures of a Chinese or English text: where each stands, its value, unit, kind and bound."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from itertools import chain
from typing import Literal

from index.dating.numerals import fold, parse_number
from index.dating.periods import find_words
from rag.bounds import Bound, bound_after, bound_before
from rag.fractions import ENGLISH_SHARE, SHARE, share
from rag.numbers import NUMBER, NUMBER_OR_WORD, Number, number_at
from rag.units import CURRENCIES, Unit, chinese_unit, counts_surely

Kind = Literal["count", "money", "percent", "rank", "fraction", "ordinal"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: `text` stands at `start` to `end` (code points) and comes to `value`, to `high` where it is a range.

    `unit` is normalised ("元", "家", "公里", "%"), empty where the text names none; scales (万, billion) are in the
    value. A third is a "fraction" of 0.333…; "20强" and "top 20" are ranks with the bound "most". `lead` are the words
    right before `start` that bound it ("突破", "over"); those after it (以上, 左右) are in `text`.
    """

    start: int
    end: int
    text: str
    value: Decimal
    high: Decimal | None = None
    unit: str = ""
    kind: Kind = "count"
    bound: Bound = "exact"
    lead: str = ""


# A number with one of these at its side names something: 5号线, 2.0版, 90后, 5G, C-V2X, 5+5+X, 7·16, 14:20.
_NAME_AFTER = re.compile(
    r"号|版(?!块)|世纪|年代|时(?!间)|点(?!\d)|热线|[·+×]|[:：]\d\d|级(?=[数产集高世园产的])|届(?=[人政党全])|中全会"
    r"|大(?=精神|报告|召开|以来|胜利|代表)|[A-Za-z]"
)
_NAME_BEFORE = re.compile(r"(?:[A-Za-z][-_]?|[·+×]|\d[-.:/时点])$")
_BORN = re.compile(r"[0-9]0后")
_SITTING = re.compile(r"(?:人大|政协|代表大会|委员会|党代会|全会)$")
_CITED = re.compile(r"\[\d+\]")
_LISTED = re.compile(r"[.、)）]")
_LIST_MARK = re.compile(r"(?:^|\n)[（(]?$")
_ENGLISH = re.compile(r"[A-Za-z]{2} [A-Za-z\d]|\d[ -]?[A-Za-z]{2}|[A-Za-z]{3}-[a-z]|^[A-Za-z]{3,}$")
_PHONE = re.compile(r"(?<!\d)(?:1[3-9]\d{9}(?![\d.%元万亿户人家个吨])|0\d{2,3}-\d{7,8}(?!\d))")
_QUOTED = re.compile(r"“[^“”\n]{1,12}”")
_JOINT = re.compile(r" ?(?:至|到|-{1,2}|~)+ ?| (?P<word>to|and) ")
_CURRENCY = re.compile(
    rf"(?:{'|'.join(re.escape(sign) for sign in sorted(CURRENCIES, key=len, reverse=True))}) ?$", re.I
)
_FROM = re.compile(r"(?:[从由自]|from )(?:RMB ?|US\$|[$¥€£])?$", re.I)
_BETWEEN = re.compile(r"between (?:RMB ?|US\$|[$¥€£])?$", re.I)
_TOP = re.compile(r"(?:top |(?<![以之目])前) ?$", re.I)
_RANKED = re.compile(
    r"(?:rank(?:s|ed|ing)?|number|placed?)(?: (?:the|at|as|in|is|was))* ?$|(?P<sign>(?:No\.|#) ?)$", re.I
)
_MINUS = re.compile(r"零下$|(?<![^\s(（，、为至到])-$")
_NTH = re.compile(r"(?:st|nd|rd|th)(?![A-Za-z])", re.I)
_MEETING = re.compile(r" (?:[A-Z]\w+ )*(?:Congress|Session|Plenum|anniversary|century|Five-Year|edition)", re.I)
_RANK_UNITS = ("位", "名")
# 第一 and 第5 without 位 rank at the end of a phrase; the Chinese numeral only where a ranking is spoken of.
_RANK_END = re.compile(r"[，。；、！？,.;”）)和及并且的\s]|$")
_RANK_CONTEXT = re.compile(
    r"(?:全[国省市县区州球]|世界|[居列排占])[^，。；]{0,12}$|(?:[省市县区六五七八九]区?|[中西东]部|[为均获得夺是升降至由从到名])$"
)
_RANK_SIZE = re.compile(r"[大高多长低]")


def find_figures(text: str) -> tuple[Figure, ...]:
    """The figures of `text` in reading order; dates, times of day and numbers inside names are none."""
    return _find(text)


@lru_cache(maxsize=1024)
def _find(text: str) -> tuple[Figure, ...]:
    return tuple(_Scan(text).figures())


class _Scan:
    """One pass over one text; `taken` marks what has been read, dates first of all."""

    def __init__(self, text: str) -> None:
        self.text, self.folded = text, fold(text)
        self.taken = bytearray(len(text) + 1)
        for words in find_words(text):
            self._take(words.span.start, words.span.end)
        for match in _PHONE.finditer(self.folded):
            self._take(*match.span())
        self.english = bool(_ENGLISH.search(self.folded))
        self.number = NUMBER_OR_WORD if self.english else NUMBER
        self.quoted = [match.span() for match in _QUOTED.finditer(text)]

    def figures(self) -> list[Figure]:
        return sorted([*self._shares(), *self._numbers()], key=lambda figure: figure.start)

    def _take(self, start: int, end: int) -> None:
        self.taken[start:end] = b"\1" * (end - start)

    def _back(self, start: int, length: int = 14) -> str:
        return self.folded[max(0, start - length) : start]

    def _in_name(self, start: int) -> bool:
        """Whether a Chinese numeral stands in a short quoted phrase: “三个一批”, “四库”."""
        return not self.folded[start].isascii() and any(low < start < high for low, high in self.quoted)

    def _shares(self) -> Iterator[Figure]:
        matches = SHARE.finditer(self.folded)
        for match in chain(matches, ENGLISH_SHARE.finditer(self.folded)) if self.english else matches:
            start, end = match.span()
            if any(self.taken[start:end]) or self._in_name(start):
                continue
            if read := share(match, self._back(start)):
                value, kind, unit = read
                yield self._made(start, end, value, kind, unit)

    def _numbers(self) -> Iterator[Figure]:
        position = 0
        while match := self.number.search(self.folded, position):
            position = match.end()
            if self.taken[match.start()] or self._in_name(match.start()):
                continue
            if figure := self._read(match):
                position = max(position, figure.end)
                yield figure

    def _read(self, match: re.Match[str]) -> Figure | None:
        start = match.start()
        before = self._back(start)
        if before.rstrip().endswith("第"):
            return self._ordinal(match)
        number = number_at(self.folded, match)
        if number is None or not number.sure or self.taken.find(1, start, number.end) >= 0:
            return None
        if _NAME_BEFORE.search(before) and not _CURRENCY.search(before):
            return None
        if number.unit is None and self._named(number, match):
            return None
        if number.unit and number.unit.name in ("次", "届") and _SITTING.search(before):
            return None
        return self._range(number) or self._rank(number) or self._figure(number)

    def _named(self, number: Number, match: re.Match[str]) -> bool:
        if match[0].lower() in ("one", "a", "an"):
            return True
        after = self.folded[number.end : number.end + 4]
        if _BORN.match(self.folded, number.start) or _CITED.match(self.folded, number.start - 1):
            return True
        if _NAME_AFTER.match(after) and not _NTH.match(after):
            return True
        return bool(_LISTED.match(after) and _LIST_MARK.search(self._back(number.start, 3)))

    def _range(self, low: Number) -> Figure | None:
        """2至3个, 20万-30万元, 2 to 3: the scale and unit of the second hold for the first."""
        joint = _JOINT.match(self.folded, low.end)
        match = self.number.match(self.folded, joint.end()) if joint and low.raw_high is None else None
        high = number_at(self.folded, match) if match else None
        before = self._back(low.start)
        if joint is None or high is None or high.raw_high is not None or not high.sure or _FROM.search(before):
            return None
        if self.taken.find(1, low.end, high.end) >= 0:
            return None
        if joint["word"] == "and" and not _BETWEEN.search(before):
            return None
        if low.scale == 1 and low.unit is None and low.raw < high.raw:
            low = replace(low, scale=high.scale)
        alike = low.unit is None or high.unit is None or low.unit.name == high.unit.name
        if not alike or low.value >= high.value:
            return None
        both = replace(
            high, start=low.start, raw=low.value, raw_high=high.value, scale=Decimal(1), unit=high.unit or low.unit
        )
        return self._figure(both)

    def _rank(self, number: Number) -> Figure | None:
        """20强, 前20名, top 20, 8th, No. 8, ranked 8."""
        start, end, before = number.start, number.end, self._back(number.start)
        places = number.unit is None or number.unit.name in _RANK_UNITS
        if number.unit is None and self.folded[end : end + 1] == "强":
            return self._made(start, end + 1, number.value, "rank", bound="most")
        if places and (top := _TOP.search(before)):
            return self._made(start - len(top[0]), end, number.value, "rank", bound="most")
        if number.unit is not None:
            return None
        if _NTH.match(self.folded, end):
            kind: Kind = "ordinal" if _MEETING.match(self.folded, end + 2) else "rank"
            return self._made(start, end + 2, number.value, kind)
        if ranked := _RANKED.search(before):
            return self._made(start - len(ranked["sign"] or ""), end, number.value, "rank")
        return None

    def _figure(self, number: Number) -> Figure:
        unit, start = number.unit, number.start
        if currency := _CURRENCY.search(self._back(start, 5)):
            start -= len(currency[0])
            unit = unit or Unit(CURRENCIES[currency[0].strip().upper()], Decimal(1), "money")
        factor = unit.factor if unit else Decimal(1)
        if minus := _MINUS.search(self._back(start, 2)):
            start, factor = start - len(minus[0]), -factor
        kind: Kind = unit.family if unit and unit.family in ("money", "percent") else "count"
        high = None if number.high is None else number.high * factor
        bound: Bound = "over" if number.more else "exact"
        return self._made(start, number.end, number.value * factor, kind, unit.name if unit else "", high, bound)

    def _ordinal(self, match: re.Match[str]) -> Figure | None:
        """第8位 is a rank, 第七期 an ordinal; 第一 alone ranks where a ranking is spoken of."""
        value, end = parse_number(match[0]), match.end()
        if value is None:
            return None
        start = self.folded.rfind("第", 0, match.start())
        at = end + (self.folded[end : end + 1] == " ")
        found = chinese_unit(self.folded, at)
        if found and found[0] in _RANK_UNITS:
            return self._made(start, at + 1, value, "rank")
        digits = match[0][0].isascii()
        if found and not _NAME_AFTER.match(self.folded, at) and (digits or counts_surely(found[0])):
            return self._made(start, at + len(found[0]), value, "ordinal", found[0])
        ranked = _RANK_END.match(self.folded, end) and (digits or _RANK_CONTEXT.search(self._back(start)))
        size = _RANK_SIZE.match(self.folded, end)
        return self._made(start, size.end() if size else end, value, "rank") if ranked or size else None

    def _made(
        self,
        start: int,
        end: int,
        value: Decimal,
        kind: Kind,
        unit: str = "",
        high: Decimal | None = None,
        bound: Bound = "exact",
    ) -> Figure:
        """A figure from `start` to `end`, with the words beside it that bound it."""
        lead = ""
        if after := bound_after(self.folded, end):
            bound, end = after if bound == "exact" else (bound, after[1])
        if (before := bound_before(self.folded, start)) and not any(self.taken[before[1] : start]):
            bound = before[0] if bound == "exact" else bound
            lead = self.text[before[1] : start]
        self._take(start - len(lead), end)
        return Figure(start, end, self.text[start:end], value, high, unit, kind, bound, lead)
