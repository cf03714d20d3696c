"""What the page fetches: an article to read, and where a judgement goes."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from index.settings import Settings
from ui.access import MOST_BYTES
from ui.feedback import Feedback

JUDGED = {"key": "abc123", "verdict": "up", "note": "好", "question": "几家？", "answer": "600家", "index_version": "v"}


def test_an_article_comes_with_its_words_marked(fake_server: str, articles: Any) -> None:
    at = articles[1].text.index("600家")
    told = httpx.get(f"{fake_server}/page/articles/autumn", params={"lang": "en", "answer": f"{at}-{at + 4}"})
    assert told.status_code == 200 and told.headers["content-type"].startswith("text/html")
    assert "<mark>600家</mark>" in told.text and "How was the text repaired?" in told.text


@pytest.mark.parametrize("id", ["nothing", "%3Cscript%3E", "..%2f..%2fetc%2fpasswd"])
def test_an_article_that_is_not_there_is_told_plainly(fake_server: str, id: str) -> None:
    told = httpx.get(f"{fake_server}/page/articles/{id}?lang=zh")
    assert told.status_code == 404 and "<script" not in told.text


def test_a_language_there_is_not_is_refused(fake_server: str) -> None:
    assert httpx.get(f"{fake_server}/page/articles/autumn?lang=xx").status_code == 422


def test_a_judgement_is_kept(fake_server: str, ui_settings: Settings) -> None:
    assert httpx.post(f"{fake_server}/page/feedback", json=JUDGED).status_code == 204
    kept = {each.key: each for each in Feedback(ui_settings.home).all()}["abc123"]
    assert (kept.verdict, kept.note, kept.question, kept.answer) == ("up", "好", "几家？", "600家") and kept.at


BAD = [{"verdict": "sideways"}, {"key": "../x"}, {"key": ""}, {"note": "x" * 2001}, {"question": None}, {"more": 1}]


@pytest.mark.parametrize("change", BAD, ids=repr)
def test_a_judgement_that_cannot_be_used_is_refused(fake_server: str, change: dict[str, Any]) -> None:
    assert httpx.post(f"{fake_server}/page/feedback", json=JUDGED | change).status_code == 422


def test_another_site_cannot_judge_through_a_form(fake_server: str) -> None:
    sent = httpx.post(f"{fake_server}/page/feedback", content=b"{}", headers={"content-type": "text/plain"})
    assert sent.status_code == 422


def test_a_judgement_has_a_largest_size(fake_server: str) -> None:
    content = b'{"note": "' + b"x" * MOST_BYTES + b'"}'
    sent = httpx.post(f"{fake_server}/page/feedback", content=content, headers={"content-type": "application/json"})
    assert sent.status_code == 413


def test_the_page_s_own_routes_are_no_published_interface(fake_server: str) -> None:
    assert not [path for path in httpx.get(f"{fake_server}/openapi.json").json()["paths"] if "page" in path]
