"""The list of all that stands in a snapshot, with checksums; sealed, so that a damaged list is seen too."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from index.keeping.durable import sha256_of

FORMAT = 1
NAME = "manifest.json"


class Damaged(Exception):
    """A snapshot cannot be used; the text says which file of it and why."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file of the articles folder as it was when read: the ids of its articles, or why there are none.

    `checksum` is of its bytes and of what articles.toml says of it. A reason beside articles names the stories
    of it that were left out.
    """

    file: str
    checksum: str
    articles: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One file of the snapshot, by its posix path in it."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a snapshot was made from and what it consists of; `created` is UTC in ISO form."""

    version: str
    created: str
    encoder: str
    encoder_name: str
    recipe: str
    articles: int
    passages: int
    sources: tuple[SourceFile, ...]
    files: tuple[StoredFile, ...]


def list_stored(folder: Path) -> tuple[StoredFile, ...]:
    """Every file below `folder` but the manifest, by path, with size and checksum. Raises OSError."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path != folder / NAME)
    return tuple(StoredFile(p.relative_to(folder).as_posix(), p.stat().st_size, sha256_of(p)) for p in paths)


def render(manifest: Manifest) -> bytes:
    """The bytes of manifest.json: the format's number, the content, and the seal over both."""
    content = {"format": FORMAT, **asdict(manifest)}
    return _text({**content, "seal": _seal(content)})


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a snapshot. Raises Damaged when a single byte of it is not as written."""
    try:
        data = (folder / NAME).read_bytes()
    except OSError as error:
        raise Damaged(f"{NAME} cannot be read ({error.strerror})") from None
    content = _parse(data)
    if content.get("format") != FORMAT:
        raise Damaged(f"{NAME} is of format {content.get('format')!r}, this Wenjin reads {FORMAT}")
    seal = content.pop("seal", None)
    # The text is compared too: a byte changed between two values leaves the content as it was.
    if seal != _seal(content) or data != _text({**content, "seal": seal}):
        raise Damaged(f"{NAME} is damaged: it does not match its own seal")
    return _manifest(content)


def verify(folder: Path, manifest: Manifest) -> None:
    """Read every file of the snapshot through. Raises Damaged naming the first that is not as written."""
    if folder.name != manifest.version:
        raise Damaged(f"{NAME} is of another snapshot, {manifest.version}")
    for stored in manifest.files:
        try:
            _verify(folder / stored.path, stored)
        except OSError as error:
            raise Damaged(f"{stored.path} cannot be read ({error.strerror})") from None


def _verify(path: Path, stored: StoredFile) -> None:
    size = path.stat().st_size
    if size != stored.size:
        raise Damaged(f"{stored.path} is damaged: {size} bytes long, not {stored.size}")
    if sha256_of(path) != stored.sha256:
        raise Damaged(f"{stored.path} is damaged: its checksum is not the one it was written with")


def _parse(data: bytes) -> dict[str, Any]:
    try:
        content = json.loads(data)
    except (ValueError, RecursionError):
        raise Damaged(f"{NAME} is damaged: it is not JSON") from None
    if not isinstance(content, dict):
        raise Damaged(f"{NAME} is damaged: it holds no manifest")
    return content


def _manifest(content: dict[str, Any]) -> Manifest:
    fields = {name: value for name, value in content.items() if name != "format"}
    fields["sources"] = tuple(SourceFile(**{**s, "articles": tuple(s["articles"])}) for s in fields["sources"])
    fields["files"] = tuple(StoredFile(**stored) for stored in fields["files"])
    return Manifest(**fields)


def _seal(content: dict[str, Any]) -> str:
    return sha256(_text(content)).hexdigest()


def _text(content: dict[str, Any]) -> bytes:
    return (json.dumps(content, indent=1, sort_keys=True) + "\n").encode("ascii")
