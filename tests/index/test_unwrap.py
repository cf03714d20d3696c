"""Hard-wrapped lines become paragraphs again, at any width; lines that stand alone stay alone."""

from __future__ import annotations

import json
import re
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from index.cleaning.clean import articles_of
from index.cleaning.credits import lift_lines
from index.cleaning.lines import lines_of
from index.cleaning.textmap import Mapped
from index.cleaning.unwrap import is_line, join_lines, unwrap, wrap_width
from index.files.sources import RawText
from tests.index.wrapping import Layout, set_columns, wrap

STORIES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "clean_prose.json").read_text(encoding="utf8"))
WIDTHS = (8, 10, 12, 14, 17, 20, 25, 30, 35, 40)


def blocks(text: str) -> list[tuple[str, str]]:
    lines, _ = lines_of(RawText("page.txt", text, "txt"))
    return [(block.kind, block.text) for block in unwrap(lift_lines(lines)[0])[0]]


def cleaned(text: str) -> str:
    return "\n\n".join(article.text for article in articles_of(RawText("page.txt", text, "txt")))


def restored(layouts: list[Layout]) -> float:
    """The share of paragraphs that come back sign for sign, over all stories and layouts."""
    whole = found = 0
    for layout, (seed, story) in product(layouts, enumerate(STORIES)):
        got = set(re.split(r"\n+", cleaned(set_columns(story["paragraphs"], layout, seed))))
        whole += len(story["paragraphs"])
        found += sum(paragraph in got for paragraph in story["paragraphs"])
    return found / whole


@pytest.mark.parametrize("apart", ["blank", "indent"])
def test_wrapped_paragraphs_come_back_whole_at_every_width(apart: str) -> None:
    layouts = [Layout(width, apart, spaced=spaced) for width in WIDTHS for spaced in (False, True)]
    assert restored(layouts) == 1.0


# What was reached, less half a point: a column's end after the first line of a paragraph looks like a heading.
@pytest.mark.parametrize(
    ("apart", "column", "least"), [("blank", 7, 0.96), ("blank", 23, 0.99), ("indent", 7, 0.99), ("indent", 23, 0.995)]
)
def test_paragraphs_come_back_over_column_breaks(apart: str, column: int, least: float) -> None:
    assert restored([Layout(width, apart, column) for width in WIDTHS]) >= least


# Where nothing but a short last line parts paragraphs, one that ends at the edge runs into the next.
def test_paragraphs_without_blanks_between_them_come_back_where_their_last_line_is_short() -> None:
    assert restored([Layout(width, "nothing") for width in WIDTHS]) >= 0.71


@pytest.mark.parametrize("width", WIDTHS)
def test_no_sign_is_lost_and_none_is_added(width: int) -> None:
    for seed, story in enumerate(STORIES):
        text = cleaned(set_columns(story["paragraphs"], Layout(width, column=9), seed))
        assert re.sub(r"\s", "", text) == re.sub(r"\s", "", "".join(story["paragraphs"]))


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story["label"])
@pytest.mark.parametrize("gap", ["\n", "\n\n", "\n　　"])
def test_prose_that_was_never_wrapped_comes_through_untouched(story: dict[str, Any], gap: str) -> None:
    raw = RawText("page.txt", gap.join((story["title"], *story["paragraphs"])), "txt")
    (article,) = articles_of(raw)
    assert (article.title, article.text) == (story["title"], "\n\n".join(story["paragraphs"]))
    assert article.repairs == ()


@pytest.mark.parametrize("width", WIDTHS)
def test_the_width_is_found(width: int) -> None:
    lines, _ = lines_of(RawText("page.txt", "\n".join(wrap(STORIES[2]["paragraphs"][1], width)), "txt"))
    found = wrap_width(lines)
    assert found is not None
    assert abs(found - width) <= 1


@pytest.mark.parametrize(
    "text",
    [
        "朝发白露镇门前，\n暮宿青山古渡边。\n两岸橘香三十里，\n一篙春水半江烟。",
        "柳河区 83天\n枫桥区 79天\n云渡区 91天\n青岭县 88天\n石桥镇 90天",
        "城南菜场今天开秤营业\n夜班公交下月增至九条\n图书馆周末延长到十点\n西门外两座新桥已完工",
        "全市用电量下降。\n其中工业用电下降得最多，达到一成二，主要是因为三家水泥厂停窑检修。\n居民用电略增。",
    ],
    ids=["a poem", "a table", "headlines of one length", "a paragraph a line"],
)
def test_lines_that_are_no_wrapped_prose_stay_apart(text: str) -> None:
    assert [words for _, words in blocks(text)] == text.split("\n")


def test_a_headline_set_wider_and_its_subtitle_stay_out_of_the_column() -> None:
    text = (
        "老渡口停航二十三年后重新开船载客\n——访河湾市航运公司经理海东升\n 2021年，老渡口共运送\n"
        "旅客 31万人次，其中游客占\n"
        "六成四；票款收入 260万元，\n够养活一条船和九个船工，还\n余下二十多万元用来修码头。"
    )
    kinds = [kind for kind, _ in blocks(text)]
    assert kinds == ["line", "line", "paragraph"]


def test_a_short_line_over_a_column_is_a_heading_unless_a_word_runs_on() -> None:
    column = "市新增公办学位一万\n两千个，再没有超过\n五十人的大班，村小\n也都通了校车，来回\n只要四十分钟。"
    assert blocks(f"学位账\n今年全{column}")[0] == ("line", "学位账")
    assert blocks(f"今年全\n{column}")[0][0] == "paragraph"


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (("在全国百", "强县里排第十"), "在全国百强县里排第十"),
        (("the new", "library on"), "the new library on"),
        (("four long-", "standing firms"), "four long-standing firms"),
        (("投资20", "22万元"), "投资2022万元"),
        (("In March 2022", "15 people"), "In March 2022 15 people"),
        (("发行公募", "REITs，盘活"), "发行公募REITs，盘活"),
        (("a small", "小镇 in the"), "a small小镇 in the"),
    ],
)
def test_seams_take_a_space_only_between_latin_words(lines: tuple[str, str], joined: str) -> None:
    assert join_lines([Mapped.of(line) for line in lines]).text == joined


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("两座新桥同日通车", True),
        ("两座新桥同日通车，市民少绕三公里", True),
        ("新桥何以建得这么快？", True),
        ("柳河区：", True),
        ("两座新桥同日通车。", False),
        ("两座新桥同日通车，市民从此少绕三公里，", False),
        ("市民从此少绕三公里和", False),
        ("他说：“两座新桥同日通车", False),
        ("——新桥通车。两岸", False),
    ],
)
def test_a_line_alone_is_told_from_prose(text: str, alone: bool) -> None:
    assert is_line(text) is alone
