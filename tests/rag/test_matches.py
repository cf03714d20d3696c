"""What a question and a passage share: words, translated or worded otherwise, and times."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.period import Period
from index.searching.translate import Translator
from rag.alignment import FloatArray
from rag.matches import HeadedPassage, Matcher

MATCHER = Matcher(Translator.load())
NEWS = HeadedPassage("2月13日，临江区把今年定为“桥梁年”，去年新建桥梁37座。", "临江的桥", Period.parse("2023-02"))


def _least(text: str, values: FloatArray, word: str) -> float:
    """How surely the least met of a word's characters is met."""
    start = text.index(word)
    return float(values[start : start + len(word)].min())


@pytest.mark.parametrize(
    ("question", "asked", "told", "unmet"),
    [
        pytest.param("临江区2023年叫什么年？", ["临江", "2023年"], ["临江", "今年"], "去年", id="this year is 2023"),
        pytest.param("2022年建了几座桥梁？", ["2022年", "桥梁"], ["去年", "桥梁"], "今年", id="last year"),
        pytest.param("3座桥梁？", ["桥梁"], ["桥梁"], "37", id="3 is not met by 37"),
        pytest.param("How many bridges?", ["bridges"], ["桥梁"], "37", id="a translation"),
    ],
)
def test_what_both_have_is_marked_in_both(question: str, asked: list[str], told: list[str], unmet: str) -> None:
    (match,) = MATCHER(question, [NEWS])
    assert all(_least(question, match.asked, word) >= 0.5 for word in asked)
    assert all(_least(NEWS.text, match.text, word) >= 0.5 for word in told)
    assert _least(NEWS.text, match.text, unmet) == 0


def test_a_time_that_holds_another_is_met_less_surely() -> None:
    (match,) = MATCHER("2023年有什么？", [NEWS])
    assert 0 < _least(NEWS.head, match.head, "2023年2月") < 1
    assert _least(NEWS.text, match.text, "今年") == 1
    (undated,) = MATCHER("2023年有什么？", [HeadedPassage(NEWS.text, NEWS.title)])
    assert undated.head.max() == 0 and undated.text[NEWS.text.index("今年")] == 0


def test_the_head_of_a_passage_is_its_month_and_title() -> None:
    assert NEWS.head == "2023年2月 临江的桥"
    assert HeadedPassage("", "桥", Period.parse("2023-Q1")).head == "2023年 桥"
    assert HeadedPassage("", "桥").head == "桥"


@given(st.text(max_size=40), st.text(max_size=60))
def test_any_question_and_text_are_marked_within_bounds(question: str, text: str) -> None:
    (match,) = MATCHER(question, [HeadedPassage(text)])
    assert (len(match.asked), len(match.text)) == (len(question), len(text))
    assert all(0 <= value <= 1 for values in (match.asked, match.text) for value in values)
    assert (match.asked.max(initial=0) > 0) <= (match.text.max(initial=0) > 0)
