import json
from pathlib import Path
from typing import Any

import pytest

from rag.candidates import candidates
from rag.levels import level_asked, of_level
from rag.measures import measuring
from rag.question import Question, language_of

CASES = json.loads(Path(__file__).with_name("cases_levels.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
def test_a_figure_of_a_narrower_place_is_left_out(case: dict[str, Any]) -> None:
    level = level_asked(Question(case["question"], case["question"], language_of(case["question"]), {}))
    assert level == case["asked"]
    for told in ("yes", "no"):
        found = candidates(case[told])
        kept = [fit for each, fit in zip(found, of_level(case[told], found, level), strict=True) if each.figure]
        assert all(fit == (told == "yes") for fit in kept)
        assert bool(kept) == bool(case[told])


def test_words_that_are_no_figure_are_left_in() -> None:
    text = "滨海区的负责人是张红伟。"
    found = candidates(text)
    assert found and of_level(text, found, "city").all()


def test_a_clause_does_not_bring_back_the_figure_of_a_narrower_place() -> None:
    text = "滨海区有企业300家。全市有企业2300家。"
    found = candidates(text)
    kept = measuring(found, "count", of_level(text, found, "city"))
    assert [
        text[each.start : each.end]
        for each, fit in zip(found, kept, strict=True)
        if fit and "300家" in text[each.start : each.end]
    ] == ["全市有企业2300家", "2300家"]
