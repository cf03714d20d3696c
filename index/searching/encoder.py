"""Texts to vectors, by any sentence-transformers model: a folder or a hub name."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from index import seal
from index.errors import ModelError
from index.keeping.durable import sha256_once
from index.searching.bert import BertModel
from index.searching.static import StaticModel
from index.settings import Settings

Vectors = NDArray[np.float32]
Progress = Callable[[int, int], None]
Kind = Literal["query", "passage"]

_BATCH = 32
_BLOCK = 128
_HUB_NAME = re.compile(r"[A-Za-z0-9][\w.-]*(/[\w.-]+)?")
_PROBE_SECONDS = 5.0
_READ = {".json", ".safetensors", ".bin", ".pt", ".txt", ".model", ".py"}
_NOT_READ = {"onnx", "openvino"}
_CURE = "Set WENJIN_ENCODER to a folder with a sentence-transformers model, or unset it to use the bundled one."


class _Model(Protocol):
    dimension: int

    def encode(self, texts: Sequence[str], kind: Kind) -> Vectors: ...


class Encoder:
    """A model with its prompts. `fingerprint` tells two encoders apart whose vectors may not be mixed."""

    def __init__(self, name: str, fingerprint: str, model: _Model) -> None:
        self.name = name
        self.fingerprint = fingerprint
        self.dimension = model.dimension
        self._model = model

    @classmethod
    def load(cls, settings: Settings) -> Encoder:
        """The encoder that the settings name; ModelError when it is missing, damaged, or cannot be fetched.

        An empty prompt leaves it to the model's own, where it has one.
        """
        name = settings.encoder
        prompts = (settings.query_prompt, settings.passage_prompt)
        folder = Path(name).expanduser()
        if settings.threads:
            _limit(settings.threads)
        if folder.is_dir():
            model = _from_folder(folder, prompts, settings.threads)
            return cls(folder.name, _digest(_files_hash(folder), prompts), model)
        if folder.exists() or folder.is_absolute() or not _HUB_NAME.fullmatch(name):
            raise ModelError(f"There is no encoder folder {name}.", _CURE)
        fetched = _Transformer(_from_hub(name), prompts, settings.threads)
        return cls(name, _digest(fetched.weights_hash(), prompts), fetched)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Float32 [n, dimension], each row of length 1."""
        return self._encode(texts, "query", None)

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Float32 [n, dimension], each row of length 1; `progress` is told (done, total) as it goes."""
        return self._encode(texts, "passage", progress)

    def _encode(self, texts: Sequence[str], kind: Kind, progress: Progress | None) -> Vectors:
        """In blocks of like length, longest first: less padding, and running out of memory shows at once."""
        out = np.zeros((len(texts), self.dimension), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda position: -len(texts[position]))
        for start in range(0, len(order), _BLOCK):
            block = order[start : start + _BLOCK]
            out[block] = self._model.encode([texts[position] for position in block], kind)
            if progress:
                progress(start + len(block), len(order))
        return out


class _Light:
    """A kind of model that is read without torch, the bundled one among them."""

    def __init__(self, model: StaticModel | BertModel, prompts: tuple[str, str]) -> None:
        self._model = model
        self._prompts: dict[Kind, str] = {"query": prompts[0], "passage": prompts[1]}
        self.dimension = model.dimension

    def encode(self, texts: Sequence[str], kind: Kind) -> Vectors:
        return self._model.encode([self._prompts[kind] + text for text in texts])


class _Transformer:
    """Any other model, by sentence-transformers."""

    def __init__(self, model: Any, prompts: tuple[str, str], threads: int) -> None:
        import threading

        import torch

        if threads:
            torch.set_num_threads(threads)
        self._model = model.float().eval()
        self._prompts = prompts
        # Fast tokenizers are not safe to share: a second thread changing padding raises "Already borrowed".
        self._lock = threading.Lock()
        self.dimension = len(self.encode(["问津"], "passage")[0])

    def encode(self, texts: Sequence[str], kind: Kind) -> Vectors:
        encode = self._model.encode_query if kind == "query" else self._model.encode_document
        prompt = self._prompts[0 if kind == "query" else 1] or None
        with self._lock:
            vectors = encode(
                list(texts),
                prompt=prompt,
                batch_size=_BATCH,
                normalize_embeddings=True,
                show_progress_bar=False,
            )
        return np.asarray(vectors, dtype=np.float32)

    def weights_hash(self) -> str:
        """A hash of every weight, for a model that has no folder of ours to hash."""
        import torch

        digest = hashlib.sha256()
        for name, weight in sorted(self._model.state_dict().items()):
            digest.update(name.encode())
            digest.update(weight.detach().cpu().contiguous().view(-1).view(torch.uint8).numpy().tobytes())
        return digest.hexdigest()


def _limit(threads: int) -> None:
    """Holds numpy's matrix products to so many threads, for as long as the process lives."""
    from threadpoolctl import threadpool_limits

    threadpool_limits(threads, user_api="blas")


def _from_folder(folder: Path, prompts: tuple[str, str], threads: int) -> _Model:
    seal.check(folder)
    try:
        for light in (BertModel, StaticModel):
            if light.reads(folder):
                return _Light(light.load(folder), prompts)
        return _Transformer(_sentence_transformer(str(folder), local=True), prompts, threads)
    except Exception as error:  # whatever a damaged file makes a dozen libraries raise
        raise ModelError(f"The encoder in {folder} cannot be loaded: {_first_line(error)}.", _CURE) from None


def _from_hub(name: str) -> Any:
    """What was fetched before, without asking the network; else the hub, once it answers within seconds."""
    try:
        return _sentence_transformer(name, local=True)
    except Exception:
        _check_hub(name)
    try:
        return _sentence_transformer(name, local=False)
    except Exception as error:
        raise ModelError(f"The encoder {name} cannot be loaded: {_first_line(error)}.", _CURE) from None


def _check_hub(name: str) -> None:
    from huggingface_hub import HfApi
    from huggingface_hub.errors import RepositoryNotFoundError

    try:
        HfApi().model_info(name if "/" in name else f"sentence-transformers/{name}", timeout=_PROBE_SECONDS)
    except RepositoryNotFoundError:
        raise ModelError(f"The model hub has no encoder {name}, and there is no folder of that name.", _CURE) from None
    except Exception as error:
        raise ModelError(
            f"The encoder {name} is not on this machine, nor can a hub be reached ({_first_line(error)}).",
            _CURE,
        ) from None


def _sentence_transformer(name: str, local: bool) -> Any:
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(name, local_files_only=local)


def _files_hash(folder: Path) -> str:
    """A hash of every file a model may be loaded from; what only tells about it, as a README, is left out."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.suffix in _READ and path.is_file()):
        inside = path.relative_to(folder)
        if not _NOT_READ.intersection(inside.parts):
            digest.update(inside.as_posix().encode() + b"\0")
            digest.update(bytes.fromhex(sha256_once(path)))
    return digest.hexdigest()


def _digest(weights: str, prompts: tuple[str, str]) -> str:
    return hashlib.sha256("\0".join((weights, *prompts)).encode()).hexdigest()


def _first_line(error: Exception) -> str:
    lines = [line for line in str(error).splitlines() if line.strip()]
    return f"{type(error).__name__}: {lines[0].strip().rstrip('.')[:200]}" if lines else type(error).__name__
