"""Questions made by rule: what is asked for stands where they say, and not in the question."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from index.training.corpus import QuestionedPassage, read_domain
from index.training.glosses import read_glosses
from index.training.segmenter import segmenter
from rag.training.cloze import asking, gaps, of_news, of_passages
from tests.training_data import write_data

TEXT = "2021年5月，全县共有茶农3.6万户，采茶工人1200名；茶叶收入占12%，另有茶农3.6万户没有入社。"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_data(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="module")
def jieba(data: Path) -> Any:
    return segmenter(data)


def test_figures_and_dates_are_gaps_but_what_stands_twice_is_none() -> None:
    assert [TEXT[gap.start : gap.end] for gap in gaps(TEXT)] == ["2021年5月", "1200名", "12%"]
    assert [gap.kind for gap in gaps("It rose 3.5%, and 1,200 cars were sold on May 5, 2021.")] == [
        "percent",
        "count",
        "date",
    ]
    assert gaps("没有数字。") == []


def test_a_telling_asks_without_telling(jieba: Any) -> None:
    telling = "By the end of last year the county had repaired 42 old bridges over the river."
    (gap,) = gaps(telling)
    for seed in range(20):
        asked = asking(telling, gap, "en", jieba, random.Random(seed))
        assert "42" not in asked and "bridges" in asked and asked.endswith("?")
        assert any(word in asked for word in ("how many", "what number", "how much"))
    short = "42 bridges."
    assert asking(short, gaps(short)[0], "en", jieba, random.Random(1)) == ""


def test_translated_news_is_asked_about_in_the_words_of_its_translation(data: Path, jieba: Any) -> None:
    made = of_news(data, jieba, random.Random(5))
    asked = _checked(made)
    assert {question.language for question in asked} == {"en"}  # every sentence has one telling here
    assert {question.kind for question in asked} >= {"count", "money", "percent"}
    texts = [passage.text for passage in made]
    assert not any(one != other and one in other for one in texts for other in texts)


def test_another_telling_of_a_sentence_is_asked_in(tmp_path: Path, jieba: Any) -> None:
    folder = write_data(tmp_path, retold=[("五月间，县里一共维修了42座旧桥梁。", 5)])
    asked = [question for question in _checked(of_news(folder, jieba, random.Random(5))) if question.language == "zh"]
    assert asked and all("维修" in question.text or "桥梁" in question.text for question in asked)


def test_a_passage_is_asked_about_in_its_own_words_and_in_english_ones(data: Path, jieba: Any) -> None:
    passages = read_domain(data, "train")
    asked = _checked(of_passages(passages, read_glosses(data), jieba, random.Random(5)))
    assert {question.language for question in asked} == {"zh", "en"}
    assert all(question.text.isascii() for question in asked if question.language == "en")


def _checked(made: list[QuestionedPassage]) -> list[Any]:
    """Their questions, each with its answer where it says, which the question does not tell."""
    for passage in made:
        for question in passage.questions:
            assert passage.text[question.start : question.start + len(question.answer)] == question.answer
            assert question.answer not in question.text
    return [question for passage in made for question in passage.questions]
