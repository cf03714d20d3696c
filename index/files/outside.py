"""What a file holds, read in a process of its own where reading might burst."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from index.apart import ask
from index.article import Mark
from index.files.extracted import Extracted
from index.files.formats import extract
from index.files.metadata import Metadata

# Text is decoded in one go, and a small page cannot take long however it is nested.
_PLAIN = ("txt", "md")
_SMALL_PAGE = 50_000


def extract_apart(data: bytes, form: str) -> Extracted:
    """What `extract` gives. Raises UnreadableFile as it does, and when reading takes too long or too much memory."""
    if form in _PLAIN or (form == "html" and len(data) <= _SMALL_PAGE):
        return extract(data, form)
    told = ask(f"{__name__}:told", form.encode(), data)
    marks = tuple(Mark(**mark) for mark in told["marks"])
    return Extracted(told["text"], Metadata(**told["metadata"]), marks, told["body_start"])


def told(form: bytes, data: bytes) -> dict[str, Any]:
    """What `extract` gives, as JSON can hold it."""
    return asdict(extract(data, form.decode()))
