"""Errors as the page tells them, in the language of the question."""

from __future__ import annotations

import re
from typing import Any

import pytest

from index.errors import Busy, IndexBusy, ModelError, QuestionError, SnapshotError, WenjinError
from rag.question import understand
from ui.error_words import told


class _Kinds:
    def kinds(self, question: str) -> dict[str, float]:
        return {}


def _raised(question: str) -> QuestionError:
    with pytest.raises(QuestionError) as error:
        understand(question, (), _Kinds(), 50)
    return error.value


def test_what_is_wrong_with_a_question_is_told_with_its_numbers() -> None:
    assert told(_raised("问" * 60), "zh").text == "问题有60个字，最多读50个字。"
    assert told(_raised("？？"), "zh").text == "这个问题没法回答：里面没有字。"


@pytest.mark.parametrize("error", [SnapshotError, IndexBusy, ModelError, Busy, WenjinError])
def test_every_error_has_chinese_words_and_keeps_its_own_beside_them(error: type[WenjinError]) -> None:
    given: list[Any] = ["The thing at /x is bad.", "Mend it.", *([5] if error is Busy else [])]
    words = told(error(*given), "zh")
    assert error is WenjinError or words.text != told(WenjinError("x"), "zh").text
    assert re.search("[\u4e00-\u9fff]", words.text) and re.search("[\u4e00-\u9fff]", words.cure)
    assert words.detail == "The thing at /x is bad. Mend it."


def test_the_nearest_kind_of_error_speaks() -> None:
    assert told(IndexBusy("x"), "zh").text != told(SnapshotError("x"), "zh").text


def test_english_is_told_as_it_was_raised() -> None:
    words = told(ModelError("The model is gone.", "Install it."), "en")
    assert (words.text, words.cure, words.detail) == ("The model is gone.", "Install it.", "")
