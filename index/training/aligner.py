"""Which English word stands for which Chinese one: IBM Model 1 in both directions, trained to agree.

Brown et al. 1993 for the model, Liang et al. 2006 for the agreement: a link counts as much as both directions believe
in it, which keeps rare words from gathering whatever stands in their sentence. Links near the diagonal are likelier.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]

ROUNDS = 6
STEEPNESS = 2.0  # how fast a link gets less likely off the diagonal
_NOTHING = 1e-4  # what standing for no word weighs against the best link
_LEAST = 1e-4  # links that gather less are dropped


@dataclass(frozen=True, slots=True)
class Bitext:
    """One sentence, phrase or dictionary gloss in both languages, as words, and how much it counts."""

    zh: Sequence[str]
    en: Sequence[str]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class _Links:
    """Every pair of words that share a bitext: `pair` numbers the pair of types, the places the words themselves."""

    pair: Ints
    en_place: Ints
    zh_place: Ints
    nearness: NDArray[np.float32]
    weight: NDArray[np.float32]
    en_type: Ints
    zh_type: Ints


def align(texts: Sequence[Bitext], tell: Callable[[str], None] = print) -> Mapping[str, Mapping[str, float]]:
    """English word → Chinese word → how often the one stands for the other, weighted."""
    en_words, zh_words = _numbered(text.en for text in texts), _numbered(text.zh for text in texts)
    links = _links(texts, en_words, zh_words)
    tell(f"{len(texts)} bitexts, {len(links.pair)} links of {len(links.en_type)} pairs of words")
    counts = _summed(links.pair, links.weight * links.nearness, len(links.en_type))
    for number in range(ROUNDS):
        counts = _round(links, counts)
        tell(f"round {number + 1}: {counts.sum():.0f} links agreed on")
    return _table(links, counts, list(en_words), list(zh_words))


def _round(links: _Links, counts: Floats) -> Floats:
    """The expected counts under the tables that `counts` makes, both directions multiplied."""
    forth = _believed(links, counts / _summed(links.en_type, counts)[links.en_type], links.zh_place)
    back = _believed(links, counts / _summed(links.zh_type, counts)[links.zh_type], links.en_place)
    return _summed(links.pair, forth * back * links.weight, len(counts))


def _believed(links: _Links, table: Floats, places: Ints) -> Floats:
    """The share of each link among the links of the word at its place."""
    strength = np.nan_to_num(table)[links.pair] * links.nearness
    shares: Floats = strength / (_summed(places, strength)[places] + _NOTHING)
    return shares


def _summed(group: Ints, values: NDArray[np.floating[Any]], groups: int = 0) -> Floats:
    """The sum of `values` in each group, float64 [groups]."""
    return np.asarray(np.bincount(group, values, groups), dtype=np.float64)


def _numbered(sentences: Iterable[Sequence[str]]) -> dict[str, int]:
    numbers: dict[str, int] = {}
    for words in sentences:
        for word in words:
            numbers.setdefault(word, len(numbers))
    return numbers


def _links(texts: Sequence[Bitext], en_words: Mapping[str, int], zh_words: Mapping[str, int]) -> _Links:
    sizes = np.array([(len(text.en), len(text.zh)) for text in texts], dtype=np.int64)
    total = int((sizes[:, 0] * sizes[:, 1]).sum())
    codes = np.empty(total, dtype=np.int64)
    en_place, zh_place = np.empty(total, dtype=np.int32), np.empty(total, dtype=np.int32)
    nearness = np.empty(total, dtype=np.float32)
    at, en_start, zh_start = 0, 0, 0
    for text, (rows, columns) in zip(texts, sizes, strict=True):
        here = slice(at, at + int(rows * columns))
        ens = np.array([en_words[word] for word in text.en], dtype=np.int64)
        zhs = np.array([zh_words[word] for word in text.zh], dtype=np.int64)
        codes[here] = (ens[:, None] * len(zh_words) + zhs[None]).ravel()
        en_place[here] = np.repeat(np.arange(en_start, en_start + rows), columns)
        zh_place[here] = np.tile(np.arange(zh_start, zh_start + columns), rows)
        apart = np.abs((np.arange(rows)[:, None] + 0.5) / rows - (np.arange(columns)[None] + 0.5) / columns)
        nearness[here] = np.exp(-STEEPNESS * apart).ravel()
        at, en_start, zh_start = here.stop, en_start + int(rows), zh_start + int(columns)
    weight = np.repeat(np.array([text.weight for text in texts], np.float32), sizes[:, 0] * sizes[:, 1])
    pairs, pair = np.unique(codes, return_inverse=True)
    en_type, zh_type = np.divmod(pairs, len(zh_words))
    return _Links(
        pair.astype(np.int32), en_place, zh_place, nearness, weight,
        en_type.astype(np.int32), zh_type.astype(np.int32),
    )  # fmt: skip


def _table(links: _Links, counts: Floats, en: Sequence[str], zh: Sequence[str]) -> dict[str, dict[str, float]]:
    table: dict[str, dict[str, float]] = {}
    for link in np.flatnonzero(counts > _LEAST):
        row = table.setdefault(en[links.en_type[link]], {})
        row[zh[links.zh_type[link]]] = float(counts[link])
    return table
