"""Questions that wait are answered together: a few worker threads, each taking all it can at once."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from math import ceil

from index.errors import Busy
from rag.answer import Answer
from rag.scope import Asking

BATCH = 32  # questions at most in one batch
WAITING = 128  # questions that may wait
_GATHER_SECONDS = 0.004  # after a batch its askers ask again within this
_USUAL_SECONDS = 0.2  # an answer takes, until one was timed

Ask = Callable[[Asking], Answer]
AskMany = Callable[[Sequence[Asking]], Iterable["Answer | Exception"]]
_Waiting = tuple[Asking, "Future[Answer]"]


class Batcher:
    """Answers by `many`, and one by one by `one` where that fails. Its threads start with the first question."""

    def __init__(
        self,
        one: Ask,
        many: AskMany,
        workers: int,
        most: int = BATCH,
        waiting: int = WAITING,
        watch: Callable[[int], None] = lambda size: None,
    ) -> None:
        self._one, self._many = one, many
        self._workers, self._most, self._room, self._watch = workers, most, waiting, watch
        self._queue: deque[_Waiting] = deque()
        self._change = threading.Condition()
        self._started = 0
        self._idle = 0
        self._last = 1
        self._seconds = _USUAL_SECONDS

    @property
    def waiting(self) -> int:
        """How many questions wait to be taken up."""
        return len(self._queue)

    def ask(self, asking: Asking) -> Future[Answer]:
        """The answer to come; cancelled before it is taken up, it is never worked on. Raises Busy beyond the queue."""
        future: Future[Answer] = Future()
        with self._change:
            if len(self._queue) >= self._room:
                raise self._busy()
            self._queue.append((asking, future))
            if not self._idle and self._started < self._workers:
                self._started += 1
                threading.Thread(target=self._work, name="wenjin-answers", daemon=True).start()
            self._change.notify()
        return future

    def _busy(self) -> Busy:
        seconds = max(1, ceil(len(self._queue) * self._seconds))
        return Busy(
            f"{len(self._queue)} questions are waiting already.", f"Ask again in {seconds} seconds.", seconds=seconds
        )

    def _work(self) -> None:
        while True:
            batch = [each for each in self._taken() if each[1].set_running_or_notify_cancel()]
            if batch:
                self._watch(len(batch))
                began = time.monotonic()
                self._answer(batch)
                self._seconds = (time.monotonic() - began) / len(batch)

    def _taken(self) -> list[_Waiting]:
        """What waits, once something does; where many came together before, they are given a moment to do so again."""
        with self._change:
            self._idle += 1
            self._change.wait_for(lambda: self._queue)
            if self._last > 1:
                self._change.wait_for(lambda: len(self._queue) >= self._last, _GATHER_SECONDS)
            self._idle -= 1
            taken = [self._queue.popleft() for _ in range(min(len(self._queue), self._most))]
            self._last = len(taken)
            return taken

    def _answer(self, batch: Sequence[_Waiting]) -> None:
        """Each as soon as it is answered. One that breaks must not break those that happened to come with it."""
        left = deque(batch)
        with suppress(Exception):
            for answer in self._many([asking for asking, _ in batch]):
                _settle(left.popleft()[1], answer)
        for asking, future in left:
            _settle(future, self._alone(asking))

    def _alone(self, asking: Asking) -> Answer | Exception:
        try:
            return self._one(asking)
        except Exception as error:
            return error


def _settle(future: Future[Answer], answer: Answer | Exception) -> None:
    if isinstance(answer, Exception):
        future.set_exception(answer)
    else:
        future.set_result(answer)
