"""Passages are runs of their article, of a bounded size, that lose nothing and keep neighbouring sentences together."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from index.article import Article, Passage
from index.chunk import LIMIT, chunk
from index.cleaning.clean import articles_of
from index.files.sources import list_files, read_file

CASES = json.loads((Path(__file__).parent / "cases_chunk.json").read_text(encoding="utf-8"))

REAL = os.environ.get("WENJIN_TEST_ARTICLES", "")

WORDS = [
    "青石县",
    "一季度",
    "完成投资12亿元",
    "增长6.1%",
    "，",
    "。",
    "；",
    "“开局”",
    "……",
    "\n",
    "\n\n",
    "　",
    " ",
    "GDP ",
]
WORDS += ["# 标题\n", "grew by 3.4. ", "Dr. Wang ", "！”", "、", ":", "\t", "\u2028", "\U00020000", "e\u0301"]
TEXTS = st.lists(st.sampled_from(WORDS) | st.text(max_size=6), max_size=300).map("".join)


def article(text: str) -> Article:
    return Article("a", "", text, "a.txt")


def passages(text: str) -> tuple[Passage, ...]:
    return chunk(article(text))


def sentences(count: int, length: int) -> list[str]:
    return [f"{number:03}{'青石县生产总值完成' * 40}"[: length - 1] + "。" for number in range(count)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_cases(case: dict[str, str]) -> None:
    assert [passage.text for passage in passages(case["text"])] == case["passages"], case["comment"]


@settings(deadline=None, max_examples=150)
@given(TEXTS)
@example("好。" * 500)
@example("青石县" * 400)
@example("青石县" + " " * 2000 + "投资")
@example("a" * 1000 + ". B" + "c" * 1000)
def test_laws(text: str) -> None:
    found = passages(text)
    covered = set()
    for passage in found:
        assert text[passage.start : passage.end] == passage.text == passage.text.strip() != ""
        assert len(passage.text) <= LIMIT <= 400
        assert passage.id == f"a:{passage.start}-{passage.end}" and passage.article_id == "a"
        covered.update(range(passage.start, passage.end))
    assert all(sign.isspace() for place, sign in enumerate(text) if place not in covered)
    assert all(one.start < two.start and one.end < two.end for one, two in pairwise(found))
    assert passages(text) == found


@settings(deadline=None, max_examples=40)
@given(st.lists(st.integers(10, 150), min_size=2, max_size=40), st.sampled_from(["", "\n", "\n\n"]))
def test_neighbouring_sentences_stand_together(lengths: list[int], between: str) -> None:
    parts = [f"{number:03}{'青石县生产总值完成' * 20}"[: length - 1] + "。" for number, length in enumerate(lengths)]
    found = [passage.text for passage in passages(between.join(parts))]
    for one, two in pairwise(parts):
        assert any(one + between + two in text for text in found)


@pytest.mark.parametrize("length", [20, 45, 90, 140])
def test_passages_of_long_articles_have_the_size_asked_for(length: int) -> None:
    found = passages("".join(sentences(40, length)))
    assert all(120 <= len(passage.text) <= 350 for passage in found)
    assert sum(len(passage.text) for passage in found) < 40 * length * 2.2


def test_passages_end_with_sentences() -> None:
    for passage in passages("".join(sentences(40, 70))):
        assert passage.text.endswith("。") and passage.text[:3].isdigit()


def test_paragraph_ends_are_preferred() -> None:
    paragraphs = ["".join(sentences(4, length)) for length in (55, 60, 65, 58, 62)]
    text = "\n".join(paragraphs)
    ends = {passage.end for passage in passages(text)}
    places = {text.index(paragraph) + len(paragraph) for paragraph in paragraphs}
    assert len(ends & places) >= 4


@pytest.mark.parametrize("heading", ["## 项目建设提速", "项目建设提速 发展后劲更足"])
def test_a_heading_stays_with_what_it_heads(heading: str) -> None:
    for before in range(3, 9):
        parts = [*sentences(before, 60), f"\n\n{heading}\n\n", *sentences(6, 60)]
        for passage in passages("".join(parts)):
            assert not passage.text.endswith(heading)


def test_a_marked_heading_begins_anew() -> None:
    text = "".join(sentences(6, 50)) + "\n\n## 项目\n\n" + "".join(sentences(6, 50))
    assert any(passage.text.startswith("## 项目") for passage in passages(text))


def test_a_quote_is_closed_before_the_cut() -> None:
    quoted = "“全县上下开局就是决战，起步就是冲刺，要把项目建设作为头等大事来抓，一刻也不放松！”"
    for passage in passages(quoted * 20):
        assert passage.text.startswith("“") and passage.text.endswith("！”")


def test_a_sentence_over_the_limit_is_cut_at_its_commas() -> None:
    text = "，".join(f"第{number:02}个项目总投资12亿元" for number in range(60)) + "。"
    found = passages(text)
    assert all(passage.text[-1] in "，。" for passage in found)
    assert all(passage.text.startswith("第") for passage in found)


def test_english_is_cut_between_sentences_and_not_after_a_title() -> None:
    text = "Dr. Wang of the U.S. firm said the county signed 12 projects worth 3.4 billion yuan. " * 30
    for passage in passages(text):
        assert passage.text.startswith("Dr. Wang") and passage.text.endswith("yuan.")
        assert 200 < len(passage.text) <= LIMIT


def test_repetitive_text_gets_true_offsets() -> None:
    text = "投资增长。项目开工。" * 300
    starts = [passage.start for passage in passages(text)]
    assert starts == sorted(set(starts)) and starts[-1] > len(text) - LIMIT


@pytest.mark.skipif(not REAL, reason="WENJIN_TEST_ARTICLES names no folder of real articles")
def test_real_articles_are_cut_between_sentences() -> None:
    folder = Path(REAL)
    stories = [story for path in list_files(folder) for story in articles_of(read_file(path, folder, 20))]
    found = [passage for story in stories for passage in chunk(story)]
    assert len(found) > len(stories) >= 5
    fitting = [passage for passage in found if 120 <= len(passage.text) <= 350]
    assert len(fitting) >= 0.9 * len(found)
    ended = [passage for passage in found if re.search("[。！？；…!?;.][”’）」』]*$", passage.text)]
    assert len(ended) >= 0.9 * len(found)


def test_importing_needs_no_model_library() -> None:
    heavy = {"torch", "transformers", "sentence_transformers", "spacy", "nltk", "langchain_text_splitters"}
    code = f"import sys, index.chunk, index.files.sources; print(sorted({heavy!r} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "[]"
    code = "from index.article import Article; index.chunk.chunk(Article('a', '', '甲。', 'f'))"
    code = f"import sys, index.chunk; {code}; print(sorted({heavy!r} & set(sys.modules)))"
    used = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip()
    assert used == "['langchain_text_splitters']"
