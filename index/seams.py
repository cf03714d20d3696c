"""Which head goes with which tail where sentences were cut: by a word across the seam, by signs, by neighbourhood."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.blocks import Block
from index.crossing import word_across
from index.signs import CLOSERS, begins_item, cannot_begin, closes_first, ends_in_comma, han_share, left_open

_COUNTED = re.compile(r"[个家位项亿万元年月日号名次条件户人吨米公平倍届辆座套例股分小天时岁期批所处台宗%％]|百分")
_FRESH_START = re.compile(
    r"近日|日前|昨日|今日|记者|据悉|据了解|据介绍|据统计|此外|另外|同时|与此同时|目前|截至|今年以来|去年以来|近年来|为此|"
    r"下一步|随后|首先|其次|最后|如今|当天|谈到|对此"
)
# What the seam must prove (words.py, nats): of a neighbour; of a line alone, which mostly is whole; of a paragraph
# farther off; and of one farther off when two columns are known to cross.
_NEIGHBOUR, _LINE, _FAR, _CROSSED = 2.0, 6.0, 4.0, 2.0
_CAPITAL = re.compile(r"[\"'“‘(]?[A-Z]")
_REACH = 14
_QUOTES = CLOSERS + "“‘\"'"


@dataclass(frozen=True, slots=True)
class Link:
    """The block whose sentence was cut, the block where it goes on, and the evidence in words."""

    head: int
    tail: int
    why: str


def find_links(blocks: Sequence[Block]) -> list[Link]:
    """The joins that can be told, in the order of their heads.

    First each head's neighbour, where the seam proves it. Then, for a head that cannot go on with its neighbour, or
    whose neighbour is another's, the nearest paragraph that the seam proves. Then columns that cross, and at last
    the neighbour without proof, unless it begins as only a new paragraph does.
    """
    page = _Page(blocks)
    heads = [index for index, block in enumerate(blocks) if block.is_cut]
    for head in heads:
        page.take(head, page.near(head), _NEIGHBOUR)
    for head in heads:
        if page.is_half(head) and not page.goes_on(head):
            page.search(head, _FAR)
    for head in heads:
        if page.is_half(head) and (page.near(head) in page.tails or page.stranded(heads, head)):
            page.search(head, _CROSSED)
    for head in heads:
        page.uncross(heads, head)
    for head in heads:
        if page.goes_on(head):
            page.take(head, page.near(head), 0)
    return [page.found[head] for head in sorted(page.found)]


class _Page:
    """The blocks of one page, what stands next to what, and the joins found so far."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.blocks = blocks
        self.found: dict[int, Link] = {}
        self.tails: set[int | None] = set()
        prose = [block for block in blocks if block.kind == "paragraph"]
        self._indents = sum(block.indented for block in prose) * 2 > len(prose) > 2

    def is_prose(self, index: int) -> bool:
        return self.blocks[index].kind == "paragraph"

    def is_half(self, head: int) -> bool:
        """Whether a cut paragraph surely is half a sentence: one that ends in a quotation may be whole."""
        return self.is_prose(head) and self.blocks[head].text[-1] not in _QUOTES

    def near(self, head: int) -> int | None:
        """The paragraph next to this one, lines and credits between them aside; None at a heading."""
        for index in range(head + 1, len(self.blocks)):
            block = self.blocks[index]
            if block.kind in ("heading", "row"):
                return None
            if block.kind == "paragraph" or (block.kind == "line" and self._evidence(head, index)[0] >= _LINE):
                return index
        return None

    def search(self, head: int, least: float) -> None:
        """Take the paragraph, not right under a heading, that the seam best proves to be this head's other half."""
        proofs = []
        for index in range(head + 2, min(len(self.blocks), head + 2 + _REACH)):
            under = self.blocks[index - 1].kind == "heading"
            if self.is_prose(index) and not under and index not in self.tails:
                proofs.append((self._evidence(head, index)[0], -index))
        if proofs:
            self.take(head, -max(proofs)[1], least)

    def goes_on(self, head: int) -> bool:
        """Whether this head's neighbour can be its other half without further proof."""
        tail, text = self.near(head), self.blocks[head].text
        if tail is None or not self.is_prose(head):
            return False
        if tail != head + 1:
            return ends_in_comma(text)
        if _CAPITAL.match(self.blocks[tail].text) and han_share(text[-40:]) < 0.3:
            return False
        return ends_in_comma(text) or (self.is_half(head) and not self._starts_anew(tail))

    def stranded(self, heads: Sequence[int], head: int) -> bool:
        """Whether an earlier head waits that cannot go on with its own neighbour."""
        return any(h < head and h not in self.found and self.is_half(h) and not self.goes_on(h) for h in heads)

    def uncross(self, heads: Sequence[int], head: int) -> None:
        """Give the paragraph after a head that goes on elsewhere to the last earlier head that still waits for one."""
        link, after = self.found.get(head), head + 1
        if link is None or link.tail <= after or after in self.tails or not self.is_prose(after):
            return
        waiting = [h for h in heads if h < head and h not in self.found and self.is_half(h)]
        if waiting and not self._starts_anew(after):
            self._note(Link(waiting[-1], after, "columns that cross"))

    def take(self, head: int, tail: int | None, least: float) -> bool:
        """Note the join of `head` and `tail` if neither is taken and the evidence is at least this."""
        if head in self.found or tail is None or tail in self.tails:
            return False
        score, why = self._evidence(head, tail)
        if score >= least:
            self._note(Link(head, tail, why))
        return score >= least

    def _note(self, link: Link) -> None:
        self.found[link.head] = link
        self.tails.add(link.tail)

    def _starts_anew(self, tail: int) -> bool:
        block = self.blocks[tail]
        indented = self._indents and block.indented
        return indented or block.fresh or begins_item(block.text) or bool(_FRESH_START.match(block.text))

    def _evidence(self, head: int, tail: int) -> tuple[float, str]:
        """How sure it is that one sentence runs over this seam, and by what."""
        left, right = self.blocks[head], self.blocks[tail]
        if (self._indents and right.indented) or right.fresh:
            return -1.0, ""
        crossing = word_across(left.text, right.text)
        if left.kind == "line":
            proven = crossing and crossing.strength >= _LINE and not left.wide
            return (crossing.strength, f"the word {crossing.word}") if crossing and proven else (-1.0, "")
        if crossing:
            return crossing.strength, f"the word {crossing.word}"
        if cannot_begin(right.text):
            return 5.0, f"no sentence begins with {right.text[0]}"
        if left.text[-1].isdigit() and _COUNTED.match(right.text):
            return 4.5, f"a figure before {right.text[0]}"
        if (waiting := left_open(left.text)) and closes_first(right.text) == waiting[-1]:
            return 3.0, f"the mark {waiting[-1]}"
        return 0.0, "the next paragraph"
