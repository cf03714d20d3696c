"""Words that say a number is not exact: 突破, 近, 以上, over, at least."""

from __future__ import annotations

import re
from typing import Literal

# "least" includes the number itself (不少于, at least), "over" starts from it (突破, over); so "most" and "under".
Bound = Literal["exact", "over", "least", "under", "most", "nearly", "about"]

_BEFORE: tuple[tuple[Bound, str], ...] = (
    ("least", r"不少于|不低于|不小于|不下|至少|最少|起码"),
    ("most", r"不超过|不高于|不多于|不大于|至多|最多|(?<![一])不超"),
    ("over", r"突破|超过|超出|超|逾|高于|大于|多于|冲破|跨过|迈过|(?<=[已将])过"),
    ("under", r"不足|不到|低于|少于|未达|不满|小于"),
    ("nearly", r"将近|接近|(?<![最附邻靠就远])近|几近"),
    ("about", r"大约|约为|(?<![节签合契预公条相大制])约|大概|估计"),
)
_AFTER: tuple[tuple[Bound, str], ...] = (
    ("least", r"(?:及|\(含\))?以上|起步"),
    ("most", r"(?:及)?以下|(?:之|以)内"),
    ("over", r"之?多|余|开外"),
    ("about", r"左右|上下|[前]后不等"),
)
_BEFORE_ENGLISH: tuple[tuple[Bound, str], ...] = (
    ("least", r"at least|no (?:fewer|less) than|not less than|a minimum of|minimum"),
    ("most", r"at most|no more than|not more than|up to|not exceeding|a maximum of"),
    (
        "over",
        r"over|more than|above|exceed(?:ed|s|ing)?|in excess of|upwards of|surpass(?:ed|es|ing)?|greater than|beyond",
    ),
    ("under", r"under|below|fewer than|less than|short of"),
    ("nearly", r"nearly|almost|close to|approaching|just under"),
    ("about", r"about|around|approximately|roughly|some|circa|an estimated"),
)
_AFTER_ENGLISH: tuple[tuple[Bound, str], ...] = (
    ("least", r"or (?:more|above|higher|over)|and (?:above|over)"),
    ("most", r"or (?:less|fewer|below|under)"),
    ("over", r"plus|\+"),
    ("about", r"or so"),
)


def _before(table: tuple[tuple[Bound, str], ...], tail: str) -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(f'(?P<{bound}>{words})' for bound, words in table)}){tail}$", re.I)


def _after(table: tuple[tuple[Bound, str], ...], head: str = "") -> re.Pattern[str]:
    return re.compile(f"{head}(?:{'|'.join(f'(?P<{bound}>{words})' for bound, words in table)})", re.I)


_CHINESE_BEFORE = _before(_BEFORE, r"(?:了|为|有|达到?|至)? ?")
_CHINESE_AFTER = _after(_AFTER)
_ENGLISH_BEFORE = _before(_BEFORE_ENGLISH, r" (?:the )?")
_ENGLISH_BEFORE_WORD = re.compile(rf"(?<![A-Za-z]){_ENGLISH_BEFORE.pattern}", re.I)
_ENGLISH_AFTER = _after(_AFTER_ENGLISH, r" ?")


def bound_before(text: str, position: int) -> tuple[Bound, int] | None:
    """The bound said right before `position`, and where its words begin."""
    if text[position : position + 1] in tuple("十百千万亿") and text[position - 1 : position] in tuple("上过破"):
        return "over", position - 1
    if text[position - 1 : position] == " " and (
        match := _ENGLISH_BEFORE_WORD.search(text, max(0, position - 24), position)
    ):
        return _name(match), match.start()
    match = _CHINESE_BEFORE.search(text, max(0, position - 6), position)
    return (_name(match), match.start()) if match else None


def bound_after(text: str, position: int) -> tuple[Bound, int] | None:
    """The bound said right after `position`, and where its words end."""
    match = _CHINESE_AFTER.match(text, position) or _ENGLISH_AFTER.match(text, position)
    return (_name(match), match.end()) if match else None


def _name(match: re.Match[str]) -> Bound:
    return match.lastgroup or "exact"  # type: ignore[return-value]


_LOW: frozenset[Bound] = frozenset(("over", "least"))
_HIGH: frozenset[Bound] = frozenset(("under", "most", "nearly"))


def contradict(one: Bound, other: Bound) -> bool:
    """Whether one says more than the number and the other less."""
    return (one in _LOW and other in _HIGH) or (one in _HIGH and other in _LOW)
