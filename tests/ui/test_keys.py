"""The cookie opens for whoever was given it, until it runs out, and nothing else does."""

from __future__ import annotations

import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.keys import COOKIE, DAYS, Keys
from ui.visitor import Visitor

TOKEN = "a-token-of-the-tests-0123456789"


def _visitor(cookie: str = "", secure: bool = False) -> Visitor:
    headers = [(b"host", b"localhost"), (b"cookie", cookie.encode("latin-1"))]
    scheme = "https" if secure else "http"
    return Visitor.of({"type": "http", "method": "GET", "path": "/", "headers": headers, "scheme": scheme})


def _given(keys: Keys) -> str:
    return keys.cookie(_visitor()).split(";")[0]


def test_the_cookie_is_kept_from_scripts_and_other_sites() -> None:
    told = Keys(TOKEN).cookie(_visitor())
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= {part.strip() for part in told.split(";")}
    assert TOKEN not in told and "Secure" not in told
    assert Keys(TOKEN).cookie(_visitor(secure=True)).endswith("; Secure")


def test_it_opens_until_it_runs_out() -> None:
    now = 1_000_000.0
    keys = Keys(TOKEN, lambda: now)
    cookie = _given(keys)
    assert keys.signed_in(_visitor(cookie)) and keys.signed_in(_visitor(f"a=b; {cookie}; broken cookie"))
    now += DAYS * 24 * 3600
    assert not keys.signed_in(_visitor(cookie))


def test_another_token_closes_every_session() -> None:
    assert not Keys("another-token-0123456789").signed_in(_visitor(_given(Keys(TOKEN))))


@pytest.mark.parametrize(
    "value", ["", ".", "9999999999.", "9999999999", "９９９９９９９９９９.x", "-1.0", TOKEN, "\xff.\xff"]
)
def test_what_was_not_given_does_not_open(value: str) -> None:
    assert not Keys(TOKEN).signed_in(_visitor(f"{COOKIE}={value}".encode().decode("latin-1")))


@given(st.integers(0, 200), st.integers(1, 255))
def test_a_changed_cookie_does_not_open(place: int, change: int) -> None:
    keys = Keys(TOKEN)
    whole = _given(keys)
    start = len(COOKIE) + 1
    at = start + place % (len(whole) - start)
    forged = whole[:at] + chr(ord(whole[at]) ^ change) + whole[at + 1 :]
    assert not keys.signed_in(_visitor(forged))


@given(st.text(max_size=60))
def test_only_the_token_is_the_token(guess: str) -> None:
    assert Keys(TOKEN).is_token(guess) is (guess == TOKEN)


def test_tokens_and_cookies_are_compared_in_constant_time(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = []
    real = hmac.compare_digest
    monkeypatch.setattr(hmac, "compare_digest", lambda a, b: (compared.append(len(a) == len(b)), real(a, b))[1])
    keys = Keys(TOKEN)
    keys.is_token("x")
    keys.is_token(TOKEN)
    keys.signed_in(_visitor(_given(keys)))
    assert compared == [True, True, True]
