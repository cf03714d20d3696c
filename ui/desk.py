"""The desk both web faces ask at: it asks the blocking library in a few worker threads, so the server stays awake."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Protocol

from anyio import CapacityLimiter, to_thread

from index.article import Article, Passage
from rag.answer import Answer

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


class Desk:
    """A library that can be asked without blocking the event loop."""

    def __init__(self, library: Library, places: int = PLACES) -> None:
        self._library = library
        self._limiter = CapacityLimiter(places)

    @property
    def snapshot(self) -> Indexed:
        return self._library.snapshot

    async def ask(self, question: str, history: Sequence[str] = (), k: int | None = None) -> Answer:
        """The library's answer; raises what the library raises."""
        return await to_thread.run_sync(partial(self._library.ask, question, history, k), limiter=self._limiter)
