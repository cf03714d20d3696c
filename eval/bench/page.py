"""How soon an answer is seen: from sending a question in the browser to its first words in the page.

    python -m eval.bench.page [--questions QUESTIONS] [--articles DIR] [--times 20]

Starts `wenjin serve` on a free port and asks distinct questions in a real chromium, one at a time. Told are the median
and the slowest tenth in milliseconds, and beside them what the server itself took for the same questions at POST /ask:
the difference is the page's own.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from urllib.request import Request, urlopen

from eval.question_set import load_questions
from index.errors import WenjinError

QUESTIONS = Path(__file__).parents[1] / "questions" / "digests.jsonl"
CHROMIUM = "/usr/bin/chromium"
_START_SECONDS = 120
# Resolves with the milliseconds from sending to the first frame that shows what answers.
_ASK = """question => new Promise(told => {
    const started = performance.now();
    const seen = new MutationObserver(() => {
        const turn = document.querySelector("#wj-turn .wj-turn");
        if (turn?.dataset.question !== question || !turn.querySelector(".wj-told")) return;
        seen.disconnect();
        requestAnimationFrame(() => told(performance.now() - started));
    });
    seen.observe(document.querySelector("#wj-turn"), { childList: true, subtree: true, attributes: true });
    window.wenjin.ask(question);
})"""


@contextmanager
def served(articles: Path | None) -> Iterator[str]:
    """A server of its own process; yields its address once it answers."""
    folder = ["--articles", str(articles)] if articles else []
    command = [sys.executable, "-c", "from ui.cli import main; main()", "serve", "--port", "0", *folder]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            told = process.stdout.readline()
            if "http" not in told:
                raise WenjinError("The server did not start.", "Run `wenjin serve` to see why.")
            yield next(word for word in told.split() if word.startswith("http"))
        finally:
            process.terminate()


def in_the_page(address: str, questions: Sequence[str]) -> list[float]:
    """Milliseconds until each answer is seen, the page being open already."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto(address)
        page.wait_for_selector("html[data-ready]")
        times = [_seen(page, question) for question in questions]
        browser.close()
    return times


def _seen(page: Any, question: str) -> float:
    taken: float = page.evaluate(_ASK, question)
    page.wait_for_function("!document.documentElement.hasAttribute('data-asking')")
    return taken


def at_the_endpoint(address: str, questions: Sequence[str]) -> list[float]:
    """Milliseconds until POST /ask has answered each."""
    return [_answered(address, question) for question in questions]


def _answered(address: str, question: str) -> float:
    body = json.dumps({"question": question}).encode()
    started = time.perf_counter()
    with urlopen(Request(f"{address}/ask", body, {"content-type": "application/json"}), timeout=_START_SECONDS) as told:
        told.read()
    return 1000 * (time.perf_counter() - started)


def line(name: str, times: Sequence[float]) -> str:
    """One line of the report."""
    return f"{name:<28}median {median(times):6.0f} ms   slowest tenth {quantiles(times, n=10)[-1]:6.0f} ms"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--questions", type=Path, default=QUESTIONS, help="a question set, as `wenjin eval` takes it")
    parser.add_argument("--articles", type=Path, help="the folder to ask (default: the setting)")
    parser.add_argument("--times", type=int, default=20, help="how many questions are asked")
    given = parser.parse_args()
    try:
        questions = [each.question for each in load_questions(given.questions)]
        with served(given.articles) as address:
            print(f"{given.times} distinct questions each way")
            print(line("first words in the page", in_the_page(address, questions[: given.times])))
            print(line("answer at POST /ask", at_the_endpoint(address, questions[given.times : 2 * given.times])))
    except WenjinError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
