"""Sentences cut in two by a column's or page's end, or by a block set between: the halves put together again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.article import Repair
from index.cleaning.blocks import Block
from index.cleaning.pairing import Link, find_links
from index.cleaning.unwrap import join_lines


def join_cut(blocks: Sequence[Block]) -> tuple[list[Block], list[Repair]]:
    """The blocks in reading order with every sentence whole that can be told, and a repair for each join."""
    links = find_links(blocks)
    if not links:
        return list(blocks), []
    near = {link.head: link.tail for link in links if only_lines(blocks, link)}
    far = {link.head: link.tail for link in links if link.head not in near}
    held, places = _join_near(blocks, near)
    if far:
        waiting = {places[head] for head in range(len(blocks)) if blocks[head].is_cut and head not in near | far}
        held = _join_far(held, {places[head]: places[tail] for head, tail in far.items()}, waiting)
    return held, [_repair(blocks, link) for link in links]


def only_lines(blocks: Sequence[Block], link: Link) -> bool:
    """Whether nothing but captions and credits stands between the halves."""
    return all(block.kind in ("line", "credit") for block in blocks[link.head + 1 : link.tail])


def _join_near(blocks: Sequence[Block], follows: dict[int, int]) -> tuple[list[Block], list[int]]:
    """The blocks with neighbouring halves made one, what stood between them after them, and each block's new place."""
    tails = set(follows.values())
    held: list[Block] = []
    places = [0] * len(blocks)
    for index in range(len(blocks)):
        if index in tails:
            continue
        parts = [index]
        while parts[-1] in follows:
            parts.append(follows[parts[-1]])
        for part in parts:
            places[part] = len(held)
        held.append(_one([blocks[part] for part in parts]))
    return held, places


def _join_far(blocks: Sequence[Block], follows: dict[int, int], waiting: set[int]) -> list[Block]:
    """The blocks with each tail, and what follows it in its section, moved behind its head."""
    runs = {tail: _run(blocks, head, tail, follows, waiting) for head, tail in follows.items()}
    moved = {index for run in runs.values() for index in run}
    return [block for i in range(len(blocks)) if i not in moved for block in _section(blocks, i, follows, runs)]


def _section(blocks: Sequence[Block], index: int, follows: dict[int, int], runs: dict[int, range]) -> Iterator[Block]:
    """A block with its other half, and then what moves with that."""
    if index not in follows:
        yield blocks[index]
        return
    run = runs[follows[index]]
    first, *rest = _section(blocks, run[0], follows, runs)
    yield _one([blocks[index], first])
    yield from rest
    for other in run[1:]:
        yield from _section(blocks, other, follows, runs)


def _run(blocks: Sequence[Block], head: int, tail: int, follows: dict[int, int], waiting: set[int]) -> range:
    """The blocks that move with a tail: to the next heading or tail; the tail alone where a head still waits."""
    end = tail + 1
    if any(head < index < tail for index in waiting):
        return range(tail, end)
    marked = any(block.kind == "heading" for block in blocks)
    while end < len(blocks) and end not in follows.values() and not blocks[end].fresh:
        if blocks[end].kind == "heading" or (not marked and blocks[end].kind == "line"):
            break
        end += 1
    return range(tail, end)


def _one(parts: Sequence[Block]) -> Block:
    """The halves as one paragraph, standing where the first does."""
    if len(parts) == 1:
        return parts[0]
    return replace(parts[0], words=join_lines([part.words for part in parts]), kind="paragraph")


def _repair(blocks: Sequence[Block], link: Link) -> Repair:
    head, tail = blocks[link.head].words, blocks[link.tail].words
    name = "join a cut sentence" if link.tail == link.head + 1 else "join a sentence across a block"
    return Repair(name, head.raw_end, tail.raw_start, f"{head.text[-8:]} + {tail.text[:8]} ({link.why})")
