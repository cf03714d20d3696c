"""The bytes of one file → its text, by format: plain text and Markdown, web page, PDF, Word document."""

from __future__ import annotations

import re

from index.errors import UnreadableFile
from index.files.charset import decode
from index.files.extracted import Extracted
from index.files.metadata import front_matter
from index.files.pdf import read_pdf
from index.files.webpage import read_page
from index.files.word import read_docx

FORMATS = {".txt": "txt", ".md": "md", ".html": "html", ".htm": "html", ".pdf": "pdf", ".docx": "docx"}

_ARCHIVE = b"PK\x03\x04"
_SIGNATURES = (
    (b"%PDF-", "a PDF"), (_ARCHIVE, "a Word document or another zip archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word, Excel or PowerPoint file"), (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "a picture"), (b"\xff\xd8\xff", "a picture"), (b"GIF8", "a picture"), (b"Rar!", "an archive"),
    (b"\x1f\x8b", "an archive"), (b"7z\xbc\xaf\x27\x1c", "an archive"), (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
)  # fmt: skip
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_CHARSET = re.compile(
    rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)|<\?xml[^>]+encoding\s*=\s*[\"']([\w-]+)", re.IGNORECASE
)
_BLANK = " \t\n\r\f\v\u3000\xa0\u200b\ufeff#"


def extract(data: bytes, form: str) -> Extracted:
    """What stands in `data`, read as `form`, one of the values of FORMATS.

    Raises UnreadableFile, its message a reason without the file's name.
    """
    readers = {"txt": _text, "md": _text, "html": _page, "pdf": read_pdf, "docx": read_docx}
    if not data:
        raise UnreadableFile("it is empty (0 bytes).", "Delete it, or put its text back.")
    _check_kind(data, form)
    found = readers[form](data)
    if not found.text[found.body_start :].strip(_BLANK):
        raise UnreadableFile(_bare(form, found), "Delete it, or put its text back.")
    return found


def _bare(form: str, found: Extracted) -> str:
    if form in ("html", "docx"):
        return "it shows no text."
    return "it has no text after its front matter." if found.body_start else "it holds only blanks."


def _text(data: bytes) -> Extracted:
    text = decode(data)
    metadata, start = front_matter(text)
    return Extracted(text, metadata, body_start=start)


def _page(data: bytes) -> Extracted:
    said = _CHARSET.search(data[:4096])
    return Extracted(*read_page(decode(data, (said[1] or said[2]).decode("ascii") if said else "")))


def _check_kind(data: bytes, form: str) -> None:
    """Raises UnreadableFile when the first bytes say that the file is not what its name says."""
    if form == "docx" and _ENCRYPTED in data:
        raise UnreadableFile("it is protected by a password.", "Save a copy without the password.")
    kind = next((name for signature, name in _SIGNATURES if data.startswith(signature)), "")
    if {"pdf": b"%PDF-" in data[:1024], "docx": data.startswith(_ARCHIVE)}.get(form):
        return
    if form in ("pdf", "docx"):
        raise UnreadableFile(f"it is named .{form} but is {kind or _other(data)}.", f"Save it again as .{form}.")
    if kind:
        raise UnreadableFile(f"it is named .{form} but is {kind}.", "Give it the name it should have.")
    _check_markup(data, form)


def _check_markup(data: bytes, form: str) -> None:
    start = data[:1000].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if form in ("txt", "md") and start.startswith((b"<!doctype html", b"<html")):
        raise UnreadableFile(f"it is named .{form} but is a web page.", "Rename it to .html.")
    if form == "html" and b"mime-version:" in start and not start.startswith(b"<"):
        raise UnreadableFile("it is a web archive (.mht).", "Save the page again as “web page, HTML only”.")


def _other(data: bytes) -> str:
    try:
        decode(data[:4000])
    except UnreadableFile:
        return "damaged or something else"
    return "plain text"
