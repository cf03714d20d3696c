"""Pictures of the page's main states, in both languages, light and dark, on a desktop and on a phone.

    python tests/ui/screenshots.py FOLDER [--docs DIR]

Serves the bundled articles with the real library. `--docs` writes the two pictures of the READMEs there too, small.
"""

from __future__ import annotations

import argparse
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from index.settings import load_settings

SIZES = {"desktop": (1280, 800), "phone": (390, 844)}
QUESTIONS = {
    "zh": ("金水区有多少家高新技术企业？", "巴黎有多少座地铁站？"),
    "en": ("How many high-tech enterprises does Jinshui have?", "How many metro stations does Paris have?"),
}
# A README shows the article opened beside its answer.
IN_DOCS = {"zh": "chat.zh.png", "en": "chat.png"}
COLOURS = 128


def _ask(page: Any, question: str) -> None:
    page.fill("#wj-box textarea", question)
    page.keyboard.press("Enter")
    page.wait_for_selector("#wj-turn .wj-turn[data-done]")
    page.wait_for_timeout(700)  # what scrolls has come to rest


def first(page: Any, language: str) -> None:
    page.wait_for_selector("#wj-covered li")


def answer(page: Any, language: str) -> None:
    _ask(page, QUESTIONS[language][0])


def passage(page: Any, language: str) -> None:
    page.locator("#wj-turn .wj-answer button.wj-number").hover()
    page.wait_for_selector("#wj-peek:popover-open")


def reader(page: Any, language: str) -> None:
    page.locator("#wj-turn .wj-answer button.wj-number").click()
    page.wait_for_selector("#wj-reader mark")
    page.mouse.move(2, 2)


def not_found(page: Any, language: str) -> None:
    page.locator("#wj-reader [data-act=close]").click()
    page.click("#wj-clear")
    _ask(page, QUESTIONS[language][1])


def articles(page: Any, language: str) -> None:
    page.locator(".wj-room[data-room=articles]").click()
    page.wait_for_selector(".wj-shelf tbody tr")


# In the order in which a person comes to them.
STATES: tuple[Callable[[Any, str], None], ...] = (first, answer, passage, reader, not_found, articles)


@contextmanager
def served(home: Path) -> Iterator[str]:
    """The bundled articles on a free port of this machine."""
    import uvicorn

    from rag.library import Library
    from ui.app import create_app

    settings = load_settings(home=home)
    bound = socket.create_server(("127.0.0.1", 0))
    app = create_app(Library.open(settings), settings)
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", ws="none", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{bound.getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


def shoot(browser: Any, address: str, folder: Path) -> None:
    """Every state, in a window for each language, light and size."""
    for scheme, language, (device, size) in product(("light", "dark"), QUESTIONS, SIZES.items()):
        context = browser.new_context(
            locale="zh-CN" if language == "zh" else "en-US",
            viewport={"width": size[0], "height": size[1]},
            color_scheme=scheme,
            device_scale_factor=1 if device == "desktop" else 2,
        )
        page = context.new_page()
        page.set_default_timeout(120_000)
        page.goto(address)
        page.wait_for_selector("html[data-ready]")
        for state in STATES:
            state(page, language)
            page.screenshot(path=folder / f"{state.__name__}-{language}-{scheme}-{device}.png")
        context.close()


def into_docs(folder: Path, docs: Path) -> None:
    """The two pictures of the READMEs, with few colours so that they stay small."""
    from PIL import Image

    for language, name in IN_DOCS.items():
        with Image.open(folder / f"reader-{language}-light-desktop.png") as picture:
            picture.convert("RGB").quantize(COLOURS).save(docs / name, optimize=True)


def main() -> int:
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="where the pictures go")
    parser.add_argument("--docs", type=Path, help="where the READMEs' two go")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as home, served(Path(home)) as address, sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=flags)
        shoot(browser, address, given.folder)
        browser.close()
    if given.docs:
        into_docs(given.folder, given.docs)
    return 0


if __name__ == "__main__":
    sys.exit(main())
