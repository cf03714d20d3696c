"""Search by vector: the port, and the exact inner-product store behind it."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.errors import EncoderMismatch, SnapshotError

Vectors = NDArray[np.float32]
DECIMALS = 4
_CURE = "Build the index again with `wenjin index`."


class DenseStore(Protocol):
    """What retrieval asks of a vector store."""

    def search(self, vector: Vectors, k: int) -> tuple[list[int], list[float]]:
        """The positions and scores of the `k` nearest vectors, best first, ties by position."""
        ...


class FaissStore:
    """Exact inner-product search by FAISS; a vector is addressed by its position."""

    def __init__(self, index: Any) -> None:
        self._index = index

    @classmethod
    def build(cls, vectors: Vectors) -> FaissStore:
        """A store of `vectors`, float32 [n, dimension], n may be 0."""
        import faiss

        if vectors.ndim != 2:
            raise ValueError(f"vectors must be [n, dimension], got shape {vectors.shape}")
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        return cls(index)

    @classmethod
    def load(cls, path: Path) -> FaissStore:
        """The store that `save` wrote; SnapshotError when it is missing or cannot be read.

        FAISS loads flipped bytes without a word: checksums are the snapshot's work.
        """
        import faiss

        try:
            index = faiss.read_index(str(path))
        except (OSError, RuntimeError, MemoryError):
            raise SnapshotError(f"The vectors of the index in {path} are missing or damaged.", _CURE) from None
        if not isinstance(index, faiss.IndexFlat) or index.metric_type != faiss.METRIC_INNER_PRODUCT:
            raise SnapshotError(f"The vectors of the index in {path} are not of the kind Wenjin writes.", _CURE)
        return cls(index)

    def save(self, path: Path) -> None:
        """Write the store to `path`. Raises OSError."""
        import faiss

        try:
            faiss.write_index(self._index, str(path))
        except RuntimeError as error:  # faiss tells of every failure in words alone
            why = next((code for code in (errno.ENOSPC, errno.EDQUOT) if os.strerror(code) in str(error)), errno.EIO)
            raise OSError(why, os.strerror(why), str(path)) from None

    def search(self, vector: Vectors, k: int) -> tuple[list[int], list[float]]:
        """The positions and scores (4 decimals) of the `k` nearest vectors, best first, ties by position.

        `vector` is float32 [dimension]; fewer come back where the store holds fewer. EncoderMismatch when the
        dimensions differ.
        """
        if vector.shape != (self.dimension,):
            raise EncoderMismatch(
                f"The index holds vectors of {self.dimension} numbers, the question's has {vector.size}.",
                _CURE,
            )
        positions, scores = self._nearest(np.ascontiguousarray(vector[None], dtype=np.float32), min(k, len(self)))
        return positions.tolist(), scores.tolist()

    @property
    def dimension(self) -> int:
        return int(self._index.d)

    def vectors(self) -> Vectors:
        """A copy of every vector, float32 [n, dimension], in order of position."""
        return np.asarray(self._index.reconstruct_n(0, len(self)), dtype=np.float32)

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def _nearest(self, query: Vectors, k: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Sorted by rounded score, then position. Looks past `k` until the tie that `k` may cut is whole."""
        if k < 1:
            return np.empty(0, np.int64), np.empty(0, np.float64)
        wanted = k
        while True:
            wanted = min(2 * wanted + 8, len(self))
            scores, positions = self._index.search(query, wanted)
            rounded = np.round(scores[0].astype(np.float64), DECIMALS)
            if wanted == len(self) or rounded[-1] < rounded[k - 1]:
                best = np.lexsort((positions[0], -rounded))[:k]
                return positions[0][best], rounded[best]
