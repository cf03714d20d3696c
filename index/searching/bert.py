"""A sentence-transformers model with a BERT body, read without torch: in a fifth of a second, not in ten.

It gives what `SentenceTransformer(folder).encode(texts, normalize_embeddings=True)` gives; a test compares them. No
text is padded: the tokens of a batch go through each layer in one row, and only attention is by text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.searching.static import read_json, takes_texts_as_they_are

Array = NDArray[np.float32]
_BATCH = 32
_MODULES = ["Transformer", "WordWeights", "Pooling", "Normalize"]
_ACTIVATION = "gelu_pytorch_tanh"
_ROOT = np.float32(np.sqrt(2 / np.pi))
_CUBE = np.float32(0.044715)


@dataclass(frozen=True, slots=True)
class _Linear:
    weight: Array  # [in, out]
    bias: Array

    def __call__(self, given: Array) -> Array:
        made = given @ self.weight
        made += self.bias
        return made


@dataclass(frozen=True, slots=True)
class _Norm:
    weight: Array
    bias: Array
    epsilon: float

    def __call__(self, given: Array) -> Array:
        """Layer normalisation, in place."""
        given -= given.mean(axis=1, keepdims=True)
        spread = np.einsum("ij,ij->i", given, given) / given.shape[1] + np.float32(self.epsilon)
        given *= (1 / np.sqrt(spread))[:, None]
        given *= self.weight
        given += self.bias
        return given


@dataclass(frozen=True, slots=True)
class _Layer:
    asked: _Linear  # query, key and value side by side
    attended: _Linear
    attended_norm: _Norm
    wide: _Linear
    narrow: _Linear
    norm: _Norm
    heads: int

    def __call__(self, hidden: Array, bounds: Sequence[tuple[int, int]]) -> Array:
        """Float32 [tokens, width] after this layer; `bounds` tells where each text's tokens lie."""
        mixed = self.attended(self._attend(self.asked(hidden), bounds))
        mixed += hidden
        hidden = self.attended_norm(mixed)
        made = self.narrow(_gelu(self.wide(hidden)))
        made += hidden
        return self.norm(made)

    def _attend(self, asked: Array, bounds: Sequence[tuple[int, int]]) -> Array:
        width = asked.shape[1] // 3
        size = width // self.heads
        asked[:, :width] *= np.float32(1 / np.sqrt(size))
        out = np.empty((len(asked), width), dtype=np.float32)
        for start, end in bounds:
            query, key, value = asked[start:end].reshape(end - start, 3, self.heads, size).transpose(1, 2, 0, 3)
            weights = query @ key.transpose(0, 2, 1)
            weights -= weights.max(axis=2, keepdims=True)
            np.exp(weights, out=weights)
            weights /= weights.sum(axis=2, keepdims=True)
            out[start:end] = (weights @ value).transpose(1, 0, 2).reshape(end - start, width)
        return out


class BertModel:
    """Words, a BERT body, and the weighted mean of what it makes of each token, normalised."""

    def __init__(self, tokenizer: Any, weights: dict[str, Array], token_weights: Array, config: dict[str, Any]) -> None:
        self._tokenizer = tokenizer
        self._token_weights = token_weights
        self._words = weights["embeddings.word_embeddings.weight"]
        kinds = weights["embeddings.token_type_embeddings.weight"][0]
        self._places = _single(weights["embeddings.position_embeddings.weight"]) + _single(kinds)
        epsilon = float(config["layer_norm_eps"])
        self._norm = _norm(weights, "embeddings.LayerNorm", epsilon)
        heads = int(config["num_attention_heads"])
        self._layers = [_layer(weights, number, heads, epsilon) for number in range(config["num_hidden_layers"])]
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
        ends = np.cumsum([len(row) for row in ids])
        bounds = [(int(end) - len(row), int(end)) for row, end in zip(ids, ends, strict=True)]
        flat = np.concatenate([np.asarray(row) for row in ids])
        hidden = self._hidden(flat, bounds)
        hidden *= self._token_weights[flat][:, None]
        made = np.add.reduceat(hidden, [start for start, _ in bounds], axis=0)
        return np.asarray(made / np.maximum(np.linalg.norm(made, axis=1, keepdims=True), 1e-12), dtype=np.float32)

    def _hidden(self, flat: NDArray[Any], bounds: Sequence[tuple[int, int]]) -> Array:
        places = np.concatenate([np.arange(end - start) for start, end in bounds])
        hidden = self._norm(_single(self._words[flat]) + self._places[places])
        for layer in self._layers:
            hidden = layer(hidden, bounds)
        return hidden


def _gelu(given: Array) -> Array:
    """The tanh form of GELU (Hendrycks & Gimpel 2016), in place."""
    inner = given * given
    inner *= _CUBE
    inner += 1
    inner *= given
    inner *= _ROOT
    np.tanh(inner, out=inner)
    inner += 1
    given *= inner
    given *= np.float32(0.5)
    return given


def _layer(weights: dict[str, Array], number: int, heads: int, epsilon: float) -> _Layer:
    name = f"encoder.layer.{number}"
    asked = [_linear(weights, f"{name}.attention.self.{part}") for part in ("query", "key", "value")]
    joined = _Linear(
        np.concatenate([part.weight for part in asked], axis=1), np.concatenate([part.bias for part in asked])
    )
    return _Layer(
        joined,
        _linear(weights, f"{name}.attention.output.dense"),
        _norm(weights, f"{name}.attention.output.LayerNorm", epsilon),
        _linear(weights, f"{name}.intermediate.dense"),
        _linear(weights, f"{name}.output.dense"),
        _norm(weights, f"{name}.output.LayerNorm", epsilon),
        heads,
    )


def _linear(weights: dict[str, Array], name: str) -> _Linear:
    return _Linear(np.ascontiguousarray(_single(weights[f"{name}.weight"]).T), _single(weights[f"{name}.bias"]))


def _norm(weights: dict[str, Array], name: str, epsilon: float) -> _Norm:
    return _Norm(_single(weights[f"{name}.weight"]), _single(weights[f"{name}.bias"]), epsilon)


def _single(given: NDArray[Any]) -> Array:
    return np.asarray(given, dtype=np.float32)
