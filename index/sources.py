"""A folder of .txt, .md, .html, .pdf and .docx files → raw texts, and by name what could not be read."""

from __future__ import annotations

from dataclasses import dataclass, field

from index.article import Mark
from index.metadata import Metadata

__all__ = ["Metadata", "RawText", "Unread"]


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
