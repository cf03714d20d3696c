"""Folders of work in progress beside the snapshots: what is being built, and what is being thrown away."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

_BUILDING, _TRASH = "building-", "trash-"


class Scratch:
    """The folders of work in progress under `root`; they are for whoever holds the lock there."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def building(self) -> AbstractContextManager[Path]:
        """A new folder to build in, gone afterwards with whatever is still in it."""
        return self._folder(_BUILDING)

    def discard(self, folder: Path) -> None:
        """Remove a folder; renamed away first, so that a kill leaves no half snapshot under its own name."""
        if folder.exists():
            with self._folder(_TRASH) as trash:
                folder.rename(trash / folder.name)

    def left(self) -> list[Path]:
        """What builders that are at work, or were killed, have here."""
        return [path for path in self._root.iterdir() if path.name.startswith((_BUILDING, _TRASH))]

    def sweep(self) -> None:
        """Remove what killed builders left."""
        for folder in self.left():
            shutil.rmtree(folder, ignore_errors=True)

    @contextmanager
    def _folder(self, prefix: str) -> Iterator[Path]:
        folder = Path(tempfile.mkdtemp(prefix=prefix, dir=self._root))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
