"""A folder of .txt, .md, .html, .pdf and .docx files → raw texts, and by name what could not be read."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from index.article import Mark
from index.errors import FolderError, UnreadableFile
from index.files.catalogue import CATALOGUE, load_catalogue
from index.files.formats import FORMATS
from index.files.metadata import Metadata
from index.files.outside import extract_apart

__all__ = ["Metadata", "RawText", "Unread", "list_files", "read_file", "read_folder"]

_MB = 1_000_000
# What systems and editors leave behind, besides hidden files.
_LITTER = frozenset(("thumbs.db", "desktop.ini", "__macosx", "icon\r"))
KNOWN = ".txt, .md, .html, .pdf or .docx"


@dataclass(frozen=True, slots=True)
class RawText:
    """One file as text, decoded or extracted: lines end in \\n, no BOM; raw offsets are its code points.

    `file` is the posix path relative to the folder; `body_start` is where the body begins, after any front
    matter; `checksum` is the sha256 of the file's bytes and of what `articles.toml` says of it.
    """

    file: str
    text: str
    format: str
    metadata: Metadata = field(default_factory=Metadata)
    marks: tuple[Mark, ...] = ()
    checksum: str = ""
    body_start: int = 0


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that was left out, and why."""

    file: str
    reason: str


def list_files(folder: Path, may_be_empty: bool = False) -> tuple[Path, ...]:
    """Every file of the folder and its subfolders that a person put there, sorted; hidden files are skipped.

    Files that cannot be read are listed too (other formats, links out of the folder, subfolders that may not be
    opened, an `articles.toml` with something in it that cannot be used): `read_file` says why. Raises FolderError
    when the folder is missing, or empty where it may not be, or its `articles.toml` is no TOML.
    """
    _check_folder(folder)
    found = sorted(_walk(folder), key=lambda path: path.relative_to(folder).as_posix())
    if not found and not may_be_empty:
        raise FolderError(f"The folder {folder} is empty.", f"Put {KNOWN} files there, or name another folder.")
    if _catalogue_problem(folder):
        found.append(folder / CATALOGUE)
    return tuple(found)


def _check_folder(folder: Path) -> None:
    cure = "Name the folder that holds the articles."
    if not folder.exists():
        raise FolderError(f"The folder {folder} does not exist.", cure)
    if not folder.is_dir():
        raise FolderError(f"{folder} is a file, not a folder.", cure)
    if not os.access(folder, os.R_OK | os.X_OK):
        raise FolderError(f"The folder {folder} may not be opened.", "Let this user read it.")


def _walk(folder: Path) -> Iterator[Path]:
    closed: list[OSError] = []
    linked: list[Path] = []
    listed: set[Path] = set()
    for name, folders, files in os.walk(folder, onerror=closed.append):
        here = Path(name)
        linked += [here / sub for sub in folders if (here / sub).is_symlink() and not _litter(sub)]
        folders[:] = [sub for sub in folders if not _litter(sub)]
        for path in (here / file for file in files if not _litter(file)):
            if path == folder / CATALOGUE:
                continue
            if path.is_symlink():
                linked.append(path)
            elif _ordinary(path):
                listed.add(_real(path))
                yield path
    yield from (Path(error.filename) for error in closed)
    yield from _links(_real(folder), linked, listed)


def _links(root: Path, linked: list[Path], listed: set[Path]) -> Iterator[Path]:
    """The links that lead to something no other listed path leads to."""
    for path in sorted(linked):
        target = _real(path)
        if target.is_relative_to(root) and (target.is_dir() or target in listed):
            continue
        if target.is_dir() or _ordinary(target):
            listed.add(target)
            yield path


def _ordinary(path: Path) -> bool:
    """Whether it is a file, no pipe or device; where that cannot be told, reading it will say why."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except OSError:
        return True


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))  # Path.resolve raises on links that lead in a circle


def _litter(name: str) -> bool:
    return name.startswith((".", "~$")) or name.lower() in _LITTER


def read_file(path: Path, folder: Path, max_mb: float) -> RawText:
    """The text of one file of `folder`, with what `articles.toml` or else the file itself says of it.

    Raises UnreadableFile, its message the reason without the file's name.
    """
    file = path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.name
    if file == CATALOGUE:
        raise UnreadableFile(_catalogue_problem(folder) or "it describes the other files.", "Correct it.")
    _check_name(path, file)
    data = _bytes(path, folder, max_mb)
    try:
        found = extract_apart(data, FORMATS[path.suffix.lower()])
    except UnreadableFile:
        raise
    except Exception as error:  # one file, whatever it makes a parser raise, must not stop the others
        reason = f"it cannot be read ({type(error).__name__}: {error})."
        raise UnreadableFile(reason, "Save it again, or leave it out.") from error
    given = load_catalogue(folder).of(file)
    return RawText(
        file=file,
        text=found.text,
        format=FORMATS[path.suffix.lower()],
        metadata=given.over(found.metadata) if given else found.metadata,
        marks=found.marks,
        checksum=sha256(data + (repr(given).encode() if given else b"")).hexdigest(),
        body_start=found.body_start,
    )


def _check_name(path: Path, file: str) -> None:
    try:
        file.encode()
    except UnicodeEncodeError:
        raise UnreadableFile("its name is not UTF-8.", "Rename it.") from None
    if os.path.isdir(path):  # noqa: PTH112 (unlike Path.is_dir it never raises)
        return
    if not path.suffix:
        raise UnreadableFile("its name does not end in a format Wenjin reads.", f"Save it as {KNOWN}.")
    if path.suffix.lower() not in FORMATS:
        raise UnreadableFile(f"{path.suffix} is not a format Wenjin reads.", f"Save it as {KNOWN}.")


def _bytes(path: Path, folder: Path, max_mb: float) -> bytes:
    """What the file holds; read only where it lies in the folder and is no larger than it may be."""
    if not _real(path).is_relative_to(_real(folder)):
        raise UnreadableFile("it is a link that leads out of the folder.", "Put a copy of the file there.")
    try:
        kind = path.stat()
        if stat.S_ISDIR(kind.st_mode):
            raise UnreadableFile("it is a folder that may not be opened.", "Let this user read it.")
        if not stat.S_ISREG(kind.st_mode):
            raise UnreadableFile("it is no ordinary file.", "Put a copy of it there.")
        if kind.st_size > max_mb * _MB:
            size = f"it is too large ({kind.st_size / _MB:.1f} MB; the limit is {max_mb:g} MB)."
            raise UnreadableFile(size, "Split it, or set WENJIN_MAX_FILE_MB higher.")
        return path.read_bytes()
    except FileNotFoundError:
        what = "it is a link that leads nowhere." if path.is_symlink() else "it is no longer there."
        raise UnreadableFile(what, "Put the file back.") from None
    except OSError as error:
        raise UnreadableFile(f"it may not be opened ({error.strerror}).", "Let this user read it.") from None


def _catalogue_problem(folder: Path) -> str:
    """What in `articles.toml` cannot be used: bad keys and values, files that are not there; empty if all can."""
    catalogue = load_catalogue(folder)
    missing = [f"[{file}]: no such file" for file in catalogue.files if not (folder / file).exists()]
    return "; ".join((*catalogue.problems, *missing)) + "." * bool(catalogue.problems or missing)


def read_folder(folder: Path, max_mb: float) -> tuple[tuple[RawText, ...], tuple[Unread, ...]]:
    """All files that can be read, and those that cannot. Raises FolderError as `list_files` does."""
    texts: list[RawText] = []
    unread: list[Unread] = []
    for path in list_files(folder):
        try:
            texts.append(read_file(path, folder, max_mb))
        except UnreadableFile as error:
            unread.append(Unread(path.relative_to(folder).as_posix(), str(error)))
    return tuple(texts), tuple(unread)
