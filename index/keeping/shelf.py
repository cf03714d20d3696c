"""What is indexed: the files of the folder, which is never written to, and the uploads, less those withdrawn.

<root of the Store>/
├── .uploads/NAME     articles that came through a face; hidden, so that no file of a folder can have such a name
└── withdrawn.json    the files that are not to be indexed, by their names in the index
"""

from __future__ import annotations

import json
import os
import re
import tempfile
import time
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from index.article import Article
from index.errors import ShelfError, SnapshotError, UnreadableFile
from index.files.formats import FORMATS
from index.files.sources import KNOWN, read_file
from index.keeping.durable import replace_file, sync_file, sync_folder
from index.keeping.survey import Found, cleaned, found_file, survey

UPLOADS = ".uploads"
_WITHDRAWN = "withdrawn.json"
_MB = 1_000_000
_LONGEST_NAME = 200  # bytes of UTF-8, where systems take 255
_UNSAFE = re.compile(r'[\x00-\x1f\x7f-\x9f<>:"|?*\u200e\u200f\u202a-\u202e\u2066-\u2069]')
_STALE_SECONDS = 3600
_MEND = "Save it again, or leave it out."


def is_upload(file: str) -> bool:
    """Whether the file of that name in the index was added through a face."""
    return file.startswith(f"{UPLOADS}/")


@dataclass(frozen=True, slots=True)
class Shelf:
    """The files of one index: `folder` is only read; `root` is where uploads and the list of the withdrawn are kept."""

    root: Path
    folder: Path

    def survey(self, max_mb: float, withdrawn: Iterable[str] | None = None) -> tuple[Found, ...]:
        """Every file to index: those of the folder, then the uploads, each by name, less the withdrawn.

        `withdrawn` stands for the list kept here. Raises FolderError when the folder is missing, or empty and
        nothing was uploaded; ShelfError when the list of the withdrawn is damaged.
        """
        uploads = self._uploads()
        found = (*survey(self.folder, max_mb, may_be_empty=bool(uploads)), *self._found(uploads, max_mb))
        left_out = self.withdrawn() if withdrawn is None else frozenset(withdrawn)
        return tuple(file for file in found if file.source.file not in left_out)

    def withdrawn(self) -> frozenset[str]:
        """The files that are not indexed, by name. Raises ShelfError when the list is damaged."""
        path = self.root / _WITHDRAWN
        try:
            names = json.loads(path.read_text(encoding="utf-8"))["withdrawn"]
            if isinstance(names, list) and all(isinstance(name, str) for name in names):
                return frozenset(names)
        except (FileNotFoundError, NotADirectoryError):
            return frozenset()
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            pass
        raise ShelfError(
            f"The list of removed articles, {path}, cannot be read.",
            "Delete that file: every removed article comes back, and can be removed again.",
        )

    def withdraw(self, names: Iterable[str]) -> None:
        """Keep `names` as the files that are not indexed. Raises SnapshotError when that cannot be written."""
        told = json.dumps({"withdrawn": sorted(names)}, ensure_ascii=False, indent=1) + "\n"
        with self._writing():
            self.root.mkdir(parents=True, exist_ok=True)
            replace_file(self.root / _WITHDRAWN, told.encode())

    def has(self, file: str) -> bool:
        """Whether a file of that name, withdrawn or not, lies here or in the folder."""
        return os.path.isfile(self._place(file) / file)  # noqa: PTH113 (Path.is_file raises on a name with a NUL)

    def read(self, name: str, data: bytes, max_mb: float) -> tuple[Article, ...]:
        """The articles of an upload, nothing of it kept. Raises ShelfError saying why it cannot be one."""
        name = safe_name(name)
        if len(data) > max_mb * _MB:
            size = f"{len(data) / _MB:.1f} MB; the limit is {max_mb:g} MB"
            raise ShelfError(f"{name} is too large ({size}).", "Split it, or set WENJIN_MAX_FILE_MB higher.")
        with self._scratch() as scratch:
            path = scratch / UPLOADS / name
            with self._writing(scratch):
                path.parent.mkdir()
                path.write_bytes(data)
            try:
                return cleaned(read_file(path, scratch, max_mb))
            except UnreadableFile as error:
                raise ShelfError(f"{name} was not added: {error.message}", error.cure or _MEND) from None
            except Exception as error:  # whatever cleaning makes of a strange text
                told = f"it cannot be read ({type(error).__name__}: {error})"
                raise ShelfError(f"{name} was not added: {told}.", _MEND) from None

    @contextmanager
    def kept(self, name: str, data: bytes) -> Iterator[str]:
        """Put an upload among the others under a name that is free; its name in the index comes back.

        The same bytes under the same name are one upload. Raises SnapshotError when it cannot be written; it is
        taken back when what is done with it fails.
        """
        folder = self.root / UPLOADS
        with self._writing():
            folder.mkdir(parents=True, exist_ok=True)
            self._sweep()
            path = _free(folder / safe_name(name), data)
            fresh = not path.exists()
            if fresh:
                _write_new(path, data)
        try:
            yield f"{UPLOADS}/{path.name}"
        except BaseException:
            if fresh:
                path.unlink(missing_ok=True)
            raise

    def _place(self, file: str) -> Path:
        return self.root if is_upload(file) else self.folder

    def _uploads(self) -> list[Path]:
        try:
            found = list((self.root / UPLOADS).iterdir())
        except (FileNotFoundError, NotADirectoryError):
            return []
        return sorted(path for path in found if not path.name.startswith("."))

    def _found(self, uploads: Iterable[Path], max_mb: float) -> tuple[Found, ...]:
        return tuple(found_file(path, self.root, max_mb) for path in uploads)

    @contextmanager
    def _scratch(self) -> Iterator[Path]:
        with self._writing(Path(tempfile.gettempdir())):
            made = tempfile.TemporaryDirectory(prefix="wenjin-")
        with made as folder:
            yield Path(folder)

    @contextmanager
    def _writing(self, place: Path | None = None) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise SnapshotError(
                f"Nothing can be written to {place or self.root}: {error.strerror or error}.",
                "Free some space, or set WENJIN_HOME to a folder that can be written to, and try again.",
            ) from None

    def _sweep(self) -> None:
        """What was being written when a process was killed."""
        for path in (self.root / UPLOADS).glob(".*"):
            with suppress(OSError):
                if time.time() - path.stat().st_mtime > _STALE_SECONDS:
                    path.unlink()


def safe_name(name: str) -> str:
    """The last part of `name` as a file's name that is safe anywhere; ShelfError where no article can have it."""
    whole = unicodedata.normalize("NFC", name.encode("utf-8", "replace").decode("utf-8"))
    last = _UNSAFE.sub("", re.split(r"[\\/]", whole)[-1]).lstrip(".~$ ").rstrip(". ")
    stem, suffix = os.path.splitext(last)  # noqa: PTH122 (a name, not a path)
    if not stem:
        raise ShelfError(f"{name[:80]!r} is no name for a file.", f"Send {KNOWN} with its name.")
    if suffix.lower() not in FORMATS:
        kind = f"{suffix} is not a format Wenjin reads" if suffix else "its name does not end in a format Wenjin reads"
        raise ShelfError(f"{last[:80]} was not added: {kind}.", f"Save it as {KNOWN}.")
    return _shortened(stem, _LONGEST_NAME - len(suffix)) + suffix


def _shortened(text: str, most: int) -> str:
    return text.encode()[:most].decode("utf-8", "ignore")


def _free(path: Path, data: bytes) -> Path:
    """`path`, or the first of its numbered forms that is free or holds these very bytes."""
    number, free = 1, path
    while free.exists() and free.read_bytes() != data:
        number += 1
        free = path.with_stem(f"{path.stem}-{number}")
    return free


def _write_new(path: Path, data: bytes) -> None:
    """Whole or not at all; hidden until it is whole."""
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_bytes(data)
    sync_file(fresh)
    fresh.rename(path)
    sync_folder(path.parent)
