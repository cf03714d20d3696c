"""The trained translation table on disk: English word or phrase → weighted Chinese terms, a few bytes a link."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelError

_FILE = "table.safetensors"
_FORMAT = "wenjin-table-1"
_STEPS = 255  # weights are kept in so many steps

Row = tuple[tuple[str, float], ...]


class Table:
    """English key → Chinese terms with their weights, likeliest first."""

    def __init__(self, arrays: Mapping[str, NDArray[np.generic]]) -> None:
        self._keys = {key: number for number, key in enumerate(_strings(arrays["keys"]))}
        self._terms = _strings(arrays["terms"])
        self._offsets = arrays["offsets"]
        self._links = arrays["links"]
        self._weights = arrays["weights"]

    @classmethod
    def load(cls, folder: Path) -> Table:
        """The table that `save` wrote into `folder`; ModelError when it is missing or damaged."""
        from safetensors import SafetensorError, safe_open

        path = folder / _FILE
        try:
            with safe_open(str(path), framework="numpy") as file:
                if (file.metadata() or {}).get("format") != _FORMAT:
                    raise ValueError("it is of another format")
                return cls({name: file.get_tensor(name) for name in file.keys()})  # noqa: SIM118
        except (OSError, SafetensorError, KeyError, ValueError) as error:
            raise ModelError(
                f"The translation table {path} cannot be read ({error}).", "Install Wenjin again."
            ) from None

    @staticmethod
    def save(rows: Mapping[str, Sequence[tuple[str, float]]], folder: Path) -> None:
        """Write `rows` (weights between 0 and 1) as a table; the same rows give the same bytes."""
        from safetensors.numpy import save_file

        keys = sorted(rows)
        terms = sorted({term for row in rows.values() for term, _ in row})
        number = {term: place for place, term in enumerate(terms)}
        links = [number[term] for key in keys for term, _ in rows[key]]
        weights = [max(1, round(weight * _STEPS)) for key in keys for _, weight in rows[key]]
        arrays: dict[str, NDArray[np.generic]] = {
            "keys": _bytes(keys),
            "terms": _bytes(terms),
            "offsets": np.cumsum([0, *(len(rows[key]) for key in keys)], dtype=np.int32),
            "links": np.array(links, dtype=np.uint32),
            "weights": np.array(weights, dtype=np.uint8),
        }
        folder.mkdir(parents=True, exist_ok=True)
        save_file(arrays, str(folder / _FILE), metadata={"format": _FORMAT})
        (folder / _FILE).chmod(0o644)

    def row(self, key: str) -> Row:
        """The Chinese terms of an English word or phrase, empty when it is not in the table."""
        number = self._keys.get(key)
        if number is None:
            return ()
        start, end = int(self._offsets[number]), int(self._offsets[number + 1])
        return tuple(
            (self._terms[int(link)], int(weight) / _STEPS)
            for link, weight in zip(self._links[start:end], self._weights[start:end], strict=True)
        )

    def __len__(self) -> int:
        return len(self._keys)


def _strings(blob: NDArray[np.generic]) -> list[str]:
    text = blob.tobytes().decode("utf-8")
    return text.split("\n") if text else []


def _bytes(strings: Sequence[str]) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(strings).encode("utf-8"), dtype=np.uint8)
