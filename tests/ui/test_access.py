"""The guard around the application, on a real server: who gets in, by which name, from which page, how often."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from index.settings import Settings
from ui.access import DROPPED, MOST_BYTES, UPLOADS, guarded
from ui.app import application, create_app
from ui.desk import Desk
from ui.door import TRIES

TOKEN = "a-token-of-the-tests-0123456789"
KEY = {"authorization": f"Bearer {TOKEN}"}
BROWSER = {"accept": "text/html,*/*", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}
QUESTION = {"question": "临江区有多少家纺织企业？"}
Facts = dict[str, str]


@pytest.fixture(scope="module")
def locked(fake_library: Any, ui_settings: Settings, serve_app: Any) -> Iterator[str]:
    """A server that wants a token."""
    with serve_app(create_app(fake_library, _with(ui_settings, token=TOKEN))) as address:
        yield address


def _with(settings: Settings, **given: Any) -> Settings:
    return Settings(**{**settings.model_dump(), **given})


def _routes(routes: Any) -> Iterator[tuple[str, str]]:
    """Every method and path that the application and all that is mounted in it answer to."""
    for route in routes:
        inner = getattr(route, "original_router", getattr(route, "app", None))
        if found := getattr(route, "routes", None) or getattr(inner, "routes", None):
            yield from _routes(found)
        else:
            for method in route.methods - {"HEAD"}:
                yield method, re.sub(r"\{[^}]*\}", "x", route.path)


# --- the token ---


def test_no_route_answers_without_the_token(locked: str, fake_library: Any, ui_settings: Settings) -> None:
    routes = set(_routes(application(Desk(fake_library), ui_settings).routes)) - {("GET", "/health")}
    paths = {path for _, path in routes}
    gradio = {
        "/gradio_api/queue/join",
        "/gradio_api/queue/data",
        "/gradio_api/upload",
        "/gradio_api/file=x",
        "/assets/x",
    }
    assert gradio | {"/", "/ask", "/config", "/openapi.json", "/static/x", "/gradio_api/proxy=x"} <= paths
    with httpx.Client(base_url=locked, timeout=20) as client:
        for method, path in sorted(routes):
            answer = client.request(method, path)
            assert (answer.status_code, set(answer.json())) == (401, {"error", "cure"}), (method, path)
            assert answer.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize(
    "path",
    [
        "//ask",
        "/health/",
        "/health/../ask",
        "/Health",
        "/%2e/ask",
        "/sign-in/",
        "/sign-in/../config",
        "/nowhere",
        "/mcp",
    ],
)
def test_no_way_around_leads_in(locked: str, path: str) -> None:
    host, port = locked.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as line:  # a client would tidy the path up
        line.sendall(f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
        assert line.makefile("rb").readline().split()[1] == b"401"


@pytest.mark.parametrize(
    "given",
    ["", "Bearer", f"Bearer {TOKEN[:-1]}", f"Bearer {TOKEN}x", f"Basic {TOKEN}", TOKEN, "Bearer \xff\xfe"],
)
def test_what_is_not_the_token_is_refused(fake_library: Any, ui_settings: Settings, serve_app: Any, given: str) -> None:
    with serve_app(create_app(fake_library, _with(ui_settings, token=TOKEN))) as own:
        answer = httpx.get(f"{own}/config", headers={b"authorization": given.encode("latin-1")})
    assert answer.status_code == 401 and TOKEN not in answer.text


def test_with_the_token_a_question_is_answered(locked: str) -> None:
    answer = httpx.post(f"{locked}/ask", json=QUESTION, headers=KEY)
    assert answer.status_code == 200 and answer.json()["answer"].startswith("600家")
    assert httpx.get(f"{locked}/config", headers=KEY).status_code == 200


def test_health_is_open(locked: str) -> None:
    assert httpx.get(f"{locked}/health").status_code == 200
    assert httpx.post(f"{locked}/health").status_code == 401


def test_wrong_tokens_may_be_tried_a_few_times_only(fake_library: Any, ui_settings: Settings, serve_app: Any) -> None:
    with serve_app(create_app(fake_library, _with(ui_settings, token=TOKEN))) as own:
        wrong = {"authorization": "Bearer wrong"}
        tried = [httpx.get(f"{own}/config", headers=wrong).status_code for _ in range(TRIES)]
        assert tried == [401] * TRIES
        for headers in (wrong, KEY):  # even the right one is not looked at now: nothing can be learned
            answer = httpx.get(f"{own}/config", headers=headers)
            assert answer.status_code == 429 and 0 < int(answer.headers["retry-after"]) <= 60
        assert httpx.post(f"{own}/sign-in", data={"token": "wrong"}).status_code == 429
        assert httpx.get(f"{own}/config").status_code == 401


# --- the name it is reached by, and from where ---


@pytest.mark.parametrize("host", ["localhost", "localhost:7860", "127.0.0.1", "[::1]:80", "LOCALHOST", "app.localhost"])
def test_this_machine_is_known_by_its_own_names(fake_server: str, host: str) -> None:
    assert httpx.get(f"{fake_server}/health", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "192.0.2.7", "localhost.evil.example:7860"])
def test_another_name_is_refused_lest_it_was_pointed_here(fake_server: str, host: str) -> None:
    answer = httpx.get(f"{fake_server}/health", headers={"host": host})
    assert answer.status_code == 421 and "WENJIN_HOSTS" in answer.json()["cure"]


@pytest.mark.parametrize("host", ["", "a b", "localhost/x", "user@localhost", "localhost:99999999", "[::1"])
def test_a_host_that_is_none_is_refused(fake_server: str, host: str) -> None:
    assert httpx.get(f"{fake_server}/health", headers={"host": host}).status_code == 400


def test_with_a_token_any_address_will_do_but_no_unknown_name(
    fake_library: Any, ui_settings: Settings, serve_app: Any
) -> None:
    settings = _with(ui_settings, token=TOKEN, hosts="news.example")
    with serve_app(create_app(fake_library, settings)) as own:
        told = {
            host: httpx.get(f"{own}/health", headers={"host": host}).status_code
            for host in ("192.0.2.7:7860", "news.example", "NEWS.example:443", "other.example")
        }
    assert told == {"192.0.2.7:7860": 200, "news.example": 200, "NEWS.example:443": 200, "other.example": 421}


@pytest.mark.parametrize(
    "headers",
    [
        {"x-forwarded-for": "127.0.0.1"},
        {"x-forwarded-for": "192.0.2.7"},
        {"forwarded": "for=192.0.2.7"},
        {"via": "1.1 proxy"},
        {"x-real-ip": "127.0.0.1"},
    ],
)
def test_a_forwarded_request_is_not_from_this_machine(fake_server: str, locked: str, headers: Facts) -> None:
    answer = httpx.get(f"{fake_server}/health", headers=headers)
    assert answer.status_code == 403 and "WENJIN_TOKEN" in answer.json()["cure"]
    assert httpx.get(f"{locked}/config", headers={**headers, **KEY}).status_code == 200


def test_a_client_of_another_machine_is_refused_where_no_token_is_set(ui_settings: Settings) -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        raise AssertionError("the application was reached")

    client = httpx.Client(transport=_Direct(guarded(app, ui_settings), ("192.0.2.7", 5)), base_url="http://localhost")
    assert client.get("/health").status_code == 403


class _Direct(httpx.BaseTransport):
    """Calls an application as a server would for a client at that address."""

    def __init__(self, app: Any, client: tuple[str, int]) -> None:
        self._app, self._client = app, client

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        import anyio

        async def call() -> httpx.Response:
            inner = httpx.ASGITransport(self._app, client=self._client)
            answer = await inner.handle_async_request(
                httpx.Request(request.method, request.url, headers=request.headers)
            )
            return httpx.Response(answer.status_code, headers=answer.headers, content=await answer.aread())

        return anyio.run(call)


# --- the page it comes from ---


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://localhost:1"},
        {"origin": "http://"},
        {"origin": "http://[::1:x"},
        {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"},
        {"sec-fetch-site": "same-site", "sec-fetch-mode": "cors"},
        {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe"},
    ],
)
def test_a_page_of_another_site_gets_nothing(fake_server: str, fake_library: Any, headers: Facts) -> None:
    before = len(fake_library.asked)
    for answer in (
        httpx.post(f"{fake_server}/ask", json=QUESTION, headers=headers),
        httpx.get(f"{fake_server}/config", headers=headers),
        httpx.options(f"{fake_server}/ask", headers={**headers, "access-control-request-method": "POST"}),
    ):
        assert answer.status_code == 403 and "access-control-allow-origin" not in answer.headers
    assert len(fake_library.asked) == before


def test_our_own_page_a_program_and_a_followed_link_come_in(fake_server: str) -> None:
    own = {"origin": fake_server, "sec-fetch-site": "same-origin"}
    link = {**BROWSER, "sec-fetch-site": "cross-site"}
    assert httpx.get(f"{fake_server}/config", headers=own).status_code == 200
    assert httpx.post(f"{fake_server}/ask", json=QUESTION).status_code == 200
    assert httpx.get(fake_server, headers=link).status_code == 200
    assert "access-control-allow-origin" not in httpx.get(f"{fake_server}/config", headers=own).headers


def test_a_site_that_is_named_may_call(fake_library: Any, ui_settings: Settings, serve_app: Any) -> None:
    desk = {"origin": "https://desk.example", "sec-fetch-site": "cross-site"}
    asking = {"access-control-request-method": "POST", "access-control-request-headers": "authorization,content-type"}
    settings = _with(ui_settings, token=TOKEN, origins="https://desk.example")
    with serve_app(create_app(fake_library, settings)) as own:
        asked = httpx.options(f"{own}/ask", headers={**desk, **asking})
        answer = httpx.post(f"{own}/ask", json=QUESTION, headers={**desk, **KEY})
        other = httpx.post(f"{own}/ask", json=QUESTION, headers={**KEY, "origin": "https://evil.example"})
        keyless = httpx.post(f"{own}/ask", json=QUESTION, headers=desk)
    assert asked.status_code == 200 and "authorization" in asked.headers["access-control-allow-headers"]
    assert answer.status_code == 200 and answer.headers["access-control-allow-origin"] == "https://desk.example"
    assert "access-control-allow-credentials" not in answer.headers
    assert (other.status_code, keyless.status_code) == (403, 401)


# --- how often, how much ---


def test_a_client_that_asks_too_often_is_told_when_to_come_back(
    fake_library: Any, ui_settings: Settings, serve_app: Any
) -> None:
    settings = _with(ui_settings, token=TOKEN, rate=5, origins="https://desk.example")
    with serve_app(create_app(fake_library, settings)) as own:
        busy, calm = ({**KEY, "x-forwarded-for": address} for address in ("192.0.2.7", "192.0.2.8"))
        told = [httpx.get(f"{own}/health", headers=busy) for _ in range(8)]
        assert [answer.status_code for answer in told[:5]] == [200] * 5
        assert told[7].status_code == 429 and 0 < int(told[7].headers["retry-after"]) <= 12
        assert set(told[7].json()) == {"error", "cure"}
        page = httpx.get(f"{own}/health", headers={**busy, "origin": "https://desk.example"})
        assert page.status_code == 429 and page.headers["access-control-allow-origin"] == "https://desk.example"
        assert "Retry-After" in page.headers["access-control-expose-headers"]
        assert httpx.get(f"{own}/health", headers=calm).status_code == 200
        assert {httpx.get(f"{own}/health").status_code for _ in range(8)} == {200}  # this machine's own


@pytest.mark.parametrize("path", ["/ask", "/gradio_api/queue/join", "/nowhere"])
@pytest.mark.parametrize("in_pieces", [False, True])
def test_no_route_reads_more_than_the_bound(fake_server: str, path: str, in_pieces: bool) -> None:
    piece = b" " * 100_000
    count = 1 + MOST_BYTES // len(piece)
    content = (piece for _ in range(count)) if in_pieces else piece * count
    answer = httpx.post(f"{fake_server}{path}", content=content, timeout=20)
    assert answer.status_code == 413 and str(MOST_BYTES) in answer.json()["error"]


@pytest.mark.parametrize(
    ("path", "megabytes", "status"),
    [(UPLOADS, 1, 200), (UPLOADS, 2, 413), (DROPPED, 20, 200), (DROPPED, 30, 413), ("/ask", 2, 413)],
)
def test_an_upload_may_be_as_large_as_a_file(
    ui_settings: Settings, serve_app: Any, path: str, megabytes: int, status: int
) -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        size, more = 0, True
        while more:
            message = await receive()
            size, more = size + len(message.get("body", b"")), message.get("more_body", False)
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": str(size).encode()})

    with serve_app(guarded(app, _with(ui_settings, max_file_mb=1))) as own:
        answer = httpx.post(f"{own}{path}", content=bytes(megabytes * 1_000_000), timeout=20)
    assert answer.status_code == status
    assert status == 413 or answer.text == str(megabytes * 1_000_000)


# --- what every response carries ---


@pytest.mark.parametrize(
    "path", ["/", "/ask", "/health", "/assets/x", "/sign-in", "/nowhere", "/gradio_api/queue/data"]
)
def test_every_response_carries_the_security_headers(locked: str, path: str) -> None:
    for headers in (KEY, {}, {"host": "evil.example"}, {"origin": "null"}):
        told = httpx.get(f"{locked}{path}", headers=headers).headers
        assert told["x-content-type-options"] == "nosniff" and told["x-frame-options"] == "DENY"
        assert told["referrer-policy"] == "same-origin"
        assert "frame-ancestors 'none'" in told["content-security-policy"]
        assert re.search("script-src[^;]*unsafe-inline", told["content-security-policy"]) is None


def test_a_failure_inside_carries_them_too(locked: str) -> None:
    answer = httpx.post(f"{locked}/ask", json={"question": "break"}, headers=KEY)
    assert answer.status_code == 500 and answer.headers["x-content-type-options"] == "nosniff"


def test_a_browser_is_told_in_a_page(locked: str) -> None:
    answer = httpx.get(f"{locked}/", headers={**BROWSER, "host": "evil.example"})
    assert answer.status_code == 421 and answer.headers["content-type"].startswith("text/html")
    assert "evil.example" in answer.text and "<script" not in answer.text


def test_no_socket_is_opened(ui_settings: Settings) -> None:
    import anyio

    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def app(scope: Any, receive: Any, send: Any) -> None:
        raise AssertionError("the application was reached")

    anyio.run(guarded(app, ui_settings), {"type": "websocket", "path": "/", "headers": []}, None, send)
    assert sent == [{"type": "websocket.close", "code": 1008}]
