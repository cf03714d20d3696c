"""What kind of answer a question asks for, told by its words: a linear model over short runs of them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from rag.alignment import FloatArray
from rag.candidates import KINDS
from rag.loading import loading

_HAN = re.compile(r"[\u3400-\u9fff]")
_WORDS = re.compile(r"[a-z]+|\d+|[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class LinearKinds:
    """A softmax over the kinds: one row of weights for every known run of words."""

    vocabulary: Mapping[str, int]
    weights: FloatArray
    bias: FloatArray

    @classmethod
    def load(cls, folder: Path) -> LinearKinds:
        """The bundled model; raises ModelError when it is missing or damaged."""
        from safetensors.numpy import load_file

        with loading("reader", folder):
            weights = load_file(folder / "reader.safetensors")
            words = json.loads((folder / "kinds.json").read_text(encoding="utf-8"))
            return cls(
                {word: row for row, word in enumerate(words)},
                weights["kinds_weights"].astype(np.float32),
                weights["kinds_bias"].astype(np.float32),
            )

    def kinds(self, question: str) -> Mapping[str, float]:
        """The probability of each kind."""
        rows = [self.vocabulary[run] for run in set(runs(question)) if run in self.vocabulary]
        logits = self.bias + self.weights[rows].sum(axis=0)
        powers = np.exp(logits - logits.max())
        return dict(zip(KINDS, (powers / powers.sum()).tolist(), strict=True))


def runs(question: str) -> list[str]:
    """The runs of one to three Han characters of a Chinese question, or of one and two words of an English one."""
    lowered = question.lower().rstrip("？?。. ")
    if _HAN.search(lowered):
        framed = f"^{lowered}$"
        return [framed[i : i + n] for n in (1, 2, 3) for i in range(len(framed) - n + 1)]
    words = ["^", *_WORDS.findall(lowered), "$"]
    pairs = [" ".join(words[i : i + 2]) for i in range(len(words) - 1)]
    return [*words, *pairs, *("^" + " ".join(words[1 : n + 1]) for n in (2, 3, 4))]
