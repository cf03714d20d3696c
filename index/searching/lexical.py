"""Search by words: the port, and BM25 behind it, with alternatives for one word counted as one (structured queries)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.errors import SnapshotError
from index.searching.pinyin import spellings
from index.searching.terms import PINYIN, WeightedTerms, document_terms, is_han, joined

Scores = NDArray[np.float64]
Positions = NDArray[np.int64]
DECIMALS = 4
K1, B = 1.0, 0.6  # best of nine pairs on the training questions of domain, CMRC and DRCD, by a hair
_LENGTHS = "lengths.npy"
_CACHED = 1024  # terms whose documents are kept at hand
_CURE = "Build the index again with `wenjin index`."


class LexicalStore(Protocol):
    """What retrieval asks of a store of terms; documents are addressed by their position."""

    def search(self, query: Sequence[WeightedTerms], k: int) -> tuple[list[int], list[float]]:
        """The positions and scores of the `k` best documents, best first, ties by position.

        Only documents in which a term stands are found.
        """
        ...

    def score(self, query: Sequence[WeightedTerms], positions: Sequence[int]) -> list[float]:
        """The score of each of these documents, 0 where no term stands in it."""
        ...

    def matched(self, query: Sequence[WeightedTerms], positions: Sequence[int]) -> list[tuple[str, ...]]:
        """The terms of the query that stand in each of these documents, best first."""
        ...


class BM25Store:
    """BM25 by bm25s over our own terms.

    Alternatives for one thing asked for count as one term: its frequency in a document, and the number of documents it
    stands in, are the expected ones over the alternatives (Darwish & Oard 2003). A Han word of three and more
    characters is found where all its pairs stand; one in pinyin by its spellings among the terms of the documents.
    """

    def __init__(self, model: Any, lengths: NDArray[np.float32]) -> None:
        self._model = model
        self._lengths = lengths
        self._norm = K1 * (1 - B + B * lengths / lengths.mean()) if lengths.any() else np.full_like(lengths, K1)
        self._postings = lru_cache(maxsize=_CACHED)(self._find)

    @classmethod
    def build(cls, documents: Sequence[Sequence[str]]) -> BM25Store:
        """A store of documents, each given by its terms in order; there may be none, or some without terms."""
        import bm25s

        vocabulary: dict[str, int] = {}
        numbered = [[vocabulary.setdefault(term, len(vocabulary)) for term in terms] for terms in documents]
        lengths = np.array([len(terms) for terms in documents], dtype=np.float32)
        if not vocabulary:  # bm25s cannot index nothing: one term that no query holds
            vocabulary, numbered = {"": 0}, [[0] for _ in documents] or [[0]]
        model: Any = bm25s.BM25(k1=K1, b=B, method="lucene")  # type: ignore[no-untyped-call]
        model.index((numbered, vocabulary), show_progress=False)
        return cls(model, lengths)

    @classmethod
    def load(cls, folder: Path) -> BM25Store:
        """The store that `save` wrote, its arrays mapped from disk; SnapshotError when it cannot be read."""
        import bm25s

        try:
            model = bm25s.BM25.load(folder, mmap=True, show_progress=False)
            lengths = np.load(folder / _LENGTHS)
        except (OSError, ValueError, KeyError, TypeError, EOFError):
            raise SnapshotError(f"The terms of the index in {folder} are missing or damaged.", _CURE) from None
        if not _whole(model, len(lengths)):
            raise SnapshotError(f"The terms of the index in {folder} are damaged or of another version.", _CURE)
        return cls(model, lengths)

    def save(self, folder: Path) -> None:
        """Write the store into `folder`. Raises OSError."""
        self._model.save(folder, show_progress=False)
        np.save(folder / _LENGTHS, self._lengths)

    def search(self, query: Sequence[WeightedTerms], k: int) -> tuple[list[int], list[float]]:
        """The positions and scores (4 decimals) of the `k` best documents, best first, ties by position.

        Fewer come back where fewer hold any term of the query.
        """
        scores = np.round(self.scores(query), DECIMALS)
        found = np.flatnonzero(scores > 0)
        best = found[np.lexsort((found, -scores[found]))][: max(k, 0)]
        return best.tolist(), scores[best].tolist()

    def score(self, query: Sequence[WeightedTerms], positions: Sequence[int]) -> list[float]:
        """The score of each of these documents to 4 decimals, 0 where no term stands in it."""
        scores: list[float] = np.round(self.scores(query)[list(positions)], DECIMALS).tolist()
        return scores

    def scores(self, query: Sequence[WeightedTerms]) -> Scores:
        """The score of every document, float64 [n], not rounded."""
        scores = np.zeros(len(self), dtype=np.float64)
        for asked in query:
            positions, gains = self._gains(asked)
            scores[positions] += gains
        return scores

    def matched(self, query: Sequence[WeightedTerms], positions: Sequence[int]) -> list[tuple[str, ...]]:
        """The terms that stand in each of these documents as a reader sees them, those that weigh most first.

        Of the alternatives for one thing asked for, the one that contributes most is named.
        """
        where = np.asarray(positions, dtype=np.int64)
        strongest = [self._strongest(asked.terms, where) for asked in query]
        weights = [asked.weight for asked in query]
        return [self._told(terms, weights) for terms in zip(*strongest, strict=True)] if query else [()] * len(where)

    def idf(self, term: str) -> float:
        """How telling a term is: 0 when every document has it, highest when none has."""
        return self._rarity(len(self._postings(term)[0]))

    def spellings(self, term: str) -> tuple[str, ...]:
        """The words of the documents that a term may be: itself, or the Han spellings of one in pinyin."""
        if not term.startswith(PINYIN):
            return (term,) if len(self._postings(term)[0]) else ()
        words = spellings(term.removeprefix(PINYIN), self._model.vocab_dict)
        return tuple(word for word in words if len(self._postings(word)[0]))

    def __len__(self) -> int:
        return len(self._lengths)

    def _gains(self, asked: WeightedTerms) -> tuple[Positions, Scores]:
        """The documents in which one thing asked for stands, and what each gains by it."""
        frequency, documents = self._expected(asked.terms)
        positions = np.flatnonzero(frequency)
        counts = frequency[positions]
        gains = asked.weight * self._rarity(documents) * counts / (counts + self._norm[positions])
        return positions, gains

    def _expected(self, terms: Sequence[tuple[str, float]]) -> tuple[Scores, float]:
        """The expected frequency in every document, and the expected number of documents, over the alternatives."""
        frequency = np.zeros(len(self), dtype=np.float64)
        documents = 0.0
        for term, weight in terms:
            positions, counts = self._postings(term)
            if len(positions):
                frequency[positions] += weight * counts
                documents += weight * len(positions)
        return frequency, documents

    def _rarity(self, documents: float) -> float:
        return float(np.log1p((max(len(self) - documents, 0) + 0.5) / (documents + 0.5)))

    def _strongest(self, terms: Sequence[tuple[str, float]], where: Positions) -> list[str]:
        """The alternative that contributes most to each document, empty where none stands."""
        best, strength = [""] * len(where), np.zeros(len(where))
        for term, weight in terms:
            gains = weight * self._counts(term, where)
            for place in np.flatnonzero(gains > strength):
                best[place] = self._standing(term, where[place : place + 1])
            strength = np.maximum(strength, gains)
        return best

    def _standing(self, term: str, where: Positions) -> str:
        """The term itself, or which spelling of one in pinyin stands in the document."""
        if not term.startswith(PINYIN):
            return term
        return next((word for word in self.spellings(term) if self._counts(word, where)[0]), term)

    def _counts(self, term: str, where: Positions) -> Scores:
        """How often a term stands in each of these documents."""
        positions, counts = self._postings(term)
        if not len(positions):
            return np.zeros(len(where))
        places = np.minimum(np.searchsorted(positions, where), len(positions) - 1)
        return np.where(positions[places] == where, counts[places], 0.0)

    def _told(self, terms: Sequence[str], weights: Sequence[float]) -> tuple[str, ...]:
        """One document's terms joined to words, heaviest first."""
        found = [(term, weight * self.idf(term)) for term, weight in zip(terms, weights, strict=True) if term]
        gains = {
            word: sum(gain for term, gain in found if term in word) for word in joined([term for term, _ in found])
        }
        return tuple(sorted(gains, key=lambda word: (-gains[word], word)))

    def _find(self, term: str) -> tuple[Positions, Scores]:
        """The documents a term stands in, ascending, and how often."""
        if term.startswith(PINYIN):
            return self._together([self._postings(word) for word in self.spellings(term)])
        if is_han(term):
            parts = [a + b for a, b in pairwise(term)] if len(term) > 2 else []
        else:
            parts = [] if term.isascii() else document_terms(term)  # 4月 is found where 4 and 月 stand
        return self._within([self._postings(part) for part in parts]) if len(parts) > 1 else self._column(term)

    def _column(self, term: str) -> tuple[Positions, Scores]:
        number = self._model.vocab_dict.get(term)
        if number is None:
            return np.empty(0, np.int64), np.empty(0, np.float64)
        start, end = self._model.scores["indptr"][number : number + 2]
        positions = np.asarray(self._model.scores["indices"][start:end], dtype=np.int64)
        scores = np.asarray(self._model.scores["data"][start:end], dtype=np.float64)
        # bm25s keeps idf · tf / (tf + norm) of each; structured queries need tf, a whole number.
        counts = np.round(self._norm[positions] * scores / (self._rarity(len(positions)) - scores))
        return positions, counts

    def _together(self, found: Sequence[tuple[Positions, Scores]]) -> tuple[Positions, Scores]:
        frequency = np.zeros(len(self), dtype=np.float64)
        for positions, counts in found:
            frequency[positions] += counts
        positions = np.flatnonzero(frequency)
        return positions, frequency[positions]

    def _within(self, found: Sequence[tuple[Positions, Scores]]) -> tuple[Positions, Scores]:
        """The documents that hold every pair of a word, as often as the rarest of them."""
        positions, counts = found[0]
        for others, more in found[1:]:
            positions, ours, theirs = np.intersect1d(positions, others, assume_unique=True, return_indices=True)
            counts = np.minimum(counts[ours], more[theirs])
        return positions, counts


def _whole(model: Any, documents: int) -> bool:
    """Whether what was loaded is of this version's making and its parts belong together."""
    made = (model.k1, model.b, model.method) == (K1, B, "lucene")
    columns = len(model.scores["indptr"]) - 1
    return made and model.scores["num_docs"] == max(documents, 1) and columns <= len(model.vocab_dict) <= columns + 1
