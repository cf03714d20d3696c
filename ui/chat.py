"""The chat page: a question, the answer as it comes, and beside it the article it was taken from."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from importlib.resources import files
from typing import Any

import gradio as gr
from fastapi import FastAPI

from index.article import Language
from index.settings import Settings
from ui.cover import examples_html, masthead_html
from ui.desk import Desk
from ui.first import FirstScript
from ui.room import Room, articles_room, language_sent, listed
from ui.strings import PAGE
from ui.talk import Asked, answering

_SANS = ["system-ui", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif"]
_MONO = ["ui-monospace", "Noto Sans Mono CJK SC", "monospace"]
_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
# Uploads are removed once they are taken in; what a broken connection left is swept every hour.
_SWEPT = (3600, 3600)
_SCRIPTS = ("words", "talk", "ask", "peek", "reader", "acts", "rooms", "shelf")


def mount_chat(app: FastAPI, desk: Desk, examples: bool, settings: Settings) -> None:
    """Puts the chat page at `/`; `examples` shows the questions that suit the bundled articles."""
    words = _page_words(examples)
    script = _script()
    app.add_middleware(FirstScript, script=_asset("language.js"), later=script)
    # Every option that would reach for another host, or keep what was asked in the browser, is turned off.
    gr.mount_gradio_app(
        app,
        _page(desk, words, settings.max_question_chars),
        path="/",
        i18n=words,
        theme=_theme(),
        # Not as `css`, which Gradio rewrites: what depends on the state of the whole page would be lost.
        head=f"<style>{_asset('style.css')}</style><script>{script}</script>",
        favicon_path=str(files("ui") / "assets" / "favicon.png"),
        footer_links=[],
        ssr_mode=False,
        run_history=False,
        show_error=False,
        enable_monitoring=False,
        max_file_size=int(settings.max_file_mb * 1_000_000),
    )


def _page(desk: Desk, words: gr.I18n, most_chars: int) -> gr.Blocks:
    page: gr.Blocks
    with gr.Blocks(title=PAGE["title"]["zh"], analytics_enabled=False, fill_width=True, delete_cache=_SWEPT) as page:
        gr.HTML(words("masthead"), elem_id="wj-masthead", apply_default_css=False)
        with gr.Column(elem_id="wj-ask-room"):
            covered = _intro(words)
            gr.HTML(elem_id="wj-thread", apply_default_css=False)
            turn = _watched("turn", "follow")
            box, ask, stop = _bar(words, most_chars)
        # What the page's script sends along: the earlier questions, the turn's key, the page's language.
        sent = gr.JSON(visible=False)
        outputs = [turn, box]
        asked: list[Any] = [
            # The desk bounds how many are answered at once, for this page and for POST /ask together.
            trigger(_answers(desk, *outputs), [box, sent], outputs, js=_BEGIN, concurrency_limit=None, **_QUIET)
            for trigger in (box.submit, ask.click)
        ]
        for each in asked:
            each.then(None, None, None, js="() => window.wenjin.settled()", **_QUIET)
        stop.click(None, None, None, cancels=asked, js="() => window.wenjin.stopped()", **_QUIET)
        room = articles_room(desk, words, covered, sent)
        lists = [covered, room.shelf]
        filled = page.load(_opened(desk, room), sent, lists, js="() => [window.wenjin.sent()]", **_QUIET)
        filled.then(None, None, None, js="() => window.wenjin.ready()", **_QUIET)  # even where it failed
    return page


_BEGIN = "(question) => window.wenjin.begin(question)"


def _intro(words: gr.I18n) -> gr.HTML:
    with gr.Row(elem_id="wj-intro"):
        gr.HTML(words("examples"), elem_id="wj-tries", apply_default_css=False)
        return _watched("covered", "ready")  # as soon as they are there


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
        stop = gr.Button(words("stop"), variant="secondary", min_width=80, scale=0, elem_id="wj-stop")
        clear = gr.Button(words("clear"), variant="secondary", min_width=80, scale=0, elem_id="wj-clear")
        clear.click(None, None, None, js="() => window.wenjin.clear()", **_QUIET)
    return box, ask, stop


def _watched(name: str, action: str) -> gr.HTML:
    watch = f"watch('value', () => window.wenjin.{action}(element))"
    return gr.HTML(elem_id=f"wj-{name}", js_on_load=watch, apply_default_css=False)


def _answers(desk: Desk, turn: Any, box: Any) -> Callable[..., Any]:
    """What answers a question into those parts of the page."""

    async def answer(question: str, sent: Any) -> AsyncIterator[dict[Any, Any]]:
        asked = Asked.of(question, sent)
        if not asked.question:
            yield {box: ""}
            return
        first = {box: ""}
        async for html in answering(desk, asked):
            yield {turn: html, **first}
            first = {}

    return answer


def _opened(desk: Desk, room: Room) -> Callable[[Any], Awaitable[dict[Any, Any]]]:
    """What lists the articles, in the page's language, whenever the page is opened."""

    async def opened(sent: Any) -> dict[Any, Any]:
        return await listed(desk, room, language_sent(sent))

    return opened


def _page_words(examples: bool) -> gr.I18n:
    zh, en = _words("zh", examples), _words("en", examples)
    return gr.I18n(en=en, **{"zh-CN": zh})


def _words(language: Language, examples: bool) -> dict[str, str]:
    # Gradio puts one translation into one component, so what stands together is translated together.
    tries = examples_html(language) if examples else ""
    words = {key: words[language] for key, words in PAGE.items()}
    return {"masthead": masthead_html(language), "examples": tries} | words


def _script() -> str:
    """The page's scripts as one, with its words."""
    words = json.dumps(PAGE, ensure_ascii=False).replace("<", "\\u003c")
    return f"window.wenjin = {{}};\nwenjin.words = {words};\n" + "\n".join(_asset(f"{name}.js") for name in _SCRIPTS)


def _theme() -> gr.Theme:
    # Named as plain strings: Gradio would look for a web font under any name of its own.
    return gr.themes.Base(font=_SANS, font_mono=_MONO).set(
        body_background_fill="#faf8f3",
        body_background_fill_dark="#171512",
        body_text_color="#1c1a17",
        body_text_color_dark="#ece6da",
    )


def _asset(name: str) -> str:
    return (files("ui") / "assets" / name).read_text("utf-8")
