"""Numbers as Chinese newspapers print them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.dating.numerals import fold, parse_number

CASES = [
    ("4.7万", "47000"),
    ("１９.２万", "192000"),
    ("108,576", "108576"),
    ("１，２３４．５", "1234.5"),
    ("三百二十", "320"),
    ("两千", "2000"),
    ("十五", "15"),
    ("〇", "0"),
    ("二〇二二", "2022"),
    ("一万二", "12000"),
    ("一万零二", "10002"),
    ("两百三", "230"),
    ("两千零二十", "2020"),
    ("三点五亿", "350000000"),
    ("1.2万亿", "1200000000000"),
    ("一万二千亿", "1200000000000"),
    ("万亿", "1000000000000"),
    ("千亿", "100000000000"),
    ("3亿5000万", "350000000"),
    ("一亿二千万", "120000000"),
    ("叁佰贰拾", "320"),
    ("-5", "-5"),
    ("零下5", "-5"),
]


@pytest.mark.parametrize(("written", "value"), CASES)
def test_a_number_has_its_value(written: str, value: str) -> None:
    assert parse_number(written) == Decimal(value)


@pytest.mark.parametrize("written", ["", "家", "5%", "12家", "一一十", "十十", "3.4.5", "多", "点五", "abc"])
def test_what_is_no_number_is_none(written: str) -> None:
    assert parse_number(written) is None


@given(st.text(alphabet="一二三四五六七八九十百千万亿零两〇点0123456789.,多 ", max_size=12))
def test_any_run_of_numerals_is_read_or_refused(written: str) -> None:
    value = parse_number(written)
    assert value is None or value >= 0


@given(st.text(max_size=30))
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.integers(min_value=0, max_value=10**12 - 1))
def test_a_number_written_out_in_chinese_is_read_back(number: int) -> None:
    assert parse_number(_written(number)) == number


def _written(number: int) -> str:
    if number == 0:
        return "零"
    parts: list[str] = []
    for scale, sign in ((10**8, "亿"), (10**4, "万"), (1, "")):
        part, number = divmod(number, scale)
        if part:
            gap = "零" if parts and part < 1000 else ""
            parts.append(gap + _below_myriad(part) + sign)
    return "".join(parts)


def _below_myriad(number: int) -> str:
    written, gap = "", False
    for scale, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, scale)
        if digit:
            written += ("零" if gap else "") + "零一二三四五六七八九"[digit] + sign
            gap = False
        elif written:
            gap = True
    return written
