"""`wenjin serve` as a person starts it: the bundled articles, the real models, a program and a browser asking."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

pytestmark = pytest.mark.slow
ENGLISH = "how many high-tech enterprises does Jinshui have"
CHINESE = "金水区有多少家高新技术企业？"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address that the command printed; afterwards it must have stopped without a word."""
    home = tmp_path_factory.mktemp("served")
    environment = {**os.environ, "WENJIN_HOME": str(home), "WENJIN_THREADS": "1"}
    command = [sys.executable, "-c", "from ui.cli import main; main()", "serve", "--port", "0"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, env=environment) as server:
        assert server.stdout and server.stderr
        try:
            told = server.stdout.readline()
            assert told, server.stderr.read()
            yield told.split()[3]
            server.send_signal(signal.SIGTERM)
            _, complained = server.communicate(timeout=20)
        finally:
            server.kill()
    assert complained == ""


@pytest.mark.parametrize(("question", "language"), [(ENGLISH, "en"), (CHINESE, "zh")])
def test_a_program_gets_the_newest_figure_its_date_and_the_words(served: str, question: str, language: str) -> None:
    told = httpx.post(f"{served}/ask", json={"question": question}, timeout=30).json()
    assert told["language"] == language and told["abstained"] is False
    first = told["citations"][0]
    assert "1000" in first["answer"]["text"] and "1000" in told["answer"].replace(",", "")
    span = first["answer"]["in_passage"]
    assert first["passage"][span["start"] : span["end"]] == first["answer"]["text"]
    newest = told["figures"][0]
    assert (newest["period"] or newest["reported"]["period"])["end"] >= "2022-12-31"
    assert [figure["text"] for figure in told["figures"][1:]] == ["723家"]


def test_an_answer_comes_with_its_steps_and_its_index(served: str) -> None:
    told = httpx.post(f"{served}/ask", json={"question": CHINESE}, timeout=30).json()
    health = httpx.get(f"{served}/health").json()
    assert told["index_version"] == health["index_version"] and health["articles"] >= 5
    assert set(told["timings"]) >= {"retrieve", "read", "write"}


def test_what_the_articles_do_not_tell_is_not_answered(served: str) -> None:
    told = httpx.post(f"{served}/ask", json={"question": "巴黎有多少座地铁站？"}, timeout=30).json()
    assert told["abstained"] is True and told["reason"]


@pytest.mark.parametrize("odd", ["\x00", "\u202e金水", "?" * 400, "<b>", "金" * 1000, "🀄", "\ufeff家", "1/0"])
def test_odd_text_is_answered_or_refused(served: str, odd: str) -> None:
    assert httpx.post(f"{served}/ask", json={"question": odd}, timeout=30).status_code in (200, 422)


@pytest.mark.browser
@pytest.mark.parametrize(("locale", "question"), [("en-US", ENGLISH), ("zh-CN", CHINESE)])
def test_a_person_sees_the_highlighted_words(browser: Any, served: str, locale: str, question: str) -> None:
    context = browser.new_context(locale=locale, viewport={"width": 1280, "height": 800})
    page = context.new_page()
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(served)
    page.locator("#wj-covered li").first.wait_for()  # the server has answered the page: it hears what is sent now
    page.fill("#wj-box textarea", question)
    page.keyboard.press("Enter")
    marked = page.locator("#wj-turn .wj-peek mark").first
    marked.wait_for(state="visible")
    assert "1000" in marked.inner_text()
    assert "723家" in page.locator("#wj-turn .wj-figures").inner_text()
    assert all(url.startswith((served, "data:", "blob:")) for url in requests)
    context.close()
