"""Writing that outlives a kill or a power cut: synced first, then put in place by one rename."""

from __future__ import annotations

import os
from functools import lru_cache
from hashlib import file_digest
from pathlib import Path


def sha256_of(path: Path) -> str:
    """The sha256 of a file in hex, read in a stream. Raises OSError."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def sha256_once(path: Path) -> str:
    """The sha256 of a file in hex, read again only where its size or its time has changed. Raises OSError."""
    told = path.stat()
    return _sha256_at(path, told.st_size, told.st_mtime_ns)


@lru_cache(maxsize=256)
def _sha256_at(path: Path, size: int, changed: int) -> str:
    return sha256_of(path)


def replace_file(path: Path, data: bytes) -> None:
    """Give `path` new content: whoever opens it reads the old or the new, never a part. Raises OSError."""
    fresh = path.with_name(path.name + ".new")
    fresh.write_bytes(data)
    sync_file(fresh)
    fresh.replace(path)
    sync_folder(path.parent)


def move_folder(folder: Path, target: Path) -> None:
    """Rename a folder, whole and synced, to a name that is free. Raises OSError."""
    sync_tree(folder)
    folder.rename(target)
    sync_folder(target.parent)


def sync_tree(folder: Path) -> None:
    """Force every file and folder below `folder`, and itself, to the disk. Raises OSError."""
    for path in sorted(folder.rglob("*")):
        if path.is_dir():
            sync_folder(path)
        else:
            sync_file(path)
    sync_folder(folder)


def sync_file(path: Path) -> None:
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows opens no folder, and keeps renames in its own journal
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
