"""The token, and the cookie a browser has instead once its person has signed in."""

from __future__ import annotations

import hmac
import time
from collections.abc import Callable
from hashlib import sha256

from starlette.requests import cookie_parser

from ui.visitor import Visitor

COOKIE = "wenjin_session"
DAYS = 30
_SECONDS = DAYS * 24 * 3600


class Keys:
    """Tells who may come in. Every comparison takes the same time, however much of a guess is right."""

    def __init__(self, token: str, clock: Callable[[], float] = time.time) -> None:
        self._token, self._clock = token.encode(), clock

    def is_token(self, given: str) -> bool:
        # Digests are compared, so that the length of the token does not show either.
        return hmac.compare_digest(self._sign(given.encode("utf-8", "replace")), self._sign(self._token))

    def bearer(self, visitor: Visitor) -> str | None:
        """The token in the Authorization header, None where it has none."""
        scheme, _, given = visitor.headers.get("authorization", "").partition(" ")
        return given.strip() if scheme.lower() == "bearer" else None

    def signed_in(self, visitor: Visitor) -> bool:
        """Whether its cookie is one that `cookie` made under this token, and has not run out."""
        until, _, seal = _cookie(visitor).partition(".")
        whole = hmac.compare_digest(seal.encode(), self._sign(until.encode()).encode())
        return whole and until.isascii() and until.isdigit() and self._clock() < int(until)

    def cookie(self, visitor: Visitor) -> str:
        """The Set-Cookie header of whoever has just shown the token."""
        until = str(int(self._clock()) + _SECONDS)
        return _set_cookie(f"{until}.{self._sign(until.encode())}", _SECONDS, visitor.secure)

    @staticmethod
    def no_cookie(visitor: Visitor) -> str:
        """The Set-Cookie header that signs out."""
        return _set_cookie("", 0, visitor.secure)

    def _sign(self, what: bytes) -> str:
        return hmac.new(self._token, b"wenjin session " + what, sha256).hexdigest()


def _cookie(visitor: Visitor) -> str:
    return cookie_parser(visitor.headers.get("cookie", "")).get(COOKIE, "")


def _set_cookie(value: str, seconds: int, secure: bool) -> str:
    kept = f"{COOKIE}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Strict"
    return f"{kept}; Secure" if secure else kept
