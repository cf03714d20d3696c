"""Hard-wrapped lines → paragraphs: where a line ends for want of room it runs on, where it had room it ended."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from index.article import Repair
from index.blocks import Block, Kind
from index.credits import Credit
from index.crossing import word_across
from index.lines import Line
from index.signs import (
    HAN,
    begins_item,
    ends_in_comma,
    ends_marked,
    ends_sentence,
    first_unit,
    han_share,
    left_open,
    marks_in,
    width,
)
from index.textmap import Mapped

_NARROWEST, _WIDEST = 7.0, 60.0
_LOST_INDENT = 2.0
_LINE, _TOP_LINE = 42.0, 50.0  # the longest line alone; the longest headline that a file begins with
_INNER_STOP = re.compile(r"[。！？；]")
_LATIN_END, _LATIN_START = re.compile(r"[A-Za-z0-9,.;:!?)%\"'’”]$"), re.compile(r"[A-Za-z0-9(\"'‘“$]")
_ROW = re.compile(r"\|.*\|")
_KICKER, _ASKS = re.compile(r"[:：]$"), re.compile(r"[？！?!]$")
_HYPHEN = re.compile(r"[a-z]-$")


def unwrap(lines: Sequence[Line | Credit]) -> tuple[list[Block], list[Repair]]:
    """The blocks that the lines make, and a repair for each paragraph put together from several lines."""
    plain = [line for line in lines if isinstance(line, Line)]
    usual = wrap_width(plain)
    blocks: list[Block] = []
    repairs: list[Repair] = []
    for group in _groups(lines):
        if isinstance(group, Credit):
            blocks.append(Block(Mapped.added(""), "credit", credit=group))
            continue
        edge = (wrap_width(group) if len(group) > 5 else None) or usual
        for run in _runs(group, edge):
            top = all(block.kind == "credit" for block in blocks)
            blocks.append(_block(run, edge, _TOP_LINE if top else _LINE))
            if len(run) > 1:
                repairs.append(_repair(run))
    return blocks, repairs


def wrap_width(lines: Sequence[Line]) -> float | None:
    """The width, in Han characters, at which prose was wrapped; None where the lines are not wrapped prose."""
    inner = [line for line, after in pairwise(lines) if not after.gap and not line.level]
    if len(inner) < 2:
        return None
    widths = sorted(width(line.text) + line.indent for line in inner)
    edge = widths[(len(widths) - 1) * 4 // 5]
    ragged = max(3.0, edge / 8)
    if sum(width(line.text) + line.indent > edge + ragged for line in lines if not line.level) > 0.1 * len(lines):
        return None
    full = [line for line in inner if width(line.text) + line.indent >= edge - ragged]
    running = sum(not ends_marked(line.text) for line in full)
    marked = sum(marks_in(line.text) > 0 for line in full)
    if not _NARROWEST <= edge <= _WIDEST or len(full) < 0.6 * len(inner):
        return None
    return edge if running >= 0.5 * len(full) and marked >= 0.3 * len(full) else None


def is_line(text: str, longest: float = _LINE) -> bool:
    """Whether words set apart read as a headline, a heading or a caption, not as prose."""
    if width(text) > longest or left_open(text) or ends_in_comma(text):
        return False
    if _INNER_STOP.search(text[:-1]) and longest < _TOP_LINE:
        return False
    if _KICKER.search(text):
        return width(text) <= 12 and marks_in(text) == 1
    return bool(_ASKS.search(text)) or not ends_sentence(text)


def _groups(lines: Sequence[Line | Credit]) -> Iterator[list[Line] | Credit]:
    """Credits one by one, other lines in runs without a gap."""
    group: list[Line] = []
    for line in lines:
        if group and (isinstance(line, Credit) or line.gap):
            yield group
            group = []
        if isinstance(line, Credit):
            yield line
        else:
            group.append(line)
    if group:
        yield group


def _runs(group: Sequence[Line], edge: float | None) -> Iterator[list[Line]]:
    """The lines of each paragraph of a group."""
    run = [group[0]]
    for line in group[1:]:
        if edge is None or _is_row(line) or _is_row(run[-1]) or _parts(run, line, edge):
            yield run
            run = []
        run.append(line)
    yield run


def _is_row(line: Line) -> bool:
    """Whether a line is a row of a table: cells apart by tabs or upright strokes."""
    return "\t" in line.text or bool(_ROW.fullmatch(line.text))


def _parts(run: Sequence[Line], after: Line, edge: float) -> bool:
    """Whether a paragraph ends between the last line of `run` and the line after it."""
    last, first = run[-1], len(run) == 1
    ended = ends_sentence(last.text)
    if last.level or after.indent >= 1.5 or (after.indent and ended):
        return True
    if first and _is_heading(last, after, edge):
        return True
    lost = _LOST_INDENT if first and last.indent < _LOST_INDENT else 0.0
    room = edge - width(last.text) - last.indent - first_unit(after.text) - lost
    return ended and (room >= 1 or begins_item(after.text))


def _is_heading(line: Line, after: Line, edge: float) -> bool:
    """Whether the first line of a group is no prose: a headline set wider, a subtitle, a line that had room left."""
    text = line.text
    if ends_marked(text) or left_open(text) or word_across(text, after.text) is not None:
        return False
    if text.startswith("——"):
        return bool(re.match(rf"——[访记写探解走专来聚][{HAN}]", text)) and (after.indent > 0 or not marks_in(text[2:]))
    if not marks_in(text) and width(text) > edge + 1:
        return True
    room = edge - width(text) - line.indent - first_unit(after.text) - _LOST_INDENT
    return room >= 1 and is_line(text) and not marks_in(text)


def _block(run: Sequence[Line], edge: float | None, longest: float) -> Block:
    words = run[0].words
    for line in run[1:]:
        words = seam(words, line.words)
    first = run[0]
    kind: Kind = "paragraph"
    if first.level:
        kind = "heading"
    elif len(run) == 1 and (is_line(first.text, longest) or _is_row(first)):
        kind = "row" if _is_row(first) else "line"
    wide = edge is not None and kind == "line" and width(first.text) > edge + 1
    return Block(words, kind, first.level, gap=first.gap, indented=first.indent >= 1.5, wide=wide)


def seam(left: Mapped, right: Mapped) -> Mapped:
    """Two lines as one: nothing between Han, a space between Latin words, a hyphen at the line's end undone."""
    a, b = left.text, right.text
    if not (_LATIN_END.search(a) and _LATIN_START.match(b)):
        return left + right
    chinese = han_share(a[-80:] + b[:80]) > 0.4
    if _HYPHEN.search(a) and b[0].islower() and not chinese:
        return left[:-1] + right
    if chinese and (not a[-1].isalpha() or not b[0].isalpha()):
        return left + right
    return Mapped.join((left, Mapped(" ", (left.raw_end,)), right))


def _repair(run: Sequence[Line]) -> Repair:
    first, last = run[0].words, run[-1].words
    note = f"{len(run)} lines, {first.text[:8]}…{last.text[-8:]}"
    return Repair("unwrap lines", first.raw_start, last.raw_end, note)
