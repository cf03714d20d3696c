"""A bound on what one request may send, kept before anything reads it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.faults import fault

_MOST_THROWN_AWAY = 50_000_000


class BodyLimit:
    """Refuses a body of more than `most` bytes with 413; `larger` names the paths that take more."""

    def __init__(self, app: ASGIApp, most: int, larger: Mapping[str, int] | None = None) -> None:
        self._app, self._most, self._larger = app, most, larger or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        declared, most = _declared(scope), self._larger.get(scope["path"], self._most)
        if declared is not None and declared <= most:
            # The server reads no more than was declared: such a body needs no reading here, and no memory.
            await self._app(scope, receive, send)
            return
        bound = self._most if declared is None else 0
        kept = await _read(receive, bound)
        if kept is None:
            await _refusal(most if declared else bound)(scope, receive, send)
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
    """The whole body as it came, or None where it passes the bound.

    What comes after that is thrown away: most clients send all before they listen, and would never hear the reason.
    """
    kept: list[Message] = []
    size, more = 0, True
    while more and size < most + _MOST_THROWN_AWAY:
        message = await receive()
        size += len(message.get("body", b""))
        kept.append(message) if size <= most else kept.clear()
        more = bool(message.get("more_body", False))
    return kept if size <= most else None


def _refusal(most: int) -> JSONResponse:
    # The rest of the body may be unread: then the connection can carry nothing after it.
    shut = {"Connection": "close"}
    return fault(413, f"The request is larger than {most} bytes.", "Send less at once, and say how long it is.", shut)


class _Replayed:
    """What was read already, then whatever comes after it."""

    def __init__(self, kept: list[Message], receive: Receive) -> None:
        self._kept: Iterator[Message] = iter(kept)
        self._receive = receive

    async def next(self) -> Message:
        for message in self._kept:
            return message
        return await self._receive()
