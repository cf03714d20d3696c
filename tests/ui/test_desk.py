"""The desk: what happens beyond the searches that may wait, and what looking at the index costs."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest

from index.errors import Busy
from ui.desk import Desk


def test_beyond_the_searches_that_wait_it_says_it_is_busy(fake_library: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    gate = threading.Event()
    monkeypatch.setattr(type(fake_library), "retrieve", lambda *_: gate.wait(30) and (), raising=False)

    async def crowd() -> list[Any]:
        desk = Desk(fake_library, places=1, waiting=1)
        searches = [asyncio.create_task(desk.search("旧桥")) for _ in range(4)]
        done, _ = await asyncio.wait(searches, timeout=10, return_when=asyncio.FIRST_EXCEPTION)
        gate.set()
        return await asyncio.gather(*searches, return_exceptions=True) if done else []

    told = asyncio.run(crowd())
    assert [type(each) for each in told] == [tuple, tuple, Busy, Busy]
    assert told[-1].seconds == 1 and told[-1].cure


def test_the_index_is_opened_beside_the_event_loop(fake_library: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[threading.Thread] = []
    monkeypatch.setattr(
        type(fake_library), "newest", lambda self: opened.append(threading.current_thread()) or self.snapshot
    )
    desk = Desk(fake_library)
    assert asyncio.run(desk.newest()) is desk.snapshot
    assert opened and opened[0] is not threading.main_thread()
