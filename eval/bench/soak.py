"""Whether the server keeps its size: its memory and its open files, over many questions.

    python -m eval.bench.soak [--articles DIR] [--questions FILE] [--count 20000] [--clients 8]

The server is warm after a twentieth of them. "growth" is that of its memory from then to the end, as a share. Most
questions read one passage, for reading takes most of the time; the last before each measure read as many as ever.
"""

from __future__ import annotations

import argparse
import itertools
import json
import math
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from eval.bench.serving import QUESTIONS, Served, distinct, drive, serving

_MB = 1_000_000
_MEASURES = 20
_WHOLE = 16  # one of so many questions reads all its passages
_CLOSING_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Size:
    """After so many questions: the server's resident memory in MB, its open files, its threads."""

    asked: int
    memory: float
    files: int
    threads: int


@dataclass(frozen=True, slots=True)
class Soaked:
    """The sizes as they went, and what went wrong."""

    sizes: tuple[Size, ...]
    errors: tuple[str, ...]

    @property
    def growth(self) -> float:
        """Of the memory since the server was warm, as a share."""
        return self.sizes[-1].memory / self.sizes[0].memory - 1

    @property
    def more_files(self) -> int:
        """Open files at the end beyond those when the server was warm."""
        return self.sizes[-1].files - self.sizes[0].files


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=Path)
    parser.add_argument("--questions", type=Path, default=QUESTIONS)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--clients", type=int, default=8)
    given = parser.parse_args()
    with serving(given.articles) as served:
        soaked = soak(served, distinct(given.questions), given.count, given.clients)
    for size in soaked.sizes:
        print(json.dumps(asdict(size)))
    told = {"growth": round(soaked.growth, 4), "more files": soaked.more_files}
    print(json.dumps({**told, "errors": len(soaked.errors), "first errors": soaked.errors[:3]}))


def soak(served: Served, questions: Sequence[str], count: int, clients: int) -> Soaked:
    """Ask so many questions, and measure the server each twentieth of the way."""
    asking = itertools.cycle(questions)
    sizes, errors, step = [], [], count // _MEASURES
    for place in range(1, _MEASURES + 1):
        asked, whole = list(itertools.islice(asking, step)), math.ceil(step / _WHOLE)
        errors += drive(served.address, asked[whole:], clients, options={"k": 1}).errors
        errors += drive(served.address, asked[:whole], clients).errors
        sizes.append(size_of(served.process, place * step))
    return Soaked(tuple(sizes), tuple(errors))


def size_of(process: int, asked: int) -> Size:
    """What the process holds now."""
    import psutil

    found = psutil.Process(process)
    _settle(found)
    with found.oneshot():
        return Size(asked, round(found.memory_info().rss / _MB, 1), found.num_fds(), found.num_threads())


def _settle(process: Any) -> None:
    """Waits until the connections that the clients have closed are closed here too, for a while at most."""
    end = time.monotonic() + _CLOSING_SECONDS
    while time.monotonic() < end and any(each.status != "LISTEN" for each in process.net_connections("tcp")):
        time.sleep(0.05)


if __name__ == "__main__":
    main()
