"""Any encoding a Chinese newsroom produces is read, and what is no text, or spoilt text, is refused with a reason."""

from __future__ import annotations

import codecs
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import UnreadableFile
from index.files.charset import decode, readability

CASES = json.loads((Path(__file__).parent / "cases_encodings.json").read_text(encoding="utf-8"))
ENCODINGS = ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_reads_every_encoding(case: dict[str, str], encoding: str) -> None:
    if len(case["text"]) < 6 and encoding in ("utf-16-le", "utf-16-be"):
        encoding = "utf-16"  # the bytes of so few characters may be good ASCII: nobody can tell without a mark
    assert decode(case["text"].encode(encoding)) == case["text"]


@settings(deadline=None)
@given(st.text(alphabet="青石县生产总值完成亿元同比增长投资项目年月，。“”0123456789%\n", min_size=12, max_size=200))
def test_gb18030_comes_back(text: str) -> None:
    assert decode(text.encode("gb18030")) == text


def test_reads_big5() -> None:
    text = "青石縣去年完成投資十二億元，較前年增加一成。"
    assert decode(text.encode("big5")) == text


@pytest.mark.parametrize("text", ["He said “yes” – it’s a café.", "naïve résumé: £5m, 3 × 4", "Größe 5 μm"])
def test_reads_western_text(text: str) -> None:
    assert decode(text.encode("utf-8")) == text


def test_reads_windows_quotes() -> None:
    text = "The district’s “open door” drew 12 firms, its mayor said in a café."
    assert decode(text.encode("cp1252")) == text


def test_line_ends_become_one_kind() -> None:
    assert decode("甲\r\n乙\r丙\n".encode()) == "甲\n乙\n丙\n"


def test_a_character_cut_off_by_the_end_is_dropped() -> None:
    text = "青石县生产总值完成八十九亿元，同比增长百分之六"
    assert decode(text.encode("gb18030")[:-1]) == text[:-1]
    assert decode(text.encode("utf-8")[:-1]) == text[:-1]


def test_the_declared_encoding_is_believed_after_utf8() -> None:
    text = "안녕하세요 세계"
    assert decode(text.encode("euc-kr"), "euc-kr") == text
    assert decode("青石县".encode(), "gb2312") == "青石县"
    assert decode("青石县的朱镕基路".encode("gbk"), "gb2312") == "青石县的朱镕基路"


def test_a_page_with_a_damaged_character_is_read_as_it_declares() -> None:
    text = "青石县生产总值完成八十九亿元，" * 60
    data = bytearray(text.encode("gbk"))
    data[801] = 0x20
    read = decode(bytes(data), "gb2312")
    assert read[:400] == text[:400] and read[402:] == text[401:]


@pytest.mark.parametrize("declared", ["", "no-such-code", "utf-16", "x-user-defined", "base64", "rot13", "hex"])
def test_a_wrong_declaration_does_no_harm(declared: str) -> None:
    text = "青石县生产总值完成八十九亿元"
    assert decode(text.encode("gb18030"), declared) == text


@pytest.mark.parametrize("wrong", ["gb18030", "cp1252", "latin-1"])
def test_text_spoilt_by_a_wrong_conversion_is_refused(wrong: str) -> None:
    spoilt = "青石县生产总值完成八十九亿元，同比增长百分之六。".encode().decode(wrong, "replace")
    with pytest.raises(UnreadableFile, match="wrong conversion"):
        decode(spoilt.encode())


def test_text_of_replacement_signs_is_refused() -> None:
    for lost in ("青石�����县��", "锟斤拷锟斤拷青石锟斤拷"):
        with pytest.raises(UnreadableFile, match="wrong conversion"):
            decode(lost.encode())


def test_a_damaged_character_is_named_by_its_line() -> None:
    text = "青石县生产总值完成八十九亿元，同比增长百分之六。\n" * 3
    data = bytearray(text.encode())
    data[-20] = 0xFF
    with pytest.raises(UnreadableFile, match="UTF-8 text with a damaged character on line 3"):
        decode(bytes(data))


@pytest.mark.parametrize(
    "data",
    [bytes(range(256)) * 4, b"\0" * 100, b"\x89PNG\r\n\x1a\n" + bytes(range(200)), b"\xff\xfe\x00\xd8a\x00b\x00"],
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFile):
        decode(data)


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_only_ever_raises_unreadable(data: bytes) -> None:
    for head in (b"", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF32_BE):
        try:
            text = decode(head + data)
        except UnreadableFile as error:
            assert error.message and error.cure
        else:
            assert "\r" not in text and not text.startswith("\ufeff")


def test_readability_tells_right_from_wrong() -> None:
    data = "金水区，2022".encode("gb18030")
    assert readability(data.decode("gb18030")) == 1
    assert readability(data.decode("utf-16-le")) < 0.3
