"""How much of a question stands in a run of a passage, by the weight of its words; many runs at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rag.alignment import AskedWord, FloatArray, strengths

Run = tuple[int, int]
_TELLING = 2  # so many of the heaviest words are looked at by themselves
_MATCHED = 0.5  # a proper name counts as there from this strength on


class Coverage:
    """The words of one question over one passage. Every method takes runs, (start, end) in the passage's text."""

    def __init__(self, words: Sequence[AskedWord], text: str, title: str) -> None:
        self._weights = np.array([word.weight for word in words], dtype=np.float32)
        self._total = float(self._weights.sum()) or 1.0
        self._names = np.array([word.name for word in words], dtype=np.float32) * self._weights
        self._heaviest = np.argsort(-self._weights, kind="stable")[:_TELLING]
        self._table = strengths(words, text)
        self._title = strengths(words, title).max(axis=1, initial=0.0)
        self._known: dict[Run, FloatArray] = {}
        self.length = len(text)

    def matches(self, runs: Sequence[Run]) -> FloatArray:
        """The strongest match of each word that begins in each run: shape [runs, words]."""
        for run in runs:
            if run not in self._known:
                start, end = run
                self._known[run] = self._table[:, start:end].max(axis=1, initial=0.0)
        found = [self._known[run] for run in runs]
        return np.array(found, dtype=np.float32).reshape(len(runs), len(self._weights))

    def share(self, matched: FloatArray) -> FloatArray:
        """The share of the question's weight that is matched, 0 to 1: shape [runs]."""
        shares: FloatArray = matched @ self._weights / self._total
        return shares

    def heaviest(self, matched: FloatArray) -> FloatArray:
        """How well the heaviest words are matched: shape [runs]."""
        if not len(self._heaviest):
            return np.zeros(len(matched), dtype=np.float32)
        strongest: FloatArray = matched[:, self._heaviest].mean(axis=1).astype(np.float32)
        return strongest

    def named(self, matched: FloatArray) -> FloatArray:
        """The share of the question's proper names that are there; 1 where it has none: shape [runs]."""
        total = float(self._names.sum())
        if not total:
            return np.ones(len(matched), dtype=np.float32)
        there = (matched > _MATCHED).astype(np.float32)
        shares: FloatArray = (there @ self._names / total).astype(np.float32)
        return shares

    @property
    def has_names(self) -> bool:
        return bool(self._names.any())

    @property
    def title(self) -> FloatArray:
        """The matches in the title: shape [1, words]."""
        title: FloatArray = self._title[None, :]
        return title

    @property
    def everything(self) -> FloatArray:
        """The matches in passage and title together: shape [1, words]."""
        whole: FloatArray = np.maximum(self.matches([(0, self.length)]), self.title)
        return whole
