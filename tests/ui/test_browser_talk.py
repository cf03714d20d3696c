"""The talk in a real browser: kept over a reload, linked to, stopped, asked again, copied, judged."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest

from index.settings import Settings
from ui.feedback import Feedback

pytestmark = pytest.mark.browser
Opened = Callable[..., Any]
Ask = Callable[[Any, str], Any]
CHINESE, ENGLISH = "临江区有多少家纺织企业？", "How many textile firms does Linjiang have?"


def test_the_talk_survives_a_reload_and_goes_on(opened: Opened, ask: Ask, fake_library: Any) -> None:
    page = opened("zh-CN")
    ask(page, CHINESE)
    ask(page, "桥有多长？")
    page.reload()
    page.wait_for_selector("#wj-thread .wj-turn >> nth=1")
    assert page.locator(".wj-turn .wj-question").all_inner_texts() == [CHINESE, "桥有多长？"]
    ask(page, "那2031年呢？")
    assert fake_library.asked[-1][1] == (CHINESE, "桥有多长？")
    page.locator("#wj-thread .wj-card .wj-open").first.click()  # what was kept still opens
    page.locator("#wj-reader mark").wait_for()


def test_what_is_kept_is_bounded(opened: Opened, ask: Ask) -> None:
    page = opened("zh-CN")
    ask(page, CHINESE)
    page.evaluate(
        """() => {
            const [turn] = JSON.parse(localStorage.getItem("wenjin.talk"));
            const many = Array.from({ length: 80 }, (_, n) => ({ ...turn, key: `k${n}` }));
            localStorage.setItem("wenjin.talk", JSON.stringify(many));
        }"""
    )
    ask(page, "桥有多长？")
    kept = page.evaluate("JSON.parse(localStorage.getItem('wenjin.talk')).map(turn => turn.question)")
    assert len(kept) == 30 and kept[-1] == "桥有多长？"


def test_a_talk_that_cannot_be_read_is_begun_anew(opened: Opened, ask: Ask) -> None:
    page = opened("zh-CN")
    for broken in ("{", "7", '[null, {"html": 3}]'):
        page.evaluate("broken => localStorage.setItem('wenjin.talk', broken)", broken)
        page.reload()
        page.wait_for_selector("html[data-ready]")
        assert page.locator(".wj-turn").count() == 0
    ask(page, CHINESE)


def test_a_link_asks_its_question_once(opened: Opened, fake_library: Any) -> None:
    before = len(fake_library.asked)
    page = opened("zh-CN", path=f"/?q={quote(CHINESE)}")
    page.wait_for_selector("#wj-turn .wj-turn[data-done]")
    assert page.locator("#wj-turn .wj-question").inner_text() == CHINESE
    assert "q=" not in page.url
    page.reload()
    page.wait_for_selector("#wj-thread .wj-turn")
    assert len(fake_library.asked) == before + 1


def test_the_link_of_a_follow_up_asks_what_was_understood(opened: Opened, ask: Ask) -> None:
    page = opened("zh-CN", permissions=["clipboard-read", "clipboard-write"])
    ask(page, CHINESE)
    ask(page, "那2031年呢？").locator("[data-act=copy_link]").click()
    page.wait_for_function("document.querySelector('#wj-turn [data-act=copy_link]').textContent === '已复制'")
    assert page.evaluate("navigator.clipboard.readText()").endswith(f"/?q={quote('2031年临江区有多少家纺织企业？')}")


def test_an_answer_is_copied_with_its_citations(opened: Opened, ask: Ask, found: Any) -> None:
    page = opened("zh-CN", permissions=["clipboard-read", "clipboard-write"])
    ask(page, CHINESE).locator("[data-act=copy_answer]").click()
    page.wait_for_function("document.querySelector('[data-act=copy_answer]').textContent === '已复制'")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(found.text) and "《纺织企业破六百家》，大江网，2032年10月9日" in copied


def test_a_question_sent_before_the_server_has_answered_is_not_lost(browser: Any, fake_server: str) -> None:
    page = browser.new_page(locale="zh-CN")
    page.set_default_timeout(15_000)
    held: list[Any] = []
    released: list[bool] = []
    page.route("**/queue/join*", lambda route: route.continue_() if released else held.append(route))
    page.goto(fake_server)
    page.wait_for_selector("#wj-box textarea")
    page.fill("#wj-box textarea", CHINESE)
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    assert not page.locator(".wj-turn").count() and len(held) == 1  # the page's own first call, nothing else
    released.append(True)
    held[0].continue_()
    page.wait_for_selector("#wj-turn .wj-turn[data-done]")
    assert page.locator(".wj-question").inner_text() == CHINESE
    page.close()


def test_a_browser_that_keeps_nothing_can_ask(browser: Any, fake_server: str) -> None:
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    refuse = "Object.defineProperty(window, '{}', {{ get() {{ throw new Error('refused'); }} }});"
    page.add_init_script("".join(refuse.format(name) for name in ("localStorage", "sessionStorage")))
    page.goto(f"{fake_server}/?q={CHINESE}")
    page.locator("#wj-turn .wj-lead").wait_for()
    context.close()


def test_a_question_can_be_stopped_and_asked_again(opened: Opened, ask: Ask, fake_library: Any) -> None:
    page = opened("en-US")
    fake_library.gate.clear()
    try:
        page.fill("#wj-box textarea", ENGLISH)
        page.keyboard.press("Enter")
        page.wait_for_selector("#wj-turn .wj-waiting")
        assert page.locator("#wj-stop").is_visible() and not page.locator("#wj-ask").is_visible()
        page.click("#wj-stop")
        page.wait_for_selector("#wj-turn .wj-notice")
    finally:
        fake_library.gate.set()
    assert "Stopped." in page.locator("#wj-turn").inner_text() and page.locator("#wj-ask").is_visible()
    page.click("#wj-turn [data-act=retry]")
    page.wait_for_selector("#wj-turn .wj-lead")
    assert page.locator(".wj-turn >> visible=true").count() == 1
    assert fake_library.asked[-1][1] == ()


def test_a_question_asked_in_the_moment_an_answer_ends_is_asked(opened: Opened, fake_library: Any) -> None:
    page = opened("en-US")
    page.evaluate(
        """question => new MutationObserver((_, seen) => {
            if (document.documentElement.hasAttribute("data-asking")) return;
            seen.disconnect();
            window.wenjin.ask(question);
        }).observe(document.documentElement, { attributes: true, attributeFilter: ["data-asking"] })""",
        ENGLISH,
    )
    page.fill("#wj-box textarea", CHINESE)
    page.keyboard.press("Enter")
    page.wait_for_function(
        "question => document.querySelector('#wj-turn .wj-turn[data-done]')?.dataset.question === question", arg=ENGLISH
    )
    assert [asked[0] for asked in fake_library.asked[-2:]] == [CHINESE, ENGLISH]


def _ask_again_meanwhile(page: Any) -> None:
    """Asks in English and, while that waits, what was asked before it again."""
    page.fill("#wj-box textarea", ENGLISH)
    page.keyboard.press("Enter")
    page.wait_for_selector("#wj-turn .wj-waiting")
    page.locator("#wj-thread [data-act=retry]").click()


def test_what_is_asked_again_while_another_is_asked_waits_for_it(opened: Opened, ask: Ask, fake_library: Any) -> None:
    page = opened("en-US")
    ask(page, CHINESE)
    fake_library.gate.clear()
    try:
        _ask_again_meanwhile(page)
    finally:
        fake_library.gate.set()
    page.wait_for_function("() => document.querySelectorAll('.wj-turn[data-done]').length === 3")
    assert [asked[0] for asked in fake_library.asked[-3:]] == [CHINESE, ENGLISH, CHINESE]


def test_what_is_typed_meanwhile_stays_in_the_box(opened: Opened, ask: Ask, fake_library: Any) -> None:
    page = opened("en-US")
    ask(page, CHINESE)
    fake_library.gate.clear()
    try:
        _ask_again_meanwhile(page)
        page.fill("#wj-box textarea", "And in 2021?")
    finally:
        fake_library.gate.set()
    page.wait_for_function("() => document.querySelectorAll('.wj-turn[data-done]').length === 3")
    page.wait_for_function("() => document.querySelector('#wj-box textarea').value === 'And in 2021?'")


def test_what_waited_for_an_answer_that_is_stopped_stands_in_the_box(
    opened: Opened, ask: Ask, fake_library: Any
) -> None:
    page = opened("en-US")
    ask(page, CHINESE)
    fake_library.gate.clear()
    try:
        _ask_again_meanwhile(page)
        page.click("#wj-stop")
        page.wait_for_selector("#wj-turn .wj-notice")
    finally:
        fake_library.gate.set()
    assert page.input_value("#wj-box textarea") == CHINESE
    page.click("#wj-ask")
    page.wait_for_function("() => document.querySelectorAll('.wj-turn[data-done]').length === 3")
    assert fake_library.asked[-1][0] == CHINESE


def test_an_answer_asked_again_takes_the_place_of_the_last(opened: Opened, ask: Ask, fake_library: Any) -> None:
    page = opened("en-US")
    ask(page, CHINESE)
    turn = ask(page, ENGLISH)
    key = turn.get_attribute("data-key")
    turn.locator("[data-act=retry]").click()
    page.wait_for_function(
        "key => document.querySelector('#wj-turn .wj-turn[data-done]')?.dataset.key !== key", arg=key
    )
    page.wait_for_selector("#wj-turn .wj-turn[data-done]")
    assert page.locator(".wj-turn").count() == 2 and fake_library.asked[-1][:2] == (ENGLISH, (CHINESE,))


def test_a_question_that_could_not_be_sent_is_in_the_box_again(browser: Any, fake_server: str) -> None:
    page = browser.new_page(locale="en-US")
    page.set_default_timeout(15_000)
    page.goto(fake_server)
    page.wait_for_selector("html[data-ready]")
    page.route("**/queue/join*", lambda route: route.abort())
    page.fill("#wj-box textarea", ENGLISH)
    page.keyboard.press("Enter")
    page.wait_for_event("load")  # Gradio makes the page anew once it can be reached
    page.unroute("**/queue/join*")
    page.wait_for_selector("html[data-ready]")
    page.wait_for_function("text => document.querySelector('#wj-box textarea').value === text", arg=ENGLISH)
    page.click("#wj-ask")
    page.wait_for_selector("#wj-turn .wj-lead")
    page.close()


def test_a_judgement_and_its_note_are_kept(opened: Opened, ask: Ask, ui_settings: Settings) -> None:
    page = opened("en-US")
    turn = ask(page, ENGLISH)
    turn.get_by_role("button", name="Bad answer").click()
    turn.locator(".wj-note input").fill("It was <b>700</b>.")
    turn.locator(".wj-note").get_by_role("button", name="Send").click()
    page.wait_for_selector(".wj-note:not(:has(input))")
    kept = Feedback(ui_settings.home).all()[-1]
    assert (kept.verdict, kept.note, kept.question) == ("down", "It was <b>700</b>.", ENGLISH)
    assert kept.answer.startswith("600") and kept.index_version == "v-fake"
    turn.get_by_role("button", name="Good answer").click()
    turn.locator(".wj-note input").wait_for()
    assert Feedback(ui_settings.home).all()[-1].verdict == "up"
    page.reload()
    page.wait_for_selector("#wj-thread .wj-turn")
    assert page.locator("[data-verdict=up]").get_attribute("aria-pressed") == "true"
