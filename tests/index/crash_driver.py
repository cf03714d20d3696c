"""Builds that are killed on purpose: run by test_crash.py in a process of its own, so that it may fork and kill.

`python crash_driver.py FOLDER random|every COUNT` prints one JSON line a kill: what was done before it, what may be
found after it, and what was found.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from conftest import ARTICLES, TinyEncoder
from tqdm import tqdm

from index.build import build
from index.keeping.records import dump_articles, dump_passages
from index.keeping.snapshot import Snapshot
from index.keeping.store import Store
from index.settings import Settings

# Each state differs from the one before by one file, changed by one rename: no build ever sees half a change.
_ZOO = "青川动物园\n\n青川动物园今年新来了熊猫{}只。\n"
_STATES: tuple[Callable[[Path], None], ...] = (
    lambda folder: _put(folder / "zoo.txt", _ZOO.format(5)),
    lambda folder: _put(folder / "farm.txt", "青川农场\n\n青川农场有牛三百头、羊一千二百只。\n"),
    lambda folder: _put(folder / "zoo.txt", _ZOO.format(8)),
    lambda folder: (folder / "farm.txt").unlink(missing_ok=True),
)
_WRITES = {"open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.truncate"}


def main() -> None:
    root, kind, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    # bm25s uses tqdm, whose own lock is shared with forked processes: one killed while holding it would stop us all.
    tqdm.set_lock(threading.RLock())
    versions = _versions(root / "plan")
    campaign = _random if kind == "random" else _every
    campaign(root, versions, count)


def _random(root: Path, versions: list[tuple[str, str]], count: int) -> None:
    """Kill a builder that goes round the states, at any moment of its life."""
    settings, chance, state = _settings(root / "random"), random.Random(int(os.environ.get("WENJIN_SEED", count))), 0
    _build(settings, state - 1)  # loads what is loaded once
    began = time.monotonic()
    _build(settings, state)
    usual = time.monotonic() - began
    for _ in range(count):
        done, ended = os.pipe()
        child = _fork(lambda state=state, ended=ended: _go_round(settings, state, ended))
        os.close(ended)
        time.sleep(chance.uniform(0, 4 * usual))
        finished = _kill(child, done)
        state = (state + finished) % len(_STATES)
        state = _tell(settings, versions, state)


def _every(root: Path, versions: list[tuple[str, str]], step: int) -> None:
    """Kill a builder before its first write in its home, before its second, and so on to the last."""
    settings, at, state = _settings(root / "every"), 1, 0
    _build(settings, state)
    while True:
        child = _fork(lambda at=at, state=state: _die_at(settings, state + 1, at))
        _, status = os.waitpid(child, 0)
        if os.WIFEXITED(status):
            assert status == 0, "a build failed by itself"
            break
        found = _tell(settings, versions, state, at)
        _build(settings, found)
        state, at = found, at + step


def _tell(settings: Settings, versions: list[tuple[str, str]], state: int, at: int = 0) -> int:
    """Print what is found after a kill, prove that the next build works, and return the state it is in."""
    store, after = Store(settings.home, settings.articles), (state + 1) % len(_STATES)
    snapshot = store.open(encoder=TinyEncoder())
    found = [snapshot.version, _digest(snapshot)]
    reader = snapshot.dense.search(TinyEncoder().encode_queries([snapshot.passages[0].text])[0], 1)
    build(settings, TinyEncoder())
    left = [path.name for path in store.root.iterdir() if path.name.startswith(("building", "trash"))]
    notice = store.open().notice
    told = {"may": [versions[state], versions[after]], "found": found, "at": at, "left": left}
    print(json.dumps({**told, "hits": len(reader[0]), "notice": notice + snapshot.notice}), flush=True)
    served = store.open().version
    return next(place for place in (state, after) if versions[place][0] == served)


def _go_round(settings: Settings, state: int, ended: int) -> None:
    while True:
        state += 1
        _build(settings, state)
        os.write(ended, b".")


def _die_at(settings: Settings, state: int, at: int) -> None:
    home, seen = str(settings.home), 0

    def watch(event: str, details: tuple[object, ...]) -> None:
        nonlocal seen
        if event in _WRITES and home in str(details[0]) and not (event == "open" and details[1] == "r"):
            seen += 1
            if seen == at:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)
    _build(settings, state)


def _fork(work: Callable[[], None]) -> int:
    child = os.fork()
    if not child:
        try:
            work()
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    return child


def _kill(child: int, done: int) -> int:
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(done, "rb") as pipe:
        return len(pipe.read())


def _build(settings: Settings, state: int) -> str:
    _STATES[state % len(_STATES)](settings.articles)
    return build(settings, TinyEncoder()).version


def _versions(root: Path) -> list[tuple[str, str]]:
    settings, versions = _settings(root), []
    for state in range(len(_STATES)):
        version = _build(settings, state)
        versions.append((version, _digest(Store(settings.home, settings.articles).open())))
    return versions


def _digest(snapshot: Snapshot) -> str:
    """What every article and passage of a snapshot, to the last letter, comes to."""
    return sha256(dump_articles(snapshot.articles) + dump_passages(snapshot.passages)).hexdigest()


def _settings(root: Path) -> Settings:
    folder = root / "articles"
    folder.mkdir(parents=True)
    for name, text in ARTICLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return Settings(home=root / "home", articles=folder)


def _put(path: Path, text: str) -> None:
    fresh = path.parent.parent / "fresh"
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(path)


if __name__ == "__main__":
    main()
