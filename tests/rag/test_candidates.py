import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.candidates import KINDS, candidates

CASES = json.loads((Path(__file__).parent / "cases_candidates.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_what_could_answer_is_proposed(case: dict[str, Any]) -> None:
    text = case["text"]
    proposed = {text[c.start : c.end] for c in candidates(text) if c.kind == case["kind"]}
    assert set(case["words"]) <= proposed, case["comment"]


@given(st.text(alphabet="金水区有1,000.5家企业。！？；，、：“”《》() aB\n书记张三亿元%第五位年月日", max_size=120))
def test_every_candidate_stands_in_its_sentence_and_has_a_known_kind(text: str) -> None:
    for candidate in candidates(text):
        assert 0 <= candidate.start < candidate.end <= len(text)
        assert candidate.sentence.start <= candidate.start and candidate.end <= candidate.sentence.end
        assert candidate.kind in KINDS
