"""Signing in and out, over a real socket and in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

import httpx
import pytest

from index.settings import Settings
from ui.app import create_app
from ui.door import MOST_FORM_BYTES, TRIES

TOKEN = "a-token-of-the-tests-0123456789"
BROWSER = {"accept": "text/html,*/*", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}


@pytest.fixture
def locked(fake_library: Any, ui_settings: Settings, serve_app: Any) -> Iterator[str]:
    """A server that wants a token, and has not been tried yet."""
    settings = Settings(**{**ui_settings.model_dump(), "token": TOKEN})
    with serve_app(create_app(fake_library, settings)) as address:
        yield address


def test_a_person_is_sent_to_the_door_and_back(locked: str) -> None:
    sent = httpx.get(f"{locked}/config?a=1&b=2", headers=BROWSER)
    assert sent.status_code == 303 and sent.headers["location"] == "/sign-in?next=%2Fconfig%3Fa%3D1%26b%3D2"
    assert 'value="/config?a=1&amp;b=2"' in httpx.get(locked + sent.headers["location"]).text
    back = httpx.post(f"{locked}/sign-in", data={"token": f" {TOKEN}\n", "next": "/config?a=1&b=2"})
    assert back.status_code == 303 and back.headers["location"] == "/config?a=1&b=2"
    cookie = back.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie and TOKEN not in cookie
    assert httpx.get(f"{locked}/config", headers={"cookie": cookie.split(";")[0]}).status_code == 200


@pytest.mark.parametrize(
    "onward",
    [
        "//evil.example",
        "/\\evil.example",
        "https://evil.example",
        "javascript:alert(1)",
        "",
        "/\t/evil.example",
        "/a\r\nb",
    ],
)
def test_nobody_is_sent_on_to_another_host(locked: str, onward: str) -> None:
    let_in = httpx.post(f"{locked}/sign-in", data={"token": TOKEN, "next": onward})
    assert (let_in.status_code, let_in.headers["location"]) == (303, "/")


def test_what_is_carried_on_is_not_read_as_markup(locked: str) -> None:
    shown = httpx.get(f"{locked}/sign-in", params={"next": '/"><script>x</script>'}).text
    assert "<script" not in shown and "&quot;&gt;&lt;script" in shown


@pytest.mark.parametrize(
    ("headers", "wrong", "often"),
    [({"accept-language": "zh-CN,zh"}, "令牌不对", "试错的次数太多"), ({}, "not the token", "Too many wrong tokens")],
)
def test_a_wrong_token_is_told_and_too_many_are_stopped(locked: str, headers: Any, wrong: str, often: str) -> None:
    for guess in ["", TOKEN[:-1], TOKEN + "x", "\ud800".encode("utf-8", "surrogatepass"), "令牌"][:TRIES]:
        told = httpx.post(f"{locked}/sign-in", data={"token": guess}, headers=headers)
        assert told.status_code == 401 and wrong in told.text and 'role="alert"' in told.text
        assert "set-cookie" not in told.headers
    told = httpx.post(f"{locked}/sign-in", data={"token": TOKEN}, headers=headers)
    assert told.status_code == 429 and often in told.text and int(told.headers["retry-after"]) > 0


def test_a_form_that_is_none_or_too_long_is_no_token(locked: str) -> None:
    for body in (b"\xff\xfe\x00", b"token", b"x" * (3 * MOST_FORM_BYTES) + f"&token={TOKEN}".encode()):
        assert httpx.post(f"{locked}/sign-in", content=body).status_code == 401
    assert httpx.put(f"{locked}/sign-in").status_code == 405 and httpx.get(f"{locked}/sign-out").status_code == 405


def test_another_site_cannot_sign_anybody_in_or_out(locked: str) -> None:
    for path in ("/sign-in", "/sign-out"):
        told = httpx.post(f"{locked}{path}", data={"token": TOKEN}, headers={"origin": "https://evil.example"})
        assert told.status_code == 403 and "set-cookie" not in told.headers


@pytest.fixture
def window(browser: Any, overheard: Any) -> Iterator[Any]:
    """Opens a page in a language; afterwards nothing may have gone wrong but refusals that were meant."""
    contexts: list[Any] = []
    complaints: list[list[str]] = []

    def open_in(locale: str) -> Any:
        contexts.append(browser.new_context(locale=locale))
        page = contexts[-1].new_page()
        page.set_default_timeout(15_000)
        complaints.append(overheard(page))
        return page

    yield open_in
    for context in contexts:
        context.close()
    assert [told for told in chain.from_iterable(complaints) if "status of 401" not in told] == []


@pytest.mark.browser
@pytest.mark.parametrize(
    ("locale", "label", "wrong"), [("zh-CN", "访问令牌", "令牌不对"), ("en-US", "Access token", "not the")]
)
def test_a_person_signs_in_by_keyboard_asks_and_signs_out(
    window: Any, locked: str, locale: str, label: str, wrong: str
) -> None:
    page = window(locale)
    page.goto(locked)
    box = page.get_by_label(label, exact=True)
    assert page.url.endswith("/sign-in?next=%2F") and box.evaluate("node => node === document.activeElement")
    assert page.evaluate("document.documentElement.lang") == ("zh-Hans" if locale == "zh-CN" else "en")
    page.keyboard.type("wrong")
    page.keyboard.press("Enter")
    assert wrong in page.get_by_role("alert").inner_text()
    told = page.evaluate("document.activeElement.getAttribute('aria-describedby')")
    assert told.startswith("told") and box.get_attribute("aria-invalid") == "true"
    page.keyboard.type(TOKEN)
    page.keyboard.press("Enter")
    page.wait_for_selector("#wj-covered li")
    page.fill("#wj-box textarea", "临江区有多少家纺织企业？")
    page.keyboard.press("Enter")
    assert page.locator("#wj-turn .wj-passage mark").first.inner_text() == "600家"
    assert page.evaluate("document.cookie") == ""
    page.goto(f"{locked}/sign-in")
    page.get_by_role("button").click()
    page.get_by_label(label, exact=True).wait_for()
    page.goto(locked)
    assert "/sign-in" in page.url


@pytest.mark.browser
def test_a_link_from_another_site_finds_a_person_signed_in(window: Any, locked: str, serve_app: Any) -> None:
    async def elsewhere(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            page = f'<link rel=icon href="data:,"><a href="{locked}/config">there</a>'.encode()
            await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/html")]})
            await send({"type": "http.response.body", "body": page})

    page = window("en-US")
    page.goto(locked)
    page.get_by_label("Access token", exact=True).fill(TOKEN)
    page.keyboard.press("Enter")
    page.wait_for_selector("#wj-covered li")
    with serve_app(elsewhere) as other:
        page.goto(other.replace("127.0.0.1", "localhost"))  # another site to the browser
        page.get_by_text("there").click()
        page.wait_for_url(f"{locked}/config")
        page.get_by_text('"version"').wait_for()


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_sign_in_page_can_be_read_and_fits_a_phone(browser: Any, locked: str, scheme: str) -> None:
    size: Any = {"width": 320, "height": 600}
    context = browser.new_context(locale="zh-CN", viewport=size, color_scheme=scheme)
    page = context.new_page()
    page.goto(locked)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    paper, ink, button = page.evaluate(
        "[['body', 'backgroundColor'], ['body', 'color'], ['button', 'backgroundColor']]"
        ".map(([part, what]) => getComputedStyle(document.querySelector(part))[what])"
    )
    assert len({paper, ink, button}) == 3 and (paper == "rgb(23, 21, 18)") is (scheme == "dark")
    context.close()
