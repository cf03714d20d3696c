"""Lines around a story are known by name, and nothing that may be of a story is taken for one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from index.article import Mark
from index.cleaning.credits import Credit
from index.cleaning.furniture import drop_furniture, rule_for
from index.cleaning.lines import Line, lines_of
from index.files.sources import RawText

CASES = json.loads((Path(__file__).parent / "cases_furniture.json").read_text(encoding="utf8"))
PROSE = "河湾市今年新栽行道树一万两千棵，成活率达到九成六，其中银杏占一半，其余是香樟和栾树，由各街道认领养护。"


def kept(*lines: str, marks: tuple[Mark, ...] = ()) -> list[str]:
    items, _ = drop_furniture(lines_of(RawText("page.txt", "\n".join(lines), "txt", marks=marks))[0])
    return [item.text for item in items if isinstance(item, Line)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_a_whole_line_is_known(case: dict[str, Any]) -> None:
    assert rule_for(case["line"]) == case["rule"]


def test_a_label_takes_the_list_under_it_to_the_end() -> None:
    assert kept(PROSE, "", "猜你喜欢", "城南菜场今日开秤", "夜班公交增至九条", "更多>>") == [PROSE]


def test_a_label_at_the_head_of_a_page_takes_no_prose() -> None:
    assert kept("热点新闻", "城南菜场今日开秤", "", PROSE, "", PROSE) == [PROSE, PROSE]


def test_a_list_ends_where_a_headed_story_begins() -> None:
    lines = (PROSE, "", "推荐阅读", "城南菜场今日开秤", "", "# 西门外建起两座桥", "", PROSE)
    assert kept(*lines) == [PROSE, "西门外建起两座桥", PROSE]


def test_a_label_over_prose_is_a_heading() -> None:
    assert kept(PROSE, "", "相关链接", "", PROSE) == [PROSE, "相关链接", PROSE]


def test_a_list_without_a_label_is_known_by_teasers_and_times() -> None:
    teasers = [
        line
        for number in range(3)
        for line in (
            f"某地第{number}座书店开门",
            f"昨天上午，某地第{number}座书店...更多",
            f"2021-03-0{number + 1} 08:00:00",
        )
    ]
    assert kept(PROSE, "", *teasers) == [PROSE]


def test_a_list_of_dated_headlines_is_dropped() -> None:
    dated = [f"[03-0{day}] 某地今天发布第{day}号公告" for day in range(1, 6)]
    assert kept(PROSE, "", *dated) == [PROSE]


def test_a_chronicle_of_short_entries_is_no_list_of_other_pages() -> None:
    entries = [line for day in range(1, 7) for line in (f"2021年3月{day}日", f"第{day}段河道贯通")]
    assert kept(PROSE, "", *entries) == [PROSE, *entries]


def test_page_numbers_that_count_up_are_dropped_and_figures_of_a_table_are_not() -> None:
    assert kept(PROSE, "", "1", "", PROSE, "", "2", "", PROSE) == [PROSE] * 3
    assert kept(PROSE, "", "83", "", "24", "", "79") == [PROSE, "83", "24", "79"]


def test_a_running_head_is_dropped_from_three_pages_on() -> None:
    pages = [f"河湾简报 第{number}期\n{PROSE}第{number}页到此为止。\n第 {number} 张" for number in (7, 8, 9)]
    text = "\n".join(pages)
    marks = tuple(Mark(text.index(page), "page", number) for number, page in enumerate(pages, 1))
    assert kept(text, marks=marks) == [f"{PROSE}第{number}页到此为止。" for number in (7, 8, 9)]


def test_an_editors_line_leaves_a_mark_where_the_story_ended() -> None:
    items, repairs = drop_furniture(lines_of(RawText("page.txt", f"{PROSE}\n（责任编辑：木子）", "txt"))[0])
    assert items[1:] == [Credit(last=True)]
    assert [(repair.name, repair.note) for repair in repairs] == [("drop the editors' line", "（责任编辑：木子）")]


def test_neighbouring_lines_dropped_by_one_rule_are_one_repair() -> None:
    _, repairs = drop_furniture(lines_of(RawText("page.txt", f"{PROSE}\n\n上一篇：\n\n下一篇：", "txt"))[0])
    assert [(repair.name, repair.note) for repair in repairs] == [
        ("drop links to the pages before and after", "上一篇： / 下一篇：")
    ]
