"""A Word document (.docx) → its paragraphs and table rows, with a mark where each begins."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from index.errors import UnreadableFile
from index.files.extracted import Extracted, joined

# What a document may unpack to, in bytes: more fills the memory.
MAX_UNPACKED = 200_000_000
MAX_XML = 60_000_000
MAX_TAGS = 2_000_000
_READ = (".xml", ".rels")
_STEP = 65_536
_LONG_CELL = 80

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_PARAGRAPH, _ROW, _CELL, _RUN, _TEXT = (f"{_W}{tag}" for tag in ("p", "tr", "tc", "r", "t"))
# The copy of a text box for old readers, text taken out or moved away under tracked changes.
_FALLBACK = f"{_MC}Fallback"
_UNSEEN = frozenset((_FALLBACK, f"{_W}del", f"{_W}moveFrom", f"{_W}pPr", _PARAGRAPH, f"{_W}tbl"))
_SIGNS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}


def read_docx(data: bytes) -> Extracted:
    """The paragraphs' text, headings as # lines. Raises UnreadableFile for what is no sound Word document."""
    sound = _repacked(data)
    import docx

    try:
        document = docx.Document(sound)
        levels = {style.style_id: _level(style.name or "") for style in document.styles}
        blocks = list(_blocks(document.element.body, levels))
        title = document.core_properties.title
    except Exception as error:  # python-docx passes on whatever its parsers raise
        reason = f"it is a damaged Word document, or none at all ({type(error).__name__})."
        raise UnreadableFile(reason, "Open it in Word and save it again as .docx.") from None
    return joined(blocks, "paragraph", title)


def _repacked(data: bytes) -> io.BytesIO:
    """The document with its parts unpacked as far as they say they go, and without its pictures.

    Whoever reads a part in one go unpacks all of it, whatever its size is said to be. Raises UnreadableFile for what
    would fill the memory or is no Word document.
    """
    sound, tags = io.BytesIO(), 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed, zipfile.ZipFile(sound, "w") as out:
            _check_parts(packed.infolist())
            for part in packed.infolist():
                text = _unpacked(packed, part) if part.filename.endswith(_READ) else b""
                tags += text.count(b"<")
                if tags > MAX_TAGS:
                    raise _too_much()
                out.writestr(part.filename, text)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError):
        raise UnreadableFile("it is a damaged Word document.", "Fetch it or make it again.") from None
    return sound


def _unpacked(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    with packed.open(part) as file:
        return b"".join(iter(lambda: file.read(_STEP), b""))


def _too_much() -> UnreadableFile:
    return UnreadableFile("it unpacks to far more than a document holds.", "Make it again, or split it.")


def _check_parts(parts: list[zipfile.ZipInfo]) -> None:
    written = sum(part.file_size for part in parts if part.filename.endswith(_READ))
    if written > MAX_XML or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise _too_much()
    if any(part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in parts):
        raise UnreadableFile("it is packed in a way that Word does not.", "Open it in Word and save it again.")
    if any(part.flag_bits & 1 for part in parts):
        raise UnreadableFile("it is protected by a password.", "Save a copy without the password.")
    if not any(part.filename.startswith("word/") for part in parts):
        raise UnreadableFile("it is named .docx but is another kind of archive.", "Save it again as .docx.")


def _blocks(body: Any, levels: dict[str, int]) -> Iterator[str]:
    """The paragraphs that hold words, those of text boxes too, and the rows of tables, in document order."""
    for element in body.iter(_PARAGRAPH, _ROW):
        if _within(element, _ROW) or _within(element, _FALLBACK):
            continue
        if element.tag == _ROW:
            yield from _row(element)
        elif (words := _words(element).strip("\n")).strip():
            level = levels.get(element.style or "", 0)
            yield "#" * level + " " * bool(level) + words


def _row(row: Any) -> Iterator[str]:
    """One line, cells apart by tabs; where a table only lays out the page, the paragraphs in its cells."""
    cells = [
        [
            words
            for paragraph in cell.iter(_PARAGRAPH)
            if not _within(paragraph, _FALLBACK) and (words := _words(paragraph).strip())
        ]
        for cell in row.iter(_CELL)
        if next(cell.iterancestors(_ROW)) is row
    ]
    filled = [cell for cell in cells if cell]
    if len(filled) == 1 or any(len("".join(cell)) > _LONG_CELL for cell in filled):
        yield from (words for cell in filled for words in cell)
    elif filled:
        yield "\t".join(" ".join(cell) for cell in filled)


def _within(element: Any, tag: str) -> bool:
    return next(element.iterancestors(tag), None) is not None


def _words(paragraph: Any) -> str:
    """The text of one paragraph, without that of paragraphs inside it."""
    words, todo = [], list(reversed(paragraph))
    while todo:
        element = todo.pop()
        if element.tag in _UNSEEN or (element.tag == _RUN and element.find(f"{_W}rPr/{_W}vanish") is not None):
            continue
        words.append((element.text or "") if element.tag == _TEXT else _SIGNS.get(element.tag, ""))
        todo.extend(reversed(element))
    return "".join(words)


def _level(style: str) -> int:
    """1 to 6 for the name of a heading's style, else 0."""
    name = style.strip().lower()
    match = re.fullmatch(r"(?:heading|标题)\s*([1-6])", name)
    return int(match[1]) if match else int(name in ("title", "标题"))
