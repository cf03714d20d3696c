from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.years import years_written_out

CASES = json.loads((Path(__file__).parent / "cases_years.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_years_are_written_out(case: dict[str, str]) -> None:
    assert years_written_out(case["question"]) == case["wanted"]


@given(st.text(alphabet="12年0家在，金'’ in", max_size=20))
def test_what_is_written_out_stays_so(question: str) -> None:
    once = years_written_out(question)
    assert years_written_out(once) == once
