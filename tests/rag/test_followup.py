import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.followup import resolve

CASES = json.loads((Path(__file__).parent / "cases_followup.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_a_follow_up_is_made_whole(case: dict[str, str]) -> None:
    resolved, focus = resolve(case["asked"], case["previous"])
    assert resolved == case["resolved"], case["comment"]
    assert bool(focus) == (resolved != case["asked"])


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_resolves_to_some_text(asked: str, previous: str) -> None:
    resolved, focus = resolve(asked, previous)
    assert resolved == asked or focus
