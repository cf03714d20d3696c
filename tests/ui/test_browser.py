"""The chat page in a real browser: asked in both languages, followed up, refused; nothing leaves the machine."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.browser
Opened = Callable[..., Any]
Ask = Callable[[Any, str], Any]
CHINESE, ENGLISH = "临江区有多少家纺织企业？", "How many textile firms does Linjiang have?"


@pytest.mark.parametrize(
    ("locale", "question", "value", "when"),
    [("zh-CN", CHINESE, "突破600家", "2032年10月9日报道"), ("en-US", ENGLISH, "over 600", "reported 9 October 2032")],
)
def test_an_answer_is_whole_above_the_fold(
    opened: Opened, ask: Ask, locale: str, question: str, value: str, when: str
) -> None:
    page = opened(locale)
    turn = ask(page, question)
    assert turn.locator(".wj-lead .wj-value").inner_text().replace("\n", "") == value
    assert turn.locator(".wj-lead .wj-when").inner_text() == when
    large = page.evaluate("parseFloat(getComputedStyle(document.querySelector('.wj-value')).fontSize)")
    assert large >= 40
    assert turn.locator(".wj-answer").inner_text().startswith("“临江区纺织企业总数突破600家”")
    bar = page.locator("#wj-bar").bounding_box()["y"]
    for part in (".wj-lead", ".wj-answer", ".wj-figures", ".wj-acts", ".wj-sources"):
        box = turn.locator(part).bounding_box()
        assert box["y"] >= 0 and box["y"] + box["height"] <= bar, part


def test_titles_dates_and_the_earlier_figure_stand_under_the_answer(opened: Opened, ask: Ask) -> None:
    turn = ask(opened("zh-CN"), CHINESE)
    assert turn.locator(".wj-figures tbody tr").all_inner_texts()[1].split("\t")[:2] == ["2031年", "412家"]
    second = turn.locator(".wj-card").nth(1)
    assert "临江纺织 春来机杼声" in second.inner_text() and "2031年春" in second.inner_text()
    assert second.locator(".wj-inferred").inner_text() == "推断"


def test_a_figure_of_several_years_is_plotted(opened: Opened, ask: Ask) -> None:
    plot = ask(opened("zh-CN"), "历年有多少家纺织企业？").locator(".wj-plot")
    assert plot.locator("circle").count() == 4 and "2021年: 300家" in plot.get_attribute("aria-label")
    assert plot.bounding_box()["y"] + plot.bounding_box()["height"] <= 800


def test_figures_that_disagree_are_shown_as_disagreeing(opened: Opened, ask: Ask) -> None:
    lead = ask(opened("zh-CN"), "说法不一的纺织企业数").locator(".wj-lead")
    assert "610家" in lead.inner_text().replace("\n", "") and "412家" in lead.inner_text().replace("\n", "")
    assert lead.locator(".wj-disagree").inner_text() == "各篇说法不一"


def test_an_example_is_asked_by_a_click(opened: Opened, fake_library: Any) -> None:
    page = opened("en-US")
    page.get_by_role("button", name="How many high-tech enterprises does Jinshui have?").click()
    page.wait_for_selector("#wj-turn .wj-sources")
    assert fake_library.asked[-1][0] == "How many high-tech enterprises does Jinshui have?"
    assert not page.locator(".wj-example").first.is_visible()


def test_a_follow_up_is_shown_as_it_was_understood(opened: Opened, ask: Ask, fake_library: Any) -> None:
    page = opened("zh-CN")
    ask(page, CHINESE)
    turn = ask(page, "那2031年呢？")
    assert fake_library.asked[-1][1] == (CHINESE,)
    assert "2031年临江区有多少家纺织企业？" in turn.locator(".wj-resolved").inner_text()
    assert page.locator("#wj-thread .wj-turn").count() == 1
    assert 0 <= turn.bounding_box()["y"] < 200 or page.wait_for_timeout(700) or turn.bounding_box()["y"] < 200


def test_not_found_is_said_plainly_with_what_there_is(opened: Opened, ask: Ask) -> None:
    page = opened("zh-CN")
    turn = ask(page, "望月桥有多长？")
    assert "没有说桥长" in turn.inner_text() and "最接近的段落，但不是答案" in turn.inner_text()
    assert turn.locator("mark").count() == 0 and turn.locator(".wj-lead").count() == 0
    turn.locator(".wj-suggested button").nth(1).click()
    page.wait_for_selector("#wj-reader[open] .wj-story p")


def test_clear_begins_a_new_talk(opened: Opened, ask: Ask, fake_library: Any) -> None:
    page = opened("en-US")
    assert not page.locator("#wj-clear").is_visible()
    ask(page, ENGLISH)
    page.click("#wj-clear")
    page.wait_for_selector(".wj-example >> visible=true")
    assert not page.locator(".wj-turn >> visible=true").count()
    ask(page, ENGLISH)
    assert fake_library.asked[-1][1] == ()
    assert page.locator(".wj-turn").count() == 1


def test_hostile_text_does_nothing_in_the_page(opened: Opened, ask: Ask) -> None:
    page = opened("en-US")
    markup = "<img src=x onerror='window.hacked=1'> [x](javascript:alert(1)) $$x$$"
    templates = "${window.hacked=1} `${value}` {{value}} {{#each value}}x{{/each}} @children \\u003cb\\u003e &lt;b&gt;"
    turn = ask(page, f"hostile {markup} {templates}")
    turn.locator("button.wj-number").first.hover() if turn.locator("button.wj-number").count() else None
    turn.locator(".wj-why summary").click()
    assert "<script>window.hacked=1</script>" in turn.locator(".wj-passage").text_content()
    assert turn.locator(".wj-question").inner_text() == f"hostile {markup} {templates}"
    page.reload()
    page.wait_for_selector("#wj-thread .wj-turn")
    assert page.evaluate("window.hacked") is None and page.locator(".wj-turn img").count() == 0


@pytest.mark.parametrize(
    ("question", "words"),
    [("please break", "Something went wrong"), ("索引坏了吗？", "索引现在不能用。")],
)
def test_a_failure_is_told_in_the_language_of_the_question(opened: Opened, ask: Ask, question: str, words: str) -> None:
    turn = ask(opened("en-US"), question)
    assert words in turn.locator("[role=alert]").inner_text()
    assert turn.locator("[data-act=retry]").is_visible()


@pytest.mark.parametrize(
    ("locale", "placeholder", "covered"),
    [
        ("zh-CN", "用中文或英文提问", "可以查到的报道"),
        ("zh", "用中文或英文提问", "可以查到的报道"),
        ("zh-HK", "用中文或英文提问", "可以查到的报道"),
        ("en-GB", "Ask in English or Chinese", "What can be asked about"),
        ("fr-FR", "Ask in English or Chinese", "What can be asked about"),
    ],
)
def test_the_page_speaks_the_browsers_language(opened: Opened, locale: str, placeholder: str, covered: str) -> None:
    page = opened(locale)
    assert page.locator("#wj-box textarea").get_attribute("placeholder") == placeholder
    assert covered in page.locator("#wj-covered").inner_text()
    heading = "可以这样问" if locale.startswith("zh") else "Questions to try"
    assert page.locator(".wj-try h2").first.inner_text() == heading
    assert page.evaluate("document.documentElement.lang") == ("zh-CN" if locale.startswith("zh") else "en")
    assert "__i18n__" not in page.inner_text("body")


def test_the_language_can_be_switched_and_is_remembered(opened: Opened, ask: Ask) -> None:
    page = opened("en-US")
    ask(page, ENGLISH)
    page.fill("#wj-box textarea", "a draft")
    page.get_by_role("button", name="中文").click()
    page.wait_for_selector("html[data-ready][lang='zh-CN']")
    assert page.get_by_role("button", name="清空").is_visible()
    assert page.locator("#wj-box textarea").input_value() == "a draft"
    assert page.locator("#wj-thread .wj-turn").count() == 1
    page.reload()
    page.wait_for_selector("html[data-ready][lang='zh-CN']")
    page.get_by_role("button", name="English").click()
    page.wait_for_selector("html[data-ready][lang='en']")


@pytest.mark.parametrize("locale", ["zh-CN", "en-US"])
def test_a_phone_needs_no_sideways_scrolling(opened: Opened, ask: Ask, locale: str) -> None:
    page = opened(locale, width=360, height=740)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    for question in (CHINESE, "hostile " + "x" * 200, "历年有多少家纺织企业？", "how long is the bridge"):
        turn = ask(page, question)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        assert turn.bounding_box()["x"] + turn.bounding_box()["width"] <= 360
    assert page.locator("#wj-ask").is_visible() and page.locator("#wj-clear").is_visible()
    page.locator("[data-room=articles]").click()
    page.wait_for_selector(".wj-shelf tbody tr >> visible=true")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_large_window_is_used_but_lines_stay_readable(opened: Opened, ask: Ask) -> None:
    page = opened("zh-CN", width=1920, height=1080)
    turn = ask(page, CHINESE)
    assert turn.locator(".wj-answer").bounding_box()["width"] <= 800
    assert turn.locator(".wj-sources").bounding_box()["x"] > turn.locator(".wj-answer").bounding_box()["x"] + 500
