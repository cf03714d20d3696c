"""The articles room in a real browser: listed, sorted, read, added to, taken from and put back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

pytestmark = pytest.mark.browser
Opened = Callable[..., Any]
Ask = Callable[[Any, str], Any]


@pytest.fixture(autouse=True)
def as_before(fake_library: Any) -> Iterator[None]:
    """The other tests find the articles they know."""
    before = fake_library.snapshot
    yield
    fake_library.snapshot = before
    fake_library.taken.clear()


def _room(page: Any) -> Any:
    page.locator(".wj-room[data-room=articles]").click()
    page.wait_for_selector(".wj-shelf tbody tr >> visible=true")
    return page.locator("#wj-articles-room")


def _titles(room: Any) -> list[str]:
    return list(room.locator(".wj-shelf tbody cite").all_inner_texts())


def _file(name: str, text: str) -> dict[str, Any]:
    return {"name": name, "mimeType": "text/plain", "buffer": text.encode()}


def _drop(page: Any, *files: dict[str, Any]) -> None:
    page.set_input_files("#wj-drop input[type=file]", list(files))


def test_articles_are_listed_with_date_source_and_file(opened: Opened) -> None:
    room = _room(opened("zh-CN"))
    assert len(_titles(room)) == 3 and room.locator("caption").inner_text().startswith("共3篇报道")
    row = room.locator("tbody tr").first.inner_text()
    assert "2031年春" in row and "推断" in row and "临江日报" in row and "spring.txt" in row


def test_the_list_is_sorted_by_a_column_both_ways(opened: Opened) -> None:
    room = _room(opened("en-US"))
    head = room.get_by_role("button", name="Date", exact=True)
    head.click()
    assert _titles(room) == ["临江区的三座老桥", "临江纺织 春来机杼声", "纺织企业破六百家"]
    assert room.locator("th").nth(1).get_attribute("aria-sort") == "ascending"
    head.click()
    assert _titles(room)[0] == "纺织企业破六百家"
    assert room.locator("th").nth(1).get_attribute("aria-sort") == "descending"


def test_an_article_is_read_in_the_same_pane(opened: Opened) -> None:
    page = opened("en-US")
    _room(page).get_by_role("button", name="临江区的三座老桥").click()
    page.locator("#wj-reader[open] .wj-story p").wait_for()
    assert "望月桥" in page.locator("#wj-reader").inner_text() and not page.locator("#wj-reader mark").count()


def test_a_new_article_can_be_asked_about_at_once(opened: Opened, ask: Ask) -> None:
    page = opened("zh-CN")
    assert "没有说桥长" in ask(page, "新桥有几座？").inner_text()
    room = _room(page)
    _drop(page, _file("新桥.txt", "去年建成的新桥有4座。"), _file("empty.txt", " "))
    page.wait_for_selector(".wj-uploads li >> nth=1")
    good, bad = page.locator(".wj-uploads li").all_inner_texts()
    assert "新桥.txt" in good and "已添加：1篇报道" in good
    assert "empty.txt" in bad and "没有做成" in bad and "it is empty" in bad
    page.wait_for_selector(".wj-shelf tbody tr >> nth=3")
    assert "新桥" in _titles(room)
    page.locator(".wj-room[data-room=ask]").click()
    turn = ask(page, "新桥有几座？")
    assert turn.locator(".wj-card mark").first.inner_text() == "4座"


def test_adding_shows_how_far_it_has_come(opened: Opened, fake_library: Any) -> None:
    page = opened("en-US")
    _room(page)
    fake_library.gate.clear()
    try:
        _drop(page, _file("one.txt", "一号文"), _file("two.txt", "二号文章"))
        bar = page.locator(".wj-uploads progress")
        bar.wait_for()
        assert bar.get_attribute("max") == "2" and "0 of 2" in page.locator(".wj-progress").inner_text()
    finally:
        fake_library.gate.set()
    page.wait_for_selector(".wj-uploads li >> nth=1")
    assert page.locator(".wj-uploads progress").count() == 0


def test_a_file_of_a_kind_that_is_not_read_is_refused(opened: Opened, fake_library: Any) -> None:
    page = opened("en-US")
    before = len(fake_library.snapshot.articles)
    _room(page)
    _drop(page, _file("picture.png", "x"))
    page.wait_for_timeout(600)
    assert len(fake_library.snapshot.articles) == before and not page.locator(".wj-good").count()


def test_an_article_is_removed_and_the_removal_undone(opened: Opened) -> None:
    page = opened("zh-CN")
    room = _room(page)
    room.get_by_role("button", name="移除autumn.txt").click()
    page.wait_for_selector("#wj-note [data-act=restore]")
    assert "纺织企业破六百家" not in _titles(room) and "已移除autumn.txt。" in page.locator("#wj-note").inner_text()
    assert "autumn.txt" in room.locator(".wj-removed").inner_text()
    assert "纺织企业破六百家" not in page.locator("#wj-covered").text_content()
    page.locator("#wj-note").get_by_role("button", name="撤销").click()
    page.wait_for_selector(".wj-shelf tbody tr >> nth=2")
    assert "纺织企业破六百家" in _titles(room) and not room.locator(".wj-removed").count()
    assert "autumn.txt已放回。" in page.locator("#wj-note").inner_text()


def test_what_was_removed_can_be_put_back_after_a_reload(opened: Opened) -> None:
    page = opened("en-US", path="/#articles")
    page.wait_for_selector(".wj-shelf tbody tr >> nth=2")
    page.locator("[data-act=remove]").first.click()
    page.wait_for_selector(".wj-removed")
    page.reload()
    page.locator(".wj-removed").get_by_role("button", name="Put back").click()
    page.wait_for_selector(".wj-shelf tbody tr >> nth=2")


def test_a_removal_that_fails_says_so_and_can_be_tried_again(opened: Opened, fake_library: Any) -> None:
    page = opened("en-US")
    room = _room(page)
    fake_library.snapshot = type(fake_library.snapshot)(articles=fake_library.snapshot.articles[1:])
    room.get_by_role("button", name="Remove spring.txt").click()
    page.wait_for_selector("#wj-note [role=alert]")
    assert "There is no file" in page.locator("#wj-note").inner_text()
    assert not room.locator("[data-act=remove][disabled]").count()


def test_the_index_is_rebuilt_on_request(opened: Opened) -> None:
    page = opened("en-US")
    room = _room(page)
    room.get_by_role("button", name="Rebuild").click()
    page.wait_for_selector("#wj-note .wj-bad")
    assert "Nothing had changed" in page.locator("#wj-note").inner_text()
    assert "scan.pdf it has no text." in page.locator("#wj-note .wj-bad").inner_text()


def test_a_hostile_article_does_nothing_in_the_list_or_the_reader(opened: Opened) -> None:
    page = opened("en-US")
    _room(page)
    _drop(page, _file("evil.txt", "<img src=x onerror='window.hacked=1'><script>window.hacked=1</script> ${1} {{x}}"))
    page.wait_for_selector(".wj-shelf tbody tr >> nth=3")
    page.locator(".wj-shelf .wj-open").last.click()
    page.locator("#wj-reader .wj-story p").wait_for()
    assert "<script>window.hacked=1</script> ${1} {{x}}" in page.locator("#wj-reader .wj-story").inner_text()
    assert page.evaluate("window.hacked") is None
