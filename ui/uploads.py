"""Uploads that are at work, each in a task of its own, and what became of those before."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from uuid import uuid4

from index.errors import Busy, NoSuchArticle, WenjinError
from ui.desk import Desk
from ui.faults import RETRY_SECONDS
from ui.listing import AddedOut, WorkingOut

if TYPE_CHECKING:
    from rag.library import Added

PENDING = 8  # uploads that may be at work; each holds its bytes
REMEMBERED = 200  # outcomes kept to be asked for


class Uploads:
    """Uploads at work and what became of them, by id; the oldest are forgotten."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._tasks: dict[str, tuple[str, asyncio.Task[Added]]] = {}

    def begin(self, name: str, data: bytes) -> str:
        """The id of an upload now at work. Raises Busy beyond so many."""
        if sum(not task.done() for _, task in self._tasks.values()) >= PENDING:
            raise Busy(f"{PENDING} uploads are at work already.", "Wait for them, then send it.", RETRY_SECONDS)
        for old in list(self._tasks)[: -REMEMBERED or None]:
            del self._tasks[old]
        id, task = uuid4().hex, asyncio.create_task(self._desk.add(name, data))
        task.add_done_callback(_seen)
        self._tasks[id] = (name, task)
        return id

    async def outcome(self, id: str, seconds: float = 0.0) -> AddedOut | WorkingOut:
        """What became of it within so many seconds; raises what adding raised, or NoSuchArticle for an unknown id."""
        if id not in self._tasks:
            raise NoSuchArticle(f"There is no upload {id[:80]!r}.", "Ask for the id that POST /articles gave.")
        name, task = self._tasks[id]
        await asyncio.wait([task], timeout=seconds)
        return AddedOut.of(task.result()) if task.done() else WorkingOut(id=id, name=name)


def _seen(task: asyncio.Task[Added]) -> None:
    """An outcome that nobody asks for is no error of the server, and a refusal holds no longer what was sent."""
    error = None if task.cancelled() else task.exception()
    if isinstance(error, WenjinError):
        error.__context__ = error.__traceback__ = None
