"""The real pages read as an editor would set them; WENJIN_TEST_ARTICLES names the folder that holds them."""

from __future__ import annotations

import os
import re
from hashlib import sha256
from pathlib import Path

import pytest

from index.article import Article, Span
from index.cleaning.clean import articles_of
from index.cleaning.signs import ends_sentence, width
from index.files.sources import RawText, read_file
from tests.index.account import assert_leads_back, unaccounted

REAL = os.environ.get("WENJIN_TEST_ARTICLES", "")
pytestmark = pytest.mark.skipif(not REAL, reason="WENJIN_TEST_ARTICLES names no folder of the real articles")


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


def test_real_headlines_are_found(page: Pages) -> None:
    titles = {name: [fingerprint(article.title) for article in articles] for name, (_, articles) in page.items()}
    assert titles == TITLES


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


def test_no_real_paragraph_ends_inside_a_sentence(page: Pages) -> None:
    lines = [line for _, articles in page.values() for article in articles for line in article.text.split("\n") if line]
    cut = [line for line in lines if not ends_sentence(line)]
    assert all(width(line) <= 24 for line in cut), "what ends without a stop is a heading or a caption"
    assert len(cut) == OPEN_LINES


def test_real_sections_that_crossed_are_each_read_whole(page: Pages) -> None:
    text = page["002"][1][0].text
    order = ["赢的是未来", "贡献率提升2至3个", "大力发展信息安全", "拼的是活力", "的硬道理", "金融服务样板"]
    places = [text.index(words) for words in order]
    assert places == sorted(places)


def test_a_real_sentence_joined_over_a_block_leads_back_to_two_places(page: Pages) -> None:
    raw, (article, *_) = page["002"]
    start = article.text.index("硬道理，精准")
    spans = article.raw_spans(Span(start, start + 3))
    assert [raw.text[span.start : span.end] for span in spans] == ["硬", "道理"]


def test_real_articles_lead_back_and_lose_nothing_silently(page: Pages) -> None:
    for raw, articles in page.values():
        assert_leads_back(raw, articles)
        titles = "".join(re.sub(r"\s", "", article.title) for article in articles)
        assert all(sign in titles for sign in unaccounted(raw, articles))


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


@pytest.mark.parametrize("words", ["记者 ", "通讯员 ", "文图", "文/图", "本报讯", "供图"])
def test_no_real_byline_is_left_in_a_text(page: Pages, words: str) -> None:
    assert all(words not in article.text for _, articles in page.values() for article in articles)


def test_real_spaces_at_figures_are_closed_and_others_kept(page: Pages) -> None:
    text = page["000"][1][0].text
    assert "金水区233个重点" in text
    assert "大众创业 万众创新" in text
    assert not re.search(r"[\u4e00-\u9fff] +\d|\d +[\u4e00-\u9fff]", text)


def test_the_real_source_and_time_are_lifted(page: Pages) -> None:
    (article,) = page["003"][1]
    assert article.source == "大象新闻"
    assert article.dating is not None
    assert (str(article.dating.period), article.dating.basis) == ("2023-02-13", "timestamp")


def test_real_ledes_are_read_before_what_they_lead_to(page: Pages) -> None:
    for name in ("000", "004"):
        (article,) = page[name][1]
        assert article.pieces[0].raw < 10
        assert "find the headline below the lede" in {repair.name for repair in article.repairs}
