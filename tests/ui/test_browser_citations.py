"""Citations in a real browser: from a mark to the highlighted words in their article, by pointer, finger and key."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.browser
Opened = Callable[..., Any]
Ask = Callable[[Any, str], Any]
CHINESE = "临江区有多少家纺织企业？"
SENTENCE = "记者从会上获悉，临江区纺织企业总数突破600家，成为全市第一个迈过这一关口的区。"


def _told(place: Any) -> str:
    return "".join(place.locator(".wj-evidence, mark").all_text_contents())


def test_pointing_at_a_mark_shows_the_exact_words_in_their_passage(opened: Opened, ask: Ask) -> None:
    page = opened("zh-CN")
    ask(page, CHINESE).locator(".wj-answer button").hover()
    peek = page.locator("#wj-peek:popover-open")
    peek.wait_for()
    assert peek.locator("mark").inner_text() == "600家" and _told(peek) == SENTENCE
    assert "纺织企业破六百家" in peek.inner_text() and "大江网 · 2032年10月9日" in peek.inner_text()
    marked, tinted = (
        page.evaluate(f"getComputedStyle(document.querySelector('#wj-peek {part}')).backgroundColor")
        for part in ("mark", ".wj-evidence")
    )
    assert len({marked, tinted, "rgba(0, 0, 0, 0)"}) == 3
    peek.hover()  # it stays while it is pointed at itself
    page.wait_for_timeout(400)
    assert peek.is_visible()
    page.mouse.move(5, 400)
    peek.wait_for(state="hidden")


def test_a_click_opens_the_article_beside_the_chat_at_the_words(opened: Opened, ask: Ask) -> None:
    page = opened("zh-CN")
    turn = ask(page, CHINESE)
    turn.locator(".wj-figures button").nth(1).click()
    reader = page.locator("#wj-reader[open]")
    reader.locator("mark").wait_for()
    assert reader.locator("mark").inner_text() == "412家"
    assert "临江纺织 春来机杼声" in reader.inner_text() and "临江日报 · 2031年春 推断" in reader.inner_text()
    assert len(reader.locator(".wj-story p").all()) == 2  # the whole article, not the passage alone
    words, box = reader.locator("mark").bounding_box(), reader.bounding_box()
    assert box["y"] <= words["y"] <= box["y"] + box["height"] and box["x"] > 600
    answer = turn.locator(".wj-answer").bounding_box()
    assert answer["x"] + answer["width"] <= box["x"]  # beside, not over it
    assert not page.locator("#wj-peek:popover-open").count()
    page.keyboard.press("Escape")
    page.wait_for_selector("#wj-reader", state="hidden")
    assert page.evaluate("document.activeElement.dataset.cite") == turn.locator(".wj-figures button").nth(
        1
    ).get_attribute("data-cite")


def test_a_long_article_is_scrolled_to_the_words(opened: Opened, ask: Ask) -> None:
    page = opened("zh-CN", height=300)
    ask(page, CHINESE).locator(".wj-card .wj-open").nth(1).click()
    page.locator("#wj-reader mark").wait_for()
    page.wait_for_function(
        """() => {
            const words = document.querySelector("#wj-reader mark").getBoundingClientRect();
            return words.top > 0 && words.bottom < innerHeight;
        }"""
    )


def test_how_the_text_was_repaired_is_told_on_request(opened: Opened, ask: Ask) -> None:
    page = opened("en-US")
    ask(page, CHINESE).locator(".wj-open").first.click()
    repairs = page.locator("#wj-reader .wj-repairs")
    repairs.wait_for()
    assert "Nothing in it was repaired" not in page.locator("#wj-reader").inner_text()
    repairs.locator("summary").click()
    assert "Nothing in it was repaired" in repairs.inner_text() and "autumn.txt" in repairs.inner_text()


def test_a_finger_first_sees_the_passage_then_opens_the_article(opened: Opened, ask: Ask) -> None:
    page = opened("zh-CN", width=390, height=844, has_touch=True, is_mobile=True)
    mark = ask(page, CHINESE).locator(".wj-answer button")
    mark.tap()
    page.locator("#wj-peek:popover-open mark").wait_for()
    assert not page.locator("#wj-reader[open]").count()
    box = page.locator("#wj-peek").bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 390
    page.locator("#wj-peek [data-act=open]").tap()
    page.locator("#wj-reader[open] mark").wait_for()
    sheet = page.locator("#wj-reader").bounding_box()
    assert sheet["width"] == 390 and sheet["y"] > 0  # a sheet over the page
    assert page.locator("#wj-reader mark").bounding_box()["y"] < 844
    page.locator("#wj-reader [data-act=close]").tap()
    page.wait_for_selector("#wj-reader", state="hidden")


def test_keys_show_open_and_close(opened: Opened, ask: Ask) -> None:
    page = opened("zh-CN")
    turn = ask(page, CHINESE)
    page.keyboard.press("Shift+Tab")  # away from the box, so that what is focused next is so by key
    turn.locator(".wj-answer button").focus()
    page.locator("#wj-peek:popover-open").wait_for()
    page.keyboard.press("Escape")
    page.locator("#wj-peek").wait_for(state="hidden")
    page.keyboard.press("Enter")
    page.locator("#wj-reader[open] mark").wait_for()
    assert page.evaluate("document.activeElement.closest('#wj-reader') !== null")


def test_a_citation_is_copied_with_title_source_and_date(opened: Opened, ask: Ask) -> None:
    page = opened("zh-CN", permissions=["clipboard-read", "clipboard-write"])
    turn = ask(page, CHINESE)
    expected = f"“{SENTENCE}”——《纺织企业破六百家》，大江网，2032年10月9日"
    turn.locator(".wj-card [data-act=copy]").first.click()
    page.wait_for_function("document.querySelector('.wj-card [data-act=copy]').textContent === '已复制'")
    assert page.evaluate("navigator.clipboard.readText()") == expected
    turn.locator(".wj-open").first.click()
    page.locator("#wj-reader [data-act=copy]").click()
    page.wait_for_function("document.querySelector('#wj-reader [data-act=copy]').textContent === '已复制'")
    assert page.evaluate("navigator.clipboard.readText()") == expected


def test_why_this_is_one_click_away(opened: Opened, ask: Ask) -> None:
    why = ask(opened("en-US"), "How many textile firms are there?").locator(".wj-why").first
    assert not why.locator("dl").is_visible()
    why.locator("summary").click()
    assert why.locator(".wj-term").all_inner_texts() == ["纺织", "企业", "linjiang"] and "1.25" in why.inner_text()


def test_an_article_that_is_gone_is_said_to_be(browser: Any, fake_server: str, ask: Ask) -> None:
    page = browser.new_page(locale="en-US")
    page.goto(fake_server)
    page.wait_for_selector("html[data-ready]")
    turn = ask(page, CHINESE)
    turn.locator(".wj-card").first.evaluate("card => { card.dataset.article = 'gone'; }")
    turn.locator(".wj-open").first.click()
    page.locator("#wj-reader [role=alert]").wait_for()
    assert "no longer in the folder" in page.locator("#wj-reader").inner_text()
    page.close()
