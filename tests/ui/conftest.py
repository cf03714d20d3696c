"""A real server around a library that needs no models, and a browser to look at it with."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from index.article import Article
from index.settings import Settings, load_settings
from rag.answer import Answer
from tests.stories import BRIDGE, QUARTER
from tests.ui.fakes import ARTICLES, FakeLibrary


@contextmanager
def serving(app: Any) -> Iterator[str]:
    """A real server on a free port of this machine; yields its address."""
    import uvicorn

    bound = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(app, log_level="warning", ws="none", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True)
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.02)
    assert server.started, "the server did not start"
    try:
        yield f"http://127.0.0.1:{bound.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)


@pytest.fixture(scope="session")
def ui_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings for the bundled articles, with a home of the tests' own."""
    return load_settings(home=tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="session")
def fake_library() -> FakeLibrary:
    return FakeLibrary()


@pytest.fixture(scope="session")
def fake_server(fake_library: FakeLibrary, ui_settings: Settings) -> Iterator[str]:
    from ui.app import create_app

    with serving(create_app(fake_library, ui_settings)) as address:
        yield address


@pytest.fixture(scope="session")
def serve_app() -> Callable[[Any], Any]:
    return serving


@pytest.fixture(scope="session")
def found() -> Answer:
    """An answer with two citations and two figures."""
    return FakeLibrary().ask("临江区有多少家纺织企业？")


@pytest.fixture(scope="session")
def not_found() -> Answer:
    return FakeLibrary().ask("桥有多长？")


@pytest.fixture(scope="session")
def series() -> Answer:
    """An answer with four figures of four years."""
    return FakeLibrary().ask("历年有多少家纺织企业？")


@pytest.fixture(scope="session")
def disputed() -> Answer:
    """An answer with two figures for one year."""
    return FakeLibrary().ask("说法不一的纺织企业数")


@pytest.fixture(scope="session")
def articles() -> tuple[Article, ...]:
    return ARTICLES


@pytest.fixture(scope="session")
def hostile() -> Answer:
    return FakeLibrary().ask("hostile")


@pytest.fixture(scope="module")
def real_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two stories, dated 2023-04-20 and 2023-02-01."""
    made = tmp_path_factory.mktemp("articles")
    (made / "first.md").write_text(QUARTER, encoding="utf-8")
    (made / "older.md").write_text(BRIDGE, encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def real_server(real_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The whole application over `real_folder`, with the real models."""
    from rag.library import Library
    from ui.app import create_app

    settings = Settings(home=tmp_path_factory.mktemp("home"), articles=real_folder, max_file_mb=1)
    with serving(create_app(Library.open(settings), settings)) as address:
        yield address


# Not for the session: while playwright is up, an event loop runs in this thread, and no test could start its own.
@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Debian's chromium, or a skip that says what is missing."""
    chromium = Path("/usr/bin/chromium")
    if not chromium.exists():
        pytest.skip("the browser tests need /usr/bin/chromium (Debian: chromium fonts-noto-cjk)")
    api = pytest.importorskip("playwright.sync_api", reason="the browser tests need playwright")
    quiet = "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync"
    with api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=str(chromium), args=quiet.split())
        yield started
        started.close()


# What Gradio's own script says of itself while a file is sent.
_KNOWN = {"Method not implemented."}
Opened = Callable[..., Any]


# A page that is left breaks off its own connections; what Gradio's script then says of them in the console is no fault.
_LEFT = "addEventListener('beforeunload', () => { console.error = () => {}; })"


@pytest.fixture(scope="session")
def overheard() -> Callable[[Any], list[str]]:
    """Listens to a new page from now on; returns the list that its errors and warnings are added to."""

    def listen(page: Any) -> list[str]:
        complaints: list[str] = []
        page.add_init_script(_LEFT)
        page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return complaints

    return listen


@pytest.fixture
def opened(browser: Any, fake_server: str, overheard: Callable[[Any], list[str]]) -> Iterator[Opened]:
    """Opens the page in a window of its own; afterwards nothing may have gone wrong in it, or left for another host."""
    contexts: list[Any] = []
    complaints: list[list[str]] = []
    requests: list[str] = []

    def open_page(
        locale: str = "en-US", width: int = 1280, height: int = 800, scheme: str = "light", path: str = "/", **more: Any
    ) -> Any:
        size: Any = {"width": width, "height": height}
        context = browser.new_context(locale=locale, viewport=size, color_scheme=scheme, **more)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        complaints.append(overheard(page))
        page.on("request", lambda request: requests.append(request.url))
        page.goto(fake_server + path)
        page.wait_for_selector("html[data-ready]", timeout=45_000)  # beside tests that keep both cores busy
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert [said for said in chain.from_iterable(complaints) if said not in _KNOWN] == []
    outside = [url for url in requests if not url.startswith((fake_server, "data:", "blob:"))]
    assert requests and outside == []


@pytest.fixture
def ask() -> Callable[[Any, str], Any]:
    """Types a question, sends it, and waits for its turn to be whole; returns the turn."""

    def asked(page: Any, question: str) -> Any:
        page.fill("#wj-box textarea", question)
        page.keyboard.press("Enter")
        page.wait_for_function(
            """question => {
                const turn = document.querySelector("#wj-turn .wj-turn[data-done]");
                const busy = document.documentElement.matches("[data-asking], [data-ending]");
                return turn && turn.dataset.question === question && !busy;
            }""",
            arg=question.strip(),
        )
        return page.locator("#wj-turn .wj-turn")

    return asked
