"""Who may reach the application: one guard around all of it, the chat page's own routes included.

Every request passes the gate (the name it asked for, the machine and the page it comes from, how often), then the
lock (the token, where one is set), then the bound on its size; every response leaves with the security headers.
"""

from __future__ import annotations

from collections.abc import Callable

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from index.settings import Settings
from ui.door import SIGN_IN, SIGN_OUT, Door, TooOften, to_the_door
from ui.keys import Keys
from ui.limit import BodyLimit
from ui.pace import Pace
from ui.refusal import Refusal
from ui.shield import Shield
from ui.visitor import Visitor, is_address, is_loopback

MOST_BYTES = 1_000_000
UPLOADS, DROPPED = "/articles", "/gradio_api/upload"
AT_ONCE = 25  # files that a person may drop on the page together
# A form around the file: its name, and the lines that part the fields.
_FORM_BYTES = 100_000
_OPEN = "/health"
_MORE_PATIENCE = "Wait as long as Retry-After says."
_METHODS = ("GET", "HEAD", "POST", "DELETE")


def guarded(app: ASGIApp, settings: Settings) -> ASGIApp:
    """The application as others may reach it."""
    file = int(settings.max_file_mb * 1_000_000) + _FORM_BYTES
    larger = {UPLOADS: file, DROPPED: AT_ONCE * file}
    app = BodyLimit(app, MOST_BYTES, larger)
    if token := settings.token.get_secret_value():
        app = Lock(app, Door(Keys(token)))
    app = Gate(app, settings)
    if settings.origins:
        # Around the gate: a page that may call this must be able to read why it was refused.
        told = ["Retry-After", "X-Request-Id", "Mcp-Session-Id"]
        app = CORSMiddleware(app, settings.origins, _METHODS, ["*"], expose_headers=told)
    return Shield(app)


class Gate:
    """Turns away whoever may not come at all, token or not."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._open = bool(settings.token.get_secret_value())
        self._hosts = {settings.host.lower(), *settings.hosts}
        self._origins = set(settings.origins)
        self._pace = Pace(settings.rate, settings.rate) if settings.rate else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":  # nothing here speaks it
            await send({"type": "websocket.close", "code": 1008})
        elif scope["type"] != "http":
            await self._app(scope, receive, send)
        else:
            visitor = Visitor.of(scope)
            refusal = self._refusal(visitor)
            await (refusal.response(visitor) if refusal else self._app)(self._within(scope, visitor), receive, send)

    def _within(self, scope: Scope, visitor: Visitor) -> Scope:
        """The request as it goes on. An origin that is our own is not told: Gradio would add CORS headers to it."""
        if visitor.origin and visitor.origin not in self._origins:
            # In the scope itself: in a copy, the route that answers would be lost to those around this.
            scope["headers"] = [pair for pair in scope["headers"] if pair[0] != b"origin"]
        return scope

    def _refusal(self, visitor: Visitor) -> Refusal | None:
        checks: tuple[Callable[[Visitor], Refusal | None], ...] = (
            self._wrong_host,
            self._too_far,
            self._wrong_page,
            self._too_often,
        )
        return next((refusal for check in checks if (refusal := check(visitor))), None)

    def _wrong_host(self, visitor: Visitor) -> Refusal | None:
        """A page elsewhere can point its own host name at this machine; its requests then carry that name."""
        host = visitor.host
        if not host:
            return Refusal(400, "The request has no usable Host header.", "Send the address you reach the server by.")
        if is_loopback(host) or host in self._hosts or (self._open and is_address(host)):
            return None
        return Refusal(
            421,
            f"This server is not known as {host}.",
            f"Reach it by its address, or start it with WENJIN_HOSTS={host}.",
        )

    def _too_far(self, visitor: Visitor) -> Refusal | None:
        if self._open or visitor.local:
            return None
        return Refusal(
            403,
            "The request comes from another machine, or through a proxy, and no token is set.",
            "Start the server with WENJIN_TOKEN, and send the token.",
        )

    def _wrong_page(self, visitor: Visitor) -> Refusal | None:
        origin = visitor.origin
        if origin in self._origins or (visitor.from_own_page if origin else not visitor.across_sites):
            return None
        if not origin and visitor.navigating:  # a link, followed by a person
            return None
        return Refusal(
            403,
            f"The request was sent by a page of {origin or 'another site'}.",
            f"Start the server with WENJIN_ORIGINS={origin or 'https://…'} if that page may call it.",
        )

    def _too_often(self, visitor: Visitor) -> Refusal | None:
        """This machine's own requests are not counted: whoever sends them has the processor anyway."""
        if self._pace is None or visitor.local or not (seconds := self._pace.take(visitor.client)):
            return None
        return Refusal(429, "Too many requests.", _MORE_PATIENCE, {"Retry-After": str(seconds)})


class Lock:
    """Lets in whoever has the token, at every path but /health and the sign-in page."""

    def __init__(self, app: ASGIApp, door: Door) -> None:
        self._app, self._door = app, door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        visitor = Visitor.of(scope)
        if visitor.path in (SIGN_IN, SIGN_OUT):
            await (await self._door.answer(visitor, scope, receive))(scope, receive, send)
        elif refusal := self._refusal(visitor):
            entering = refusal.status == 401 and visitor.wants_html and visitor.navigating
            response = to_the_door(visitor, scope) if entering else refusal.response(visitor)
            await response(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _refusal(self, visitor: Visitor) -> Refusal | None:
        if visitor.path == _OPEN and visitor.method in ("GET", "HEAD"):
            return None
        try:
            if self._door.opens(visitor):
                return None
        except TooOften as often:
            wait = {"Retry-After": str(often.seconds)}
            return Refusal(429, "Too many wrong tokens were tried.", _MORE_PATIENCE, wait)
        return Refusal(
            401,
            "This server wants a token.",
            "Send it as `Authorization: Bearer …`, or sign in with a browser.",
            {"WWW-Authenticate": 'Bearer realm="Wenjin"'},
        )
