"""A bound on what one request may send, kept before anything reads it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class BodyLimit:
    """Refuses a body of more than `most` bytes with 413; `larger` names the paths that take more."""

    def __init__(self, app: ASGIApp, most: int, larger: Mapping[str, int] | None = None) -> None:
        self._app, self._most, self._larger = app, most, larger or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        declared, most = _declared(scope), self._larger.get(scope["path"], self._most)
        if declared is not None:
            # The server reads no more than was declared: such a body needs no reading here, and no memory.
            small = declared <= most
            await (self._app if small else _refusal(most))(scope, receive, send)
        elif (kept := await _read(receive, self._most)) is None:
            await _refusal(self._most)(scope, receive, send)
        else:
            await self._app(scope, _Replayed(kept, receive).next, send)


def _declared(scope: Scope) -> int | None:
    """The length the request says its body has: zero where it says nothing of a body, None where it comes in chunks."""
    headers = Headers(scope=scope)
    if "transfer-encoding" in headers:
        return None
    length = headers.get("content-length", "0")
    return int(length) if length.isascii() and length.isdigit() else None


async def _read(receive: Receive, most: int) -> list[Message] | None:
    """The whole body as it came, or None once it has passed the bound."""
    kept: list[Message] = []
    size, more = 0, True
    while more:
        message = await receive()
        kept.append(message)
        size += len(message.get("body", b""))
        if size > most:
            return None
        more = bool(message.get("more_body", False))
    return kept


def _refusal(most: int) -> JSONResponse:
    told = {"error": f"The request is larger than {most} bytes.", "cure": "Send less at once, and say how long it is."}
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
