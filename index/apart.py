"""Work on one file in a process of its own, with bounds on memory and time: what is made to burst bursts there.

The process is started when it is first needed, serves one file after the other, and is left by `close`. Run as a
program, this module is that process.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import threading
from contextlib import suppress
from importlib import import_module
from typing import IO, Any

from index.errors import UnreadableFile

MOST_SECONDS = 120.0
MOST_MEMORY = 1_500_000_000
_NUMBER = 8


def ask(task: str, *parts: bytes) -> dict[str, Any]:
    """What the function `task` ("module:name"), called there with `parts`, makes of them: what JSON can hold.

    Raises UnreadableFile when it does, and when it takes too long or too much memory.
    """
    with _LOCK:
        told = _worker().ask(task.encode(), len(parts).to_bytes(), *parts)
    if "reason" in told:
        raise UnreadableFile(told["reason"], told["cure"])
    return told


def close() -> None:
    """End the process, if there is one; the next file starts another."""
    with _LOCK:
        if _workers:
            _workers.pop().end()


class _Worker:
    """The process as seen from here. It belongs to the process that started it, not to a fork of that."""

    def __init__(self) -> None:
        self.owner = os.getpid()
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )

    def ask(self, *parts: bytes) -> dict[str, Any]:
        """What it tells of a file; a process that says nothing in time, or dies of it, is replaced."""
        assert self._process.stdin and self._process.stdout
        late = threading.Event()

        def stop() -> None:
            late.set()
            self._process.kill()

        timer = threading.Timer(MOST_SECONDS, stop)
        timer.start()
        try:
            for part in parts:
                _write(self._process.stdin, part)
            told: dict[str, Any] = json.loads(_read(self._process.stdout))
        except (OSError, EOFError):
            _workers.clear()
            self.end()
            raise _burst(late.is_set()) from None
        finally:
            timer.cancel()
        return told

    def end(self) -> None:
        self._process.kill()
        with suppress(OSError):
            self._process.communicate()


_LOCK = threading.Lock()
_workers: list[_Worker] = []


def _worker() -> _Worker:
    if _workers and _workers[0].owner != os.getpid():
        _workers.clear()
    if not _workers:
        _workers.append(_Worker())
        atexit.register(close)
    return _workers[0]


def _burst(late: bool) -> UnreadableFile:
    cure = "Split it, or save it again with the program it comes from."
    if late:
        return UnreadableFile(f"reading it takes longer than {MOST_SECONDS:g} seconds.", cure)
    return UnreadableFile("reading it takes more memory than an article does, or breaks the reader.", cure)


def _write(pipe: IO[bytes], data: bytes) -> None:
    pipe.write(len(data).to_bytes(_NUMBER))
    pipe.write(data)
    pipe.flush()


def _read(pipe: IO[bytes]) -> bytes:
    size = pipe.read(_NUMBER)
    data = pipe.read(int.from_bytes(size)) if len(size) == _NUMBER else b""
    if len(size) < _NUMBER or len(data) < int.from_bytes(size):
        raise EOFError
    return data


def _serve() -> None:
    """Until the other side is gone: a task and its parts in, what comes of it out."""
    _hold_back()
    questions, answers = sys.stdin.buffer, sys.stdout.buffer
    with suppress(EOFError, KeyboardInterrupt):
        while True:
            task, count = _read(questions).decode(), int.from_bytes(_read(questions))
            told = _told(task, [_read(questions) for _ in range(count)])
            _write(answers, json.dumps(told).encode())


def _told(task: str, parts: list[bytes]) -> dict[str, Any]:
    module, _, name = task.partition(":")
    try:
        told: dict[str, Any] = getattr(import_module(module), name)(*parts)
    except UnreadableFile as error:
        return {"reason": error.message, "cure": error.cure}
    except MemoryError:
        burst = _burst(late=False)
        return {"reason": burst.message, "cure": burst.cure}
    except Exception as error:  # one file, whatever it makes a parser raise, must not stop the others
        cure = "Save it again, or leave it out."
        return {"reason": f"it cannot be read ({type(error).__name__}: {error}).", "cure": cure}
    return told


def _hold_back() -> None:
    if os.name == "posix":  # elsewhere only the time is bounded
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    _serve()
