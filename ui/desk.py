"""The desk every face asks at: the blocking library works in a few threads of its own, so the server stays awake."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Protocol

from anyio import CapacityLimiter, to_thread

from index.article import Article, Hit, Passage
from index.errors import Busy, QuestionError, WenjinError
from index.keeping.manifest import Manifest
from rag.answer import Answer
from rag.scope import EVERYTHING, Asking, Scope
from ui.batcher import BATCH, WAITING, Batcher
from ui.metrics import Metrics

if TYPE_CHECKING:
    from index.report import BuildReport
    from rag.library import Added

# More threads than cores only make every answer slower; the rest wait their turn, and are answered together.
PLACES = 2


class Indexed(Protocol):
    """What a face needs to know of the index that questions are answered from."""

    @property
    def version(self) -> str: ...
    @property
    def articles(self) -> Sequence[Article]: ...
    @property
    def passages(self) -> Sequence[Passage]: ...
    @property
    def manifest(self) -> Manifest | None: ...
    def article(self, id: str) -> Article: ...  # raises KeyError


class Library(Protocol):
    """What answers questions; blocking, and safe to ask from several threads."""

    @property
    def snapshot(self) -> Indexed: ...
    def newest(self) -> Indexed: ...
    def ask(
        self, question: str, history: Sequence[str] = (), k: int | None = None, scope: Scope = EVERYTHING
    ) -> Answer: ...
    def ask_many(self, asked: Sequence[Asking]) -> Iterable[Answer | QuestionError]: ...
    def retrieve(
        self, question: str, history: Sequence[str] = (), k: int | None = None, scope: Scope = EVERYTHING
    ) -> Sequence[Hit]: ...
    def add(self, name: str, data: bytes) -> Added: ...
    def remove(self, file: str) -> None: ...
    def restore(self, file: str) -> Added: ...
    def removed(self) -> tuple[str, ...]: ...
    def rebuild(self) -> BuildReport: ...


class Desk:
    """A library that can be asked without blocking the event loop; beyond `waiting` questions it says it is busy."""

    def __init__(self, library: Library, places: int = PLACES, batch: int = BATCH, waiting: int = WAITING) -> None:
        self._library = library
        self.metrics = Metrics()
        self._batcher = Batcher(self._ask, library.ask_many, places, batch, waiting, self.metrics.batched)
        self._searches, self._searching, self._room = CapacityLimiter(places), 0, places + waiting
        self._changes = CapacityLimiter(1)  # so that no change of the index takes a question's place
        self.metrics.follow("wenjin_waiting", "Questions that wait", lambda: self._batcher.waiting)
        self.metrics.follow("wenjin_index_articles", "Articles in the index", lambda: len(self.snapshot.articles))
        self.metrics.follow("wenjin_index_passages", "Passages in the index", lambda: len(self.snapshot.passages))

    @property
    def snapshot(self) -> Indexed:
        """The index that the last question was answered from, or a newer one."""
        return self._library.snapshot

    async def newest(self) -> Indexed:
        """The newest index there is; opening it blocks nobody. Raises what the library raises."""
        return await to_thread.run_sync(self._library.newest, limiter=self._searches)

    async def ask(
        self, question: str, history: Sequence[str] = (), k: int | None = None, scope: Scope = EVERYTHING
    ) -> Answer:
        """The library's answer; raises what the library raises, and Busy where too many wait."""
        began = time.monotonic()
        try:
            answer = await asyncio.wrap_future(self._batcher.ask(Asking(question, tuple(history), k, scope)))
        except Exception as error:
            self.metrics.failed(_outcome(error))
            raise
        self.metrics.answered(answer, time.monotonic() - began)
        return answer

    async def search(self, question: str, k: int | None = None, scope: Scope = EVERYTHING) -> Sequence[Hit]:
        """The passages that would be read for a question; raises what the library raises, Busy where too many wait."""
        if self._searching >= self._room:
            raise Busy(f"{self._searching} searches are under way already.", "Search again in a second.", seconds=1)
        search = partial(self._library.retrieve, question, (), k, scope)
        self._searching += 1
        try:
            return await to_thread.run_sync(search, limiter=self._searches)
        finally:
            self._searching -= 1

    async def add(self, name: str, data: bytes) -> Added:
        """Take in one file, to be asked about at once; raises what the library raises."""
        return await to_thread.run_sync(self._library.add, name, data, limiter=self._changes)

    async def remove(self, file: str) -> None:
        """Leave a file out; raises what the library raises."""
        await to_thread.run_sync(self._library.remove, file, limiter=self._changes)

    async def restore(self, file: str) -> Added:
        """Take back in a file that was removed; raises what the library raises."""
        return await to_thread.run_sync(self._library.restore, file, limiter=self._changes)

    async def removed(self) -> tuple[str, ...]:
        """The files that can be restored."""
        return await to_thread.run_sync(self._library.removed)

    async def rebuild(self) -> BuildReport:
        """Bring the index up to what lies in the folder now; raises what the library raises."""
        return await to_thread.run_sync(self._library.rebuild, limiter=self._changes)

    def _ask(self, asking: Asking) -> Answer:
        return self._library.ask(asking.question, asking.history, asking.k, asking.scope)


def _outcome(error: Exception) -> str:
    if isinstance(error, Busy):
        return "busy"
    return "refused" if isinstance(error, WenjinError) else "broken"
