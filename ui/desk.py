"""The desk both web faces ask at: it asks the blocking library in a few worker threads, so the server stays awake."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Protocol

from anyio import CapacityLimiter, to_thread

from index.article import Article, Passage
from rag.answer import Answer

if TYPE_CHECKING:
    from index.build import BuildReport
    from rag.library import Added

# More threads than cores only make every answer slower; the rest wait their turn.
PLACES = 4


class Indexed(Protocol):
    """What a face needs to know of the index that questions are answered from."""

    @property
    def version(self) -> str: ...
    @property
    def articles(self) -> Sequence[Article]: ...
    @property
    def passages(self) -> Sequence[Passage]: ...


class Library(Protocol):
    """What answers questions; blocking, and safe to ask from several threads."""

    @property
    def snapshot(self) -> Indexed: ...
    def ask(self, question: str, history: Sequence[str] = (), k: int | None = None) -> Answer: ...
    def add(self, name: str, data: bytes) -> Added: ...
    def remove(self, file: str) -> None: ...
    def restore(self, file: str) -> Added: ...
    def removed(self) -> tuple[str, ...]: ...
    def rebuild(self) -> BuildReport: ...


class Desk:
    """A library that can be asked without blocking the event loop."""

    def __init__(self, library: Library, places: int = PLACES) -> None:
        self._library = library
        self._limiter = CapacityLimiter(places)
        self._changes = CapacityLimiter(1)  # so that no change of the index takes a question's place

    @property
    def snapshot(self) -> Indexed:
        return self._library.snapshot

    async def ask(self, question: str, history: Sequence[str] = (), k: int | None = None) -> Answer:
        """The library's answer; raises what the library raises."""
        return await to_thread.run_sync(partial(self._library.ask, question, history, k), limiter=self._limiter)

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
