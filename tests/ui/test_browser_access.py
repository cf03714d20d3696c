"""The page for everyone: dark and light, keyboard alone, names for a screen reader, and what axe-core finds."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.browser
Opened = Callable[..., Any]
Ask = Callable[[Any, str], Any]
CHINESE, ENGLISH = "临江区有多少家纺织企业？", "How many textile firms does Linjiang have?"


def _serious(page: Any) -> list[str]:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-playwright-python")
    found = axe.Axe().run(page).response["violations"]
    return [
        f"{each['id']}: {[node['html'][:120] for node in each['nodes']][:4]}"
        for each in found
        if each["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize(("locale", "scheme"), [("zh-CN", "light"), ("en-US", "dark")])
def test_axe_finds_nothing_serious_while_asking(opened: Opened, ask: Ask, locale: str, scheme: str) -> None:
    page = opened(locale, scheme=scheme)
    assert _serious(page) == []
    ask(page, "历年有多少家纺织企业？")
    turn = ask(page, CHINESE)
    turn.locator(".wj-why summary").first.click()
    turn.locator(".wj-vote").first.click()
    turn.locator(".wj-note").wait_for()
    assert _serious(page) == []
    turn.locator(".wj-answer button").hover()
    page.locator("#wj-peek:popover-open").wait_for()
    assert _serious(page) == []
    turn.locator(".wj-open").first.click()
    page.locator("#wj-reader mark").wait_for()
    page.locator("#wj-reader .wj-repairs summary").click()
    assert _serious(page) == []


@pytest.mark.parametrize("question", ["说法不一的纺织企业数", "桥有多长？", "please break"])
def test_axe_finds_nothing_serious_in_other_answers(opened: Opened, ask: Ask, question: str) -> None:
    page = opened("zh-CN")
    ask(page, question)
    assert _serious(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_among_the_articles(opened: Opened, scheme: str) -> None:
    page = opened("en-US", scheme=scheme, path="/#articles")
    page.wait_for_selector(".wj-shelf tbody tr")
    assert _serious(page) == []


def test_axe_finds_nothing_serious_on_a_phone(opened: Opened, ask: Ask) -> None:
    page = opened("zh-CN", width=390, height=844)
    ask(page, CHINESE).locator(".wj-open").first.click()
    page.locator("#wj-reader mark").wait_for()
    assert _serious(page) == []


READABLE = (".wj-answer", ".wj-value", ".wj-peek", ".wj-meta", ".wj-inferred", ".wj-link", ".wj-evidence", "mark")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_both_lights_are_readable(opened: Opened, ask: Ask, scheme: str) -> None:
    page = opened("zh-CN", scheme=scheme)
    ask(page, CHINESE)
    for part in READABLE:
        assert _contrast(page, f"#wj-turn {part}") >= 4.5, part
    paper = page.evaluate("getComputedStyle(document.querySelector('.gradio-container')).backgroundColor")
    assert (_luminance(paper) < 0.1) is (scheme == "dark")


def test_the_light_can_be_switched_and_is_remembered(opened: Opened) -> None:
    page = opened("en-US", scheme="light")
    page.get_by_role("button", name="Switch between light and dark").click()
    page.wait_for_selector("body.dark")
    page.reload()
    page.wait_for_selector("html[data-ready]")
    assert page.locator("body.dark").count() == 1
    page.get_by_role("button", name="Switch between light and dark").click()
    page.wait_for_selector("body:not(.dark)")


def test_the_keyboard_is_enough(opened: Opened) -> None:
    page = opened("en-US")
    page.wait_for_function("document.activeElement.tagName === 'TEXTAREA'")
    page.keyboard.type(ENGLISH)
    page.keyboard.press("Enter")
    page.wait_for_selector("#wj-turn .wj-sources")
    for _ in range(30):  # back through the answer, to its first mark
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.matches('.wj-answer button.wj-number')"):
            break
    page.locator("#wj-peek:popover-open").wait_for()
    page.keyboard.press("Enter")
    page.locator("#wj-reader[open] mark").wait_for()
    page.keyboard.press("Escape")
    page.wait_for_selector("#wj-reader", state="hidden")
    assert page.evaluate("document.activeElement.matches('.wj-answer button.wj-number')")


def test_every_control_has_a_name(opened: Opened, ask: Ask) -> None:
    page = opened("en-US")
    ask(page, ENGLISH)
    nameless = page.evaluate(
        """() => [...document.querySelectorAll("button, input, textarea, summary")]
            .filter(each => each.checkVisibility())
            .filter(each => !(each.ariaLabel || each.textContent.trim() || each.labels?.length || each.title))
            .map(each => each.outerHTML.slice(0, 120))"""
    )
    assert nameless == []


def test_an_answer_is_announced_once_it_is_whole(opened: Opened, ask: Ask) -> None:
    page = opened("en-US")
    ask(page, ENGLISH)
    assert page.locator("p.wj-unseen[role=status]").text_content().startswith("600 (600家")


def _contrast(page: Any, selector: str) -> float:
    """The WCAG contrast of the first such element's text against what lies behind it."""
    ink, paper = page.evaluate(
        """selector => {
            let element = document.querySelector(selector);
            const ink = getComputedStyle(element).color;
            let paper = getComputedStyle(element).backgroundColor;
            while (paper === "rgba(0, 0, 0, 0)" && element.parentElement) {
                element = element.parentElement;
                paper = getComputedStyle(element).backgroundColor;
            }
            return [ink, paper];
        }""",
        selector,
    )
    light, dark = sorted((_luminance(ink), _luminance(paper)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
