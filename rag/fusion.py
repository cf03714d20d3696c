"""Two lists of scores into one: the port, a fitted weighted sum, and reciprocal rank fusion to compare it with."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.article import Language
from rag.loading import loading

Scores = NDArray[np.float64]
BUNDLED_FUSION = Path(__file__).parent / "models" / "fusion.json"
RRF_K = 60


class Fusion(Protocol):
    """Makes one score of two."""

    def fuse(self, dense: Sequence[float], lexical: Sequence[float], language: Language) -> list[float]:
        """One score for each candidate, higher better, from its two; both lists in the candidates' order."""
        ...


@dataclass(frozen=True, slots=True)
class WeightedSum:
    """The cosine, and the lexical score as a share of the best candidate's, summed; `dense_share` is the cosine's part.

    One passage far ahead by words stays ahead; where many share the words, the cosine decides. On training questions
    this was as good as sums of z-scores or of min-max scores, and far less touchy about the share.
    """

    dense_share: Mapping[Language, float]

    def fuse(self, dense: Sequence[float], lexical: Sequence[float], language: Language) -> list[float]:
        share = self.dense_share[language]
        best = max(lexical, default=0.0)
        worded = [score / best if best > 0 else 0.0 for score in lexical]
        return [share * near + (1 - share) * score for near, score in zip(dense, worded, strict=True)]


@dataclass(frozen=True, slots=True)
class ReciprocalRank:
    """Reciprocal rank fusion (Cormack et al. 2009): needs no fitting; loses to the better of two unlike searches."""

    rrf_k: int = RRF_K

    def fuse(self, dense: Sequence[float], lexical: Sequence[float], language: Language) -> list[float]:
        fused: list[float] = (1 / (self.rrf_k + _ranks(dense)) + 1 / (self.rrf_k + _ranks(lexical))).tolist()
        return fused


def load_fusion(path: Path = BUNDLED_FUSION) -> Fusion:
    """The fitted fusion; ModelError when its file is missing or damaged."""
    with loading("fusion weights", path.parent):
        fitted = json.loads(path.read_text(encoding="utf-8"))
        return WeightedSum({"zh": float(fitted["dense_share"]["zh"]), "en": float(fitted["dense_share"]["en"])})


def _ranks(scores: Sequence[float]) -> Scores:
    """Ranks from 1; candidates that score alike share the better rank."""
    values = np.asarray(scores, dtype=np.float64)
    return np.asarray(1.0 + np.searchsorted(np.sort(-values), -values, side="left"), dtype=np.float64)
