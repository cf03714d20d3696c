"""Writes figures and periods in Chinese or English: 578.5亿元 as 57.85 billion yuan, 2022-03/2022-05 as spring 2022."""

from __future__ import annotations

import re
from calendar import monthrange
from decimal import Decimal
from fractions import Fraction

from index.article import Language
from index.period import Period
from rag.bounds import Bound
from rag.quantities import Figure
from rag.units import english_name

_HAN = re.compile(r"[一-鿿]")
_ENGLISH_BOUNDS: dict[Bound, str] = {
    "exact": "", "over": "over ", "least": "at least ", "under": "under ", "most": "at most ", "nearly": "nearly ",
    "about": "about ",
}  # fmt: skip
_CHINESE_BOUNDS: dict[Bound, str] = {
    "exact": "", "over": "超过", "least": "至少", "under": "不足", "most": "不超过", "nearly": "近", "about": "约",
}  # fmt: skip
_ENGLISH_SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))
_CHINESE_SCALES = ((10**12, "万亿"), (10**8, "亿"), (10**4, "万"))
_DECIMALS = 4
_PARTS = {
    2: "half",
    3: "third",
    4: "quarter",
    5: "fifth",
    6: "sixth",
    7: "seventh",
    8: "eighth",
    9: "ninth",
    10: "tenth",
}
_COUNTS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_ENGLISH_UNITS = {"%": "%", "‰": "‰"}


def render(figure: Figure, language: Language) -> str:
    """The figure in words of `language`: a Chinese one in Chinese as it was printed, anything else normalised.

    English leaves measure words out: 4.7万家 is "47,000", 2700余人次 "over 2,700".
    """
    if language == "zh":
        return figure.lead + figure.text if _HAN.search(figure.lead + figure.text) else _chinese(figure)
    return _english(figure)


def _english(figure: Figure) -> str:
    if figure.kind in ("rank", "ordinal"):
        return f"top {figure.value:f}" if figure.bound == "most" else _nth(int(figure.value))
    bound = _ENGLISH_BOUNDS[figure.bound]
    if figure.kind == "fraction":
        return bound + _english_fraction(figure)
    number = _english_number(figure.value)
    if figure.high is not None:
        number = _english_range(figure.value, figure.high)
    if figure.unit in _ENGLISH_UNITS:
        return f"{bound}{number}{_ENGLISH_UNITS[figure.unit]}"
    if figure.unit == "倍":
        return f"{bound}{number} times"
    name = english_name(figure.unit, figure.high or figure.value)
    return f"{bound}{number} {name}".rstrip()


def _english_number(value: Decimal) -> str:
    """57,850,000,000 as 57.85 billion, 47,000 as 47,000; never a digit lost."""
    for scale, name in _ENGLISH_SCALES:
        short = value / scale
        if short >= 1 and short == round(short, _DECIMALS - 1):
            return f"{_plain(short)} {name}"
    return f"{_trimmed(value):,f}"


def _english_range(low: Decimal, high: Decimal) -> str:
    """2 to 3 billion; where only the high end has a scale it is written out: a range's scale holds for both ends."""
    first, second = _english_number(low), _english_number(high)
    number, _, scale = first.partition(" ")
    if scale == second.partition(" ")[2]:
        return f"{number} to {second}"
    return f"{first} to {second if scale else f'{_trimmed(high):,f}'}"


def _english_fraction(figure: Figure) -> str:
    if figure.unit == "比":
        return f"{_ratio(figure.value).numerator}∶{_ratio(figure.value).denominator}"
    part = _ratio(figure.value)
    over, under = part.numerator, part.denominator
    if under == 2 and over == 1:
        return "one half"
    if under in _PARTS and over < 10:
        return f"{_COUNTS[over - 1]} {_PARTS[under]}{'s' if over > 1 else ''}"
    return f"{over}/{under}"


def _nth(number: int) -> str:
    last = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{last}"


def _chinese(figure: Figure) -> str:
    if figure.kind in ("rank", "ordinal"):
        unit = figure.unit if figure.kind == "ordinal" and figure.unit else "位"
        return f"前{figure.value:f}名" if figure.bound == "most" else f"第{figure.value:f}{unit}"
    bound = _CHINESE_BOUNDS[figure.bound]
    if figure.kind == "fraction":
        part = _ratio(figure.value)
        return f"{bound}{part.numerator}{'∶' if figure.unit == '比' else '/'}{part.denominator}"
    unit = "个百分点" if figure.unit == "百分点" else figure.unit
    if figure.high is not None:
        return f"{bound}{_chinese_range(figure.value, figure.high, unit)}"
    return f"{bound}{_chinese_number(figure.value)}{unit}"


def _chinese_range(low: Decimal, high: Decimal, unit: str) -> str:
    first, second = _chinese_number(low), _chinese_number(high)
    number = first.rstrip("万亿")
    scale = first.removeprefix(number)
    if scale and second.endswith(scale) and second.rstrip("万亿") + scale == second:
        return f"{number}{unit if unit == '%' else ''}至{second}{unit}"
    return f"{first}{unit if unit == '%' else ''}至{second if scale else _plain(high)}{unit}"


def _chinese_number(value: Decimal) -> str:
    for scale, name in _CHINESE_SCALES:
        short = value / scale
        # 108576 stays as it is: 10.8576万 is longer and no easier to read.
        if short >= 1 and short == round(short, 2 if scale == 10**4 else _DECIMALS):
            return f"{_plain(short)}{name}"
    return _plain(value)


def _ratio(value: Decimal) -> Fraction:
    return Fraction(value).limit_denominator(1000)


def _trimmed(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def _plain(value: Decimal) -> str:
    return format(_trimmed(value), "f")


_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_SEASONS = {3: ("春", "spring"), 6: ("夏", "summer"), 9: ("秋", "autumn"), 12: ("冬", "winter")}
_QUARTERS = (("一", "first"), ("二", "second"), ("三", "third"), ("四", "fourth"))


def render_period(period: Period, language: Language) -> str:
    """The period in words: "2022年春" or "spring 2022", "2023年2月13日" or "13 February 2023"."""
    chinese, english = _named(period)
    return chinese if language == "zh" else english


def _named(period: Period) -> tuple[str, str]:
    year, month, day = period.start.year, period.start.month, period.start.day
    match period.precision:
        case "day":
            return f"{year}年{month}月{day}日", f"{day} {_MONTHS[month - 1]} {year}"
        case "month":
            return f"{year}年{month}月", f"{_MONTHS[month - 1]} {year}"
        case "quarter":
            chinese, english = _QUARTERS[(month - 1) // 3]
            return f"{year}年第{chinese}季度", f"the {english} quarter of {year}"
        case "half":
            return (
                f"{year}年{'上' if month == 1 else '下'}半年",
                f"the {'first' if month == 1 else 'second'} half of {year}",
            )
        case "year":
            return f"{year}年", f"{year}"
    return _range(period)


def _range(period: Period) -> tuple[str, str]:
    first, last = period.start, period.end
    if first.day != 1 or last.day != monthrange(last.year, last.month)[1]:
        return _days(period)
    length = (last.year - first.year) * 12 + last.month - first.month + 1
    if length == 3 and first.month in _SEASONS:
        chinese, english = _SEASONS[first.month]
        return f"{first.year}年{chinese}", f"{english} {first.year}"
    if first.month == 1 and last.month == 12:
        return (
            (f"{first.year}年", f"{first.year}")
            if length == 12
            else (f"{first.year}年至{last.year}年", f"{first.year} to {last.year}")
        )
    if first.year == last.year:
        english = f"{_MONTHS[first.month - 1]} to {_MONTHS[last.month - 1]} {first.year}"
        return f"{first.year}年{first.month}月至{last.month}月", english
    english = f"{_MONTHS[first.month - 1]} {first.year} to {_MONTHS[last.month - 1]} {last.year}"
    return f"{first.year}年{first.month}月至{last.year}年{last.month}月", english


def _days(period: Period) -> tuple[str, str]:
    first, last = period.start, period.end
    start = f"{first.year}年{first.month}月{first.day}日"
    begin = f"{first.day} {_MONTHS[first.month - 1]} {first.year}"
    end = f"{last.day} {_MONTHS[last.month - 1]} {last.year}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{start}至{last.day}日", f"{first.day} to {end}"
    if first.year == last.year:
        return f"{start}至{last.month}月{last.day}日", f"{begin} to {end}"
    return f"{start}至{last.year}年{last.month}月{last.day}日", f"{begin} to {end}"
