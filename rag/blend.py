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
class Doubt:
    """How likely no answer is: a logistic regression on what both readers make of the best they found.

    `features` weighs the network's logit of none over all its candidates together, `spans` the log-odds of the null
    over the span reader's best run, `english` is added for a question in English.
    """

    bias: float
    features: float
    spans: float
    english: float

    def of(self, logits: FloatArray, told: FloatArray, none: float, english: bool) -> float:
        """The probability that none of the candidates answers; 1 where there are none."""
        if not len(logits):
            return 1.0
        said = (
            self.bias
            + self.english * english
            + float(np.array([self.features, self.spans]) @ signs(logits, told, none))
        )
        return float(1 / (1 + np.exp(-said)))


def signs(logits: FloatArray, told: FloatArray, none: float) -> FloatArray:
    """What doubt is read from, each higher the less there is to find: shape [2]."""
    together = np.logaddexp.reduce(logits.astype(np.float64))
    found: FloatArray = np.array([none - together, -told.max()], dtype=np.float32)
    return found


CERTAIN = Doubt(-np.inf, 0.0, 0.0, 0.0)  # never doubts


@dataclass(frozen=True, slots=True)
class Blend:
    """`spans` is how much the span reader's log-odds add to a candidate's logit.

    Where no answer is likelier than `abstain_above`, none is given.
    """

    spans: float
    doubt: Doubt
    abstain_above: float

    @classmethod
    def load(cls, file: Path = BUNDLED_BLEND) -> Blend:
        """The bundled weights; raises ModelError when they are missing or damaged."""
        with loading("weights of the readers", file.parent):
            told = json.loads(file.read_text(encoding="utf-8"))
            doubt = Doubt(**{name: float(value) for name, value in told["doubt"].items()})
            return cls(float(told["spans"]), doubt, float(told["abstain_above"]))

    def shares(self, logits: FloatArray, told: FloatArray, none: float, english: bool) -> FloatArray:
        """The probability of each candidate and, last, of none: shape [candidates + 1]."""
        doubt = self.doubt.of(logits, told, none, english)
        whole = logits + np.float32(self.spans) * told
        powers = np.exp(whole - whole.max(initial=-np.inf))
        shares: FloatArray = np.append(powers * (1 - doubt) / max(powers.sum(), 1e-9), doubt)
        return shares
