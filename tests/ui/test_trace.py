"""Every request has a number, in its response and in the log, and what was asked stays out of both."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from index.settings import Settings
from ui.app import create_app
from ui.trace import JsonLines

Lines = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> Lines:
    """Gives the lines of requests and breaks, once there are so many: one is written after its answer has left."""
    caplog.set_level(logging.INFO, logger="wenjin.requests")
    form = JsonLines()

    def told(count: int) -> list[dict[str, Any]]:
        patience = time.monotonic() + 5
        while True:
            found = [record for record in caplog.records if record.name == "wenjin.requests"]
            if len(found) >= count or time.monotonic() > patience:
                return [json.loads(form.format(record)) for record in found]
            time.sleep(0.01)

    return told


def test_a_line_for_each_request_without_what_was_asked(fake_server: str, lines: Lines) -> None:
    told = httpx.post(f"{fake_server}/ask", json={"question": "临江区有多少家纺织企业？"}, timeout=20)
    (line,) = lines(1)
    assert line["route"] == "/ask"
    assert line["request"] == told.headers["x-request-id"]
    assert (line["method"], line["status"], line["level"]) == ("POST", 200, "info") and line["seconds"] > 0
    assert "临江" not in json.dumps(line, ensure_ascii=False)


def test_a_request_of_a_page_of_ours_keeps_its_route(fake_server: str, lines: Lines) -> None:
    asked = {"question": "临江区有多少家纺织企业？"}
    assert httpx.post(f"{fake_server}/ask", json=asked, headers={"origin": fake_server}, timeout=20).status_code == 200
    assert [line["route"] for line in lines(1)] == ["/ask"]


def test_the_page_is_one_route(fake_server: str, lines: Lines) -> None:
    httpx.get(f"{fake_server}/")
    httpx.get(f"{fake_server}/no/such/path")
    httpx.get(f"{fake_server}/page/articles/spring")
    assert [line["route"] for line in lines(3)] == ["page"] * 3


def test_what_broke_is_in_the_log_under_the_number_that_was_told(fake_server: str, lines: Lines) -> None:
    answer = httpx.post(f"{fake_server}/ask", json={"question": "break"}, timeout=20)
    assert answer.status_code == 500 and set(answer.json()) == {"error", "cure"}
    number = answer.headers["x-request-id"]
    broken, told = lines(2)
    assert number in broken["message"] and "a secret of the server" in broken["trace"]
    assert (told["request"], told["status"]) == (number, 500)


def test_beyond_the_queue_a_question_is_sent_away_with_a_time_to_come_back(
    serve_app: Callable[[Any], Any], fake_library: Any
) -> None:
    from concurrent.futures import ThreadPoolExecutor

    from ui.api import build_api
    from ui.desk import Desk

    slow = type(fake_library)()
    slow.gate.clear()
    desk = Desk(slow, places=1, waiting=2)
    with serve_app(build_api(desk)) as server, ThreadPoolExecutor(8) as pool:
        ask = {"json": {"question": "临江区有多少家纺织企业？"}, "timeout": 60}
        asking = [pool.submit(httpx.post, f"{server}/ask", **ask)]
        try:
            while not slow.asked:
                time.sleep(0.01)
            asking += [pool.submit(httpx.post, f"{server}/ask", **ask) for _ in range(7)]
            refused = [each.result(20) for each in _done(asking, 5)]
            assert {each.status_code for each in refused} == {503}
            assert all(int(each.headers["retry-after"]) >= 1 and each.json()["cure"] for each in refused)
            assert httpx.get(f"{server}/ready").status_code == 200
        finally:
            slow.gate.set()
        assert sorted(each.result(20).status_code for each in asking) == [200] * 3 + [503] * 5
        assert 'wenjin_questions_total{outcome="busy"} 5.0' in httpx.get(f"{server}/metrics").text


def _done(futures: list[Any], count: int) -> list[Any]:
    from concurrent.futures import as_completed

    done = []
    for future in as_completed(futures, timeout=60):
        done.append(future)
        if len(done) == count:
            break
    return done


def test_not_ready_says_why_while_it_is_alive(serve_app: Callable[[Any], Any], fake_library: Any) -> None:
    from index.errors import SnapshotError
    from ui.api import build_api
    from ui.desk import Desk

    class Damaged(type(fake_library)):  # type: ignore[misc]
        @property
        def snapshot(self) -> Any:
            raise SnapshotError("The index is damaged.", "Build it again.")

        @snapshot.setter
        def snapshot(self, value: Any) -> None: ...

    with serve_app(build_api(Desk(Damaged()))) as server:
        assert httpx.get(f"{server}/health").json()["index_version"] == ""
        refused = httpx.get(f"{server}/ready")
        assert refused.status_code == 503 and refused.json() == {
            "error": "The index is damaged.",
            "cure": "Build it again.",
        }


def test_an_upload_that_takes_long_is_answered_at_once(
    serve_app: Callable[[Any], Any], fake_library: Any, monkeypatch: pytest.MonkeyPatch, ui_settings: Settings
) -> None:
    from index.errors import ShelfError
    from rag.library import Added
    from ui import articles

    monkeypatch.setattr(articles, "PATIENCE", 0.05)
    slow = type(fake_library)()
    slow.gate.clear()

    def add(name: str, data: bytes) -> Added:
        assert slow.gate.wait(20)
        if b"bad" in data:
            raise ShelfError(f"{name} is bad.", "Mend it.")
        return Added(f".uploads/{name}", ("x",), 1)

    slow.add = add
    with serve_app(create_app(slow, ui_settings)) as server:
        good, bad = (httpx.post(f"{server}/articles", files={"file": ("a.txt", data)}) for data in (b"good", b"bad"))
        assert (good.status_code, bad.status_code) == (202, 202)
        assert good.json()["state"] == "working" and good.headers["location"].endswith(good.json()["id"])
        assert httpx.get(server + good.headers["location"]).json()["state"] == "working"
        more = [httpx.post(f"{server}/articles", files={"file": ("a.txt", b"more")}).status_code for _ in range(7)]
        assert more == [202] * 6 + [503]
        slow.gate.set()
        assert _outcome(server + good.headers["location"]) == {
            "state": "done", "file": ".uploads/a.txt", "articles": ["x"], "passages": 1, "reason": "",
        }  # fmt: skip
        assert _outcome(server + bad.headers["location"]) == {
            "state": "failed",
            "error": "a.txt is bad.",
            "cure": "Mend it.",
        }


def _outcome(address: str) -> dict[str, Any]:
    for _ in range(200):
        told = dict(httpx.get(address).json())
        if told["state"] != "working":
            return told
        time.sleep(0.02)
    raise AssertionError("the upload never ended")
