"""What files say of themselves is understood in the forms people write."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

import index.files.metadata
from index.files.metadata import Metadata, front_matter, iso, language_code, metadata_of


def test_doctests() -> None:
    result = doctest.testmod(index.files.metadata)
    assert result.attempted >= 2 and result.failed == 0


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("2023-02-13T14:20:56+08:00", "2023-02-13"),
        ("2023.2.3", "2023-02-03"),
        ("20230213", "2023-02-13"),
        ("2023年 2月 13日", "2023-02-13"),
        ("2022年度", "2022"),
        ("2022年第3季度", "2022-Q3"),
        ("2022年下半年", "2022-H2"),
        ("2022", "2022"),
        ("2022-03-05/2022-05-01", "2022-03-05/2022-05-01"),
        ("2023-02-30", "2023-02-30"),
        ("去年底", "去年底"),
        ("", ""),
    ],
)
def test_dates(words: str, expected: str) -> None:
    assert iso(words) == expected


@given(st.text(max_size=40))
def test_any_words_can_stand_for_a_date(words: str) -> None:
    assert iso(iso(words)) == iso(words)


@pytest.mark.parametrize(
    ("words", "code"), [("zh-CN", "zh"), ("zh_Hans", "zh"), ("中文", "zh"), ("EN-us", "en"), ("fr", ""), ("", "")]
)
def test_languages(words: str, code: str) -> None:
    assert language_code(words) == code


def test_front_matter_as_yaml() -> None:
    text = '---\ntitle: "青石县：开门红"\nsource: 青石日报\npublished: 2023-02-13\nlanguage: zh-CN\n---\n正文\n'
    metadata, start = front_matter(text)
    assert metadata == Metadata("青石县：开门红", "青石日报", "2023-02-13", "", "zh")
    assert text[start:] == "正文\n"


def test_front_matter_in_chinese_that_is_no_yaml() -> None:
    text = "---\n标题：青石县: 首季开门红\n来源：青石日报\n日期：2022年4月22日\n时期：2022年一季度\n---\n正文"
    metadata, start = front_matter(text)
    assert metadata == Metadata("青石县: 首季开门红", "青石日报", "2022-04-22", "2022-Q1", "")
    assert text[start:] == "正文"


def test_a_date_that_does_not_exist_is_kept_as_written() -> None:
    assert front_matter("---\npublished: 2022-13-45\n---\n")[0].published == "2022-13-45"


@pytest.mark.parametrize(
    "text",
    ["正文\n---\ntitle: x\n---\n", "---\n第一段\n---\n第二段", "---\ntitle: 没有结尾", "--- title: x ---\n", ""],
)
def test_rules_are_no_front_matter(text: str) -> None:
    assert front_matter(text) == (Metadata(), 0)


def test_empty_front_matter_is_dropped() -> None:
    assert front_matter("---\n---\n正文") == (Metadata(), 8)


@pytest.mark.parametrize(
    "head", ["[" * 3000, "a: &a [*a, *a]\ntitle: x", "title: !!python/object:os.system x", "- title"]
)
def test_strange_yaml_does_no_harm(head: str) -> None:
    metadata, _ = front_matter(f"---\n{head}\n---\n正文")
    assert isinstance(metadata, Metadata)


def test_values_that_are_no_text_are_passed_over() -> None:
    assert metadata_of({"title": ["x"], "source": True, "period": 2022, "author": "x"}) == Metadata(period="2022")


def test_over_prefers_the_first() -> None:
    assert Metadata(title="a").over(Metadata(title="b", source="c")) == Metadata(title="a", source="c")
