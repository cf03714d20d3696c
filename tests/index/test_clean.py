"""Messy pages become clean articles, sign for sign as an editor would set them, with the way back to the file."""

from __future__ import annotations

import doctest
import json
import os
import re
from collections.abc import Sequence
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import Article, Mark, Span
from index.clean import articles_of, explain
from index.errors import UnreadableFile
from index.signs import ends_sentence, width
from index.sources import Metadata, RawText, read_file

CASES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "cases_pages.json").read_text(encoding="utf8"))
_TAKEN_OUT = re.compile(r"drop |lift |trim |join the headline|close |read an|write a")


@pytest.mark.parametrize("name", ["crossing", "headlines", "lines", "repairs", "unwrap"])
def test_the_examples_in_the_code_hold(name: str) -> None:
    tried = doctest.testmod(import_module(f"index.{name}"))
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


def assert_leads_back(raw: RawText, articles: Sequence[Article]) -> None:
    """Every piece stands in the raw text verbatim, but for a space where two Latin words or lines met."""
    for article in articles:
        covered = 0
        for piece in article.pieces:
            assert covered <= piece.start < piece.end <= len(article.text)
            covered = piece.end
            said = article.text[piece.start : piece.end]
            stood = raw.text[piece.raw : piece.raw + piece.end - piece.start]
            assert len(said) == len(stood)
            odd = [(a, b) for a, b in zip(said, stood, strict=True) if a != b and not (a == " " and b in "\n\r　（(")]
            assert all(b == "&" or b in "⻝" for _, b in odd)


def test_every_character_leads_back_to_the_file(case: dict[str, Any]) -> None:
    raw = raw_of(case)
    assert_leads_back(raw, articles_of(raw))


def unaccounted(raw: RawText, articles: Sequence[Article]) -> str:
    """The raw words that are in no article's text and were taken out by no repair: the titles are left."""
    seen = [False] * len(raw.text)
    for article in articles:
        for piece in article.pieces:
            seen[piece.raw : piece.raw + piece.end - piece.start] = [True] * (piece.end - piece.start)
        for repair in article.repairs:
            if _TAKEN_OUT.match(repair.name):
                seen[repair.start : repair.end] = [True] * (repair.end - repair.start)
    left = (sign for sign, known in zip(raw.text[raw.body_start :], seen[raw.body_start :], strict=True) if not known)
    return re.sub(r"[\s#]", "", "".join(left))


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


def test_a_long_page_takes_no_longer_per_line_than_a_short_one() -> None:
    pages = {
        "lines cut short": "\n\n".join(["全县新增学位，村小通了"] * 1500),
        "paragraphs cut short": "\n\n".join(["全县新增学位一万两千个，村小都通了校车，来回四十分钟，向"] * 1500),
        "headings": "\n\n".join(["## 学位账\n\n村小都通了校车。"] * 1000),
        "one line": "村小都通了校车" * 10000,
        "open quotations": "“村小（都通了" * 10000,
        "wrapped": "\n".join(["全县新增学位多，村小也都通"] * 3000),
    }
    for text in pages.values():
        assert articles_of(RawText("long.txt", text, "txt"))


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


REAL = os.environ.get("WENJIN_TEST_ARTICLES", "")
real = pytest.mark.skipif(not REAL, reason="WENJIN_TEST_ARTICLES names no folder of the real articles")


@pytest.fixture(scope="module")
def page() -> dict[str, tuple[RawText, tuple[Article, ...]]]:
    """The real pages by the first three signs of their names, each with its articles."""
    raws = (read_file(path, Path(REAL), 20) for path in sorted(Path(REAL).glob("0*.txt")))
    return {raw.file[:3]: (raw, articles_of(raw)) for raw in raws}


TITLES = {
    "000": ["0b55dd4103"],
    "001": ["7b248e9425"],
    "002": ["5ef0010e3b", "4411def3da", "1a3a8745a3"],
    "003": ["835e71c767"],
    "004": ["6c7ff6b5c1"],
}
OPEN_LINES = 20  # headings, kickers and captions
Pages = dict[str, tuple[RawText, tuple[Article, ...]]]


def fingerprint(words: str) -> str:
    return sha256(words.encode()).hexdigest()[:10]


@real
def test_real_headlines_are_found(page: Pages) -> None:
    titles = {name: [fingerprint(article.title) for article in articles] for name, (_, articles) in page.items()}
    assert titles == TITLES


@real
@pytest.mark.parametrize(
    ("name", "story", "words"),
    [
        ("000", 0, "开工；固定资产投资、亿元以上"),
        ("000", 0, "百强区第20位、全国投资竞争力"),
        ("000", 0, "签约国家电投集团华中智慧"),
        ("000", 0, "筛选整理了重点招商签约项目45个"),
        ("001", 0, "滚动梯次推进。强化培训,对接"),
        ("001", 0, "每月的25日是“企业家恳谈日”"),
        ("001", 0, "联合中原再担保集团提供200亿元"),
        ("002", 0, "对经济增长贡献率提升2至3个百分点"),
        ("002", 0, "服务企业的硬道理，精准施策"),
        ("004", 0, "构建产业生态;精准切入、长线跟踪"),
        ("004", 0, "等一批重大项目签约落地"),
        ("004", 0, "过去一年,辖区创新主体持续"),
        ("004", 0, "河南分行等项目实质落地"),
        ("004", 0, "加速壮大战略新兴产业,前瞻布局"),
    ],
)
def test_real_sentences_are_whole(page: Pages, name: str, story: int, words: str) -> None:
    assert words in page[name][1][story].text


@real
def test_no_real_paragraph_ends_inside_a_sentence(page: Pages) -> None:
    lines = [line for _, articles in page.values() for article in articles for line in article.text.split("\n") if line]
    cut = [line for line in lines if not ends_sentence(line)]
    assert all(width(line) <= 24 for line in cut), "what ends without a stop is a heading or a caption"
    assert len(cut) == OPEN_LINES


@real
def test_real_sections_that_crossed_are_each_read_whole(page: Pages) -> None:
    text = page["002"][1][0].text
    order = ["赢的是未来", "贡献率提升2至3个", "大力发展信息安全", "拼的是活力", "的硬道理", "金融服务样板"]
    places = [text.index(words) for words in order]
    assert places == sorted(places)


@real
def test_a_real_sentence_joined_over_a_block_leads_back_to_two_places(page: Pages) -> None:
    raw, (article, *_) = page["002"]
    start = article.text.index("硬道理，精准")
    spans = article.raw_spans(Span(start, start + 3))
    assert [raw.text[span.start : span.end] for span in spans] == ["硬", "道理"]


@real
def test_real_articles_lead_back_and_lose_nothing_silently(page: Pages) -> None:
    for raw, articles in page.values():
        assert_leads_back(raw, articles)
        titles = "".join(re.sub(r"\s", "", article.title) for article in articles)
        assert all(sign in titles for sign in unaccounted(raw, articles))


@real
@pytest.mark.parametrize(
    "words",
    [
        "猜你喜欢",
        "钓鱼男子",
        "外卖员",
        "ChatGPT",
        "人工增雨雪",
        "消费券",
        "更多",
        "标签",
        "上一篇",
        "资料图片",
        "来源:",
    ],
)
def test_nothing_of_other_pages_is_left(page: Pages, words: str) -> None:
    (article,) = page["003"][1]
    assert words not in article.title + article.text


@real
@pytest.mark.parametrize("words", ["记者 ", "通讯员 ", "文图", "文/图", "本报讯", "供图"])
def test_no_real_byline_is_left_in_a_text(page: Pages, words: str) -> None:
    assert all(words not in article.text for _, articles in page.values() for article in articles)


@real
def test_real_spaces_at_figures_are_closed_and_others_kept(page: Pages) -> None:
    text = page["000"][1][0].text
    assert "金水区233个重点" in text
    assert "大众创业 万众创新" in text
    assert not re.search(r"[\u4e00-\u9fff] +\d|\d +[\u4e00-\u9fff]", text)


@real
def test_the_real_source_and_time_are_lifted(page: Pages) -> None:
    (article,) = page["003"][1]
    assert article.source == "大象新闻"
    assert article.dating is not None
    assert (str(article.dating.period), article.dating.basis) == ("2023-02-13", "timestamp")


@real
def test_real_ledes_are_read_before_what_they_lead_to(page: Pages) -> None:
    for name in ("000", "004"):
        (article,) = page[name][1]
        assert article.pieces[0].raw < 10
        assert "find the headline below the lede" in {repair.name for repair in article.repairs}
