"""The chat page in a real browser: asked in both languages, read, followed up; nothing leaves the machine."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

pytestmark = pytest.mark.browser
Opened = Callable[..., Any]


@pytest.fixture
def opened(browser: Any, fake_server: str) -> Iterator[Opened]:
    """Opens the page in a window of its own; afterwards nothing may have gone wrong in it, or left for another host."""
    contexts: list[Any] = []
    complaints: list[str] = []
    requests: list[str] = []

    def open_page(locale: str = "en-US", width: int = 1280, height: int = 800, scheme: str = "light") -> Any:
        size: Any = {"width": width, "height": height}
        context = browser.new_context(locale=locale, viewport=size, color_scheme=scheme)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: requests.append(request.url))
        page.goto(fake_server)
        page.wait_for_selector("#wj-covered li")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []
    outside = [url for url in requests if not url.startswith((fake_server, "data:", "blob:"))]
    assert requests and outside == []


def _ask(page: Any, question: str) -> Any:
    """Types a question, sends it, and waits for its turn to be whole; returns the turn."""
    before = page.locator(".wj-turn").count()
    page.fill("#wj-box textarea", question)
    page.keyboard.press("Enter")
    page.wait_for_function("n => document.querySelectorAll('.wj-turn').length > n", arg=before)
    page.wait_for_selector("#wj-turn .wj-sources, #wj-turn .wj-notice")
    return page.locator("#wj-turn")


@pytest.mark.parametrize(
    ("locale", "question", "answer"),
    [
        ("zh-CN", "临江区有多少家纺织企业？", "600家（2032年10月9日报道）"),
        ("en-US", "How many textile firms does Linjiang have?", "600 (600家, reported on 9 October 2032)"),
    ],
)
def test_a_question_shows_the_highlighted_words_in_their_passage(
    opened: Opened, locale: str, question: str, answer: str
) -> None:
    page = opened(locale)
    turn = _ask(page, question)
    assert answer in turn.locator(".wj-answer").inner_text()
    passage = turn.locator(".wj-passage").first
    assert passage.is_visible() and passage.locator("mark").inner_text() == "600家"
    told = "".join(passage.locator(".wj-evidence, mark").all_inner_texts())
    assert told == "记者从会上获悉，临江区纺织企业总数突破600家，成为全市第一个迈过这一关口的区。"
    marked = page.evaluate("getComputedStyle(document.querySelector('#wj-turn mark')).backgroundColor")
    tinted = page.evaluate("getComputedStyle(document.querySelector('#wj-turn .wj-evidence')).backgroundColor")
    assert len({marked, tinted, "rgba(0, 0, 0, 0)"}) == 3
    below = passage.locator("mark").bounding_box()
    assert below["y"] + below["height"] < 800 - 76  # above the fold, and not under the bar


def test_titles_dates_and_the_earlier_figure_stand_under_the_answer(opened: Opened) -> None:
    turn = _ask(opened("zh-CN"), "临江区有多少家纺织企业？")
    assert turn.locator(".wj-figures tbody tr").all_inner_texts()[1].split("\t")[:2] == ["2031年", "412家"]
    second = turn.locator(".wj-card").nth(1)
    assert "临江纺织 春来机杼声" in second.inner_text() and "2031年春" in second.inner_text()
    assert second.locator(".wj-inferred").inner_text() == "推断"


def test_a_mark_opens_its_passage(opened: Opened) -> None:
    turn = _ask(opened("zh-CN"), "临江区有多少家纺织企业？")
    passage = turn.locator(".wj-passage").nth(1)
    assert not passage.is_visible()
    turn.locator(".wj-answer button").nth(1).click()
    passage.wait_for(state="visible")
    assert passage.locator("mark").inner_text() == "412家"


def test_an_example_is_asked_by_a_click(opened: Opened, fake_library: Any) -> None:
    page = opened("en-US")
    page.get_by_role("button", name="How many high-tech enterprises does Jinshui have?").click()
    page.wait_for_selector("#wj-turn .wj-sources")
    assert fake_library.asked[-1][0] == "How many high-tech enterprises does Jinshui have?"
    assert not page.locator(".wj-example").first.is_visible()


def test_a_follow_up_keeps_what_was_before_as_it_was_left(opened: Opened, fake_library: Any) -> None:
    page = opened("zh-CN")
    _ask(page, "临江区有多少家纺织企业？").locator("summary").nth(1).click()
    turn = _ask(page, "那2031年呢？")
    assert fake_library.asked[-1][1] == ("临江区有多少家纺织企业？",)
    assert "2031年临江区有多少家纺织企业？" in turn.locator(".wj-resolved").inner_text()
    earlier = page.locator("#wj-thread .wj-turn")
    assert earlier.count() == 1 and earlier.locator(".wj-passage").nth(1).is_visible()


def test_not_found_is_said_plainly(opened: Opened) -> None:
    turn = _ask(opened("zh-CN"), "望月桥有多长？")
    assert "没有说桥长" in turn.inner_text() and "最接近的段落，但不是答案" in turn.inner_text()
    assert turn.locator("mark").count() == 0 and "望月桥" in turn.locator(".wj-card").inner_text()


def test_clear_begins_a_new_talk(opened: Opened, fake_library: Any) -> None:
    page = opened("en-US")
    assert not page.locator("#wj-clear").is_visible()
    _ask(page, "How many textile firms are there?")
    page.click("#wj-clear")
    page.wait_for_selector(".wj-example >> visible=true")
    assert page.locator(".wj-turn").count() == 0
    _ask(page, "How many textile firms are there?")
    assert fake_library.asked[-1][1] == ()


def test_hostile_text_does_nothing_in_the_page(opened: Opened) -> None:
    page = opened("en-US")
    markup = "<img src=x onerror='window.hacked=1'> [x](javascript:alert(1)) $$x$$"
    templates = "${window.hacked=1} `${value}` {{value}} {{#each value}}x{{/each}} @children \\u003cb\\u003e &lt;b&gt;"
    turn = _ask(page, f"hostile {markup} {templates}")
    assert page.evaluate("window.hacked") is None and page.locator(".wj-turn img").count() == 0
    assert "<script>window.hacked=1</script>" in turn.locator(".wj-passage").inner_text()
    assert turn.locator(".wj-question").inner_text() == f"hostile {markup} {templates}"


def test_a_failure_is_told_in_the_page(opened: Opened) -> None:
    turn = _ask(opened("en-US"), "please break")
    assert "Something went wrong" in turn.locator("[role=alert]").inner_text()


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
    shown = page.locator(".wj-try h3").all()
    first = min(shown, key=lambda heading: heading.bounding_box()["x"])
    assert (first.inner_text() == "可以这样问") is locale.startswith("zh")
    assert "__i18n__" not in page.inner_text("body")


@pytest.mark.parametrize("locale", ["zh-CN", "en-US"])
def test_a_phone_needs_no_sideways_scrolling(opened: Opened, locale: str) -> None:
    page = opened(locale, width=360, height=740)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    for question in ("临江区有多少家纺织企业？", "hostile " + "x" * 200, "how long is the bridge"):
        turn = _ask(page, question)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        assert turn.bounding_box()["x"] + turn.bounding_box()["width"] <= 360
    assert page.locator("#wj-ask").is_visible() and page.locator("#wj-clear").is_visible()


def test_dark_mode_is_dark_and_readable(opened: Opened) -> None:
    page = opened("zh-CN", scheme="dark")
    turn = _ask(page, "临江区有多少家纺织企业？")
    for part in (".wj-answer", ".wj-passage", ".wj-meta", ".wj-foot", ".wj-inferred", "mark"):
        assert _contrast(page, f"#wj-turn {part}") >= 4.5, part
    assert turn.locator(".wj-passage mark").first.is_visible()


def test_light_mode_is_readable(opened: Opened) -> None:
    page = opened("zh-CN")
    _ask(page, "临江区有多少家纺织企业？")
    for part in (".wj-answer", ".wj-passage", ".wj-meta", ".wj-foot", ".wj-inferred", ".wj-evidence", "mark"):
        assert _contrast(page, f"#wj-turn {part}") >= 4.5, part


def test_the_keyboard_is_enough(opened: Opened) -> None:
    page = opened("en-US")
    page.wait_for_function("document.activeElement.tagName === 'TEXTAREA'")
    page.keyboard.type("How many textile firms are there?")
    page.keyboard.press("Enter")
    page.wait_for_selector("#wj-turn .wj-sources")
    page.locator("#wj-turn .wj-answer button").nth(1).focus()
    page.keyboard.press("Enter")
    page.locator("#wj-turn .wj-passage").nth(1).wait_for(state="visible")
    page.keyboard.press("Enter")  # the focus is on its heading now, which closes it again
    page.locator("#wj-turn .wj-passage").nth(1).wait_for(state="hidden")


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
