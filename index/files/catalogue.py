"""`articles.toml`: what the folder's owner says of single files."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from index.errors import FolderError, UnreadableFile
from index.files.charset import decode
from index.files.metadata import Metadata, field_named, metadata_of

CATALOGUE = "articles.toml"
_EXAMPLE = 'Write ["file.txt"] and under it title = "…", source = "…", published = 2023-02-13.'
_MAX_BYTES = 20_000_000


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Metadata by file (posix path under the folder), and in words what in it could not be used."""

    files: Mapping[str, Metadata] = field(default_factory=dict)
    problems: tuple[str, ...] = ()

    def of(self, file: str) -> Metadata | None:
        """What it says of `file`, whichever way its accents are composed; None if nothing."""
        return self.files.get(_plain(file))


def load_catalogue(folder: Path) -> Catalogue:
    """The folder's catalogue, empty if it has none. Raises FolderError naming the line that is no TOML."""
    path = folder / CATALOGUE
    try:
        data = path.read_bytes() if path.is_file() and path.stat().st_size <= _MAX_BYTES else b""
        return _parse(data)
    except OSError as error:
        raise FolderError(f"{path} cannot be opened ({error.strerror}).", "Let this user read it.") from None
    except (tomllib.TOMLDecodeError, UnreadableFile, RecursionError) as error:
        raise FolderError(f"{path} cannot be read: {error}.", f"{_EXAMPLE} File names stand in quotes.") from None


@lru_cache(maxsize=4)
def _parse(data: bytes) -> Catalogue:
    """Kept by content: each file of a large folder asks for the same one."""
    tables = tomllib.loads(decode(data)) if data else {}
    files: dict[str, Metadata] = {}
    problems: list[str] = []
    for file, said in _tables(tables, ""):
        if not file:
            problems.append(f"{', '.join(said)}: under no file's name")
            continue
        files[_plain(file)] = metadata_of(said)
        problems.extend(
            f"[{file}] {key} = {value!r}: {why}" for key, value in said.items() if (why := _wrong(key, value))
        )
    return Catalogue(files, tuple(problems))


def _tables(tables: Mapping[str, Any], name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each file's table by its name; [a.txt] without quotes, which TOML takes for txt within a, is a.txt too."""
    own = {key: value for key, value in tables.items() if not isinstance(value, dict)}
    if own or (name and not tables):
        yield name, own
    for key, value in tables.items():
        if isinstance(value, dict):
            yield from _tables(value, f"{name}.{key}" if name else key)


def _wrong(key: str, value: object) -> str:
    if not field_named(key):
        return "no such key (title, source, published, period, dating, language)"
    return "" if metadata_of({key: value}) != Metadata() else "not a value Wenjin can use"


def _plain(file: str) -> str:
    return unicodedata.normalize("NFC", re.sub(r"^(\./)+", "", file.replace("\\", "/")))
