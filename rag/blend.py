"""How the two readers are weighed against each other, and against there being no answer."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.errors import ModelError
from rag.alignment import FloatArray

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
        try:
            told = json.loads(file.read_text(encoding="utf-8"))
            return cls(float(told["spans"]), float(told["none"]), float(told["abstain_above"]))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ModelError(f"The weights in {file} cannot be read: {error}.", "Install Wenjin again.") from None

    def shares(self, logits: FloatArray, told: FloatArray, none: float) -> FloatArray:
        """The probability of each candidate and, last, of none: shape [candidates + 1]."""
        whole = np.append(logits + np.float32(self.spans) * told, np.float32(none + self.none))
        powers = np.exp(whole - whole.max())
        shares: FloatArray = powers / powers.sum()
        return shares
