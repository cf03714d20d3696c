"""Batches of examples as a static embedding takes them: all tokens in a row, and where each text begins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

Features = dict[str, torch.Tensor]
_FEW = 4  # a text of so few tokens keeps them all


class Batches:
    """Endless batches of pairs in which no text stands twice: every other text of a batch is a wrong answer."""

    def __init__(
        self,
        tokenizer: Any,
        pairs: Sequence[tuple[str, str]],
        size: int,
        dropped: float,
        rng: np.random.Generator,
    ) -> None:
        numbers: dict[str, int] = {}
        numbered = [
            (numbers.setdefault(left, len(numbers)), numbers.setdefault(right, len(numbers)))
            for left, right in pairs
        ]  # fmt: skip
        encoded = tokenizer.encode_batch(list(numbers), add_special_tokens=False)
        self._tokens = [np.array([token for token in text.ids if token], dtype=np.int64) for text in encoded]
        self._pairs = [pair for pair in numbered if all(len(self._tokens[text]) for text in pair)]
        self._size = size
        self._dropped = dropped
        self._rng = rng

    def __len__(self) -> int:
        return len(self._pairs)

    def __iter__(self) -> Iterator[list[Features]]:
        while True:
            order = self._rng.permutation(len(self._pairs))
            for start in range(0, max(len(order) - self._size, 0) + 1, self._size):
                pairs = self._distinct(order[start : start + self._size])
                yield [self._features([pair[side] for pair in pairs]) for side in (0, 1)]

    def _distinct(self, places: NDArray[np.int64]) -> list[tuple[int, int]]:
        seen: set[int] = set()
        kept = []
        for place in places:
            pair = self._pairs[place]
            if seen.isdisjoint(pair):
                seen.update(pair)
                kept.append(pair)
        return kept

    def _features(self, texts: Sequence[int]) -> Features:
        rows = [self._thinned(self._tokens[text]) for text in texts]
        starts = np.cumsum([0, *(len(row) for row in rows[:-1])])
        return {"input_ids": torch.from_numpy(np.concatenate(rows)), "offsets": torch.from_numpy(starts)}

    def _thinned(self, tokens: NDArray[np.int64]) -> NDArray[np.int64]:
        if len(tokens) <= _FEW:
            return tokens
        kept = tokens[self._rng.random(len(tokens)) >= self._dropped]
        return kept if len(kept) else tokens
