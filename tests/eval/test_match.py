import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.match import Wording

CASES = json.loads(Path(__file__).with_name("cases_match.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
def test_a_string_matches_whole_or_not_at_all(case: dict[str, object]) -> None:
    assert Wording(str(case["text"])).holds(str(case["needle"])) is case["holds"]


@given(st.integers(0, 10**6), st.text("0123456789", min_size=1, max_size=3))
def test_a_number_is_not_found_in_a_longer_one(number: int, more: str) -> None:
    assert Wording(f"共{number}家").holds(str(number))
    assert not Wording(f"共{number}{more}家").holds(str(number))
    assert not Wording(f"共9{number}家").holds(str(number))


def test_every_group_needs_one_of_its_strings() -> None:
    wording = Wording("梧桐、石佛")
    assert wording.satisfies((("梧桐",), ("石佛", "shifo")))
    assert not wording.satisfies((("梧桐",), ("双桥",)))
