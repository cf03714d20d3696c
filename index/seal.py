"""The checksums of a model's files, kept beside them: what was damaged on the way is told before it is loaded.

python -m index.seal FOLDER...    writes the checksums of what lies there now
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from index.errors import ModelError
from index.keeping.durable import sha256_of, sha256_once

NAME = "CHECKSUMS"
CURE = "Install Wenjin again."
_DAMAGED = f"{CURE[:-1]}; or, if it was changed on purpose, delete {NAME} beside it."
_TOLD_OF = ("README", "LICENSE")


def check(folder: Path) -> None:
    """Read every file that the folder's checksums name; a folder without checksums passes.

    Raises ModelError naming the first that is missing or not as it was.
    """
    if (folder / NAME).is_file():
        for file, digest in _read(folder / NAME).items():
            path = folder / file
            try:
                whole = sha256_once(path) == digest
            except OSError as error:
                raise ModelError(f"The model file {path} cannot be read: {error.strerror}.", CURE) from None
            if not whole:
                raise ModelError(f"The model file {path} is damaged: its checksum is not the one in {NAME}.", _DAMAGED)


def seal(folder: Path) -> None:
    """Write the checksums of all that is in the folder now, but what has its own and what is only read by people."""
    sums = {path.relative_to(folder).as_posix(): sha256_of(path) for path in _files(folder)}
    (folder / NAME).write_text(json.dumps(sums, indent=1) + "\n", encoding="utf-8")


def reseal(folder: Path) -> None:
    """`seal` a folder that was sealed before; to be called by whatever makes a model anew."""
    if (folder / NAME).is_file():
        seal(folder)


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.is_dir() and not (path / NAME).is_file():
            yield from _files(path)
        elif path.is_file() and path.name != NAME and not path.name.startswith(_TOLD_OF):
            yield path


def _read(path: Path) -> dict[str, str]:
    try:
        sums = json.loads(path.read_text(encoding="utf-8"))
        return {str(file): str(digest) for file, digest in sums.items()}
    except (OSError, ValueError, AttributeError):
        raise ModelError(f"The model file {path} is damaged: it lists no checksums.", CURE) from None


if __name__ == "__main__":
    for name in sys.argv[1:]:
        seal(Path(name))
