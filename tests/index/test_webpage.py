"""A web page gives the text a reader sees, and what its head says."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from index.files.metadata import Metadata
from index.files.webpage import read_page

CASES = json.loads((Path(__file__).parent / "cases_webpages.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_text(case: dict[str, str]) -> None:
    assert read_page(case["html"])[0] == case["text"], case["comment"]


HEADS = {
    "open graph": (
        '<title>x_y</title><meta property="og:title" content="青石县开门红">'
        '<meta property="og:site_name" content="青石网">'
        '<meta property="article:published_time" content="2023-02-13T14:20:56+08:00">',
        Metadata("青石县开门红", "青石网", "2023-02-13"),
    ),
    "site's name after the title": ("<title>青石县开门红_要闻_青石网</title>", Metadata("青石县开门红")),
    "names and a source": (
        '<title>甲 - 乙</title><meta name="source" content="来源：青石日报">'
        '<meta name="PubDate" content="2023-02-13 08:00">',
        Metadata("甲", "青石日报", "2023-02-13"),
    ),
    "linked data": (
        '<script type="application/ld+json">{"@graph": [{"@type": "WebPage"}, {"headline": "青石县开门红",'
        '"datePublished": "2023-02-13", "publisher": {"name": "青石日报"}}]}</script>',
        Metadata("青石县开门红", "青石日报", "2023-02-13"),
    ),
    "broken linked data": ('<script type="application/ld+json">{"a": </script><title>甲</title>', Metadata("甲")),
}


@pytest.mark.parametrize("label", HEADS)
def test_metadata(label: str) -> None:
    head, expected = HEADS[label]
    assert read_page(f"<html><head>{head}</head><body><p>正文。</p></body></html>")[1] == expected


def test_the_heading_is_the_title_where_the_head_agrees() -> None:
    page = (
        "<html lang=zh-CN><title>青石县开门红_青石网</title><h1>青石县开门红</h1><time datetime=2023-02-13>昨天</time>"
    )
    assert read_page(page)[1] == Metadata("青石县开门红", "", "2023-02-13", "", "zh")


def test_deep_nesting_and_long_pages_are_read_in_time() -> None:
    start = time.monotonic()
    assert read_page("<div>" * 5000 + "甲" + "</div>" * 5000)[0] == "甲"
    assert len(read_page("<p>青石县<b>投资</b>12亿元。</p>" * 10000)[0]) == 10000 * 12 - 2
    assert time.monotonic() - start < 20


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("", ""),
        ("甲 < 乙", "甲 < 乙"),
        ("<html>", ""),
        ("\x1e<p>甲", "甲"),
        ("<p>甲<div>乙</p></p>", "甲\n\n乙"),
        ("<!--甲", ""),
    ],
)
def test_broken_markup_is_no_error(markup: str, text: str) -> None:
    assert read_page(markup)[0] == text
