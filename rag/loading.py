"""What is said when a bundled model is missing or damaged."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index import seal
from index.errors import ModelError
from index.seal import CURE

__all__ = ["CURE", "loading"]


@contextmanager
def loading(what: str, folder: Path) -> Iterator[None]:
    """Checks the folder's files, and turns whatever is raised inside into a ModelError that names `what` and where."""
    seal.check(folder)
    try:
        yield
    except ModelError:
        raise
    except Exception as error:  # whatever a damaged file makes half a dozen libraries raise
        raise ModelError(f"The {what} in {folder} cannot be loaded: {error}.", CURE) from None
