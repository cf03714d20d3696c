"""Hard-wrapped lines → paragraphs: where a line ends for want of room it runs on, where it had room it ended."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, zip_longest

from index.article import Repair
from index.cleaning.blocks import Block, Kind
from index.cleaning.credits import Credit
from index.cleaning.crossing import word_across
from index.cleaning.lines import Line
from index.cleaning.signs import (
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
from index.cleaning.textmap import Mapped

_NARROWEST, _WIDEST = 7.0, 60.0
_LOST_INDENT = 2.0
_LINE, _TOP_LINE = 42.0, 50.0  # the longest line alone; the longest headline that a file begins with
_SPACED = re.compile(rf"[{HAN}] +[{HAN}]")
_INNER_STOP = re.compile(r"[。！？；]")
_LATIN_END, _LATIN_START = re.compile(r"[A-Za-z0-9,.;:!?)%\"'’”]$"), re.compile(r"[A-Za-z0-9(\"'‘“$]")
_ROW = re.compile(r"\|.*\|")
_COMMA = re.compile(r"[，,](?!\s)")
_DANGLING = re.compile(r"[和与及将把被从向且而但其该每各第共仅约使给]$")
_KICKER, _ASKS = re.compile(r"[:：]$"), re.compile(r"[？！?!]$")


def unwrap(lines: Sequence[Line | Credit]) -> tuple[list[Block], list[Repair]]:
    """The blocks that the lines make, and a repair for each paragraph put together from several lines."""
    usual = wrap_width([line for line in lines if isinstance(line, Line)])
    groups = list(_groups(lines))
    blocks: list[Block] = []
    repairs: list[Repair] = []
    top = True
    for group, following in zip_longest(groups, groups[1:]):
        if isinstance(group, Credit):
            blocks.append(Block(Mapped.added(""), "credit", credit=group))
            continue
        edge = (wrap_width(group) if len(group) > 5 else None) or usual
        after = following[0] if isinstance(following, list) else None
        for run in _runs(group, edge):
            blocks.append(_block(run, edge, after if run[0] is group[-1] else None, _TOP_LINE if top else _LINE))
            repairs += [_repair(run)] if len(run) > 1 else []
            top = False
    return blocks, repairs


def wrap_width(lines: Sequence[Line]) -> float | None:
    """The width, in Han characters, at which prose was wrapped; None where the lines are not wrapped prose."""
    lines = [line for line in lines if not (line.level or _is_row(line) or begins_item(line.text))]
    inner = [line for line, after in pairwise(lines) if not after.gap]
    if len(inner) < 2:
        return None
    widths = sorted(width(line.text) + line.indent for line in inner)
    edge = widths[(len(widths) - 1) * 2 // 3]
    ragged = max(3.0, edge / 8)
    if sum(width(line.text) + line.indent > edge + ragged for line in lines) > 0.1 * len(lines):
        return None
    full = [line for line in inner if width(line.text) + line.indent >= edge - ragged]
    running = sum(not ends_marked(line.text) for line in full)
    marked = sum(marks_in(line.text) > 0 for line in full)
    if not _NARROWEST <= edge <= _WIDEST or len(full) < 0.6 * len(inner):
        return None
    ended = sum(ends_sentence(line.text) for line in full)
    wrapped = running >= 0.25 * len(full) and ended <= 0.5 * len(full) and marked >= 0.3 * len(full)
    return edge if wrapped else None


def is_line(text: str, longest: float = _LINE) -> bool:
    """Whether words set apart read as a headline, a heading or a caption, not as prose."""
    if width(text) > longest or left_open(text) or ends_in_comma(text):
        return False
    commas = len(_COMMA.findall(text))
    prose = _INNER_STOP.search(text[:-1]) or commas > 1 or (commas and width(text) > 26)
    if longest < _TOP_LINE and (prose or _DANGLING.search(text)):
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
    listed = begins_item(after.text) and (ended or begins_item(run[0].text))
    if listed or last.level or after.indent >= 1.5 or (after.indent and ended):
        return True
    if first and _is_heading(last, after, edge):
        return True
    lost = _LOST_INDENT if first and last.indent < _LOST_INDENT else 0.0
    room = edge - width(last.text) - last.indent - first_unit(after.text) - lost
    return ended and room >= 1


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


def _block(run: Sequence[Line], edge: float | None, after: Line | None, longest: float) -> Block:
    """The lines of one paragraph as a block; `after` is the line behind the gap that follows them."""
    first = run[0]
    kind: Kind = "heading" if first.level else "paragraph"
    if len(run) == 1 and not first.level:
        if _is_row(first):
            kind = "row"
        elif is_line(first.text, longest) and not (edge and after and _is_cut(first, after, edge)):
            kind = "line"
    wide = edge is not None and kind == "line" and width(first.text) > edge + 1
    words = join_lines([line.words for line in run])
    return Block(words, kind, first.level, gap=first.gap, indented=first.indent >= 1.5, wide=wide)


def _is_cut(line: Line, after: Line, edge: float) -> bool:
    """Whether a line alone is a paragraph's first, parted by a column's end: it is full, and set like one."""
    if after.level or after.indent >= 1.5 or _SPACED.search(line.text):
        return False
    room = edge - width(line.text) - line.indent - first_unit(after.text)
    return -2 <= room < 1 and (line.indent >= 1.5 or marks_in(line.text) > 0)


def join_lines(lines: Sequence[Mapped]) -> Mapped:
    """Lines as one: nothing between Han, a space between Latin words, a word's own hyphen kept.

    >>> join_lines([Mapped.of("请看 high-"), Mapped.of("tech zone 一"), Mapped.of("栏。")]).text
    '请看 high-tech zone 一栏。'
    """
    parts = [lines[0]]
    for line in lines[1:]:
        before = parts[-1]
        if _spaced(before.text, line.text):
            parts.append(Mapped(" ", (before.raw_end,)))
        parts.append(line)
    return Mapped.join(parts)


def _spaced(left: str, right: str) -> bool:
    """Whether a space stands between two lines made one; figures in Chinese are taken to run on."""
    if not (_LATIN_END.search(left[-1:]) and _LATIN_START.match(right)):
        return False
    chinese = han_share(left[-80:] + right[:80]) > 0.4
    return not chinese or (left[-1].isalpha() and right[0].isalpha())


def _repair(run: Sequence[Line]) -> Repair:
    first, last = run[0].words, run[-1].words
    note = f"{len(run)} lines, {first.text[:8]}…{last.text[-8:]}"
    return Repair("unwrap lines", first.raw_start, last.raw_end, note)
