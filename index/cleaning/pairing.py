"""Which half of a cut sentence goes with which: by what the seam proves, by kinship of words, by neighbourhood."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.cleaning.blocks import Block
from index.cleaning.seams import LINE, kinship, proof, starts_anew
from index.cleaning.signs import CLOSERS, ends_in_comma, han_share

# What a seam must prove (nats): of a neighbour; of a paragraph farther off; of one where two columns may cross.
_NEIGHBOUR, _FAR, _CROSSED = 2.0, 4.0, 2.0
_KIN = 3
_REACH, _BETWEEN = 14, 6  # how many blocks away a half is looked for; how many captions can stand in a sentence
_QUOTES = CLOSERS + "“‘\"'"
_COMMA = re.compile(r"[，,]")
_CAPITAL = re.compile(r"[\"'“‘(]?[A-Z]")


@dataclass(frozen=True, slots=True)
class Link:
    """The block whose sentence was cut, the block where it goes on, and the evidence in words."""

    head: int
    tail: int
    why: str


def find_links(blocks: Sequence[Block]) -> list[Link]:
    """The joins that can be told, in the order of their heads; what cannot be told is left apart."""
    page = _Page(blocks)
    page.take_proven_neighbours()
    page.search_where_no_neighbour_can_be()
    page.untangle_columns()
    page.take_neighbours()
    return [page.found[head] for head in sorted(page.found)]


class _Page:
    """The blocks of one page, what stands next to what, and the joins found so far."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.blocks = blocks
        self.heads = [index for index, block in enumerate(blocks) if block.is_cut]
        self.found: dict[int, Link] = {}
        self._tails: set[int] = set()
        self._doubtful: set[int] = set()
        prose = [block for block in blocks if block.kind == "paragraph"]
        self._starts = _section_starts(blocks)
        self._indents = sum(block.indented for block in prose) * 2 > len(prose) > 2

    def take_proven_neighbours(self) -> None:
        """Join each head to its neighbour where the seam proves it."""
        for head in self.heads:
            self._take(head, self._near(head), _NEIGHBOUR if self._waiting(head) is None else _FAR)

    def search_where_no_neighbour_can_be(self) -> None:
        """Join heads whose neighbour is a heading, or begins anew, to the paragraph that the seam best proves."""
        for head in self.heads:
            half = self._is_half(head) or bool(_COMMA.search(self.blocks[head].text))
            if half and not self._goes_on(head):
                self._search(head, LINE if self.blocks[head].kind == "line" else _FAR)

    def untangle_columns(self) -> None:
        """Where the section before waits for its other half too, its column may cross this one's.

        Then the neighbour is not taken on trust: the seam must prove whose it is, or the words of the two sections.
        """
        for head in self.heads:
            earlier, near = self._waiting(head), self._near(head)
            taken = near in self._tails
            if not self._is_half(head) or near is None or (earlier is None and not taken):
                continue
            self._search(head, _CROSSED)
            if earlier is None or taken or near != head + 1 or self._anew(near):
                continue
            if head in self.found:
                self._note(Link(earlier, near, "columns that cross"))
            else:
                self._settle(earlier, head, near)

    def take_neighbours(self) -> None:
        """Join what is left to its neighbour without proof, unless that begins as only a new paragraph does."""
        for head in self.heads:
            if head not in self._doubtful and self._goes_on(head):
                self._take(head, self._near(head), 0)

    def _settle(self, earlier: int, head: int, near: int) -> None:
        """Give the paragraph after `head` to the section whose words it shares, if that is clear."""
        kin = kinship(self.blocks[near].text, self._section(earlier), self._section(head))
        if abs(kin) >= _KIN:
            self._note(Link(earlier if kin > 0 else head, near, "the words of its section"))
        self._take(head, near, _NEIGHBOUR)
        self._doubtful.add(head)

    def _is_half(self, head: int) -> bool:
        """Whether a cut paragraph surely is half a sentence: one that ends in a quotation may be whole."""
        block = self.blocks[head]
        return block.kind == "paragraph" and block.text[-1] not in _QUOTES

    def _near(self, head: int) -> int | None:
        """The paragraph next to this one, lines and credits between them aside; None at a heading."""
        for index in range(head + 1, min(len(self.blocks), head + 1 + _BETWEEN)):
            block = self.blocks[index]
            if block.kind in ("heading", "row"):
                return None
            if block.kind == "paragraph" or (block.kind == "line" and self._proof(head, index)[0] >= LINE):
                return index
        return None

    def _search(self, head: int, least: float) -> None:
        """Take the paragraph, not right under a heading, that the seam best proves to be this head's other half."""
        proofs = []
        for index in range(head + 2, min(len(self.blocks), head + 2 + _REACH)):
            under = self.blocks[index - 1].kind == "heading"
            if self.blocks[index].kind == "paragraph" and not under and index not in self._tails:
                proofs.append((self._proof(head, index)[0], -index))
        if proofs:
            self._take(head, -max(proofs)[1], least)

    def _goes_on(self, head: int) -> bool:
        """Whether this head's neighbour can be its other half without further proof."""
        tail, text = self._near(head), self.blocks[head].text
        if tail is None or self.blocks[head].kind != "paragraph":
            return False
        if tail != head + 1:
            return ends_in_comma(text)
        if _CAPITAL.match(self.blocks[tail].text) and han_share(text[-40:]) < 0.3:
            return False
        return ends_in_comma(text) or (self._is_half(head) and not self._anew(tail))

    def _waiting(self, head: int) -> int | None:
        """The cut paragraph of the section before this head's that has no other half yet."""
        start = self._starts[head]
        while start > 0 and self.blocks[start - 1].is_head:
            start -= 1
        last = start - 1
        waits = last >= 0 and self.blocks[last].is_cut and last not in self.found and self._is_half(last)
        return last if waits else None

    def _section(self, head: int) -> list[str]:
        return [block.text for block in self.blocks[self._starts[head] : head + 1]]

    def _anew(self, tail: int) -> bool:
        block = self.blocks[tail]
        return (self._indents and block.indented) or block.fresh or starts_anew(block.text)

    def _proof(self, head: int, tail: int) -> tuple[float, str]:
        right = self.blocks[tail]
        if (self._indents and right.indented) or right.fresh:
            return -1.0, ""
        return proof(self.blocks[head], right)

    def _take(self, head: int, tail: int | None, least: float) -> None:
        """Note the join of `head` and `tail` if neither is taken and the seam proves it enough."""
        if head in self.found or tail is None or tail in self._tails:
            return
        strength, why = self._proof(head, tail)
        if strength >= least:
            self._note(Link(head, tail, why))

    def _note(self, link: Link) -> None:
        self.found[link.head] = link
        self._tails.add(link.tail)


def _section_starts(blocks: Sequence[Block]) -> list[int]:
    """For each block, where the section it is in begins: behind the last heading before it."""
    starts, start = [], 0
    for index, block in enumerate(blocks):
        starts.append(start)
        if block.kind == "heading":
            start = index + 1
    return starts
