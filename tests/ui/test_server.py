"""The port, taken early; the address, told when questions are answered."""

from __future__ import annotations

import socket
import threading
from typing import Any

import httpx
import pytest

from index.errors import ServeError
from index.settings import Settings
from ui.server import address_of, check_reach, run, take_port, warm_up


def test_a_port_in_use_is_named_with_the_cure() -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        with pytest.raises(ServeError) as told:
            take_port("127.0.0.1", port)
    assert str(port) in told.value.message and "in use" in told.value.message and "--port" in told.value.cure


@pytest.mark.parametrize("host", ["no such host", "256.1.1.1", "a" * 300])
def test_a_host_without_an_address_is_named(host: str) -> None:
    with pytest.raises(ServeError) as told:
        take_port(host, 0)
    assert host in told.value.message and "127.0.0.1" in told.value.cure


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(ServeError, match=r"192\.0\.2\.1"):
        take_port("192.0.2.1", 0)


HOSTS = [("127.0.0.1", "127.0.0.1", True), ("localhost", "127.0.0.1", True), ("0.0.0.0", "127.0.0.1", False)]


@pytest.mark.parametrize(("host", "shown", "loopback"), HOSTS)
def test_the_address_is_one_that_a_browser_can_open(host: str, shown: str, loopback: bool) -> None:
    with take_port(host, 0) as taken:
        port = taken.getsockname()[1]
        assert address_of(taken) in (f"http://{shown}:{port}", f"http://[::1]:{port}")
        assert port
        check_reach(taken, Settings(token="t" * 20))
        if loopback:
            check_reach(taken, Settings())
        else:
            with pytest.raises(ServeError, match=r"no token is set.*WENJIN_TOKEN"):
                check_reach(taken, Settings())


def test_both_languages_are_warmed_up(fake_library: Any) -> None:
    warmed = type(fake_library)()
    warm_up(warmed)
    assert [question.isascii() for question, *_ in warmed.asked] == [False, True]


def test_it_is_ready_when_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    import uvicorn

    made: list[Any] = []
    init = uvicorn.Server.__init__
    monkeypatch.setattr(uvicorn.Server, "__init__", lambda self, config: (made.append(self), init(self, config))[1])

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            await send({"type": "http.response.start", "status": 204, "headers": []})
            await send({"type": "http.response.body", "body": b""})

    ready = threading.Event()
    taken = take_port("127.0.0.1", 0)
    address = address_of(taken)
    server = threading.Thread(target=run, args=(app, taken, ready.set), daemon=True)
    server.start()
    assert ready.wait(10) and httpx.get(address).status_code == 204
    made[0].should_exit = True
    server.join(10)
    assert not server.is_alive()


def test_a_port_lost_while_loading_is_told_in_one_sentence() -> None:
    with socket.socket() as first, socket.socket() as second:
        for each in (first, second):
            each.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        first.bind(("127.0.0.1", 0))
        second.bind(first.getsockname())
        first.listen()
        with pytest.raises(ServeError, match="in use"):
            run(None, second, lambda: None)
