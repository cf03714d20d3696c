"""The rows of numbers that the reader looks at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest

from rag.alignment import FloatArray
from rag.candidates import candidates
from rag.columns import COLUMN, FEATURES
from rag.features import PassageFeatures, Read

TEXT = "临江区跻身全国百强区第8位，在建项目45个，占全市的五分之一。"


def _none_alike(texts: Sequence[str]) -> FloatArray:
    return np.zeros(len(texts), dtype=np.float32)


def _rows(question: Any) -> dict[str, FloatArray]:
    read = Read(TEXT, "题目", candidates(TEXT), 1)
    table = PassageFeatures(question, (), read, _none_alike).rows()
    assert table.shape == (len(read.found), len(FEATURES))
    return {TEXT[c.start : c.end]: row for c, row in zip(read.found, table, strict=True) if c.figure}


@pytest.mark.parametrize(
    ("asked", "language", "said"),
    [
        ("临江区排第8位，在建项目多少个？", "zh", {"第8位"}),
        ("Which list ranked Linjiang 8th?", "en", {"第8位"}),
        ("Whose are the 45 projects under way?", "en", {"45个"}),
        ("占20%的是什么？", "zh", {"五分之一"}),
        ("临江区在建项目多少个？", "zh", set()),
    ],
)
def test_what_the_question_says_itself_is_told(
    asked: str, language: str, said: set[str], question: Callable[..., Any]
) -> None:
    rows = _rows(question(asked, language=language))
    assert {words for words, row in rows.items() if row[COLUMN["verbatim"]]} == said
