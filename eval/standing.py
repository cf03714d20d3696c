"""Does every number of an answer stand in what it cites? Read by a few rules of its own, not by the product's."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal

from rag.answer import Answer

_MARKS = re.compile(r"\[\d\]")
_YEAR = r"(?:19|20)\d\d"
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
# Times are the dating's matter and go by their own words: a year, a month, a day.
_TIMES = re.compile(
    rf"{_YEAR}(?!\d)(?:年(?:\d{{1,2}}月)?(?:\d{{1,2}}日)?)?|\d{{1,2}}月\d{{1,2}}日|\d{{1,2}}[月日]"
    rf"|(?:(?:\d{{1,2}} to )?\d{{1,2}} )?(?:{_MONTHS})(?: \d{{1,2}}(?!\d))?"
)
_NUMBER = re.compile(
    r"(\d+(?:,\d{3})*(?:\.\d+)?)\s*(trillion|billion|million|thousand|[百千]?万亿|[十百千]?[万亿]|[百千])?"
)
_POWERS = {"trillion": 12, "billion": 9, "million": 6, "thousand": 3, "十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}
_WORDS = re.compile(r"[零〇一二三四五六七八九十百千万亿两]+(成)?")
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}


def unfounded(answer: Answer) -> tuple[str, ...]:
    """The numbers of an answer that stand in no cited passage, at any scale: 57.85 billion is 578.5亿, 3 is 三.

    Times are left out; quotes are not. An answer that abstains claims nothing.
    """
    if answer.abstained:
        return ()
    cited = _plain("\n".join(citation.text for citation in answer.citations))
    known = {_value(match) for match in _NUMBER.finditer(cited)} | set(_worded(cited))
    told = _TIMES.sub(" ", _plain(_MARKS.sub(" ", answer.text)))
    return tuple(match[0].strip() for match in _NUMBER.finditer(told) if _value(match) not in known)


def _value(match: re.Match[str]) -> Decimal:
    scale = match[2] or ""
    power = _POWERS.get(scale, sum(_POWERS.get(part, 0) for part in scale))
    return (Decimal(match[1].replace(",", "")) * Decimal(10) ** power).normalize()


def _worded(text: str) -> Iterator[Decimal]:
    """What the Chinese numerals come to; tenths (三成) as percent."""
    for match in _WORDS.finditer(text):
        value = _numeral(match[0].rstrip("成"))
        yield (value * 10 if match[1] else value).normalize()


def _numeral(words: str) -> Decimal:
    whole = part = digit = 0
    for each in words:
        if each in _DIGITS:
            digit = _DIGITS[each]
        elif _POWERS[each] < 4:
            part, digit = part + (digit or 1) * 10 ** _POWERS[each], 0
        else:
            whole, part, digit = (whole + part + digit or 1) * 10 ** _POWERS[each], 0, 0
    return Decimal(whole + part + digit)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text)
