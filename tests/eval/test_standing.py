"""The checker of numbers, which shares no rule with what it checks."""

import ast
from pathlib import Path

import pytest

from eval import standing
from eval.standing import unfounded
from rag.answer import Answer
from tests.eval.conftest import cited

TEXT = "2022年，云陵区完成投资578.5亿元，占全市的三成，新建学校十二所，有企业4.7万家，人均１２３平方米。"


def _answer(text: str, abstained: bool = False) -> Answer:
    return Answer("q", "q", "zh", text, abstained, citations=(cited(TEXT, "578.5亿元", TEXT),))


@pytest.mark.parametrize(
    "text",
    [
        "578.5亿元（2021年12月30日报道）：“完成投资578.5亿元”[1]。",
        "57.85 billion yuan (578.5亿元) (13 February 2023) [1].",
        "47,000家，12 schools, 30% of the city's, 123 square metres [1].",
        "没有数字。",
    ],
)
def test_numbers_of_the_passage_stand_at_any_scale(text: str) -> None:
    assert unfounded(_answer(text)) == ()


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("587.5亿元[1]。", ("587.5亿",)),
        ("57.85 million yuan [1].", ("57.85 million",)),
        ("“完成投资579亿元”[1]", ("579亿",)),
        ("13 schools and 47,001家", ("13", "47,001")),
    ],
)
def test_others_do_not(text: str, numbers: tuple[str, ...]) -> None:
    assert unfounded(_answer(text)) == numbers


def test_a_refusal_claims_nothing() -> None:
    assert unfounded(_answer("没有2024年的99家。", abstained=True)) == ()


def test_it_shares_no_rule_with_what_it_checks() -> None:
    tree = ast.parse(Path(standing.__file__).read_text(encoding="utf-8"))
    named = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name for name in named if name and name.startswith(("rag", "index"))} == {"rag.answer"}
