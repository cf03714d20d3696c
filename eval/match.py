"""Whether a string stands in an answer: numbers, words and Chinese numerals match whole, not as parts of others."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_CIRCLED = re.compile("[\u2460-\u24ff\u2776-\u2793]")
_BRACKETED = re.compile(r"\[\^?\d{1,2}\]|【\^?\d{1,2}】")
_THOUSANDS = re.compile(r"(?<![\d.,])(\d{1,3}(?:,\d{3})+)(?!\d)")
_WORDS = re.compile(r"[a-z \-'’]+")
_NUMERALS = "零〇一二三四五六七八九十百千"
_SIGNS = str.maketrans({**dict.fromkeys("‐‑‒–—―−", "-"), "\u2044": "/"})
_APOSTROPHES = "'’‘`´ʼ"
_DROPPED = str.maketrans("", "", _APOSTROPHES)
_SPACED = str.maketrans(_APOSTROPHES, " " * len(_APOSTROPHES))


class Wording:
    """An answer (or one sentence of it) in the two forms strings are looked up in."""

    __slots__ = ("_tight", "_words")

    def __init__(self, text: str) -> None:
        self._tight, self._words = _tight(text), _spaced(text)

    def holds(self, needle: str) -> bool:
        """Whether `needle` stands in the text, as a whole number, a whole word or a whole Chinese numeral."""
        pattern, words = _pattern(needle)
        return bool(pattern and pattern.search(self._words if words else self._tight))

    def holds_any(self, needles: tuple[str, ...]) -> bool:
        return any(self.holds(needle) for needle in needles)

    def satisfies(self, groups: tuple[tuple[str, ...], ...]) -> bool:
        """Whether one string of every group stands in the text."""
        return all(self.holds_any(group) for group in groups)


@lru_cache(maxsize=4096)
def _pattern(needle: str) -> tuple[re.Pattern[str] | None, bool]:
    """How a string is searched for, and whether among words; None for a string with nothing to look for."""
    if _WORDS.fullmatch(_plain(needle)):
        words = _spaced(needle).strip()
        return (re.compile(rf"(?<![a-z]){re.escape(words)}(?![a-z])") if words else None), True
    tight = _tight(needle)
    return (re.compile(_before(tight[0]) + re.escape(tight) + _after(tight[-1])) if tight else None), False


def _before(first: str) -> str:
    if first in _NUMERALS:
        return f"(?<![{_NUMERALS}])"
    # "15" is not in "115", in "2.15" nor, as a part of a formula, in "5+15".
    return r"(?<!\d)(?<!\d[.+])" if first.isdecimal() else ""


def _after(last: str) -> str:
    if last in _NUMERALS:
        return f"(?![{_NUMERALS}])"
    return r"(?!\d)(?!\.\d)" if last.isdecimal() else ""


def _plain(text: str) -> str:
    """Without citation marks, in one width and case, with one kind of dash and no thousand separators."""
    text = _BRACKETED.sub("", _CIRCLED.sub("", text))
    text = unicodedata.normalize("NFKC", text).lower().translate(_SIGNS)
    return _THOUSANDS.sub(lambda match: match[1].replace(",", ""), text)


def _tight(text: str) -> str:
    """Without spaces, but for one between two digits, which would else run together."""
    parts = _plain(text).translate(_DROPPED).split()
    joined = ""
    for part in parts:
        joined += f" {part}" if joined[-1:].isdecimal() and part[0].isdecimal() else part
    return joined


def _spaced(text: str) -> str:
    return re.sub(r"[\s\-]+", " ", _plain(text).translate(_SPACED))
