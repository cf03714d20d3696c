"""A sentence-transformers model with a BERT body, read without torch: in a fifth of a second, not in ten.

It gives what `SentenceTransformer(folder).encode(texts, normalize_embeddings=True)` gives; a test compares them.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from index.searching.layers import Array, Body, bounds_of, single
from index.searching.static import read_json, takes_texts_as_they_are

_BATCH = 32
_MODULES = ["Transformer", "WordWeights", "Pooling", "Normalize"]
_ACTIVATION = "gelu_pytorch_tanh"


class BertModel:
    """Words, a BERT body, and the weighted mean of what it makes of each token, normalised."""

    def __init__(self, tokenizer: Any, weights: dict[str, Array], token_weights: Array, config: dict[str, Any]) -> None:
        self._tokenizer = tokenizer
        self._token_weights = token_weights
        self._words = weights["embeddings.word_embeddings.weight"]
        self._body = Body(weights, config)
        self.dimension = int(self._words.shape[1])

    @classmethod
    def reads(cls, folder: Path) -> bool:
        """Whether `folder` holds such a model, with nothing in it that would change what comes out."""
        modules = read_json(folder / "modules.json", [])
        if [str(module.get("type", "")).rsplit(".", 1)[-1] for module in modules] != _MODULES:
            return False
        config, mean = read_json(folder / "config.json", {}), read_json(folder / modules[2]["path"] / "config.json", {})
        return (
            config.get("model_type") == "bert"
            and config.get("hidden_act") == _ACTIVATION
            and mean.get("pooling_mode") == "mean"
            and takes_texts_as_they_are(folder)
            and (folder / "model.safetensors").is_file()
        )

    @classmethod
    def load(cls, folder: Path) -> BertModel:
        """The model in `folder`. Raises what damaged files raise, ValueError where they disagree."""
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        config, modules = read_json(folder / "config.json", {}), read_json(folder / "modules.json", [])
        weights = load_file(folder / "model.safetensors")
        weighed = read_json(folder / modules[1]["path"] / "config.json", {})
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        tokenizer.no_padding()
        tokenizer.enable_truncation(int(read_json(folder / "tokenizer_config.json", {})["model_max_length"]))
        rows = len(weights["embeddings.word_embeddings.weight"])
        counted = [weighed["word_weights"].get(word, weighed["unknown_word_weight"]) for word in weighed["vocab"]]
        if rows < tokenizer.get_vocab_size() or rows != len(counted):
            raise ValueError(f"{tokenizer.get_vocab_size()} tokens, but {rows} vectors and {len(counted)} weights")
        if not all(np.isfinite(weight).all() for weight in weights.values()):
            raise ValueError("some weights are not numbers")
        return cls(tokenizer, weights, np.array(counted, dtype=np.float32), config)

    def encode(self, texts: Sequence[str]) -> Array:
        """Float32 [n, dimension], each row of length 1."""
        out = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for start in range(0, len(texts), _BATCH):
            found = self._tokenizer.encode_batch(list(texts[start : start + _BATCH]))
            out[start : start + len(found)] = self._pooled([encoding.ids for encoding in found])
        return out

    def _pooled(self, ids: Sequence[Sequence[int]]) -> Array:
        bounds = bounds_of([len(row) for row in ids])
        flat = np.concatenate([np.asarray(row) for row in ids])
        hidden = self._body(single(self._words[flat]), bounds)
        hidden *= self._token_weights[flat][:, None]
        made = np.add.reduceat(hidden, [start for start, _ in bounds], axis=0)
        return np.asarray(made / np.maximum(np.linalg.norm(made, axis=1, keepdims=True), 1e-12), dtype=np.float32)
