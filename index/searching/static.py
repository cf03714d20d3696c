"""A sentence-transformers model of static word vectors, read without torch: in a tenth of a second, not in ten.

It gives what `SentenceTransformer(folder).encode(texts, normalize_embeddings=True)` gives; a test compares them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
_BATCH = 64
_STATIC = "StaticEmbedding"
_NORMALIZE = "Normalize"


class StaticModel:
    """One row a token; a text is the mean of its tokens' rows, normalised."""

    def __init__(self, tokenizer: Any, rows: Vectors) -> None:
        self._tokenizer = tokenizer
        self._rows = rows
        self.dimension = int(rows.shape[1])

    @classmethod
    def reads(cls, folder: Path) -> bool:
        """Whether `folder` holds static vectors, with nothing beside them that would change what comes out."""
        kinds = [str(module.get("type", "")).rsplit(".", 1)[-1] for module in _modules(folder)]
        if kinds not in ([_STATIC], [_STATIC, _NORMALIZE]):
            return False
        return takes_texts_as_they_are(folder) and _weights(folder).is_file()

    @classmethod
    def load(cls, folder: Path) -> StaticModel:
        """The model in `folder`. Raises what damaged files raise, ValueError where they disagree."""
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        rows = load_file(_weights(folder))["embedding.weight"].astype(np.float32)
        tokenizer = Tokenizer.from_file(str(_weights(folder).with_name("tokenizer.json")))
        tokenizer.no_padding()
        if rows.ndim != 2 or len(rows) < tokenizer.get_vocab_size():
            raise ValueError(f"{tokenizer.get_vocab_size()} tokens, but vectors of shape {rows.shape}")
        if not np.isfinite(rows).all():
            raise ValueError("some vectors are not numbers")
        return cls(tokenizer, rows)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Float32 [n, dimension], each row of length 1, or of zeros for a text without a known token."""
        out = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for start in range(0, len(texts), _BATCH):
            batch = list(texts[start : start + _BATCH])
            for row, found in enumerate(self._tokenizer.encode_batch(batch, add_special_tokens=False)):
                if found.ids:
                    out[start + row] = self._rows[found.ids].mean(axis=0)
        out /= np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-12)
        return out


def _modules(folder: Path) -> list[dict[str, Any]]:
    modules = read_json(folder / "modules.json", [])
    return modules if isinstance(modules, list) else []


def _weights(folder: Path) -> Path:
    first = next(iter(_modules(folder)), {})
    return folder / str(first.get("path", "")) / "model.safetensors"


def takes_texts_as_they_are(folder: Path) -> bool:
    """Whether the model has no prompts of its own, and gives its vectors whole."""
    config = read_json(folder / "config_sentence_transformers.json", {})
    return not any((config.get("prompts") or {}).values()) and config.get("truncate_dim") is None


def read_json(path: Path, default: Any) -> Any:
    """What the file holds, `default` where there is none."""
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else default
