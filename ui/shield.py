"""The headers every response leaves with, so that a browser does less than it would."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_INLINE = re.compile(rb"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL)
_POLICY = (
    "default-src 'self'; script-src 'self' {scripts}; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not "no-referrer": with it a form of ours would be sent as if by nobody's page.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def policy(page: bytes = b"", *later: str) -> str:
    """The policy under which only the inline scripts of `page`, and those it adds `later`, run beside its files."""
    scripts = [*_INLINE.findall(page), *(script.encode() for script in later)]
    seals = [f"'sha256-{b64encode(sha256(script).digest()).decode()}'" for script in scripts]
    # Gradio builds functions from text, which a policy without this would stop.
    return _POLICY.format(scripts=" ".join(["'unsafe-eval'", *seals]))


class Shield:
    """Adds the security headers; a response that has a policy of its own keeps it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def covered(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("Content-Security-Policy", policy())
                headers.update(_ALWAYS)
            await send(message)

        await self._app(scope, receive, covered if scope["type"] == "http" else send)
