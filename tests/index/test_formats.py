"""Real files of each format are read whole; files that lie, are broken, locked or empty are refused, and why."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from unittest import mock

import pytest

from index.article import Mark
from index.errors import UnreadableFile
from index.files import pdf as pdf_module
from index.files import word as word_module
from index.files.formats import extract
from index.files.metadata import Metadata
from tests.index.files import docx, part_of, pdf, with_part

PAGES = ["青石县迎来开门红\n一季度完成89.5亿元", "第二页：投资12亿元。\nGDP grew 6.1%."]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
CHROMIUM = shutil.which("chromium")


def test_pdf_gives_its_pages_with_marks() -> None:
    found = extract(pdf(PAGES), "pdf")
    assert found.text == "\n\n".join(PAGES)
    assert found.marks == (Mark(0, "page", 1), Mark(found.text.index("第二页"), "page", 2))


def test_pdf_page_without_text_keeps_its_number() -> None:
    found = extract(pdf([PAGES[0], "", PAGES[1]]), "pdf")
    assert [mark.number for mark in found.marks] == [1, 2, 3]
    assert found.text[found.marks[2].raw :] == PAGES[1]


@pytest.mark.parametrize(
    ("title", "believed"), [("青石县迎来开门红", "青石县迎来开门红"), ("Microsoft Word - 文档1", ""), ("", "")]
)
def test_title_of_the_properties_is_believed_if_printed(title: str, believed: str) -> None:
    assert extract(pdf(PAGES, title=title), "pdf").metadata == Metadata(title=believed)
    assert extract(docx(*PAGES, title=title), "docx").metadata == Metadata(title=believed)


@pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")
def test_pdf_that_a_browser_printed(tmp_path: Path) -> None:
    body = "<p>青石县一季度完成投资89.5亿元。</p><p style='break-before:page'>第二页说增长6.1%。</p>"
    page, printed = tmp_path / "page.html", tmp_path / "page.pdf"
    page.write_text(f"<meta charset=utf-8><title>青石</title>{body}", encoding="utf-8")
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-pdf-header-footer"]
    own = f"--user-data-dir={tmp_path / 'profile'}"
    command = [str(CHROMIUM), *flags, own, f"--print-to-pdf={printed}", page.as_uri()]
    subprocess.run(command, check=True, timeout=120, capture_output=True)
    found = extract(printed.read_bytes(), "pdf")
    assert "青石县一季度完成投资89.5亿元。" in found.text[: found.marks[1].raw]
    assert "第二页说增长6.1%。" in found.text[found.marks[1].raw :]


def test_docx_gives_paragraphs_headings_and_tables_in_order() -> None:
    table = [["指标", "数值"], ["投资", "12亿元"]]
    found = extract(docx("# 开门红", "一季度完成89.5亿元。", table, "全年目标不变。"), "docx")
    assert found.text == "# 开门红\n\n一季度完成89.5亿元。\n\n指标\t数值\n\n投资\t12亿元\n\n全年目标不变。"
    assert [(mark.kind, mark.number) for mark in found.marks] == [("paragraph", n) for n in range(1, 6)]
    assert [found.text[mark.raw] for mark in found.marks] == ["#", "一", "指", "投", "全"]


def test_docx_table_that_lays_out_the_page_gives_paragraphs() -> None:
    long = "青石县一季度完成投资。" * 10
    assert extract(docx([["开头。\n续。"]], [[long, "边栏"]]), "docx").text == f"开头。\n续。\n\n{long}\n\n边栏"


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
BOX = "<w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent>"
RUNS = {
    "text put in under tracked changes": ("<w:ins><w:r><w:t>新</w:t></w:r></w:ins>", "甲新乙"),
    "text taken out": ("<w:del><w:r><w:delText>旧</w:delText></w:r></w:del>", "甲乙"),
    "text moved away": ("<w:moveFrom><w:r><w:t>旧</w:t></w:r></w:moveFrom>", "甲乙"),
    "hidden text": ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>密</w:t></w:r>", "甲乙"),
    "link": ("<w:hyperlink><w:r><w:t>链</w:t></w:r></w:hyperlink>", "甲链乙"),
    "field": ("<w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>3</w:t></w:r>", "甲3乙"),
    "content control": ("<w:sdt><w:sdtContent><w:r><w:t>控</w:t></w:r></w:sdtContent></w:sdt>", "甲控乙"),
    "line break and tab": ("<w:r><w:br/><w:tab/></w:r>", "甲\n\t乙"),
    "text box, once": (
        f"<w:r><mc:AlternateContent><mc:Choice>{BOX}</mc:Choice><mc:Fallback>{BOX}</mc:Fallback></mc:AlternateContent></w:r>",
        "甲乙\n\n框",
    ),
}


@pytest.mark.parametrize("label", RUNS)
def test_docx_reads_what_word_shows(label: str) -> None:
    runs, expected = RUNS[label]
    body = f"<w:p><w:r><w:t>甲</w:t></w:r>{runs}<w:r><w:t>乙</w:t></w:r></w:p>"
    part = f"<w:document {W} {MC}><w:body>{body}</w:body></w:document>".encode()
    assert extract(with_part(docx("x"), "word/document.xml", part), "docx").text == expected


def test_docx_with_nested_tables_says_each_word_once() -> None:
    inner = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>内</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    cell = f"<w:tc><w:p><w:r><w:t>外</w:t></w:r></w:p>{inner}</w:tc><w:tc><w:p><w:r><w:t>旁</w:t></w:r></w:p></w:tc>"
    part = f"<w:document {W}><w:body><w:tbl><w:tr>{cell}</w:tr></w:tbl></w:body></w:document>".encode()
    assert extract(with_part(docx("x"), "word/document.xml", part), "docx").text == "外 内\t旁"


def test_text_leaves_front_matter_in_the_text() -> None:
    found = extract("\ufeff---\r\ntitle: 开门红\r\n---\r\n正文。\r\n".encode(), "md")
    assert found.metadata.title == "开门红"
    assert found.text[found.body_start :] == "正文。\n"
    assert found.text.startswith("---\n")


@pytest.mark.parametrize("meta", ['<meta charset="gb2312">', "<meta http-equiv=x content='text/html; charset=GBK'>"])
def test_page_is_decoded_as_it_says(meta: str) -> None:
    assert extract(f"<html>{meta}<p>龑</p>".encode("gb18030"), "html").text == "龑"
    assert extract(f"<html>{meta}<p>青石县</p>".encode(), "html").text == "青石县"


WORD = docx("青石县一季度完成投资。")
REFUSED = {
    "zero bytes": (b"", "txt", "empty"),
    "blanks": ("　\n\t \xa0\n".encode(), "md", "only blanks"),
    "only front matter": (b"---\ntitle: x\n---\n\n", "md", "no text after its front matter"),
    "only a heading's sign": (b"# \n", "md", "only blanks"),
    "page of nothing": (b"<html><body><script>x</script></body></html>", "html", "shows no text"),
    "binary": (bytes(range(256)) * 3, "txt", "not text in any encoding"),
    "PDF named .txt": (pdf(["青"]), "txt", "named .txt but is a PDF"),
    "Word document named .md": (WORD, "md", "named .md but is a Word document"),
    "picture named .html": (b"\x89PNG\r\n\x1a\n123", "html", "is a picture"),
    "page named .txt": ("<!DOCTYPE html><p>青石".encode(), "txt", "is a web page"),
    "web archive": (b"From: <Saved>\r\nMIME-Version: 1.0\r\n\r\n<html>", "html", "web archive"),
    "text named .pdf": ("青石县一季度完成投资。".encode("gb18030"), "pdf", "is plain text"),
    "text named .docx": ("青石县一季度完成投资。".encode(), "docx", "is plain text"),
    "rubbish named .pdf": (bytes(range(256)), "pdf", "something else"),
    "old .doc named .docx": (OLE + b"\0" * 600, "docx", "an old Word"),
    "locked docx": (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "docx", "password"),
    "locked pdf": (pdf(["青"], locked=True), "pdf", "password"),
    "cut pdf": (pdf(["青"])[:200], "pdf", "damaged PDF"),
    "pdf with a lost page": (pdf(PAGES).replace(b"/Type /Page /Parent", b"/Type /Pace /Parent"), "pdf", "page 1 of it"),
    "scan": (pdf(["", ""]), "pdf", "2 pages hold pictures but no text"),
    "private signs": (pdf(["\ue001\ue002\ue003\ue004"]), "pdf", "fonts do not say"),
    "cut docx": (WORD[:-200], "docx", "damaged Word document"),
    "docx with a broken part": (with_part(WORD, "word/document.xml", b"<w:p"), "docx", "damaged Word document"),
    "docx without words": (docx(), "docx", "shows no text"),
    "entity bomb": (
        with_part(WORD, "word/document.xml", b'<!DOCTYPE x [<!ENTITY a "aa">]><x>&a;</x>'), "docx", "damaged Word",
    ),
}  # fmt: skip


@pytest.mark.parametrize("label", REFUSED)
def test_refused_with_a_reason(label: str) -> None:
    data, form, reason = REFUSED[label]
    with pytest.raises(UnreadableFile, match=reason) as caught:
        extract(data, form)
    assert caught.value.message.endswith(".") and caught.value.cure.endswith(".")


@pytest.mark.parametrize("limit", ["MAX_XML", "MAX_UNPACKED"])
def test_a_docx_that_unpacks_to_far_more_is_refused_unopened(limit: str) -> None:
    bomb = with_part(WORD, "word/more.xml", bytes(1_000_000))
    assert len(bomb) < 50_000
    with (
        mock.patch.object(word_module, limit, 900_000),
        mock.patch("docx.Document", side_effect=AssertionError("opened")),
        pytest.raises(UnreadableFile, match="unpacks to far more"),
    ):
        extract(bomb, "docx")


def test_another_archive_named_docx() -> None:
    stripped = with_part(WORD, "x.txt", b"x").replace(b"word/", b"xord/")
    with pytest.raises(UnreadableFile, match="another kind of archive"):
        extract(stripped, "docx")


def test_a_pdf_of_endless_text_is_refused() -> None:
    with mock.patch.object(pdf_module, "MAX_SIGNS", 10), pytest.raises(UnreadableFile, match="over 10 characters"):
        extract(pdf(PAGES), "pdf")


def test_the_made_docx_is_what_word_writes() -> None:
    assert "青石县一季度完成投资。" in part_of(WORD, "word/document.xml")
