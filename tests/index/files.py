"""Real files of each format, made small and by hand."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

_PASSWORD = (
    b"<< /Filter /Standard /V 1 /R 2 /P -44 /O <" + b"41" * 32 + b"> /U <" + b"42" * 32 + b"> >>"
)  # of a password that nobody knows


def pdf(pages: Sequence[str], title: str = "", locked: bool = False) -> bytes:
    """A PDF that shows each page's lines in a CJK font it does not embed; a page of "" has only a box drawn on it."""
    signs = sorted(set("".join(pages)) - {"\n"})
    mapping = "".join(f"<{ord(sign):04X}> <{ord(sign):04X}>\n" for sign in signs)
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def\n"
        f"1 begincodespacerange <0000> <FFFF> endcodespacerange\n{len(signs)} beginbfchar\n{mapping}endbfchar\n"
        "endcmap end end"
    ).encode()
    kids = " ".join(f"{10 + 2 * number} 0 R" for number in range(len(pages)))
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>".encode(),
        3: b"<< /Type /Font /Subtype /Type0 /BaseFont /SimSun /Encoding /Identity-H"
        b" /DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
        4: b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /SimSun /DW 1000 /FontDescriptor 6 0 R"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        5: _stream(cmap),
        6: b"<< /Type /FontDescriptor /FontName /SimSun /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0"
        b" /Ascent 900 /Descent -200 /CapHeight 700 /StemV 80 >>",
        7: b"<< /Title <FEFF" + title.encode("utf-16-be").hex().encode() + b"> >>",
    }
    for number, page in enumerate(pages):
        objects[10 + 2 * number] = (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 3 0 R >> >>"
            b" /Contents %d 0 R >>" % (11 + 2 * number)
        )
        objects[11 + 2 * number] = _stream(_drawn(page))
    return _assembled(objects, locked)


def _drawn(page: str) -> bytes:
    if not page:
        return b"0.5 g 100 100 300 300 re f"
    lines = (f"<{line.encode('utf-16-be').hex()}> Tj 0 -18 Td" for line in page.split("\n"))
    return ("BT /F 12 Tf 60 780 Td " + " ".join(lines) + " ET").encode()


def _stream(content: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)


def _assembled(objects: dict[int, bytes], locked: bool) -> bytes:
    written, places = b"%PDF-1.4\n", {}
    for number, content in objects.items():
        places[number] = len(written)
        written += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(
        b"%d 1\n%010d 00000 n \n" % (number, place) for number, place in [(0, 0), *places.items()] if number
    )
    trailer = b"<< /Size %d /Root 1 0 R /Info 7 0 R%s >>" % (
        max(objects) + 1,
        b" /ID [<00> <00>] /Encrypt " + _PASSWORD if locked else b"",
    )
    return written + b"xref\n0 1\n0000000000 65535 f \n%strailer\n%s\nstartxref\n%d\n%%%%EOF" % (
        table, trailer, len(written)
    )  # fmt: skip


def docx(*blocks: str | list[list[str]], title: str = "") -> bytes:
    """A Word document: a string is a paragraph ("# " before it makes a heading), a list of rows a table."""
    import docx as library

    document = library.Document()
    document.core_properties.title = title
    for block in blocks:
        if isinstance(block, list):
            table = document.add_table(len(block), len(block[0]))
            for row, cells in zip(table.rows, block, strict=True):
                for cell, words in zip(row.cells, cells, strict=True):
                    cell.text = words
        elif block.startswith("# "):
            document.add_heading(block[2:], 1)
        else:
            document.add_paragraph(block)
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def with_part(document: bytes, name: str, content: bytes) -> bytes:
    """The same zip archive with one part put in or replaced."""
    saved = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as old, zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename != name:
                new.writestr(part.filename, old.read(part))
        new.writestr(name, content)
    return saved.getvalue()


def part_of(document: bytes, name: str) -> str:
    """One part of a zip archive, as text."""
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        return archive.read(name).decode()
