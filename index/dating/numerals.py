"""Numbers as Chinese newspapers print them: 4.7万, １２, 108,576, 三百二十, 两千, 二〇二二, 1.2万亿."""

from __future__ import annotations

import re
from decimal import Decimal

# One code point to one code point, so that offsets in a folded text are offsets in the text itself.
_FULL = "０１２３４５６７８９．％，：／－＋～—–－〜"
_HALF = "0123456789.%,:/-+~---~"
_FOLD = str.maketrans(_FULL, _HALF)

_DIGITS = {sign: value for value, signs in enumerate(("〇零○", "一壹", "二两贰", "三叁", "四肆", "五伍", "六陆", "七柒",
                                                      "八捌", "九玖")) for sign in signs}  # fmt: skip
_FORMAL = str.maketrans("拾佰仟", "十百千")
_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}

HAN_DIGIT = "〇零○一二三四五六七八九两"
ARABIC = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
HAN = rf"[{HAN_DIGIT}十百千]+(?:点[{HAN_DIGIT}]+)?"
SCALE = r"(?:百万|千万|万亿|[百千]亿|[百千万亿])"

_ARABIC_FIRST = re.compile(rf"(?P<number>{ARABIC}) ?(?P<scales>[十百千万亿]*)(?P<rest>.*)", re.S)
_HAN_ONLY = re.compile(r"[〇零○一二三四五六七八九两十百千万亿壹贰叁肆伍陆柒捌玖]+")


def fold(text: str) -> str:
    """The text with full-width digits and signs as half-width ones; every offset stays where it was."""
    return text.translate(_FOLD)


def parse_number(text: str) -> Decimal | None:
    """The value of a number written in Arabic or Chinese numerals, or None where `text` is not just a number."""
    folded = fold(text).translate(_FORMAL).strip()
    sign = next((sign for sign in ("-", "负", "零下") if folded.startswith(sign)), "")
    value = _positive(folded.removeprefix(sign))
    return -value if value is not None and sign else value


def _positive(text: str) -> Decimal | None:
    match = _ARABIC_FIRST.fullmatch(text)
    if not match:
        return _han_number(text)
    value = Decimal(match["number"].replace(",", "")) * _scale(match["scales"])
    if not match["rest"]:
        return value
    # 3亿5000万: a second, smaller part follows the first.
    rest = _positive(match["rest"]) if match["scales"] else None
    return value + rest if rest is not None and rest < _scale(match["scales"]) else None


def _scale(signs: str) -> int:
    scale = 1
    for sign in signs:
        scale *= _SCALES[sign]
    return scale


def _han_number(text: str) -> Decimal | None:
    whole, point, decimals = text.partition("点")
    if point:
        return _with_decimals(whole, decimals)
    if not _HAN_ONLY.fullmatch(text):
        return None
    if all(sign in _DIGITS for sign in text):
        return Decimal("".join(str(_DIGITS[sign]) for sign in text))
    return _sum_of_steps(text)


def _with_decimals(whole: str, decimals: str) -> Decimal | None:
    scales = decimals.lstrip("".join(_DIGITS))
    digits = decimals.removesuffix(scales)
    before = _han_number(whole)
    if before is None or not digits or not set(scales) <= set(_SCALES):
        return None
    return Decimal(f"{before}.{''.join(str(_DIGITS[sign]) for sign in digits)}") * _scale(scales)


def _sum_of_steps(text: str) -> Decimal | None:
    """三百二十, 一万二 (12,000), 十二万三千亿: what stands before the largest step is counted in it, the rest added."""
    for sign, scale in (("亿", 10**8), ("万", 10**4)):
        before, found, after = text.rpartition(sign)
        if found:
            times = _sum_of_steps(before) if before else Decimal(1)
            rest = _rest(after, scale)
            return None if times is None or rest is None else times * scale + rest
    return _below_myriad(text)


def _below_myriad(text: str) -> Decimal | None:
    total = 0
    for sign, scale in (("千", 1000), ("百", 100), ("十", 10)):
        before, found, after = text.partition(sign)
        if not found:
            continue
        before = before.lstrip("零〇○")
        if len(before) > 1 or (before and before not in _DIGITS):
            return None
        total += (_DIGITS[before] if before else 1) * scale
        rest = _rest(after, scale)
        return None if rest is None or rest >= scale else total + rest
    digits = text.lstrip("零〇○")
    return Decimal(_DIGITS[digits]) if len(digits) == 1 and digits in _DIGITS else Decimal(0) if not digits else None


def _rest(text: str, scale: int) -> Decimal | None:
    """What follows a step: a bare last digit counts in the next step below (两百三 is 230, 两百零三 is 203)."""
    if len(text) == 1 and text in _DIGITS and scale > 10:
        return Decimal(_DIGITS[text] * scale // 10)
    return _sum_of_steps(text) if text else Decimal(0)
