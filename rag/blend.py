"""How the two readers are weighed against each other, and against there being no answer."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from rag.alignment import FloatArray
from rag.loading import loading

BUNDLED_BLEND = Path(__file__).parent / "models" / "blend.json"


@dataclass(frozen=True, slots=True)
class Blend:
    """`spans` is how much the span reader's log-odds add to a candidate's logit, `none` what is added to no answer's.

    Where no answer is likelier than `abstain_above`, none is given.
    """

    spans: float
    none: float
    abstain_above: float

    @classmethod
    def load(cls, file: Path = BUNDLED_BLEND) -> Blend:
        """The bundled weights; raises ModelError when they are missing or damaged."""
        with loading("weights of the readers", file.parent):
            told = json.loads(file.read_text(encoding="utf-8"))
            return cls(float(told["spans"]), float(told["none"]), float(told["abstain_above"]))

    def shares(self, logits: FloatArray, told: FloatArray, none: float) -> FloatArray:
        """The probability of each candidate and, last, of none: shape [candidates + 1]."""
        whole = np.append(logits + np.float32(self.spans) * told, np.float32(none + self.none))
        powers = np.exp(whole - whole.max())
        shares: FloatArray = powers / powers.sum()
        return shares
