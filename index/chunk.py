"""Article → passages: cut into sentences by langchain-text-splitters, neighbours joined, overlapping by one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from index.article import Article, Passage

if TYPE_CHECKING:
    from langchain_text_splitters import RecursiveCharacterTextSplitter

# Code points. A passage is shown and judged by its first 400.
LIMIT = 380
# What a passage should have at least, best, and at most: English takes three times the signs of Chinese.
_HAN, _LATIN = (120, 240, 350), (160, 320, LIMIT)
_SPREAD = 90
# Sentences shorter than this are joined with their neighbours before all else; so are headings.
_SHORT = 24
# What a sentence is cut into when it alone is over the limit: two such pieces fit into a passage.
_PIECE = LIMIT // 2

_SENTENCE_END = (
    r"(?<=[。！？；…])(?![。！？；…”’）」』])|(?<=[。！？；…][”’）」』])|(?<=[!?;])(?=[㐀-鿿“‘《「『])"
    r"|(?<=[^\s.]{3}[.!?;])\s|(?<=[.!?][\"')”’])\s"
)
_LEVELS = (r"\n\n+", r"\n", _SENTENCE_END)
_FINER = (r"(?<=[，、：])|(?<=,)\s", r"\s", "")
_BLANK = re.compile(r"\s*")
_ENDED = re.compile(r"[。！？；…!?;.][”’）」』\"')]*$")
# A heading, or a line that leads up to the next: "他这样说：".
_HEADING = re.compile(r"#{1,6}\s+\S.*|[^\n]{1,40}(?<![。！？；，、…”.!?;,])|.*[：:—]")


@dataclass(frozen=True, slots=True)
class _Tile:
    """A sentence, or several short ones: the run without the white space around it.

    `ends`: a sentence ends here; `closes`: a line does too; `heads`: its last line belongs to the next one;
    `marked`: it begins with a heading's # sign.
    """

    start: int
    end: int
    ends: bool
    closes: bool
    heads: bool
    marked: bool


def chunk(article: Article) -> tuple[Passage, ...]:
    """The passages of an article in reading order, none over LIMIT code points; every word is in at least one.

    Each begins with the sentence the one before it ended with, where both that and the next sentence fit.
    """
    tiles = _tiles(article.text)
    sizes = _LATIN if _mostly_latin(article.text) else _HAN
    windows = _windows(tiles, sizes)
    return tuple(_passage(article, tiles[first].start, tiles[last - 1].end) for first, last in windows)


def _passage(article: Article, start: int, end: int) -> Passage:
    return Passage(f"{article.id}:{start}-{end}", article.id, start, end, article.text[start:end])


def _mostly_latin(text: str) -> bool:
    return len(re.findall(r"[A-Za-z]+", text)) > len(re.findall(r"[㐀-鿿]", text)) / 2


@cache
def _splitter(levels: tuple[str, ...], size: int) -> RecursiveCharacterTextSplitter:
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    # With these settings the chunks put end to end are the text, so offsets are a running sum: add_start_index
    # would search for each chunk, and finds the wrong place in repetitive text.
    return RecursiveCharacterTextSplitter(
        separators=list(levels),
        is_separator_regex=True,
        keep_separator="end",
        strip_whitespace=False,
        chunk_size=size,
        chunk_overlap=0,
    )


def _tiles(text: str) -> list[_Tile]:
    tiles: list[_Tile] = []
    position = 0
    for piece in _pieces(text):
        held = piece.strip()
        start = position + len(piece) - len(piece.lstrip())
        position += len(piece)
        if held:
            end = start + len(held)
            tiles.append(_tile(text, start, end))
    return tiles


def _pieces(text: str) -> Iterator[str]:
    """Sentences as the splitter tiles the text with them; one over the limit is cut at its commas, else anywhere."""
    for sentence in _splitter(_LEVELS, _SHORT).split_text(text):
        if len(sentence.strip()) <= LIMIT:
            yield sentence
        else:
            yield from _splitter(_FINER, _PIECE).split_text(sentence)


def _tile(text: str, start: int, end: int) -> _Tile:
    held = text[start:end]
    closes = end == len(text) or "\n" in _BLANK.match(text, end).group()  # type: ignore[union-attr]
    return _Tile(
        start,
        end,
        ends=closes or _ENDED.search(held) is not None,
        closes=closes,
        heads=closes and _HEADING.fullmatch(held.rsplit("\n", 1)[-1].strip()) is not None,
        marked=held.startswith("#"),
    )


def _windows(tiles: list[_Tile], sizes: tuple[int, int, int]) -> list[tuple[int, int]]:
    """The windows [first, last) of tiles that cost least together, each from where the one before lets it begin."""
    count = len(tiles)
    cheapest = [0.0] * (count + 1)  # of the windows from a tile to the end, worked out from the end
    choice = [count] * count
    for first in range(count - 1, -1, -1):
        costs = {
            last: _cost(tiles, first, last, sizes) + cheapest[_next(tiles, first, last)]
            for last in _lasts(tiles, first)
        }
        choice[first] = min(costs, key=lambda last: (round(costs[last], 6), -last))
        cheapest[first] = costs[choice[first]]
    return list(_followed(tiles, choice))


def _followed(tiles: list[_Tile], choice: list[int]) -> Iterator[tuple[int, int]]:
    first = 0
    while first < len(tiles):
        yield first, choice[first]
        first = _next(tiles, first, choice[first])


def _lasts(tiles: list[_Tile], first: int) -> Iterator[int]:
    """Where a window from `first` may end: within LIMIT, and not before the next sentence where both fit."""
    last = first + 1
    if last < len(tiles) and _together(tiles, first):
        last += 1
    yield last
    while last < len(tiles) and tiles[last].end - tiles[first].start <= LIMIT:
        last += 1
        yield last


def _next(tiles: list[_Tile], first: int, last: int) -> int:
    """Where the window after [first, last) begins: with its last sentence, unless that cannot be."""
    overlaps = last < len(tiles) and last - 1 > first and _together(tiles, last - 1)
    return last - 1 if overlaps else last


def _together(tiles: list[_Tile], first: int) -> bool:
    """Whether a tile shall stand in one passage with the next: they fit, and no marked heading parts them."""
    return tiles[first + 1].end - tiles[first].start <= LIMIT and not tiles[first + 1].marked


def _cost(tiles: list[_Tile], first: int, last: int, sizes: tuple[int, int, int]) -> float:
    """What a passage costs: 1, its distance from the best length, and 1 for ending within a line, 3 in a sentence.

    Worked: 330 signs where 240 are best, ending with its paragraph: 1 + (90 / 90)² = 2.
    """
    least, best, most = sizes
    length, final = tiles[last - 1].end - tiles[first].start, tiles[last - 1]
    cost = 1 + ((length - best) / _SPREAD) ** 2 + (0 if least <= length <= most else 2)
    if last < len(tiles):
        cost += 10 if final.heads else 0 if final.closes else 1 if final.ends else 3
    return cost
