"""A script that runs before the page's own, for what Gradio lets a page add itself comes too late for its language;
and the list of the scripts that may run at all.
"""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.shield import policy


class FirstScript:
    """Puts a script at the head of the HTML page at `/`; `later` is the script that the page adds by itself."""

    def __init__(self, app: ASGIApp, script: str, later: str) -> None:
        self._app, self._script, self._later = app, f"<head><script>{script}</script>".encode(), later

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != "/" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        # A compressed page could not be written into.
        plain = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        await self._app({**scope, "headers": plain}, receive, _Written(send, self._script, self._later).send)


class _Written:
    """Holds back the page until it is whole, and sends it with the script in it."""

    def __init__(self, send: Send, script: bytes, later: str) -> None:
        self._send, self._script, self._later = send, script, later
        self._start: Message = {}
        self._body = b""

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_html(message):
            self._start = message
        elif self._start and message["type"] == "http.response.body":
            self._body += message.get("body", b"")
            if not message.get("more_body", False):
                await self._finish()
        else:
            await self._send(message)

    async def _finish(self) -> None:
        body = self._body.replace(b"<head>", self._script, 1)
        headers = MutableHeaders(raw=self._start["headers"])
        headers["Content-Length"] = str(len(body))
        headers["Content-Security-Policy"] = policy(body, self._later)
        await self._send(self._start)
        await self._send({"type": "http.response.body", "body": body})


def _is_html(start: Message) -> bool:
    return Headers(raw=start["headers"]).get("content-type", "").startswith("text/html")
