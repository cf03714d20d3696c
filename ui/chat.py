"""The chat page: a question, the answer as it comes, and under it the passages it was taken from."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from importlib.resources import files
from typing import Any

import gradio as gr
from fastapi import FastAPI

from index.article import Language
from ui.cards import covered_html, masthead_html
from ui.desk import Desk
from ui.first import FirstScript
from ui.strings import EXAMPLES, PAGE, say
from ui.talk import Talk, answering, cleaned

_SANS = ["system-ui", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif"]
_MONO = ["ui-monospace", "Noto Sans Mono CJK SC", "monospace"]
_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}

Updates = dict[Any, Any]


def mount_chat(app: FastAPI, desk: Desk, examples: bool, most_chars: int) -> None:
    """Puts the chat page at `/`; `examples` shows the questions that suit the bundled articles."""
    words = _page_words()
    app.add_middleware(FirstScript, script=_asset("language.js"), later=_asset("page.js"))
    # Every option that would reach for another host, or keep what was asked in the browser, is turned off.
    gr.mount_gradio_app(
        app,
        _page(desk, words, examples, most_chars),
        path="/",
        i18n=words,
        theme=_theme(),
        css=_asset("style.css"),
        head=f"<script>{_asset('page.js')}</script>",
        favicon_path=str(files("ui") / "favicon.png"),
        footer_links=[],
        ssr_mode=False,
        run_history=False,
        show_error=False,
        enable_monitoring=False,
        max_file_size="1kb",
    )


def _page(desk: Desk, words: gr.I18n, examples: bool, most_chars: int) -> gr.Blocks:
    page: gr.Blocks
    with gr.Blocks(title=PAGE["title"]["zh"], analytics_enabled=False, fill_width=True) as page:
        talk = gr.State(Talk())
        gr.HTML(words("masthead"), elem_id="wj-masthead", apply_default_css=False)
        with gr.Column(elem_id="wj-intro") as intro:
            tries = _examples() if examples else []
            covered = gr.HTML(elem_id="wj-covered", apply_default_css=False)
        thread, turn = _watched("thread", "reopen"), _watched("turn", "follow")
        box, ask, clear = _bar(words, most_chars)
        outputs = [talk, thread, turn, box, intro]
        for trigger, source in [(box.submit, box), (ask.click, box), *((one.click, one) for one in tries)]:
            # The desk bounds how many are answered at once, for this page and for POST /ask together.
            trigger(_answers(desk, *outputs), [source, talk], outputs, concurrency_limit=None, **_QUIET)
        clear.click(_cleared, None, outputs, **_QUIET)
        page.load(_covers(desk), None, covered, **_QUIET)
    return page


def _bar(words: gr.I18n, most_chars: int) -> tuple[gr.Textbox, gr.Button, gr.Button]:
    with gr.Row(elem_id="wj-bar"):
        box = gr.Textbox(
            placeholder=words("box"),
            label=words("box_label"),
            show_label=False,
            container=False,
            autofocus=True,
            max_length=most_chars,
            elem_id="wj-box",
        )
        ask = gr.Button(words("ask"), variant="primary", min_width=80, scale=0, elem_id="wj-ask")
        clear = gr.Button(words("clear"), variant="secondary", min_width=80, scale=0, elem_id="wj-clear")
    return box, ask, clear


def _watched(name: str, action: str) -> gr.HTML:
    watch = f"watch('value', () => window.wenjin.{action}(element))"
    return gr.HTML(elem_id=f"wj-{name}", js_on_load=watch, apply_default_css=False)


def _examples() -> list[gr.Button]:
    made = []
    with gr.Row(elem_id="wj-tries"):
        for language, questions in EXAMPLES.items():
            with gr.Column(elem_classes=["wj-try", f"wj-try-{language}"], min_width=300):
                gr.HTML(f"<h3>{say('try', language)}</h3>", apply_default_css=False)
                made += [gr.Button(question, elem_classes=["wj-example"]) for question in questions]
    return made


def _answers(desk: Desk, state: Any, thread: Any, turn: Any, box: Any, intro: Any) -> Callable[..., Any]:
    """What answers a question into those parts of the page."""

    async def answer(question: str, talk: Talk) -> AsyncIterator[Updates]:
        question = cleaned(question)
        if not question:
            yield {box: ""}
            return
        first: Updates = {thread: "".join(talk.turns), box: "", intro: gr.update(visible=False)}
        html = ""
        async for html in answering(desk, question, talk):
            yield {turn: html, **first}
            first = {}
        yield {state: talk.grown(question, html)}

    return answer


def _covers(desk: Desk) -> Callable[..., str]:
    """What lists the articles, in the browser's language, whenever the page is opened."""

    def covers(request: gr.Request) -> str:
        asked = request.headers.get("accept-language", "").lower()
        language: Language = "zh" if asked.startswith("zh") else "en"
        return covered_html(desk.snapshot.articles, language)

    return covers


def _cleared() -> tuple[Any, ...]:
    return Talk(), "", "", "", gr.update(visible=True)


def _page_words() -> gr.I18n:
    zh, en = _words("zh"), _words("en")
    return gr.I18n(en=en, **{"zh-CN": zh, "zh-TW": zh})


def _words(language: Language) -> dict[str, str]:
    # Gradio puts one translation into one component, so what stands together is translated together.
    return {"masthead": masthead_html(language)} | {key: words[language] for key, words in PAGE.items()}


def _theme() -> gr.Theme:
    # Named as plain strings: Gradio would look for a web font under any name of its own.
    return gr.themes.Base(font=_SANS, font_mono=_MONO).set(
        body_background_fill="#faf8f3",
        body_background_fill_dark="#171512",
        body_text_color="#1c1a17",
        body_text_color_dark="#ece6da",
    )


def _asset(name: str) -> str:
    return (files("ui") / name).read_text("utf-8")
