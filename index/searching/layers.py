"""The layers of a BERT body, run in numpy without padding: all tokens in one row, and only attention is by text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
Bounds = Sequence[tuple[int, int]]
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

    def __call__(self, hidden: Array, bounds: Bounds) -> Array:
        """Float32 [tokens, width] after this layer; `bounds` tells where each text's tokens lie."""
        mixed = self.attended(self._attend(self.asked(hidden), bounds))
        mixed += hidden
        hidden = self.attended_norm(mixed)
        made = self.narrow(_gelu(self.wide(hidden)))
        made += hidden
        return self.norm(made)

    def _attend(self, asked: Array, bounds: Bounds) -> Array:
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


class Body:
    """Places, kinds and layers: what comes of rows of word vectors, text by text."""

    def __init__(self, weights: dict[str, NDArray[Any]], config: dict[str, Any]) -> None:
        self._places = single(weights["embeddings.position_embeddings.weight"])
        self._kinds = single(weights["embeddings.token_type_embeddings.weight"])
        self.longest = len(self._places)
        epsilon, heads = float(config["layer_norm_eps"]), int(config["num_attention_heads"])
        self._norm = _norm(weights, "embeddings.LayerNorm", epsilon)
        self._layers = [_layer(weights, number, heads, epsilon) for number in range(config["num_hidden_layers"])]

    def __call__(self, words: Array, bounds: Bounds, kinds: NDArray[Any] | None = None) -> Array:
        """Float32 [tokens, width] of word vectors [tokens, width]; `bounds` tells where each text's tokens lie.

        `kinds` is the kind of every token, 0 or 1; without it all are of kind 0.
        """
        places = np.concatenate([np.arange(end - start) for start, end in bounds])
        hidden = self._norm(words + self._places[places] + self._kinds[0 if kinds is None else kinds])
        for layer in self._layers:
            hidden = layer(hidden, bounds)
        return hidden


def bounds_of(lengths: Sequence[int]) -> list[tuple[int, int]]:
    """Where texts of these lengths lie, one after the other."""
    ends = np.cumsum(lengths).tolist()
    return [(end - length, end) for end, length in zip(ends, lengths, strict=True)]


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


def _layer(weights: dict[str, NDArray[Any]], number: int, heads: int, epsilon: float) -> _Layer:
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


def _linear(weights: dict[str, NDArray[Any]], name: str) -> _Linear:
    return _Linear(np.ascontiguousarray(single(weights[f"{name}.weight"]).T), single(weights[f"{name}.bias"]))


def _norm(weights: dict[str, NDArray[Any]], name: str, epsilon: float) -> _Norm:
    return _Norm(single(weights[f"{name}.weight"]), single(weights[f"{name}.bias"]), epsilon)


def single(given: NDArray[Any]) -> Array:
    """The same numbers in single precision."""
    return np.asarray(given, dtype=np.float32)
