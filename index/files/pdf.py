"""A PDF → the text of its pages, with a mark where each begins."""

from __future__ import annotations

import re
from collections.abc import Iterator
from threading import Lock
from typing import Any

from index.errors import UnreadableFile
from index.files.extracted import MAX_SIGNS, Extracted, joined

MAX_PAGES = 10_000
# pdfium is not safe in two threads at once.
_ONE_AT_A_TIME = Lock()
_PASSWORD, _SECURITY = 4, 5  # FPDF_ERR_PASSWORD, FPDF_ERR_SECURITY


def read_pdf(data: bytes) -> Extracted:
    """The pages' text. Raises UnreadableFile for a damaged or protected PDF, and for one without text."""
    with _ONE_AT_A_TIME:
        document = _open(data)
        try:
            pages = list(_pages(document))
            title = _title(document)
        finally:
            document.close()
    found = joined(pages, "page", title)
    if not found.text.strip():
        count = f"{len(pages)} pages hold" if len(pages) != 1 else "one page holds"
        reason = f"its {count} pictures but no text, as a scan does."
        raise UnreadableFile(reason, "Run text recognition (OCR) on it first.")
    if _unmapped(found.text) > 0.3:
        raise UnreadableFile("its fonts do not say which characters they draw.", "Use text recognition (OCR) on it.")
    return found


def _open(data: bytes) -> Any:
    import pypdfium2

    library: Any = pypdfium2
    try:
        return library.PdfDocument(data)
    except library.PdfiumError as error:
        if error.err_code in (_PASSWORD, _SECURITY):
            raise UnreadableFile("it is protected by a password.", "Save a copy without the password.") from None
        raise UnreadableFile("it is a damaged PDF.", "Fetch it or make it again.") from None


def _pages(document: Any) -> Iterator[str]:
    if len(document) > MAX_PAGES:
        raise UnreadableFile(f"it has {len(document):,} pages, more than {MAX_PAGES:,}.", "Split it.")
    signs = 0
    for number in range(len(document)):
        text = _page_text(document, number)
        signs += len(text)
        if signs > MAX_SIGNS:
            raise UnreadableFile(f"it holds over {MAX_SIGNS:,} characters.", "Split it.")
        # pdfium writes U+FFFE or U+0002 for the hyphen of a word that goes on in the next line.
        yield re.sub(r"[\x02\ufffe](?:\r?\n)?", "", text).replace("\r\n", "\n").replace("\r", "\n")


def _page_text(document: Any, number: int) -> str:
    try:
        page = document[number]
    except RuntimeError:  # PdfiumError
        raise UnreadableFile(f"page {number + 1} of it is damaged.", "Fetch it or make it again.") from None
    try:
        return str(page.get_textpage().get_text_bounded())
    finally:
        page.close()


def _title(document: Any) -> str:
    try:
        return str(document.get_metadata_value("Title"))
    except UnicodeDecodeError:
        return ""


def _unmapped(text: str) -> float:
    """The share of characters without a meaning outside the font: private, replaced, or controls."""
    signs = "".join(text.split())
    odd = sum("\ue000" <= sign <= "\uf8ff" or sign == "\ufffd" or sign < " " for sign in signs)
    return odd / max(1, len(signs))
