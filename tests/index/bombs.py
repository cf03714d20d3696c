"""Files that are small on the disk and made to fill the memory or to take for ever."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator

from tests.index.files import docx

_HEAD = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
_FOOT = "</w:body></w:document>"


def with_document(xml: bytes, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A Word document whose text is `xml`."""
    made, whole = io.BytesIO(), zipfile.ZipFile(io.BytesIO(docx("文字")))
    with zipfile.ZipFile(made, "w", method) as out:
        for part in whole.infolist():
            out.writestr(part.filename, xml if part.filename == "word/document.xml" else whole.read(part))
    return made.getvalue()


def docx_of_gigabytes() -> bytes:
    """Says how far it unpacks: two gigabytes."""
    return lying_docx(told=2_000_000_000)


def docx_that_lies() -> bytes:
    """Says it unpacks to little; the checksum is of that little."""
    return lying_docx(told=2_000)


def lying_docx(told: int) -> bytes:
    """Its text unpacks to two gigabytes of blanks, and is said to be `told` bytes long."""
    packed = _packed(b" " * 1_000_000, 2_000, -15)
    data = with_document(packed, zipfile.ZIP_STORED)
    checksum = zlib.crc32(b" " * min(told, 2_000))
    sizes = struct.pack("<III", zlib.crc32(packed), len(packed), len(packed))
    lie = struct.pack("<III", checksum, len(packed), told)
    parts = zipfile.ZipFile(io.BytesIO(data))
    place = parts.getinfo("word/document.xml").header_offset
    listed = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02"))
    while data[listed + 46 : listed + 63] != b"word/document.xml":
        listed = data.index(b"PK\x01\x02", listed + 4)
    told_data = bytearray(data)
    for start, method_at in ((place + 14, place + 8), (listed + 16, listed + 10)):
        assert told_data[start : start + 12] == sizes
        told_data[start : start + 12] = lie
        told_data[method_at : method_at + 2] = struct.pack("<H", zipfile.ZIP_DEFLATED)
    return bytes(told_data)


def docx_of_tags() -> bytes:
    return with_document(f"{_HEAD}{'<w:p/>' * 5_000_000}{_FOOT}".encode())


def docx_of_depth() -> bytes:
    deep = 200_000
    return with_document(f"{_HEAD}{'<w:p>' * deep}{'</w:p>' * deep}{_FOOT}".encode())


def docx_of_laughs() -> bytes:
    laughs = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(12))
    text = "<w:p><w:r><w:t>&l12;</w:t></w:r></w:p>"
    return with_document(f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]>{_HEAD}{text}{_FOOT}'.encode())


def docx_that_reads_files() -> bytes:
    text = "<w:p><w:r><w:t>&there;</w:t></w:r></w:p>"
    return with_document(f'<!DOCTYPE x [<!ENTITY there SYSTEM "file:///etc/passwd">]>{_HEAD}{text}{_FOOT}'.encode())


def docx_packed_oddly() -> bytes:
    return with_document(f"{_HEAD}{' ' * 50_000_000}{_FOOT}".encode(), zipfile.ZIP_LZMA)


def pdf_of_pages() -> bytes:
    """A million pages, all of them the same one."""
    many = b"<< /Type /Pages /Count %d /Kids [%s] >>"
    page = b"<< /Type /Page /Parent 4 0 R /MediaBox [0 0 9 9] >>"
    inner = {number: many % (100 ** (5 - number), b"%d 0 R " % (number + 1) * 100) for number in (2, 3, 4)}
    return _pdf({**inner, 5: page})


def pdf_that_counts_wrong() -> bytes:
    return _pdf({2: b"<< /Type /Pages /Count 2000000000 /Kids [3 0 R] >>", 3: _PAGE})


def pdf_of_circles() -> bytes:
    return _pdf({2: b"<< /Type /Pages /Count 5 /Kids [2 0 R 3 0 R 2 0 R] >>", 3: _PAGE})


def pdf_of_text() -> bytes:
    """One page whose drawing unpacks to 900 megabytes of words."""
    return _pdf_drawing(_packed(b"BT /F 12 Tf (aaaaaaaaaaaaaaaaaaaaaaaa) Tj ET\n" * 20_000, 1_000), b"/FlateDecode")


def pdf_packed_twice() -> bytes:
    """The same, packed again: a few kilobytes."""
    once = _packed(b"BT /F 12 Tf (aaaaaaaaaaaaaaaaaaaaaaaa) Tj ET\n" * 20_000, 1_000)
    return _pdf_drawing(zlib.compress(once, 9), b"[/FlateDecode /FlateDecode]")


def pdf_of_boxes() -> bytes:
    """One page that draws without end, and says nothing."""
    return _pdf_drawing(_packed(b"q 1 0 0 1 0 0 cm 0 0 9 9 re f\n" * 30_000, 1_000), b"/FlateDecode")


def html_of_depth() -> bytes:
    return b"<html><body>" + b"<div>" * 1_000_000 + b"x"


def html_of_headers() -> bytes:
    """Each header is looked through for a headline, and holds all that come after it."""
    return b"<html><body>" + b"<header>" * 1_000_000 + b"x"


def html_of_headings() -> bytes:
    return b"<html><body>" + b"<h1><div>" * 500_000 + b"x"


def html_of_attributes() -> bytes:
    return b"<html><body><p " + b" ".join(b"a%d=1" % n for n in range(1_000_000)) + b">x"


_PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /Resources << /Font << /F 9 0 R >> >> /Contents 4 0 R >>"
BOMBS: dict[str, Callable[[], bytes]] = {
    f"{name.partition('_')[0]}-{name}": made
    for name, made in list(globals().items())
    if name.startswith(("docx_", "pdf_", "html_"))
}


def _pdf_drawing(packed: bytes, filters: bytes) -> bytes:
    drawing = b"<< /Length %d /Filter %s >>\nstream\n%s\nendstream" % (len(packed), filters, packed)
    return _pdf({2: b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>", 3: _PAGE, 4: drawing})


def _pdf(objects: dict[int, bytes]) -> bytes:
    font = {9: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>", 1: b"<< /Type /Catalog /Pages 2 0 R >>"}
    return b"".join(_written({**font, **objects}))


def _written(objects: dict[int, bytes]) -> Iterator[bytes]:
    place, places = 9, {}
    yield b"%PDF-1.4\n"
    for number, content in objects.items():
        written = b"%d 0 obj\n%s\nendobj\n" % (number, content)
        places[number] = place
        place += len(written)
        yield written
    yield b"xref\n"
    for number, start in places.items():
        yield b"%d 1\n%010d 00000 n \n" % (number, start)
    yield b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (max(objects) + 10, place)


def _packed(piece: bytes, times: int, window: int = 15) -> bytes:
    """`piece` over and over: packed once with nothing before it, and what that makes repeated."""
    packer = zlib.compressobj(9, zlib.DEFLATED, window)
    head = packer.flush(zlib.Z_FULL_FLUSH)
    once = packer.compress(piece) + packer.flush(zlib.Z_FULL_FLUSH)
    return head + once * times + packer.flush()
