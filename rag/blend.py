"""How the two readers are weighed against each other, and against there being no answer."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag.alignment import FloatArray
from rag.loading import loading

BUNDLED_BLEND = Path(__file__).parent / "models" / "blend.json"


@dataclass(frozen=True, slots=True)
class Scores:
    """What both readers say of each candidate: arrays of shape [candidates].

    `logits` are the network's, `told` the span reader's log-odds against the null; `missing` is the share of the names
    asked about that do not stand in the candidate's passage.
    """

    logits: FloatArray
    told: FloatArray
    missing: FloatArray

    def of(self, kept: NDArray[np.bool_]) -> Scores:
        """The scores of those that are kept."""
        return Scores(self.logits[kept], self.told[kept], self.missing[kept])

    def followed_by(self, other: Scores) -> Scores:
        """These scores and then the other's."""
        pairs = zip((self.logits, self.told, self.missing), (other.logits, other.told, other.missing), strict=True)
        return Scores(*(np.concatenate(pair) for pair in pairs))


@dataclass(frozen=True, slots=True)
class Doubt:
    """How likely no answer is: a logistic regression on what both readers make of the best they found.

    `features` weighs the network's logit of none over that of its best candidate, `spans` the log-odds of the null
    over the span reader's best run, `missing` the names that the best candidate's passage lacks; `english` is added
    for a question in English.
    """

    bias: float
    features: float
    spans: float
    missing: float
    english: float

    def of(self, scores: Scores, best: int, none: float, english: bool) -> float:
        """The probability that none of the candidates answers, where `best` is the place of the likeliest."""
        weights = np.array([self.features, self.spans, self.missing])
        said = self.bias + self.english * english + float(weights @ signs(scores, best, none))
        return float(1 / (1 + np.exp(-said)))


def signs(scores: Scores, best: int, none: float) -> FloatArray:
    """What doubt is read from, each higher the less there is to find: shape [3].

    Only the best count, so that it is no matter how many passages there are.
    """
    found: FloatArray = np.array(
        [none - scores.logits.max(), -scores.told.max(), scores.missing[best]], dtype=np.float32
    )
    return found


CERTAIN = Doubt(-np.inf, 0.0, 0.0, 0.0, 0.0)  # never doubts


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

    def whole(self, scores: Scores) -> FloatArray:
        """The logit of each candidate by both readers together: shape [candidates]."""
        return scores.logits + np.float32(self.spans) * scores.told

    def shares(self, scores: Scores, none: float, english: bool) -> FloatArray:
        """The probability of each candidate and, last, of none (1 where there are none): shape [candidates + 1]."""
        whole = self.whole(scores)
        if not len(whole):
            return np.ones(1, dtype=np.float32)
        doubt = self.doubt.of(scores, int(whole.argmax()), none, english)
        powers = np.exp(whole - whole.max())
        shares: FloatArray = np.append(powers * (1 - doubt) / powers.sum(), doubt)
        return shares
