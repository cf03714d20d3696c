from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from index.article import Article
from index.searching.translate import Translator
from rag.alignment import asked_words
from rag.places import Places
from rag.question import Question

CASES = json.loads((Path(__file__).parent / "cases_places.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def translator() -> Translator:
    return Translator.load()


@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
def test_an_article_that_names_none_of_the_places_asked_about_is_told(
    case: dict[str, Any], translator: Translator
) -> None:
    language = "en" if case["question"].isascii() else "zh"
    question = Question(case["question"], case["question"], language, {"count": 1.0})
    places = Places(question, asked_words(question, translator, lambda term: 1.0))
    assert list(places.names) == case["names"]
    assert places.named_by(Article("a", "", case["told"], "a.txt")) is case["named"]


def test_a_title_names_a_place_too(translator: Translator) -> None:
    question = Question("二七区有几家？", "二七区有几家？", "zh", {"count": 1.0})
    places = Places(question, asked_words(question, translator, lambda term: 1.0))
    assert places.named_by(Article("a", "二七区：新店开张", "全区共有九家。", "a.txt"))
