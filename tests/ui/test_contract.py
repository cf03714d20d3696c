"""Whatever the description of the endpoints allows, and much that it does not, is answered or refused."""

from __future__ import annotations

import json
import os
import warnings
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import requests
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from index.settings import Settings
from ui.access import MOST_BYTES
from ui.app import create_app

# A library of checks that warns of its own parts when it is loaded.
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import schemathesis
    from schemathesis.generation import GenerationMode

SEED = int(os.environ.get("WENJIN_SEED", "23"))
CASES = int(os.environ.get("WENJIN_CASES", "120"))
QUIETLY: Any = {
    "deadline": None,
    "database": None,
    "suppress_health_check": list(HealthCheck),
    "phases": [Phase.explicit, Phase.generate, Phase.shrink],
}


@pytest.fixture(scope="module")
def own(fake_library: Any, ui_settings: Settings, serve_app: Any) -> Iterator[str]:
    """A server of its own: what is sent here shall not stand in another test's way."""
    with serve_app(create_app(type(fake_library)(), ui_settings)) as address:
        yield address


@pytest.fixture(scope="module")
def line(own: str) -> Iterator[httpx.Client]:
    """One client for all questions: making one takes longer than asking."""
    with httpx.Client(base_url=own, timeout=30) as client:
        yield client


def _post(line: httpx.Client, body: bytes, kind: str = "application/json") -> httpx.Response:
    return line.post("/ask", content=body, headers={"content-type": kind})


def _operations(server: str) -> list[Any]:
    schema = schemathesis.openapi.from_url(f"{server}/openapi.json")
    schema.config.generation.update(modes=[GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
    return [result.ok() for result in schema.get_all_operations()]


def test_nothing_that_fits_or_breaks_the_description_is_a_failure_of_ours(own: str) -> None:
    operations = _operations(own)
    assert {operation.label for operation in operations} >= {"POST /ask", "GET /health"}
    sent, session = 0, requests.Session()

    for operation in operations:
        modes = [operation.as_strategy(generation_mode=mode) for mode in GenerationMode]

        @seed(SEED)
        @settings(max_examples=max(1, CASES // len(operations)), **QUIETLY)
        @given(st.one_of(modes))
        def check(case: Any) -> None:
            nonlocal sent
            sent += 1
            answer = case.call(base_url=own, session=session, timeout=30)
            assert answer.status_code < 500 or answer.status_code == 503, answer.text
            if answer.status_code >= 400:
                assert set(answer.json()) == {"error", "cure"}

        check()
    session.close()
    assert sent >= min(CASES // 2, 50)


odd = st.one_of(
    st.text(st.characters(codec=None), max_size=300),  # lone surrogates among them
    st.text(st.characters(categories=["Cc", "Cf", "Zl", "Zp", "Co", "Cn"]), max_size=300),
    st.text(
        st.sampled_from("\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c金水5亿a "), max_size=200
    ),
    st.text(st.sampled_from("\u0300\u0301\ufe0f\u200d👩🏽🇨🇳\ufeff\u3000"), max_size=200),
    st.builds(lambda piece, times: piece * times, st.text(min_size=1, max_size=5), st.integers(1, 100_000)),
)


@seed(SEED)
@settings(max_examples=CASES, **QUIETLY)
@given(question=odd, history=st.lists(odd, max_size=3), bare=st.booleans())
def test_no_text_of_a_question_is_a_failure_of_ours(
    line: httpx.Client, question: str, history: list[str], bare: bool
) -> None:
    told = {"question": question, "history": history}
    body = json.dumps(told, ensure_ascii=not bare).encode("utf-8", "surrogatepass")
    answer = _post(line, body)
    assert answer.status_code in (200, 400, 413, 422), answer.text
    assert answer.status_code == 200 or set(answer.json()) == {"error", "cure"}
    assert (answer.status_code == 413) is (len(body) > MOST_BYTES)


@pytest.mark.parametrize("sign", ["a", "金", "\u202e", "\x00", "\ud800", "\U0001f600", "\n", '"', "\\"])
def test_a_hundred_thousand_characters_are_refused_at_once(line: httpx.Client, sign: str) -> None:
    answer = _post(line, json.dumps({"question": sign * 100_000}).encode())
    assert answer.status_code in (422, 413) and len(answer.text) < 2_000
    assert answer.elapsed.total_seconds() < 5


@seed(SEED)
@settings(max_examples=CASES // 2, **QUIETLY)
@given(
    st.binary(max_size=400),
    st.sampled_from(["application/json", "text/plain", "multipart/form-data", "", "a/b;charset=x"]),
)
def test_no_body_is_a_failure_of_ours(line: httpx.Client, body: bytes, kind: str) -> None:
    answer = _post(line, body, kind)
    assert answer.status_code in (400, 413, 415, 422) and set(answer.json()) == {"error", "cure"}
