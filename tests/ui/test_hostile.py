"""Articles and questions that mean harm, through the real models and into a real browser: shown as words, never run."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from index.settings import load_settings
from ui.app import create_app

pytestmark = pytest.mark.slow
SEED = int(os.environ.get("WENJIN_SEED", "31"))
HACK = "window.hacked=1"
WORDS = f'青川县有茶园412亩<img src=x onerror="{HACK}"><script>{HACK}</script><svg onload={HACK}>'
ARTICLES = {
    "markup.md": f"""---
title: '青川茶园 <img src=x onerror="{HACK}">'
source: '青川日报 <script>{HACK}</script>'
published: 2031-05-04
---
5月4日，{WORDS}，采茶的农户有57户。[茶](javascript:{HACK}) <a href="javascript:{HACK}" onclick="{HACK}">茶</a>

__i18n__{{"k":1}} ${{{HACK}}} {{{{{HACK}}}}} 青川县的茶厂有23家。
""",
    "page.html": f"""<!doctype html><html><head><title>青川渡口</title><script>{HACK}</script>
<meta http-equiv="refresh" content="0; url=http://evil.example/"><base href="http://evil.example/">
<style>body {{ display: none }}</style></head><body onload="{HACK}"><h1>青川渡口 <img src=x onerror="{HACK}"></h1>
<p>2031年6月，青川渡口有渡船36艘，<b onclick="{HACK}">船工</b>88人。&lt;script&gt;{HACK}&lt;/script&gt;</p>
<iframe src="http://evil.example/"></iframe><object data="http://evil.example/x"></object></body></html>
""",
}


@pytest.fixture(scope="module")
def harmful(tmp_path_factory: pytest.TempPathFactory, serve_app: Any) -> Iterator[str]:
    """A server of articles that mean harm, with the real models."""
    from rag.library import Library

    folder = tmp_path_factory.mktemp("harmful")
    for name, text in ARTICLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    given = load_settings(home=tmp_path_factory.mktemp("home"), articles=folder, threads=1)
    with serve_app(create_app(Library.open(given), given)) as address:
        yield address


@pytest.mark.browser
@pytest.mark.parametrize(
    ("question", "figure"), [("青川县有多少亩茶园？", "412亩"), ("青川渡口有多少艘渡船？", "36艘")]
)
def test_nothing_in_an_article_runs_in_the_page(
    browser: Any, harmful: str, overheard: Any, question: str, figure: str
) -> None:
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    complaints = overheard(page)
    requests: list[str] = []
    page.on("dialog", lambda dialog: complaints.append(dialog.message))
    page.on("request", lambda request: requests.append(request.url))
    page.goto(harmful)
    page.locator("#wj-covered li").first.wait_for()
    page.fill("#wj-box textarea", question)
    page.keyboard.press("Enter")
    page.locator("#wj-turn .wj-sources").wait_for()
    assert figure in page.locator("#wj-turn .wj-passage").first.inner_text()
    for card in page.locator("#wj-turn summary").all()[1:]:
        card.click()
    assert page.evaluate("window.hacked") is None and complaints == []
    assert page.locator(".wj-turn img, .wj-turn script, .wj-turn svg[onload], [onclick], iframe, object").count() == 0
    assert all(url.startswith((harmful, "data:", "blob:")) for url in requests)
    context.close()


@pytest.mark.browser
def test_markup_that_came_into_the_page_would_not_run(browser: Any, harmful: str) -> None:
    """Were the escaping ever to fail: the policy of the page lets only its own scripts run, and nothing leave."""
    context = browser.new_context()
    page = context.new_page()
    reached: list[str] = []
    page.on("response", lambda response: reached.append(response.url))
    page.goto(harmful)
    page.locator("#wj-covered li").first.wait_for()
    page.evaluate(
        """hack => {
            const markup = `<img src=x onerror="${hack}"><a id=bad onclick="${hack}">x</a>`;
            document.body.insertAdjacentHTML("beforeend", markup);
            const script = document.createElement("script");
            script.textContent = hack;
            document.body.append(script);
            document.getElementById("bad").click();
            const far = document.createElement("img");
            far.src = "http://localhost:9/far.png";
            document.body.append(far);
        }""",
        HACK,
    )
    page.wait_for_timeout(500)
    assert page.evaluate("window.hacked") is None
    assert not any("far.png" in url for url in reached)
    context.close()


odd = st.one_of(
    st.text(st.characters(codec=None), min_size=1, max_size=200),
    st.text(
        st.sampled_from("\u202a\u202e\u2066\u2069\u200f\x00\x1b\ud800青川县茶园有多少亩412 how many"), max_size=100
    ),
    st.sampled_from(
        ["青川县有多少亩茶园？" * 10_000, "\u202e" * 1000, "a" * 1000, "茶" * 999, "\U0001f375" * 500, "1" * 900]
    ),
)


@pytest.mark.parametrize("asked", ["question", "history"])
def test_odd_text_is_answered_or_refused_by_the_real_models(harmful: str, asked: str) -> None:
    with httpx.Client(base_url=harmful, timeout=60) as line:

        @seed(SEED)
        @settings(max_examples=8, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(odd)
        def check(text: str) -> None:
            told = {"question": text} if asked == "question" else {"question": "那茶厂呢？", "history": [text]}
            answer = line.post("/ask", content=json.dumps(told), headers={"content-type": "application/json"})
            assert answer.status_code in (200, 422), answer.text

        check()
