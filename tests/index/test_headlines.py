"""A story's title is its headline, kicker and subtitle, without the words of the site around it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from index.cleaning.blocks import Block, Kind
from index.cleaning.headlines import is_numbered, is_subtitle, read_headline, trim_title
from index.cleaning.textmap import Mapped

CASES = json.loads((Path(__file__).parent / "cases_titles.json").read_text(encoding="utf8"))
PROSE = Block(Mapped.of("两座新桥昨天通车，市民少绕三公里。"), gap=True)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_the_sites_words_are_trimmed_off(case: dict[str, Any]) -> None:
    assert trim_title(case["title"]) == case["trimmed"]


def heads(*texts: str, gap: bool = True) -> list[Block]:
    """Marked headings for texts that begin with #, else lines alone."""
    blocks = []
    for text in texts:
        bare = text.lstrip("#")
        kind: Kind = "heading" if bare != text else "line"
        blocks.append(Block(Mapped.of(bare.strip()), kind, len(text) - len(bare), gap=gap or not blocks))
    return blocks


def title(blocks: list[Block]) -> str:
    headline = read_headline([*blocks, PROSE], range(len(blocks)))
    assert headline is not None
    return headline.title


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("# 两座新桥通车", "## 市民少绕三公里"), "两座新桥通车"),
        (("柳河区：", "# 两座新桥通车"), "柳河区：两座新桥通车"),
        (("为民办实事", "# 两座新桥通车"), "两座新桥通车"),
        (("# 两座新桥通车", "## ——访总工程师古月"), "两座新桥通车——访总工程师古月"),
        (("# 两座新桥", "# 同日通车"), "两座新桥 同日通车"),
        (("### 学位账", "# 两座新桥通车"), "两座新桥通车"),
        (("两座新桥通车", "——访总工程师古月"), "两座新桥通车——访总工程师古月"),
        (("为民办实事", "两座新桥同日通车 市民少绕三公里"), "两座新桥同日通车 市民少绕三公里"),
        (("两座新桥同日通车", "昨天的通车典礼上人山人海"), "两座新桥同日通车"),
        (("两座新桥同日通车", "两座新桥同日通车"), "两座新桥同日通车"),
    ],
)
def test_a_headline_is_put_together(lines: tuple[str, ...], expected: str) -> None:
    assert title(heads(*lines)) == expected


def test_a_second_line_set_tight_is_the_headlines() -> None:
    assert title(heads("把停车难题", "装进地下六层", gap=False)) == "把停车难题 装进地下六层"


def test_no_space_parts_a_word_or_a_quotation_over_two_lines() -> None:
    assert title(heads("河湾市连续三年居全", "省第一", gap=False)) == "河湾市连续三年居全省第一"
    assert title(heads("老街唱起“夜半", "歌声”", gap=False)) == "老街唱起“夜半歌声”"


def test_the_same_headline_twice_is_lifted_twice() -> None:
    blocks = heads("两座新桥同日通车", "两座新桥同日通车")
    headline = read_headline([*blocks, PROSE], range(2))
    assert headline is not None
    assert headline.lines == (0, 1)


def test_paragraphs_and_credits_hold_no_headline() -> None:
    assert read_headline([PROSE], range(1)) is None


@pytest.mark.parametrize("text", ["一、学位账", "（二）养老账", "3. 出行账", "第四章 结语"])
def test_numbered_headings_are_of_sections(text: str) -> None:
    assert is_numbered(text)


@pytest.mark.parametrize("text", ["一座桥的两头", "3.5亿元怎么花", "十年磨一剑"])
def test_figures_at_the_start_number_no_section(text: str) -> None:
    assert not is_numbered(text)


def test_a_subtitle_begins_with_a_dash() -> None:
    assert is_subtitle("——访总工程师古月")
    assert not is_subtitle("访总工程师古月")
