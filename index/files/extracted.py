"""What a reader of one format hands back, and what the formats made of pages or paragraphs share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from index.article import Mark
from index.files.metadata import Metadata

# A longer text is no article: such files are damaged, or made to fill the memory.
MAX_SIGNS = 20_000_000


@dataclass(frozen=True, slots=True)
class Extracted:
    """A file's text with \\n line ends, where its body begins, its metadata, and its page or paragraph marks."""

    text: str
    metadata: Metadata = field(default_factory=Metadata)
    marks: tuple[Mark, ...] = ()
    body_start: int = 0


def joined(parts: Sequence[str], kind: Literal["page", "paragraph"], title: str | None) -> Extracted:
    """The parts with a blank line between them, and a mark where each begins.

    `title` is what the document's properties say: it is believed only if the document prints it, for many carry
    the title of a template or of the program that made them.
    """
    marks, start = [], 0
    for number, part in enumerate(parts, 1):
        marks.append(Mark(start, kind, number))
        start += len(part) + 2
    text = "\n\n".join(parts)
    given = " ".join((title or "").split())
    printed = "".join(given.split()) in "".join(text.split())
    return Extracted(text, Metadata(title=given if printed else ""), tuple(marks))
