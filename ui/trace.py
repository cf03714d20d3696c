"""A number for every request, told in its response and in one line of the log; what was asked is in neither."""

from __future__ import annotations

import json
import logging
import re
import time
from typing import Any
from uuid import uuid4

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.faults import broken
from ui.metrics import Metrics

HEADER = "X-Request-ID"
_GIVEN = re.compile(r"[A-Za-z0-9._-]{1,64}")
_LOG = logging.getLogger("wenjin.requests")


class Trace:
    """Numbers, times and counts the requests to `app`; a failure nobody foresaw is told as one, with its number."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app, self._metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        traced = _Traced(_number(scope), send)
        began = time.monotonic()
        try:
            await self._app(scope, receive, traced.send)
        except Exception:
            _LOG.exception("Request %s failed.", traced.number)
            if traced.status:
                raise
            await broken()(scope, receive, traced.send)
        finally:
            self._tell(scope, traced, time.monotonic() - began)

    def _tell(self, scope: Scope, traced: _Traced, seconds: float) -> None:
        route = _route(scope)
        self._metrics.requested(scope["method"], route, traced.status, seconds)
        told = {
            "request": traced.number,
            "method": scope["method"],
            "route": route,
            "status": traced.status,
            "seconds": round(seconds, 6),
        }
        _LOG.info("request", extra={"told": told})


class _Traced:
    """Sends on, with the number, and remembers the status."""

    def __init__(self, number: str, send: Send) -> None:
        self.number, self._send = number, send
        self.status = 0

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            MutableHeaders(scope=message)[HEADER] = self.number
        await self._send(message)


def _number(scope: Scope) -> str:
    """The number the client gave, where it is fit to be logged, else a new one."""
    given = Headers(scope=scope).get(HEADER, "")
    return given if _GIVEN.fullmatch(given) else uuid4().hex


def _route(scope: Scope) -> str:
    """The pattern of the route that answered; all that the page asks for is one."""
    path = getattr(scope.get("route"), "path", "")
    return path if isinstance(path, str) and path and not path.startswith("/page/") else "page"


class JsonLines(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, Any] = {"time": f"{record.created:.3f}", "level": record.levelname.lower()}
        told |= getattr(record, "told", {"message": record.getMessage()})
        if record.exc_info:
            told["trace"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False)


def log_requests() -> None:
    """Write a line to stderr for every request from now on."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    _LOG.addHandler(handler)
    _LOG.setLevel(logging.INFO)
    _LOG.propagate = False
