"""Every word in both languages, and dates as each language writes them."""

from __future__ import annotations

import re

import pytest

from index.article import Dating
from index.period import Period
from ui.strings import ANSWER, EXAMPLES, PAGE, dating_words, inference_words, language_of, period_words

DATES = [
    ("2022", "2022年", "2022"),
    ("2022-Q1", "2022年第一季度", "first quarter of 2022"),
    ("2023-02-13", "2023年2月13日", "13 February 2023"),
    ("2022-03/2022-05", "2022年春", "spring 2022"),
]


@pytest.mark.parametrize(("iso", "zh", "en"), DATES)
def test_dates_are_written_as_in_the_answers_but_without_an_article(iso: str, zh: str, en: str) -> None:
    assert (period_words(Period.parse(iso), "zh"), period_words(Period.parse(iso), "en")) == (zh, en)


def test_every_word_is_there_in_both_languages_with_the_same_places_to_fill() -> None:
    for key, words in {**PAGE, **ANSWER}.items():
        assert set(words) == {"zh", "en"} and all(words.values()), key
        assert words["zh"].count("{}") == words["en"].count("{}"), key
        assert not re.search("[\u4e00-\u9fff]", words["en"].replace("问津", "")), key
    assert not set(PAGE) & set(ANSWER)


def test_examples_are_in_the_language_they_stand_under() -> None:
    for language, questions in EXAMPLES.items():
        assert len(questions) == 4 and {language_of(question) for question in questions} == {language}


def test_a_missing_and_an_inferred_date_are_said_to_be() -> None:
    inferred = Dating(Period.parse("2022-03/2022-05"), "inferred", "春来")
    assert dating_words(None, "en") == "undated" and dating_words(inferred, "en") == "spring 2022"
    assert "春来" in inference_words(inferred, "zh")
    assert "“" not in inference_words(Dating(Period.year(2022), "inferred"), "en")
