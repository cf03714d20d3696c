"""The chat page as served: what is in it before a browser runs it, and what it leaves closed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from index.settings import load_settings
from ui.strings import EXAMPLES


@pytest.fixture(scope="module")
def page(fake_server: str) -> str:
    return httpx.get(fake_server, headers={"accept-encoding": "gzip, br"}).text


def _config(page: str) -> Any:
    found = re.search(r"window\.gradio_config = (.*?);</script>", page)
    assert found
    return json.loads(found[1])


def test_the_language_is_settled_before_anything_else_runs(page: str) -> None:
    scripts = re.findall(r"<script[^>]*>(.*?)</script>", page, re.DOTALL)
    assert "navigator.language" in scripts[0] and "gradio_config" in scripts[1]
    assert page.endswith("</html>")  # no byte was lost when the script was put in


def test_the_page_says_its_words_in_both_languages(page: str) -> None:
    words = _config(page)["i18n_translations"]
    assert set(words["zh-CN"]) == set(words["en"])
    assert words["zh-CN"]["ask"] == "提问" and words["en"]["ask"] == "Ask"


def test_nothing_is_sent_or_kept_elsewhere(page: str) -> None:
    config = _config(page)
    assert config["analytics_enabled"] is False and config["run_history"] is False and config["footer_links"] == []
    assert not re.search(r"fonts\.g|cdn\.|@import", str(config["css"]) + str(config["head"]))


def test_the_inner_calls_of_the_page_are_no_public_interface(fake_server: str) -> None:
    assert httpx.get(f"{fake_server}/gradio_api/info").json()["named_endpoints"] == {}


def test_a_file_larger_than_the_settings_allow_cannot_be_left_on_the_server(
    fake_library: Any, serve_app: Callable[[Any], Any]
) -> None:
    from ui.app import create_app

    with serve_app(create_app(fake_library, load_settings(max_file_mb=0.05))) as small:
        sizes = (40_000, 100_000)
        sent = [httpx.post(f"{small}/gradio_api/upload", files={"files": ("a.txt", b"x" * size)}) for size in sizes]
    assert sent[0].status_code == 200 and sent[1].status_code >= 400


def test_the_theme_asks_for_no_web_font(fake_server: str) -> None:
    assert "http" not in httpx.get(f"{fake_server}/theme.css").text.replace("http://www.w3.org", "")


def test_examples_are_shown_for_the_bundled_articles_only(
    page: str, serve_app: Callable[[Any], Any], fake_library: Any, tmp_path: Path
) -> None:
    from ui.app import create_app

    first = EXAMPLES["en"][0]
    assert first in page
    with serve_app(create_app(fake_library, load_settings(articles=tmp_path))) as own:
        assert first not in httpx.get(own).text
