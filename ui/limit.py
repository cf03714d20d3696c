"""A bound on what one request may send, kept before anything reads it."""

from __future__ import annotations

from collections.abc import Iterator

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class BodyLimit:
    """Refuses a body of more than `most` bytes sent to `path` with 413, whatever its headers claim."""

    def __init__(self, app: ASGIApp, path: str, most: int, cure: str = "Send a shorter question.") -> None:
        self._app, self._path, self._most, self._cure = app, path, most, cure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != self._path:
            await self._app(scope, receive, send)
        elif (kept := await self._read(receive)) is None:
            await self._refusal()(scope, receive, send)
        else:
            await self._app(scope, _Replayed(kept, receive).next, send)

    async def _read(self, receive: Receive) -> list[Message] | None:
        """The whole body as it came, or None once it has passed the bound."""
        kept: list[Message] = []
        size, more = 0, True
        while more:
            message = await receive()
            kept.append(message)
            size += len(message.get("body", b""))
            if size > self._most:
                return None
            more = bool(message.get("more_body", False))
        return kept

    def _refusal(self) -> JSONResponse:
        told = {"error": f"The request is larger than {self._most} bytes.", "cure": self._cure}
        # The rest of the body is never read, so the connection can carry nothing after it.
        return JSONResponse(told, 413, headers={"Connection": "close"})


class _Replayed:
    """What was read already, then whatever comes after it."""

    def __init__(self, kept: list[Message], receive: Receive) -> None:
        self._kept: Iterator[Message] = iter(kept)
        self._receive = receive

    async def next(self) -> Message:
        for message in self._kept:
            return message
        return await self._receive()
