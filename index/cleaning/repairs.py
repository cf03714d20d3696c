"""Small repairs inside paragraphs: datelines and bylines lifted, spaces that typesetting left at figures closed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.article import Repair
from index.cleaning.blocks import Block
from index.cleaning.credits import Credit, lift_ending, lift_opening
from index.cleaning.signs import HAN
from index.cleaning.textmap import Mapped

_OPENERS = "，、：；“‘（《"
_NUMBER = r"[0-9][0-9.,%]*"
_BEFORE, _AFTER = rf"[{HAN}{_OPENERS}]", rf"[{HAN}，。、；：！？”’）》]"
_ONE_SIDED = re.compile(rf"{_BEFORE} +{_NUMBER}(?=[{HAN}，。、；])|{_BEFORE}{_NUMBER} +(?=[{HAN}])")
_TWO_SIDED = re.compile(rf"[{HAN}] +{_NUMBER} +(?=[{HAN}])")
_GAP = re.compile(rf"(?<={_BEFORE}) +(?=[0-9])|(?<=[0-9%％]) +(?={_AFTER})")
_INLINE = (
    re.compile(r"\[\^[^\]\s]{1,12}\]()"),
    re.compile(r"\[([^\[\]]{1,300})\]\([^()\s]{1,500}\)"),
    re.compile(r"\*\*(?=\S)([^*]{1,500}?)(?<=\S)\*\*"),
    re.compile(r"(?<![\w_])__(?=\S)([^_]{1,500}?)(?<=\S)__(?![\w_])"),
    re.compile(r"(?<![\w*])\*(?=\S)([^*]{1,500}?)(?<=\S)\*(?![\w*])"),
)


def read_markdown(blocks: Sequence[Block]) -> list[Block]:
    """The blocks of a Markdown file without the marks of emphasis, links and footnotes.

    >>> read_markdown([Block(Mapped.of("增长**8%**，见[公报](a.html)。"))])[0].text
    '增长8%，见公报。'
    """
    return [replace(block, words=_without_marks(block.words)) for block in blocks]


def _without_marks(words: Mapped) -> Mapped:
    for pattern in _INLINE:
        words = words.reduce(pattern)
    return words


def lift_names(blocks: Sequence[Block]) -> tuple[list[Block], list[Repair]]:
    """The paragraphs without the bylines at their ends and the datelines they open with, and a repair for each."""
    held: list[Block] = []
    repairs: list[Repair] = []
    for block in blocks:
        if block.kind != "paragraph":
            held.append(block)
            continue
        words, opening = lift_opening(block.words)
        words, ending = lift_ending(words)
        for name, lifted in (("lift the dateline", opening), ("lift a byline", ending)):
            if lifted:
                repairs.append(Repair(name, lifted.raw_start, lifted.raw_end, lifted.text))
        if words:
            held.append(replace(block, words=words, fresh=block.fresh or opening is not None))
        if ending is not None:
            held.append(Block(Mapped.added(""), "credit", credit=Credit(fresh=True)))
    return held, repairs


def close_figures(blocks: Sequence[Block], wrapped: bool = False) -> tuple[list[Block], list[Repair]]:
    """The paragraphs without the space before or after a figure, on pages where it stands on one side only.

    Who sets a space on purpose sets it on both sides; what justified lines leave stands on one. A page that was not
    wrapped must show it three times. Headings keep their spaces, which part their halves.

    >>> close_figures([Block(Mapped.of("全区 233个项目，连续 3年增长。"))], wrapped=True)[0][0].text
    '全区233个项目，连续3年增长。'
    """
    prose = [block.text for block in blocks if block.kind == "paragraph"]
    one = sum(len(_ONE_SIDED.findall(text)) for text in prose)
    if one < (1 if wrapped else 3) or one <= 3 * sum(len(_TWO_SIDED.findall(text)) for text in prose):
        return list(blocks), []
    closed = [
        replace(block, words=block.words.replace(_GAP)) if block.kind == "paragraph" else block for block in blocks
    ]
    return closed, [repair for block in blocks if block.kind == "paragraph" for repair in _gaps(block.words)]


def _gaps(words: Mapped) -> Iterator[Repair]:
    for match in _GAP.finditer(words.text):
        start, end = match.span()
        note = words.text[max(0, start - 4) : end + 4]
        yield Repair("close the space at a figure", words.offsets[start], words.offsets[end - 1] + 1, note)
