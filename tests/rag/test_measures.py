import json
from pathlib import Path
from typing import Any

import pytest

from rag.candidates import candidates
from rag.figures import find_figures
from rag.measures import asked_for, fits, measuring
from rag.question import Question, language_of

CASES = json.loads(Path(__file__).with_name("cases_measures.json").read_text(encoding="utf-8"))


def _asked(text: str) -> str:
    return asked_for(Question(text, text, language_of(text), {}))


@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
def test_only_what_measures_the_same_answers(case: dict[str, Any]) -> None:
    assert _asked(case["question"]) == case["asked"]
    for told in ("yes", "no"):
        for text in case[told]:
            (figure,) = find_figures(f"有{text}")
            assert fits(figure, case["asked"]) == (told == "yes"), text


def test_words_that_hold_such_a_figure_may_answer_too() -> None:
    found = candidates("园区占地3000亩，年产氢3000吨，由张红伟介绍。")
    kept = [found[place] for place, fit in enumerate(measuring(found, "area")) if fit]
    assert {each.figure.text for each in kept if each.figure} == {"3000亩"}
    assert all(each.start <= 4 < each.end for each in kept), "a clause or list that the figure stands in"


def test_where_nothing_is_said_of_the_measure_everything_may_answer() -> None:
    found = candidates("园区占地3000亩，年产氢3000吨。")
    assert measuring(found, "").all() and len(measuring((), "area")) == 0
