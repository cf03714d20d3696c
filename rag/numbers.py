"""One number of a text with its scale and unit: 2700余人次, 1.2万亿元, 57.85 billion yuan, 两三个."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from index.dating.numerals import ARABIC, SCALE, parse_number
from rag.bounds import bound_before
from rag.units import ARTICLE_LIKE, Unit, chinese_unit, counts_surely, english_unit
from rag.words import ENGLISH_NUMBER, SCALES, english_value

_HAN_NUMBER = "[一二两三四五六七八九十百千万亿零〇]+(?:点[一二三四五六七八九零]+[万亿]?)?"
NUMBER = re.compile(rf"{ARABIC}|{_HAN_NUMBER}")
# Only where a text holds English words: it costs three times as much.
NUMBER_OR_WORD = re.compile(rf"{NUMBER.pattern}|{ENGLISH_NUMBER}", re.I)
_SCALE = re.compile(rf" ?(?P<scale>{SCALE})(?!强)")
_SMALLER = re.compile(rf"(?:{ARABIC})[万千百]")
_ENGLISH_SCALE = re.compile(
    rf"[ -]?(?P<scale>(?:(?:hundred|thousand) )?(?:{'|'.join(SCALES)})|hundred)(?![A-Za-z])", re.I
)
# 30多个, 十几亿: only before a scale or a unit; 3亿多元 and 一年多 have it after.
_MORE = re.compile(r"[余多来几](?= ?[^\s，。；、：！？）”])")
_MORE_AFTER = re.compile(r"[多余](?![么少样种年次])")
_HAN_PAIR = re.compile(r"(?P<a>[一二两三四五六七八九])(?P<b>[二三四五六七八九])(?P<step>[十百千万亿]{0,2})")
# 三部分, 一个性: the measure word belongs to what follows.
_OTHER_WORD = re.compile(r"[部层面线]分|[家个][性般体]|级[别领]|条件|位[于置数]|名[单称]|个一[批律流]|届[人政党全]")
_INNER_MORE = re.compile(r"个多(?=月|小时|星期|工作日|百分点)")


@dataclass(frozen=True, slots=True)
class Number:
    """A number read so far: `raw` (to `raw_high` where it is two or three) times `scale`, in `unit` if it names one.

    `more` where 余 or 多 is said in it; `sure` unless it is a Chinese numeral that nothing shows to be a number.
    """

    start: int
    end: int
    raw: Decimal
    raw_high: Decimal | None = None
    scale: Decimal = Decimal(1)
    unit: Unit | None = None
    more: bool = False
    sure: bool = True

    @property
    def value(self) -> Decimal:
        return self.raw * self.scale

    @property
    def high(self) -> Decimal | None:
        return None if self.raw_high is None else self.raw_high * self.scale


def number_at(folded: str, match: re.Match[str]) -> Number | None:
    """The number that `match` of NUMBER begins, with all that belongs to it; None where it is none."""
    token = match[0]
    if not token[0].isascii():
        return _han(folded, match)
    if token[0].isalpha():
        value = english_value(token)
        return None if value is None else _in_unit(folded, Number(*match.span(), value))
    number = _scaled(folded, Number(*match.span(), Decimal(token.replace(",", ""))))
    return _in_unit(folded, number)


def _han(folded: str, match: re.Match[str]) -> Number | None:
    token = match[0]
    low, high = _pair(token)
    if low is None or folded[match.start() - 1 : match.start()] in tuple("几数"):
        return None  # 几十家 and 数百个 are too vague to be figures.
    number = Number(*match.span(), low, high, sure=False)
    if token[-1] in "十百千万亿":
        number = _scaled(folded, number)
    number = _in_unit(folded, number)
    if token[0] in "百千万亿" and not number.more and not bound_before(folded, number.start):
        return replace(number, sure=False)  # 百家争鸣 and 万人 count nothing, 上百家 and 百余家 do.
    return replace(number, sure=False) if token == "一" and _article(folded, number) else number


def _article(folded: str, number: Number) -> bool:
    return (
        folded[number.start + 1 : number.start + 2] in ARTICLE_LIKE
        and number.unit is not None
        and number.unit.family == "count"
    )


def _pair(token: str) -> tuple[Decimal | None, Decimal | None]:
    """两三 is two to three, 五六十 fifty to sixty; other Chinese numerals are one number, digits in a row none."""
    pair = _HAN_PAIR.fullmatch(token)
    if not pair:
        return parse_number(token), None
    low, high = parse_number(pair["a"]), parse_number(pair["b"])
    if low is None or high is None or not (high - low == 1 or (low, high) == (Decimal(3), Decimal(5))):
        return None, None
    step = parse_number(pair["step"]) if pair["step"] else Decimal(1)
    return (low * step, high * step) if step else (None, None)


def _scaled(folded: str, number: Number) -> Number:
    number = _more(folded, number)
    if found := _SCALE.match(folded, number.end):
        number = replace(number, end=found.end(), scale=parse_number(found["scale"]) or Decimal(1))
        if found["scale"] == "亿" and (rest := _SMALLER.match(folded, number.end)):
            smaller = (parse_number(rest[0]) or Decimal(0)) / number.scale
            number = replace(number, end=rest.end(), raw=number.raw + smaller)
        return _more(folded, number)
    if found := _ENGLISH_SCALE.match(folded, number.end):
        return replace(number, end=found.end(), scale=english_value(found["scale"]) or Decimal(1))
    return number


def _more(folded: str, number: Number) -> Number:
    match = _MORE.match(folded, number.end)
    if not match or number.more:
        return number
    at = match.end() + (folded[match.end() : match.end() + 1] == " ")
    counts = _SCALE.match(folded, match.end()) or chinese_unit(folded, at) or match[0] == "余"
    return replace(number, end=match.end(), more=True) if counts else number


def _in_unit(folded: str, number: Number) -> Number:
    at = number.end + (folded[number.end : number.end + 1] == " ")
    if inner := _INNER_MORE.match(folded, at):
        number, at = replace(number, more=True, end=inner.end()), inner.end()
    if (found := chinese_unit(folded, at)) and not _OTHER_WORD.match(folded, at + len(found[0]) - 1):
        written, unit = found
        end = at + len(written)
        more = not number.more and unit.family != "count" and bool(_MORE_AFTER.match(folded, end))
        return replace(
            number, end=end + more, unit=unit, more=number.more or more, sure=number.sure or counts_surely(written)
        )
    if english := english_unit(folded, number.end):
        return replace(number, end=english[0], unit=english[1])
    return number
