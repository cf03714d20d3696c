"""A real `wenjin serve` in a process of its own, and clients that ask it, for the benchmarks of the service."""

from __future__ import annotations

import asyncio
import itertools
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from eval.question_set import load_questions
from index.article import Language

QUESTIONS = Path(__file__).parents[1] / "questions" / "digests.jsonl"
_START = "from ui.cli import main; main()"
# What is put before a question and after it, to make many of one.
_AROUND: dict[Language, tuple[list[str], list[str]]] = {
    "zh": (
        ["", *"请问 请告诉我， 报道里说， 我想知道， 根据这些报道， 查一下， 你知道 想核对一下， 麻烦问一下，".split()],
        ["", *"？谢谢 ？急 ？请给出处 ？要原话 ？请写明日期 ？写稿用 ？核稿用".split()],
    ),
    "en": (
        ["", "Please tell me, ", "According to the articles, ", "I need to know: ", "Quick check: ", "For a story: "],
        ["", " Thanks.", " Quote it.", " With its date, please.", " I am on deadline."],
    ),
}
_SENT_AWAY = 503


@dataclass(frozen=True, slots=True)
class Served:
    """A server's address and process number."""

    address: str
    process: int


@dataclass(slots=True)
class Driven:
    """What came of asking: seconds of every answer, what went wrong, and the asker's own work."""

    seconds: list[float] = field(default_factory=list)
    sent_away: int = 0
    errors: list[str] = field(default_factory=list)
    wall: float = 0.0
    own_cpu: float = 0.0

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.seconds) / self.wall

    @property
    def own_share(self) -> float:
        """How much of the machine's processors the asker itself took, 0 to 1."""
        return self.own_cpu / self.wall / (os.cpu_count() or 1)


@contextmanager
def serving(articles: Path | None = None, home: Path | None = None) -> Iterator[Served]:
    """A server on a free port, started as a person starts it and stopped at the end."""
    command = [sys.executable, "-c", _START, "serve", "--port", "0"]
    command += ["--articles", str(articles)] if articles else []
    environment = {**os.environ, **({"WENJIN_HOME": str(home)} if home else {})}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as server:
        assert server.stdout
        try:
            told = server.stdout.readline().split()
            if len(told) < 4:
                raise SystemExit("The server did not start; what it said stands above.")
            yield Served(told[3], server.pid)
        finally:
            server.send_signal(signal.SIGTERM)
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()


def distinct(file: Path) -> list[str]:
    """The questions of a set, each in many wordings, no two alike; those of one wording stand together."""
    rounds = itertools.zip_longest(*(_wordings(question.question) for question in load_questions(file)))
    return list(dict.fromkeys(wording for told in rounds for wording in told if wording))


def _wordings(question: str) -> list[str]:
    before, after = _AROUND["en" if question.isascii() else "zh"]
    bare = question if question.isascii() else question.rstrip("？?")
    return [first + (bare + last if last else question) for last in after for first in before]


def drive(
    address: str,
    questions: Sequence[str],
    clients: int,
    seconds: float = 0.0,
    options: Mapping[str, Any] = MappingProxyType({}),
) -> Driven:
    """Ask with so many clients at once, each its next question when the last is answered; `options` go with each.

    Until `seconds` are over, the questions taken in turn again and again; or, where that is 0, until each was asked.
    """
    return asyncio.run(_drive(address, [{**options, "question": each} for each in questions], clients, seconds))


async def _drive(address: str, asked: Sequence[dict[str, Any]], clients: int, seconds: float) -> Driven:
    import httpx

    driven, began, worked = Driven(), time.monotonic(), time.process_time()
    waiting = itertools.cycle(asked) if seconds else iter(asked)
    end = began + seconds if seconds else float("inf")
    limits = httpx.Limits(max_connections=clients)
    # Without certificates to load: this machine is asked, and nothing between.
    async with httpx.AsyncClient(base_url=address, timeout=120, limits=limits, verify=False, trust_env=False) as client:
        await asyncio.gather(*(_ask_on(client, waiting, end, driven) for _ in range(clients)))
    driven.wall, driven.own_cpu = time.monotonic() - began, time.process_time() - worked
    return driven


async def _ask_on(client: Any, waiting: Iterator[dict[str, Any]], end: float, driven: Driven) -> None:
    for asked in waiting:
        if time.monotonic() >= end:
            return
        began = time.monotonic()
        try:
            response = await client.post("/ask", json=asked)
        except Exception as error:
            driven.errors.append(f"{type(error).__name__}: {error}")
            continue
        if response.status_code == 200:
            driven.seconds.append(time.monotonic() - began)
        elif response.status_code == _SENT_AWAY and "retry-after" in response.headers:
            driven.sent_away += 1
            await asyncio.sleep(min(float(response.headers["retry-after"]), 1.0))
        else:
            driven.errors.append(f"{response.status_code}: {response.text[:200]}")


def batches(address: str) -> tuple[float, float]:
    """How many batches the server answered, and how many questions stood in them."""
    import httpx

    told = dict(line.rsplit(" ", 1) for line in httpx.get(f"{address}/metrics").text.splitlines() if line[0] != "#")
    return float(told["wenjin_batch_questions_count"]), float(told["wenjin_batch_questions_sum"])
