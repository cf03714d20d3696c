"""The small network that scores candidates by their features, and the word vectors it compares clauses with."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.errors import ModelError
from index.searching.static import StaticModel
from rag.alignment import FloatArray
from rag.columns import FEATURES
from rag.loading import CURE, loading

BUNDLED_READER = Path(__file__).parent / "models" / "reader"
BUNDLED_WORDS = Path(__file__).parent / "models" / "words"


@dataclass(frozen=True, slots=True)
class Network:
    """A two-layer perceptron over the feature rows, the scale of each feature included.

    `none` is the logit of there being no answer.
    """

    mean: FloatArray
    scale: FloatArray
    hidden: FloatArray
    hidden_bias: FloatArray
    out: FloatArray
    none: float

    @classmethod
    def load(cls, folder: Path) -> Network:
        """The bundled weights; raises ModelError when they are missing, damaged or made for other features."""
        from safetensors.numpy import load_file

        with loading("reader", folder):
            weights = load_file(folder / "reader.safetensors")
            names = json.loads((folder / "reader.json").read_text(encoding="utf-8"))["features"]
            made = cls.of({name: array.astype(np.float32) for name, array in weights.items() if "kinds" not in name})
        if tuple(names) != FEATURES:
            raise ModelError(f"The reader in {folder} was trained on other features.", CURE)
        return made

    @classmethod
    def of(cls, arrays: Mapping[str, FloatArray]) -> Network:
        """The network of arrays by name, as they are trained and kept."""
        a = arrays
        return cls(a["mean"], a["scale"], a["hidden"], a["hidden_bias"], a["out"], float(a["none"][0]))

    def logits(self, rows: FloatArray) -> FloatArray:
        scaled = (rows - self.mean) / self.scale
        activated = np.maximum(scaled @ self.hidden + self.hidden_bias, 0.0)
        logits: FloatArray = activated @ self.out
        return logits


def load_words(folder: Path = BUNDLED_WORDS) -> StaticModel:
    """The reader's word vectors; raises ModelError when they are missing or damaged."""
    with loading("words", folder):
        return StaticModel.load(folder)
