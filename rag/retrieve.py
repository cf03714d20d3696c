"""A question to hits: search by meaning and by words, both scores of every candidate fused, doubles moved back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.article import Hit, Language, Passage
from index.searching.dense import DenseStore
from index.searching.lexical import LexicalStore
from index.searching.terms import WeightedTerms
from rag.fusion import Fusion

Vectors = NDArray[np.float32]
CANDIDATES = 100  # so many of each search are fused
DOUBLE = 0.5  # passages of one article that share more than this of the shorter one are doubles
_DECIMALS = 4


class Asked(Protocol):
    """What retrieval needs of a question."""

    @property
    def text(self) -> str: ...

    @property
    def language(self) -> Language: ...


class Searchable(Protocol):
    """What retrieval needs of a snapshot: passages, and two stores that address them by position."""

    @property
    def passages(self) -> Sequence[Passage]: ...

    @property
    def dense(self) -> VectorStore: ...

    @property
    def lexical(self) -> LexicalStore: ...


class VectorStore(DenseStore, Protocol):
    """A vector store that can also hand out its vectors, so that no candidate's score has to be guessed."""

    def vectors(self) -> Vectors: ...


class QueryEncoder(Protocol):
    """Turns questions into vectors."""

    def encode_queries(self, texts: Sequence[str]) -> Vectors: ...


class TermTranslator(Protocol):
    """Turns a question into the weighted Chinese terms that passages would hold."""

    def terms(self, question: str, language: Language) -> tuple[WeightedTerms, ...]: ...


class Retriever(Protocol):
    """Finds the passages a question is about."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """The vectors of several questions, float32 [n, dimension]."""
        ...

    def retrieve(
        self, question: Asked, k: int, within: Sequence[int] | None = None, vector: Vectors | None = None
    ) -> tuple[Hit, ...]:
        """The `k` best passages, best first; the same question over the same snapshot gives the same hits.

        `within` are the positions to choose from, ascending, None for all; `vector` is the question's, where known.
        """
        ...


class HybridRetriever:
    """Dense and lexical search over one snapshot. Safe to call from several threads."""

    def __init__(self, snapshot: Searchable, encoder: QueryEncoder, translator: TermTranslator, fusion: Fusion) -> None:
        self._passages = snapshot.passages
        self._dense = snapshot.dense
        self._lexical = snapshot.lexical
        self._vectors = snapshot.dense.vectors()
        self._encoder = encoder
        self._translator = translator
        self._fusion = fusion

    def encode(self, texts: Sequence[str]) -> Vectors:
        """The vectors of several questions, float32 [n, dimension]."""
        return self._encoder.encode_queries(texts)

    def retrieve(
        self, question: Asked, k: int, within: Sequence[int] | None = None, vector: Vectors | None = None
    ) -> tuple[Hit, ...]:
        """The `k` best passages, best first, each with its fused, dense and lexical score and the terms it matched."""
        query = self.terms(question)
        vector = self.encode([question.text])[0] if vector is None else vector
        found = self._candidates(vector, query) if within is None else self._among(within, vector, query)
        dense = self._dense_scores(vector, found)
        lexical = self._lexical.score(query, found)
        fused = np.round(self._fusion.fuse(dense, lexical, question.language), _DECIMALS).tolist()
        order = sorted(range(len(found)), key=lambda place: (-fused[place], self._passages[found[place]].id))
        best = self._spread([found[place] for place in order], k)
        scores = dict(zip(found, zip(fused, dense, lexical, strict=True), strict=True))
        hits = []
        for rank, (position, terms) in enumerate(zip(best, self._lexical.matched(query, best), strict=True), 1):
            fused_score, near, worded = scores[position]
            hits.append(Hit(self._passages[position], rank, fused_score, near, worded, terms))
        return tuple(hits)

    def terms(self, question: Asked) -> tuple[WeightedTerms, ...]:
        """What the lexical search is asked."""
        return self._translator.terms(question.text, question.language)

    def _candidates(self, vector: Vectors, query: Sequence[WeightedTerms]) -> list[int]:
        """The positions either search finds, ascending."""
        near, _ = self._dense.search(vector, CANDIDATES)
        worded, _ = self._lexical.search(query, CANDIDATES)
        return sorted({*near, *worded})

    def _among(self, within: Sequence[int], vector: Vectors, query: Sequence[WeightedTerms]) -> list[int]:
        """The positions of `within` that either search would find, were there no others; ascending."""
        near = np.asarray(self._dense_scores(vector, within))
        worded = np.asarray(self._lexical.score(query, within))
        best = {*np.argsort(-near, kind="stable")[:CANDIDATES], *np.argsort(-worded, kind="stable")[:CANDIDATES]}
        return sorted(within[place] for place in best)

    def _dense_scores(self, vector: Vectors, positions: Sequence[int]) -> list[float]:
        scores: list[float] = np.round((self._vectors[list(positions)] @ vector).astype(float), _DECIMALS).tolist()
        return scores

    def _spread(self, positions: Sequence[int], k: int) -> list[int]:
        """The first `k`, but a passage that mostly repeats a better one comes after those that do not."""
        kept: list[int] = []
        doubles: list[int] = []
        for position in positions:
            double = any(_doubles(self._passages[position], self._passages[better]) for better in kept)
            (doubles if double else kept).append(position)
            if len(kept) >= k:
                break
        return [*kept, *doubles][: max(k, 0)]


def _doubles(one: Passage, other: Passage) -> bool:
    """Whether two passages of one article share more than half of the shorter."""
    if one.article_id != other.article_id:
        return False
    shared = min(one.end, other.end) - max(one.start, other.start)
    return shared > DOUBLE * min(one.end - one.start, other.end - other.start)
