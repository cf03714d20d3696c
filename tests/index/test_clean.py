"""Messy pages become clean articles, sign for sign as an editor would set them, with the way back to the file."""

from __future__ import annotations

import doctest
import json
import re
from importlib import import_module
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import Mark, Span
from index.cleaning.clean import articles_of, explain
from index.errors import UnreadableFile
from index.files.sources import Metadata, RawText
from tests.index.account import assert_leads_back, unaccounted

CASES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "cases_pages.json").read_text(encoding="utf8"))


@pytest.mark.parametrize("name", ["crossing", "headlines", "lines", "repairs", "unwrap"])
def test_the_examples_in_the_code_hold(name: str) -> None:
    tried = doctest.testmod(import_module(f"index.cleaning.{name}"))
    assert (tried.failed, tried.attempted > 0) == (0, True)


def raw_of(case: dict[str, Any]) -> RawText:
    lines = case["raw"]
    starts = [sum(len(line) + 1 for line in lines[:page]) for page in case.get("pages", ())]
    marks = tuple(Mark(start, "page", number) for number, start in enumerate(starts, 1))
    form = case.get("format", "txt")
    return RawText(f"page.{form}", "\n".join(lines), form, Metadata(**case.get("metadata", {})), marks)


@pytest.fixture(params=CASES, ids=lambda case: str(case["label"]))
def case(request: pytest.FixtureRequest) -> dict[str, Any]:
    found: dict[str, Any] = request.param
    return found


def test_a_messy_page_reads_as_an_editor_would_set_it(case: dict[str, Any]) -> None:
    articles = articles_of(raw_of(case))
    assert [(article.title, article.text.split("\n")) for article in articles] == [
        (story["title"], story["text"]) for story in case["stories"]
    ]


def test_a_messy_pages_source_date_and_language_are_known(case: dict[str, Any]) -> None:
    for article, story in zip(articles_of(raw_of(case)), case["stories"], strict=True):
        assert (article.source, article.language) == (story.get("source", ""), story.get("language", "zh"))
        if "dated" in story:
            assert article.dating is not None
            assert str(article.dating.period) == story["dated"]


def test_a_messy_pages_repairs_are_named(case: dict[str, Any]) -> None:
    made = {repair.name for article in articles_of(raw_of(case)) for repair in article.repairs}
    assert made == set(case["repairs"])


def test_every_character_leads_back_to_the_file(case: dict[str, Any]) -> None:
    raw = raw_of(case)
    assert_leads_back(raw, articles_of(raw))


def test_no_word_is_lost_without_a_repair_that_says_so(case: dict[str, Any]) -> None:
    raw = raw_of(case)
    articles = articles_of(raw)
    titles = "".join(re.sub(r"\s", "", article.title) for article in articles)
    assert all(sign in titles for sign in unaccounted(raw, articles))


def test_cleaning_twice_changes_nothing(case: dict[str, Any]) -> None:
    for article in articles_of(raw_of(case)):
        text = f"# {article.title}\n\n{article.text}"
        (again,) = articles_of(RawText("page.txt", text, "txt"))
        assert again.text.split("\n\n") == article.text.split("\n\n")


_SIGNS = st.sampled_from(
    [
        *"金水区今年增长的，。、：；！？“”‘’（）《》——………# 0123456789.%-|*_&;\t\n\r\u3000aBc",
        "\n\n",
        "本报讯",
        "记者",
        "更多",
    ]
)
_LINES = st.sampled_from(
    [
        *("# 校车进村", "## 路线", "校车进村", "——访古月", "一、学位账", "猜你喜欢", "某地今天...更多", "2021-03-06"),
        *("本报讯（记者 古月） 昨日，大桥通车。", "来源：河湾日报 2021-03-06 08:00", "责任编辑：木子", "- 7 -", "", ""),
        *("全县新增学位一万两千个，村小也都通了校车，全程提", "速到四十分钟，比去年快一半。", "\u3000\u3000今年"),
        *("The barge is open from", "nine to eight.", "| 区 | 天 |", "柳河区\t83", "&ldquo;桥&rdquo;", "\u200b桥"),
    ]
)


@given(st.one_of(st.lists(_SIGNS, max_size=120).map("".join), st.lists(_LINES, max_size=25).map("\n".join)))
def test_any_text_is_cleaned_or_refused(text: str) -> None:
    raw = RawText("any.txt", text, "txt")
    try:
        articles = articles_of(raw)
    except UnreadableFile:
        return
    assert articles
    assert_leads_back(raw, articles)
    for article in articles:
        assert article.title.strip()
        assert article.text.strip()
        assert len({other.id for other in articles}) == len(articles)
        for span in article.raw_spans(Span(0, len(article.text))):
            assert 0 <= span.start < span.end <= len(text)


@given(st.lists(_LINES, max_size=25).map("\n".join))
def test_cleaning_gives_the_same_every_time(text: str) -> None:
    raw = RawText("any.txt", text, "txt")
    try:
        first = articles_of(raw)
    except UnreadableFile:
        return
    assert first == articles_of(raw)


@pytest.mark.parametrize(
    "text", ["", " \n\n　\t", "***\n\n---", "2021-03-06 08:00\n\n责任编辑：木子\n\n上一篇：\n\n下一篇："]
)
def test_a_text_without_a_story_is_refused_by_name(text: str) -> None:
    with pytest.raises(UnreadableFile, match=r"news/empty\.txt"):
        articles_of(RawText("news/empty.txt", text, "txt"))


def test_front_matter_is_no_text() -> None:
    text = "---\ntitle: 校车进村\n---\n\n# 校车进村\n\n村小都通了校车。\n"
    raw = RawText("a.md", text, "md", Metadata(title="校车进村"), body_start=text.index("\n# ") + 1)
    (article,) = articles_of(raw)
    assert (article.title, article.text) == ("校车进村", "村小都通了校车。")


def test_markdowns_own_marks_are_read_in_markdown_only() -> None:
    text = "# 校车进村\n\n村小都通了**校车**，见[公报](bus.html)[^1]，路长3*4公里。"
    (article,) = articles_of(RawText("a.md", text, "md"))
    assert article.text == "村小都通了校车，见公报，路长3*4公里。"
    assert_leads_back(RawText("a.md", text, "md"), (article,))
    (plain,) = articles_of(RawText("a.txt", text, "txt"))
    assert "**校车**" in plain.text


def test_a_space_set_on_both_sides_of_a_figure_is_meant_and_stays() -> None:
    text = "# 校车进村\n\n全县有 36 所村小，新增学位 1.2 万个，来回只要 40 分钟。"
    (article,) = articles_of(RawText("a.txt", text, "txt"))
    assert article.text in text
    assert article.repairs == ()


def test_long_pages_of_the_troublesome_kinds_take_seconds_not_minutes() -> None:
    pages = {
        "lines cut short": "\n\n".join(["全县新增学位，村小通了"] * 4000),
        "paragraphs cut short": "\n\n".join(["全县新增学位一万两千个，村小都通了校车，来回四十分钟，向"] * 4000),
        "headings": "\n\n".join(["## 学位账\n\n村小都通了校车。"] * 3000),
        "one line": "村小都通了校车" * 30000,
        "open quotations": "“村小（都通了" * 30000,
        "wrapped": "\n".join(["全县新增学位多，村小也都通"] * 8000),
    }
    began = process_time()
    for text in pages.values():
        articles_of(RawText("long.txt", text, "txt"))
    assert process_time() - began < 20


def test_an_explanation_names_each_repair_with_its_line_and_column() -> None:
    text = (
        "# 校车进村\n\n　　村小都通了校车，全县新增学位 12个，全程提\n\n速到 40分钟，比去年 快。\n\n标签：校车 学位\n"
    )
    raw = RawText("a.txt", text, "txt")
    told = explain(raw)
    assert (told.file, [article.title for article in told.articles]) == ("a.txt", ["校车进村"])
    lines = text.split("\n")
    assert [(found.name, found.line) for found in told.findings] == [("join a cut sentence", 3), ("drop tags", 7)]
    for found in told.findings:
        assert 1 <= found.line <= len(lines)
        assert 1 <= found.column <= len(lines[found.line - 1]) + 1
    assert "7:1  drop tags: 标签：校车 学位" in str(told).split("\n")
