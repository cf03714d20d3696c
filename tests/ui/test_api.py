"""POST /ask and GET /health, driven over a real socket."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ui.access import MOST_BYTES

ASKED = {"question": "临江区有多少家纺织企业？"}


def _post(server: str, body: Any) -> httpx.Response:
    return httpx.post(f"{server}/ask", json=body, timeout=20)


def test_the_answer_mirrors_everything_the_library_gave(fake_server: str) -> None:
    told = _post(fake_server, ASKED).json()
    assert told["answer"].startswith("600家") and told["language"] == "zh" and told["abstained"] is False
    assert told["reason"] is None and told["index_version"] == "v-fake" and told["timings"] == {"total": 0.01}
    first = told["citations"][0]
    assert first["title"] == "纺织企业破六百家" and first["source"] == "大江网" and first["file"] == "autumn.txt"
    assert first["date"]["period"] == {
        "iso": "2032-10-09", "start": "2032-10-09", "end": "2032-10-09", "precision": "day",
    }  # fmt: skip
    assert first["date"]["basis"] == "timestamp" and first["date"]["inferred"] is False
    assert first["raw"] == [{"start": 3, "end": 43, "page": 2, "paragraph": None}]
    assert first["score"] == 1.25 and first["terms"] == ["纺织", "企业", "py:linjiang"]
    assert told["citations"][1]["date"]["inferred"] is True


def test_spans_lead_to_the_same_words_in_the_passage(fake_server: str) -> None:
    for cited in _post(fake_server, ASKED).json()["citations"]:
        for marked in (cited["evidence"], cited["answer"]):
            inside = marked["in_passage"]
            assert cited["passage"][inside["start"] : inside["end"]] == marked["text"]
            assert marked["in_article"]["start"] == cited["span"]["start"] + inside["start"]
        assert cited["answer"]["text"] in ("600家", "412家")


def test_figures_come_newest_first_with_their_dates(fake_server: str) -> None:
    newest, earlier = _post(fake_server, ASKED).json()["figures"]
    assert (newest["text"], newest["value"], newest["unit"], newest["citation"]) == ("600家", "600", "家", 0)
    assert newest["period"] is None and newest["reported"]["period"]["iso"] == "2032-10-09"
    assert earlier["period"]["iso"] == "2031" and earlier["citation"] == 1


def test_an_abstention_says_why_and_shows_what_is_near(fake_server: str) -> None:
    told = _post(fake_server, {"question": "桥有多长？"}).json()
    assert told["abstained"] is True and told["reason"] == "no_answer" and told["figures"] == []
    assert told["citations"][0]["answer"] is None and told["citations"][0]["date"] is None


def test_history_and_k_reach_the_library(fake_server: str, fake_library: Any) -> None:
    told = _post(fake_server, {"question": "那2031年呢？", "history": ["临江区有多少家纺织企业？"], "k": 3}).json()
    assert fake_library.asked[-1] == ("那2031年呢？", ("临江区有多少家纺织企业？",), 3)
    assert told["resolved"] == "2031年临江区有多少家纺织企业？"


BAD = [
    ({"question": ""}, 422, "empty"),
    ({"question": " \n "}, 422, "empty"),
    ({"question": "问" * 1001}, 422, "1001"),
    ({}, 422, "question is missing"),
    ({"question": None}, 422, "question cannot be used"),
    ({"question": 7}, 422, "question cannot be used"),
    ({"question": ["a"]}, 422, "question cannot be used"),
    ({"question": "a", "k": "3"}, 422, "k cannot be used"),
    ({"question": "a", "k": True}, 422, "k cannot be used"),
    ({"question": "a", "k": 0}, 422, "k cannot be used"),
    ({"question": "a", "k": 101}, 422, "k cannot be used"),
    ({"question": "a", "history": "b"}, 422, "history cannot be used"),
    ({"question": "a", "history": [1]}, 422, "history.0 cannot be used"),
    ({"question": "a", "history": ["b"] * 51}, 422, "history cannot be used"),
    ({"question": "a", "history": ["b" * 10_001]}, 422, "history.0 cannot be used"),
    ({"question": "a", "topk": 3}, 422, "no field topk"),
    (["question"], 422, "not a JSON object"),
    ("question", 422, "not a JSON object"),
    (None, 422, "not a JSON object"),
]


@pytest.mark.parametrize(("body", "status", "words"), BAD, ids=lambda value: repr(value)[:40])
def test_what_cannot_be_used_is_named_with_its_cure(fake_server: str, body: Any, status: int, words: str) -> None:
    answer = _post(fake_server, body)
    assert answer.status_code == status
    assert set(answer.json()) == {"error", "cure"} and words in answer.json()["error"] and answer.json()["cure"]


BROKEN = [
    (b"{", 400),
    (b"", 422),
    (b'{"question": "a", "k": NaN}', 422),
    (b'{"question": "a", "k": ' + b"9" * 6000 + b"}", 400),
    (b"[" * 100_000, 400),
    (b'{"question": "\xff\xfe"}', 400),
    (b'{"question": "\\ud800"}', 422),
    (b'{"question": "a", "\\udfff": 1}', 422),
    (b'{"question": "a", "history": ["\\ud800"]}', 422),
]


@pytest.mark.parametrize(("body", "status"), BROKEN, ids=lambda value: repr(value)[:40])
def test_a_broken_body_is_refused(fake_server: str, body: bytes, status: int) -> None:
    sent = {"content-type": "application/json"}
    answer = httpx.post(f"{fake_server}/ask", content=body, headers=sent, timeout=20)
    assert answer.status_code == status and set(answer.json()) == {"error", "cure"}


def test_a_body_of_another_type_is_refused(fake_server: str) -> None:
    answer = httpx.post(f"{fake_server}/ask", content=json.dumps(ASKED), headers={"content-type": "text/plain"})
    assert answer.status_code == 422 and "application/json" in answer.json()["error"]


@pytest.mark.parametrize("in_pieces", [False, True])
def test_an_oversized_body_is_refused_whatever_its_headers_say(fake_server: str, in_pieces: bool) -> None:
    piece = b'{"question": "' + b" " * 100_000
    content = (piece for _ in range(1 + MOST_BYTES // 100_000)) if in_pieces else piece * (1 + MOST_BYTES // 100_000)
    answer = httpx.post(f"{fake_server}/ask", content=content, headers={"content-type": "application/json"}, timeout=20)
    assert answer.status_code == 413 and str(MOST_BYTES) in answer.json()["error"]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(min_size=1, max_size=60))
def test_no_text_is_too_odd(fake_server: str, question: str) -> None:
    body = json.dumps({"question": question}).encode()
    answer = httpx.post(f"{fake_server}/ask", content=body, headers={"content-type": "application/json"}, timeout=20)
    assert answer.status_code in (200, 422)
    assert answer.status_code == 422 or answer.json()["question"] == question


def test_another_method_is_told_how_to_ask(fake_server: str) -> None:
    answer = httpx.get(f"{fake_server}/ask")
    assert answer.status_code == 405 and answer.headers["allow"] == "POST" and "POST" in answer.json()["error"]


def test_a_failure_of_ours_says_nothing_of_the_inside(fake_server: str) -> None:
    answer = _post(fake_server, {"question": "break"})
    assert answer.status_code == 500 and "secret" not in answer.text
    assert set(answer.json()) == {"error", "cure"}


def test_health_tells_what_is_answered_from(fake_server: str) -> None:
    assert httpx.head(f"{fake_server}/health").status_code == 200
    told = httpx.get(f"{fake_server}/health").json()
    assert told["status"] == "ok" and told["index_version"] == "v-fake" and told["articles"] == 3


def test_openapi_describes_every_field_and_error(fake_server: str) -> None:
    document = httpx.get(f"{fake_server}/openapi.json").json()
    asking = document["paths"]["/ask"]["post"]
    assert {"/ask", "/health"} <= set(document["paths"])
    assert {"200", "400", "413", "422", "503"} <= set(asking["responses"])
    refused = asking["responses"]["422"]["content"]["application/json"]["schema"]["$ref"]
    assert refused.endswith("ErrorOut")
    fields = document["components"]["schemas"]["AskIn"]["properties"]
    assert all("description" in field for field in fields.values())
    assert document["components"]["schemas"]["AskIn"]["examples"][0]["question"]


def test_no_page_that_needs_another_host(fake_server: str) -> None:
    for path in ("/docs", "/redoc"):
        assert "cdn" not in httpx.get(f"{fake_server}{path}").text


def test_the_server_stays_awake_while_questions_are_answered(
    serve_app: Callable[[Any], Any], fake_library: Any
) -> None:
    from ui.api import build_api
    from ui.desk import Desk

    slow = type(fake_library)()
    slow.gate.clear()
    with serve_app(build_api(Desk(slow, places=2))) as server, ThreadPoolExecutor() as pool:
        asking = [pool.submit(_post, server, ASKED) for _ in range(4)]
        try:
            _until(lambda: len(slow.asked) == 2)
            assert httpx.get(f"{server}/health", timeout=20).status_code == 200
            assert len(slow.asked) == 2 and not any(each.done() for each in asking)  # the others wait their turn
        finally:
            slow.gate.set()
        assert {each.result(timeout=20).status_code for each in asking} == {200}
    assert len(slow.asked) == 4


def _until(holds: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.01)
