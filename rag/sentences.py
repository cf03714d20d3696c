"""A text cut where a reader pauses: sentences, their clauses, and the short segments a Chinese list is made of."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.article import Span

# A full stop ends an English sentence only before a space or the end: "1.5" and "No.8" go on.
_SENTENCE = re.compile(r"[。！？!?…]+[”’」』）)]*|\n+|(?<=[A-Za-z)”\"])\.(?=\s|$)")
_CLAUSE = re.compile(r"[，；：,;:。！？!?…\n]+[”’」』）)]*|——+|(?<=[A-Za-z)])\.(?=\s|$)")
_SEGMENT = re.compile(r"[，；：、,;:。！？!?…\n]+[”’」』）)]*|——+|(?<=[A-Za-z)])\.(?=\s|$)")


_PAIRS = (("“", "”"), ("‘", "’"), ("「", "」"), ("《", "》"), ("（", "）"), ("(", ")"))


def paired(text: str, span: Span) -> Span:
    """The run with both marks of a pair where the one that it lacks stands right beside it, else without the other.

    >>> paired("实行“招商引资年”。", Span(3, 9))
    Span(start=2, end=9)
    """
    start, end = span.start, span.end
    for left, right in _PAIRS:
        more = text.count(left, start, end) - text.count(right, start, end)
        if more > 0 and text[end : end + 1] == right:
            end += 1
        elif more > 0 and text[start] == left:
            start += 1
        elif more < 0 and text[max(start - 1, 0)] == left:
            start -= 1
        elif more < 0 and text[end - 1] == right:
            end -= 1
    return Span(start, end) if start < end else span


def sentences(text: str) -> tuple[Span, ...]:
    """The sentences of a text in order, blanks at their ends left out."""
    return tuple(_cut(text, _SENTENCE, 0, len(text)))


def clauses(text: str, sentence: Span) -> tuple[Span, ...]:
    """The clauses of one sentence: what stands between commas, semicolons, colons and dashes."""
    return tuple(_cut(text, _CLAUSE, sentence.start, sentence.end))


def segments(text: str, sentence: Span) -> tuple[Span, ...]:
    """The segments of one sentence: its clauses, cut at the enumeration comma too."""
    return tuple(_cut(text, _SEGMENT, sentence.start, sentence.end))


def _cut(text: str, mark: re.Pattern[str], start: int, end: int) -> Iterator[Span]:
    position = start
    for match in mark.finditer(text, start, end):
        if _inside_number(text, match):
            continue
        yield from _trim(text, position, match.end())
        position = match.end()
    yield from _trim(text, position, end)


def _inside_number(text: str, match: re.Match[str]) -> bool:
    """Whether the mark is the comma of "1,000" or the colon of "14:20"."""
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    return match.group() in ",:" and before.isdigit() and after.isdigit()


def _trim(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield Span(start, end)
