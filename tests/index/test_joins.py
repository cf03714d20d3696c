"""Cut sentences are put together where it can be told which halves belong together, and left apart where it cannot."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path
from typing import Any

import pytest

from index.cleaning.blocks import Block, Kind
from index.cleaning.clean import articles_of
from index.cleaning.crossing import word_across
from index.cleaning.joins import join_cut
from index.cleaning.seams import kinship, proof, starts_anew
from index.cleaning.textmap import Mapped
from index.files.sources import RawText
from tests.index.columns import page

STORIES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "clean_prose.json").read_text(encoding="utf8"))
TRIALS = 150


def block(text: str, kind: Kind = "paragraph", **more: Any) -> Block:
    return Block(Mapped.of(text), kind, level=2 if kind == "heading" else 0, gap=True, **more)


def joined(*blocks: Block) -> list[str]:
    return [held.text for held in join_cut(blocks)[0]]


def rates(kind: str) -> tuple[float, float]:
    """The share of pages whose first cut sentence is whole again, and of pages with halves joined that are not one."""
    chance = random.Random(kind)
    right = wrong = 0
    for _ in range(TRIALS):
        made = page(*chance.sample(STORIES, 2), kind, chance)
        texts = "\n".join(article.text for article in articles_of(RawText("page.md", made.raw, "txt")))
        got = [line for line in re.split(r"\n+", texts) if len(line) > 40]
        right += made.halves[0] + made.halves[1] in got
        wrong += any(line not in made.whole and line not in made.halves for line in got)
    return right / TRIALS, wrong / TRIALS


# Shares reached on these pages, less a few points; cuts are at random places, three in ten of them inside a word.
@pytest.mark.parametrize(
    ("kind", "least", "most_wrong"),
    [("near", 0.9, 0.0), ("around", 0.25, 0.02), ("nested", 0.2, 0.04), ("crossed", 0.5, 0.17)],
)
def test_halves_find_each_other(kind: str, least: float, most_wrong: float) -> None:
    right, wrong = rates(kind)
    assert right >= least
    assert wrong <= most_wrong


@pytest.mark.parametrize(
    ("left", "right", "word"),
    [
        ("对农民增收的带", "动作用明显", "带动"),
        ("全市用电量增长的贡献率提", "升到三成", "提升"),
        ("让老街留", "下来的人", "留下来"),
        ("贡献率提", "高效的环境", None),
        ("全市用电量", "增长三成", None),
        ("共有36", "户", None),
    ],
)
def test_a_word_across_the_seam_is_found(left: str, right: str, word: str | None) -> None:
    crossing = word_across(left, right)
    assert (crossing.word if crossing else None) == word


@pytest.mark.parametrize(
    ("left", "right", "least"),
    [
        ("全县新增床位达到 20", "张，比去年多一半。", -9.0),
        ("全县新增用户达到 20", "户，比去年多一半。", 4.0),
        ("他说“老街要留得住早起的人", "，还要留得住手艺”。这话不假。", 5.0),
        ("他说“老街要留得住早起的人还要", "留得住手艺”。这话不假。", 2.0),
        ("全市用电量增长", "三成，比去年快。", 0.0),
    ],
)
def test_the_seam_proves_more_or_less(left: str, right: str, least: float) -> None:
    assert proof(block(left), block(right))[0] >= least


def test_a_heading_is_glued_to_nothing() -> None:
    assert joined(block("学位账", "heading"), block("全县新增学位一万两千个。")) == [
        "学位账",
        "全县新增学位一万两千个。",
    ]
    assert joined(block("今年怎么补学位", "line"), block("全县新增学位一万两千个。")) == [
        "今年怎么补学位",
        "全县新增学位一万两千个。",
    ]


def test_neighbours_are_joined_by_default_but_not_to_a_fresh_start() -> None:
    head = block("全县新增学位一万两千个，村小也都通了校车，来回只要")
    assert joined(head, block("四十分钟，比去年快一半。")) == [f"{head.text}四十分钟，比去年快一半。"]
    for start in ("近日，县里又买了十辆车。", "——出行账。全县修路。", "1. 全县修路。", "此外，县里还修了路。"):
        assert joined(head, block(start)) == [head.text, start]


def test_where_paragraphs_are_indented_an_indented_one_is_no_second_half() -> None:
    others = [block(f"第{n}条路修好了。", indented=True) for n in range(3)]
    head = block("全县新增学位一万两千个，村小也都通了校车，来回只要", indented=True)
    tail = block("四十分钟，比去年快一半。", indented=True)
    assert joined(*others, head, tail)[-2:] == [head.text, tail.text]
    loose = Block(tail.words, gap=True)
    assert joined(*others, head, loose)[-1] == head.text + tail.text


def test_captions_between_the_halves_follow_them() -> None:
    head, tail = block("全县新增学位一万两千个，村小也都通了校车，全程提"), block("速到四十分钟，比去年快一半。")
    assert joined(head, block("校车驶过新桥", "line"), tail) == [head.text + tail.text, "校车驶过新桥"]


def test_a_section_inside_a_sentence_follows_the_whole_section_it_cut() -> None:
    head, tail = block("全县新增学位一万两千个，村小也都通了校车，全程提"), block("速到四十分钟，比去年快一半。")
    other = (block("养老账", "heading"), block("床位增加到一百四十张。"))
    after = block("明年还要再买十辆车。")
    assert joined(block("学位账", "heading"), head, *other, tail, after) == [
        "学位账",
        head.text + tail.text,
        after.text,
        "养老账",
        "床位增加到一百四十张。",
    ]


def test_a_sentence_cut_twice_is_made_whole() -> None:
    parts = (
        "全县新增学位一万两千个，村小也都通了校车，全程提",
        "速到四十分钟，比去年快一半，家长不用再请假接",
        "送孩子。",
    )
    assert joined(*map(block, parts)) == ["".join(parts)]


def test_each_join_is_a_repair_that_says_why() -> None:
    head, tail = "全县新增学位一万两千个，村小也都通了校车，全程提", "速到四十分钟，比去年快一半。"
    raw = f"# 学位账\n\n{head}\n\n{tail}"
    (article,) = articles_of(RawText("page.txt", raw, "txt"))
    (repair,) = article.repairs
    assert repair.name == "join a cut sentence"
    assert raw[: repair.start].endswith(head)
    assert raw[repair.end :] == tail
    assert repair.note.endswith("(the word 提速)")


def test_english_paragraphs_without_a_stop_are_left_apart() -> None:
    lines = [
        "Landing places this week, on both banks of the river and upstream",
        "The barge is open from nine to eight.",
    ]
    assert joined(*map(block, lines)) == lines


def test_a_text_is_nearer_kin_to_the_section_whose_words_it_shares() -> None:
    school, home = ["村小的校车，新增学位，家长接送。"], ["敬老院的床位，护理员，体检。"]
    assert kinship("校车提速以后，家长不再接送。", school, home) >= 3
    assert kinship("护理员增加，床位不再紧张。", school, home) <= -3
    assert kinship("天气晴好。", school, home) == 0


@pytest.mark.parametrize(("text", "anew"), [("近日，大桥通车。", True), ("一、学位账", True), ("大桥通车。", False)])
def test_some_words_begin_a_paragraph(text: str, anew: bool) -> None:
    assert starts_anew(text) is anew
