"""How soon an answer is seen: from sending a question in the browser to its first words in the page.

    python -m eval.bench.page [--questions QUESTIONS] [--articles DIR] [--times 20]

Starts `wenjin serve` on a free port and asks distinct questions in a real chromium, one at a time. Told are the median
and the slowest tenth in milliseconds, and beside them what the server itself took for as many others at POST /ask: the
difference is the page's own.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from eval.bench.serving import QUESTIONS, drive, serving
from eval.question_set import load_questions
from index.errors import WenjinError

CHROMIUM = "/usr/bin/chromium"
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
    page.wait_for_function("!document.documentElement.matches('[data-asking], [data-ending]')")
    return taken


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
        with serving(given.articles) as served:
            print(f"{given.times} distinct questions each way")
            print(line("first words in the page", in_the_page(served.address, questions[: given.times])))
            asked = drive(served.address, questions[given.times : 2 * given.times], clients=1)
            print(line("answer at POST /ask", [1000 * seconds for seconds in asked.seconds]))
    except WenjinError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
