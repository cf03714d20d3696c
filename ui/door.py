"""The sign-in page: whoever types the token is given the cookie, and goes on to where they wanted to be."""

from __future__ import annotations

import re
from html import escape
from urllib.parse import parse_qs, quote

from starlette.responses import RedirectResponse, Response
from starlette.types import Receive, Scope

from index.article import Language
from ui.keys import Keys
from ui.pace import Pace
from ui.plain import plain_page
from ui.refusal import Refusal
from ui.strings import say
from ui.visitor import Visitor

SIGN_IN, SIGN_OUT = "/sign-in", "/sign-out"
MOST_FORM_BYTES = 8_000
TRIES = 5
# One slash and no second: anything else may lead to another host.
_HERE = re.compile(r"/(?![/\\])[!-\[\]-~]*")


class TooOften(Exception):
    """So many wrong tokens were tried that the next may come only after `seconds`."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Door:
    """Signs in and out. Of wrong tokens a client may try `TRIES` at once, then as many a minute."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys
        self._wrong = Pace(TRIES, TRIES)

    def opens(self, visitor: Visitor) -> bool:
        """Whether its cookie or its token lets it in. Raises TooOften."""
        if self._keys.signed_in(visitor):
            return True
        given = self._keys.bearer(visitor)
        return given is not None and self._try(visitor, given)

    async def answer(self, visitor: Visitor, scope: Scope, receive: Receive) -> Response:
        """What is shown at the paths of the door."""
        if visitor.path == SIGN_OUT and visitor.method == "POST":
            return RedirectResponse(SIGN_IN, 303, {"Set-Cookie": self._keys.no_cookie(visitor)})
        if visitor.path == SIGN_IN and visitor.method == "POST":
            return self._sign_in(visitor, await _form(receive))
        if visitor.path == SIGN_IN and visitor.method in ("GET", "HEAD"):
            asked = parse_qs(scope.get("query_string", b"").decode("latin-1"))
            return self._show(visitor, asked.get("next", ["/"])[0])
        allowed = "POST" if visitor.path == SIGN_OUT else "GET, POST"
        refusal = Refusal(405, "The sign-in page is not used this way.", f"Use {allowed}.", {"Allow": allowed})
        return refusal.response(visitor)

    def _sign_in(self, visitor: Visitor, form: dict[str, str]) -> Response:
        onward, language = form.get("next", "/"), _language(visitor)
        try:
            let_in = self._try(visitor, form.get("token", "").strip())
        except TooOften as often:
            told, wait = say("too_often", language, often.seconds), {"Retry-After": str(often.seconds)}
            return plain_page(language, _form_html(language, onward, told), 429, wait)
        if not let_in:
            return plain_page(language, _form_html(language, onward, say("wrong", language)), 401)
        return RedirectResponse(_local(onward), 303, {"Set-Cookie": self._keys.cookie(visitor)})

    def _try(self, visitor: Visitor, given: str) -> bool:
        """Whether it is the token: while a client must wait, what it gives is not even looked at."""
        if seconds := self._wrong.wait(visitor.client):
            raise TooOften(seconds)
        if self._keys.is_token(given):
            return True
        self._wrong.take(visitor.client)
        return False

    def _show(self, visitor: Visitor, onward: str) -> Response:
        language = _language(visitor)
        signed_in = self._keys.signed_in(visitor)
        return plain_page(language, _out_html(language) if signed_in else _form_html(language, onward))


def to_the_door(visitor: Visitor, scope: Scope) -> Response:
    """The way to the sign-in page and back, for a person who is not signed in."""
    query = scope.get("query_string", b"").decode("latin-1")
    here = quote(visitor.path) + (f"?{query}" if query else "")
    if visitor.across_sites:
        # A strict cookie does not come along from another site's link. From a page of ours it does: ask once more.
        again = f'<meta http-equiv="refresh" content="0; url={escape(_local(here))}">'
        return plain_page(_language(visitor), "", head=again)
    return RedirectResponse(f"{SIGN_IN}?next={quote(_local(here), safe='')}", 303, {"Cache-Control": "no-store"})


async def _form(receive: Receive) -> dict[str, str]:
    """The fields of a form; what is too long for one is left unread."""
    body, more = b"", True
    while more and len(body) <= MOST_FORM_BYTES:
        message = await receive()
        body += message.get("body", b"")
        more = bool(message.get("more_body", False))
    fields = parse_qs(body[:MOST_FORM_BYTES].decode("utf-8", "replace"))
    return {name: values[0] for name, values in fields.items()}


def _local(path: str) -> str:
    return path if _HERE.fullmatch(path) else "/"


def _language(visitor: Visitor) -> Language:
    return "zh" if visitor.reads_chinese else "en"


def _form_html(language: Language, onward: str, told: str = "") -> str:
    alert = f'<p role="alert" id="told">{told}</p>' if told else ""
    described = "told whence" if told else "whence"
    wrong = ' aria-invalid="true"' if told else ""
    return (
        f'{alert}<form method="post" action="{SIGN_IN}"><input type="hidden" name="next" value="{escape(onward)}">'
        f'<p><label for="token">{say("token", language)}</label>'
        f'<input id="token" name="token" type="password" autocomplete="current-password" required autofocus '
        f'spellcheck="false" aria-describedby="{described}"{wrong}>'
        f'<span class="hint" id="whence">{say("whence", language)}</span></p>'
        f"<button>{say('sign_in', language)}</button></form>"
    )


def _out_html(language: Language) -> str:
    return (
        f'<p>{say("signed_in", language)} <a href="/">{say("onward", language)}</a></p>'
        f'<form method="post" action="{SIGN_OUT}"><button>{say("sign_out", language)}</button></form>'
    )
