"""Shares in words and signs: 百分之七, 三成, 五分之一, 1/5, 2.4比1, 一半, two thirds; and 首位."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal

from index.dating.numerals import parse_number

ShareKind = Literal["percent", "fraction", "rank"]

_DIGIT = "一二两三四五六七八九"
_PARTS = ("half", "third", "quarter", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_COUNTS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_PER = {"百": "%", "千": "‰", "万": "‱"}

_RANKING = re.compile(r"[居列占排位][^，。；]{0,10}$")
# 成 makes many other words: 完成, 三成立, 一成功.
SHARE = re.compile(
    rf"(?P<per>[百千万])分之(?P<of>[{_DIGIT}十百零点]+|\d+(?:\.\d+)?)"
    rf"|(?P<den>[{_DIGIT}十百千]{{1,3}}|(?<!\d)\d{{1,3}})分之(?P<num>[{_DIGIT}十]+|\d{{1,3}})(?!\d)"
    r"|(?<![\d/.])(?P<n>\d{1,3})/(?P<d>\d{1,4})(?![\d/])"
    rf"|(?P<tenths>[{_DIGIT}]|(?<![\d.])[1-9])成(?<![已完促建达落生合构收组变转形做]..)"
    rf"(?P<half>[{_DIGIT}半](?![个家项条]))?"
    r"(?![立为功效果员本都长熟年人分交份绩型品色就])"
    r"|(?P<halves>一半|半数)"
    r"|(?<![\d:∶.])(?P<left>\d+(?:\.\d+)?)(?:比|∶)(?P<right>\d+(?:\.\d+)?)(?![\d:∶%])"
    r"|(?P<first>首位(?![要置])|之首|榜首)"
)
ENGLISH_SHARE = re.compile(
    rf"(?<![A-Za-z])(?P<count>a|{'|'.join(_COUNTS)})[ -](?P<part>{'|'.join(_PARTS)}|fourth)s?(?![A-Za-z])(?! quarter)"
    r"|(?<![A-Za-z])half(?= of (?!20|19|the year|last|this))",
    re.I,
)


def share(match: re.Match[str], before: str) -> tuple[Decimal, ShareKind, str] | None:
    """What a match of either pattern, after `before`, comes to: value, kind and unit; None where it is no share."""
    got = {name: value for name, value in match.groupdict().items() if value}
    if "per" in got:
        value = parse_number(got["of"])
        return None if value is None else (value, "percent", _PER[got["per"]])
    if "tenths" in got:
        return _tenths(got)
    if "part" in got:
        count = 1 if got["count"].lower() == "a" else _COUNTS.index(got["count"].lower()) + 1
        part = got["part"].lower().replace("fourth", "quarter")
        return Decimal(count) / (_PARTS.index(part) + 2), "fraction", ""
    if "den" in got or "d" in got:
        return _ratio(got.get("num") or got["n"], got.get("den") or got["d"], below_one=True)
    if "left" in got:
        return _ratio(got["left"], got["right"], below_one=False)
    if "first" in got:
        return (Decimal(1), "rank", "") if _RANKING.search(before) else None
    return Decimal("0.5"), "fraction", ""


def _tenths(got: dict[str, str]) -> tuple[Decimal, ShareKind, str]:
    half = got.get("half")
    more = Decimal(5) if half == "半" else parse_number(half) if half else Decimal(0)
    return (parse_number(got["tenths"]) or Decimal(0)) * 10 + (more or 0), "percent", "%"


def _ratio(over: str, under: str, below_one: bool) -> tuple[Decimal, ShareKind, str] | None:
    above, below = parse_number(over), parse_number(under)
    if not above or not below or (below_one and above >= below):
        return None
    return above / below, "fraction", "" if below_one else "比"
