"""Makes hard-wrapped newspaper columns out of clean prose, as typesetters and careless exports do."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

_ATOM = re.compile(r"[A-Za-z0-9][A-Za-z0-9.%+/-]*|\s|.")
_NOT_FIRST = "，。、；：！？”’）》%…"


@dataclass(frozen=True)
class Layout:
    """How a page was set: `apart` is what parts paragraphs, `column` after how many lines a column ends (0: never)."""

    width: int
    apart: str = "blank"  # blank | indent | nothing
    column: int = 0
    spaced: bool = False


def set_columns(paragraphs: list[str], layout: Layout, seed: int = 0) -> str:
    """The paragraphs as wrapped lines; a column's end leaves a blank line wherever it falls inside a sentence."""
    chance = random.Random(seed)
    pages: list[str] = []
    for number, paragraph in enumerate(paragraphs):
        words = _space_figures(paragraph, chance) if layout.spaced else paragraph
        lines = wrap(words, layout.width, indent=2 if layout.apart == "indent" else 0)
        if layout.apart == "indent":
            lines[0] = "　　" + lines[0]
        if number and layout.apart == "blank":
            pages.append("")
        pages += lines
    return "\n".join(_columns(pages, layout.column) if layout.column else pages)


def wrap(paragraph: str, width: int, indent: int = 0) -> list[str]:
    """Lines at most `width` Han characters wide (Latin and digits half); no mark that closes begins a line."""
    lines, line, room = [], "", float(width - indent)
    for atom in _ATOM.findall(paragraph):
        size = sum(0.5 if sign < "\u0300" else 1 for sign in atom)
        if size > room and line and atom not in _NOT_FIRST:
            lines.append(line.rstrip())
            line, room = "", float(width)
        if line or not atom.isspace():
            line, room = line + atom, room - size
    return [*lines, line]


def _columns(lines: list[str], column: int) -> list[str]:
    """The lines with a blank after every `column` of them, put off until a line that does not end a sentence."""
    held: list[str] = []
    since = 0
    for line in lines:
        held.append(line)
        since += 1
        if since >= column and line and line[-1] not in "。！？；：…”’）":
            held.append("")
            since = 0
    return held


def _space_figures(paragraph: str, chance: random.Random) -> str:
    return re.sub(r"(?<=[\u4e00-\u9fff])(?=\d)", lambda _: " " if chance.random() < 0.5 else "", paragraph)
