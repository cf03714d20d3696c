"""A question without the time that it asks of."""

from __future__ import annotations

import re

from index.dating.periods import DatedWords, find_periods

_BEFORE_TIME = re.compile(r"\b(?:in|for|at|by|of|on|during)\s*$", re.I)


def timeless(question: str) -> str:
    """The question without its time; with all of them where it has several."""
    times = find_periods(question, None)
    if len(times) != 1:
        return question
    span = times[0].span
    before, after = _BEFORE_TIME.sub("", question[: span.start]).rstrip(), question[span.end :].lstrip(" ,")
    if not before:
        return after.lstrip("的，")
    return f"{before} {after}".rstrip() if before.isascii() else before + after


def without_times(text: str) -> str:
    """The text without the words for any time of its own; "this year" stays."""
    for words in reversed(own_times(text)):
        text = text[: words.span.start] + text[words.span.end :]
    return " ".join(text.split())


def own_times(text: str) -> list[DatedWords]:
    """The times that a text names itself."""
    return [words for words in find_periods(text, None) if not words.relative]
