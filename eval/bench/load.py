"""How much the server answers under load, against what the models reach by themselves, all in one run.

    python -m eval.bench.load [--articles DIR] [--questions FILE] [--clients 32] [--seconds 60]

"offline" answers batches of 32 without a server; "served" is the real server with so many clients; "alone" one client
with one question after the other, beside the bare forward passes of the encoder and the span reader on the same
questions. No question is asked twice within a measure, and there is no cache of answers.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from eval.bench.serving import QUESTIONS, Driven, batches, distinct, drive, serving
from index.searching.encoder import Encoder
from index.settings import Settings, load_settings
from rag.library import Library
from rag.reader import READ_TOGETHER
from rag.scope import Asking
from rag.spans import SpanModel, headed

BATCH = 32
ALONE = 60  # questions asked one after the other
SETTLING = 0.3  # seconds: the threads of a forward pass spin on a while, on the cores that the other needs


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=Path)
    parser.add_argument("--questions", type=Path, default=QUESTIONS)
    parser.add_argument("--clients", type=int, default=32)
    parser.add_argument("--seconds", type=float, default=60)
    given = parser.parse_args()
    settings = load_settings(articles=given.articles)
    questions = distinct(given.questions)
    library = Library.open(settings)
    offline = offline_rate(library, questions, given.seconds)
    with serving(given.articles) as served:
        drive(served.address, questions[-2 * BATCH :], given.clients)
        before = batches(served.address)
        driven = drive(served.address, questions, given.clients, given.seconds)
        after = batches(served.address)
        alone, bare = latencies(library, settings, served.address, questions[:ALONE])
    told = report(driven, offline, alone, bare)
    told["questions a batch"] = round((after[1] - before[1]) / max(after[0] - before[0], 1), 1)
    print(
        json.dumps({"articles": len(library.snapshot.articles), "distinct questions": len(questions), **told}, indent=1)
    )


def offline_rate(library: Library, questions: Sequence[str], seconds: float) -> float:
    """Answers a second in batches of 32, measured for so long or until every question was asked."""
    list(library.ask_many([Asking(question) for question in questions[-BATCH:]]))
    began, answered = time.monotonic(), 0
    for start in range(0, len(questions), BATCH):
        answered += sum(1 for _ in library.ask_many([Asking(each) for each in questions[start : start + BATCH]]))
        if time.monotonic() - began > seconds:
            break
    return answered / (time.monotonic() - began)


def latencies(
    library: Library, settings: Settings, address: str, questions: Sequence[str]
) -> tuple[list[float], list[float]]:
    """Seconds of every question asked by one client, and of its bare forward passes, taken in turn."""
    import httpx

    encoder, spans = Encoder.load(settings), SpanModel.load()
    alone, bare = [], []
    with httpx.Client(base_url=address, timeout=120) as client:
        for question in questions:
            hits = library.retrieve(question)[:READ_TOGETHER]
            near = [headed(library.snapshot.article(hit.passage.article_id), hit.passage.text) for hit in hits]
            began = time.monotonic()
            encoder.encode_queries([question])
            spans.read(question, near)
            bare.append(time.monotonic() - began)
            time.sleep(SETTLING)
            began = time.monotonic()
            client.post("/ask", json={"question": question}).raise_for_status()
            alone.append(time.monotonic() - began)
            time.sleep(SETTLING)
    return alone, bare


def report(driven: Driven, offline: float, alone: Sequence[float], bare: Sequence[float]) -> dict[str, object]:
    """The figures and their ratios."""
    ordered = sorted(driven.seconds)
    return {
        "errors": len(driven.errors),
        "first errors": driven.errors[:3],
        "sent away": driven.sent_away,
        "answered": len(ordered),
        "offline a second": round(offline, 2),
        "served a second": round(driven.rate, 2),
        "served to offline": round(driven.rate / offline, 3),
        "median seconds": round(median(ordered), 3) if ordered else None,
        "95% within seconds": round(ordered[int(len(ordered) * 0.95)], 3) if ordered else None,
        "own share of the processors": round(driven.own_share, 3),
        "alone, median seconds": round(median(alone), 4) if alone else None,
        "bare passes, median seconds": round(median(bare), 4) if bare else None,
        "alone to bare": round(median(alone) / median(bare), 3) if alone and bare else None,
    }


if __name__ == "__main__":
    main()
