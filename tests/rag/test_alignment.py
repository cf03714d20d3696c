"""The words a question asks with: its time is none of them, whatever words tell it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from index.searching.translate import Translator
from rag.alignment import PRINTED, asked_words


@pytest.fixture(scope="module")
def translator() -> Translator:
    return Translator.load()


@pytest.mark.parametrize(
    ("dated", "undated", "language"),
    [
        ("2022年春天临江区有多少家重点实验室？", "临江区有多少家重点实验室？", "zh"),
        ("2023年2月12日临江区有多少家重点实验室？", "临江区有多少家重点实验室？", "zh"),
        (
            "How many key laboratories did Linjiang have in spring 2022?",
            "How many key laboratories did Linjiang have in ?",
            "en",
        ),
    ],
)
def test_the_time_asked_about_is_no_word_to_look_for(
    dated: str, undated: str, language: str, translator: Translator, question: Callable[..., Any]
) -> None:
    made = question(dated, period="2022", language=language)
    assert made.timeless == undated
    words = [word.source for word in asked_words(made, translator, lambda term: 1.0)]
    assert words == [w.source for w in asked_words(question(undated, language=language), translator, lambda term: 1.0)]
    assert len(words) > 1


def test_other_words_count_less_than_the_word_itself(translator: Translator, question: Callable[..., Any]) -> None:
    made = question("盖新厂子砸了多少钱？", language="zh")
    forms = {word.source: dict(word.forms) for word in asked_words(made, translator, lambda term: 1.0)}
    assert forms["砸"]["砸"] == 1.0 and forms["砸"]["投资"] == PRINTED


def test_a_word_weighs_by_what_papers_print_for_it(translator: Translator, question: Callable[..., Any]) -> None:
    """A word no paper prints would be the rarest of all, and outweigh the subject."""
    made = question("谁砸了钱？", language="zh")
    weights = {word.source: word.weight for word in asked_words(made, translator, lambda term: 9.0 * (term == "砸"))}
    assert 0 < weights["砸"] < 9.0
