"""The raw text as lines: where each stands, its indent, and what a blank, a page or a Markdown mark says of it."""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass, replace

from index.article import Repair
from index.cleaning.signs import width
from index.cleaning.textmap import Mapped
from index.files.sources import RawText

_BREAK = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_INVISIBLE = re.compile(r"[\u200b\u2060\ufeff\u00ad]+")
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{2,6}|#x[0-9a-fA-F]{2,5});")
_RULE = re.compile(r"(?:[-*_=—─━]\s*){3,}$")
_QUOTE = re.compile(r"^\s*(?:>\s?)+")
_HEADING = re.compile(r"(#{1,6})\s+(.*?)(?:\s+#+)?\s*$")
_RADICALS = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
_LOOK_ALIKES = (
    "⺠民⺟母⻅见⻆角⻉贝⻋车⻓长⻔门⻘青⻙韦⻚页⻛风⻜飞⻝食⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻬齐⻮齿⻰龙⻳龟"
)
_RADICALS |= {ord(look): sign for look, sign in zip(_LOOK_ALIKES[::2], _LOOK_ALIKES[1::2], strict=True)}
_RADICAL = re.compile(f"[{''.join(map(chr, _RADICALS))}]")


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line without the white space around it.

    `indent` is in Han characters; `gap`: a blank line, a rule, or a page's end stands before it; `level` is 1 to 6
    for a Markdown heading, else 0; `page` counts from 0.
    """

    words: Mapped
    indent: float = 0.0
    gap: bool = False
    level: int = 0
    page: int = 0

    @property
    def text(self) -> str:
        return self.words.text


def lines_of(raw: RawText) -> tuple[list[Line], list[Repair]]:
    """The lines of the body that hold any words, in file order, and the repairs made to their signs."""
    body, repairs = _mend_signs(Mapped.of(raw.text, raw.body_start))
    pages = [mark.raw for mark in raw.marks if mark.kind == "page" and mark.raw > raw.body_start]
    lines: list[Line] = []
    gap, page = True, 0
    for start, end, breaks in _cuts(body.text):
        words = body[start:end]
        while page < len(pages) and words.text and words.raw_end > pages[page]:
            page, gap = page + 1, True
        line = _line(words.replace(_QUOTE) if raw.format == "md" else words)
        if line is None:
            gap = True
            continue
        lines.append(replace(line, gap=gap or bool(line.level), page=page))
        gap = bool(line.level) or "\x0c" in breaks
    return lines, repairs


def _cuts(text: str) -> list[tuple[int, int, str]]:
    cuts, start = [], 0
    for match in _BREAK.finditer(text):
        cuts.append((start, match.start(), match.group()))
        start = match.end()
    return [*cuts, (start, len(text), "")]


def _line(words: Mapped) -> Line | None:
    held = words.strip()
    if not held or _RULE.match(held.text):
        return None
    blank = words.text[: len(words.text) - len(words.text.lstrip())]
    heading = _HEADING.match(held.text)
    if not heading:
        return Line(held, indent=width(blank) + 1.5 * blank.count("\t"))
    inside = held[heading.start(2) : heading.end(2)]
    return Line(inside, level=len(heading[1])) if inside else None


def _mend_signs(body: Mapped) -> tuple[Mapped, list[Repair]]:
    """Invisible signs dropped, HTML entities read, radicals made the Han characters they look like.

    >>> _mend_signs(Mapped.of("问\\u200b津&ldquo;⻚&rdquo;"))[0].text
    '问津“页”'
    """
    repairs = [
        Repair(name, offsets[0], offsets[-1] + 1, match.group())
        for name, pattern in (
            ("drop invisible signs", _INVISIBLE),
            ("read an HTML entity", _ENTITY),
            ("write a radical as a character", _RADICAL),
        )
        for match in pattern.finditer(body.text)
        if (offsets := body.offsets[match.start() : match.end()]) and len(html.unescape(match.group())) == 1
    ]
    if not repairs:
        return body, []
    body = body.replace(_INVISIBLE)
    for entity in sorted(set(_ENTITY.findall(body.text))):
        read = html.unescape(entity)
        if len(read) == 1:
            body = body.replace(re.compile(re.escape(entity)), read)
    return Mapped(body.text.translate(_RADICALS), body.offsets), repairs
