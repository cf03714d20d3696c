"""What is said when a bundled model is missing or damaged."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import ModelError

CURE = "Install Wenjin again."


@contextmanager
def loading(what: str, folder: Path) -> Iterator[None]:
    """Turns whatever a missing or damaged file raises inside into a ModelError that names `what` and `folder`."""
    from safetensors import SafetensorError

    try:
        yield
    except (OSError, ValueError, KeyError, SafetensorError) as error:
        raise ModelError(f"The {what} in {folder} cannot be loaded: {error}.", CURE) from None
