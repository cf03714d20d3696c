"""The room of the page where articles are listed, added, removed, put back and indexed anew."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr
from anyio import Path as SlowPath

from index.article import Language
from index.errors import WenjinError
from index.files.formats import FORMATS
from ui.cover import covered_html
from ui.desk import Desk
from ui.shelf import (
    added_html,
    failed_note_html,
    name_of,
    note_html,
    refused_html,
    removed_html,
    report_html,
    shelf_html,
    uploads_html,
)
from ui.strings import say

Updates = dict[Any, Any]
_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
_SENT = "() => [window.wenjin.sent()]"


@dataclass(frozen=True, slots=True)
class Room:
    """The parts of the room that an event writes to; `covered` is the list beside the first question."""

    shelf: gr.HTML
    note: gr.HTML
    covered: gr.HTML
    drop: gr.File


def language_sent(sent: Any) -> Language:
    """The language of the page that sent something."""
    return "zh" if isinstance(sent, dict) and sent.get("language") == "zh" else "en"


def articles_room(desk: Desk, words: gr.I18n, covered: gr.HTML, sent: gr.JSON) -> Room:
    """Builds the room and what happens in it."""
    with gr.Column(elem_id="wj-articles-room"):
        with gr.Row(elem_id="wj-adding"):
            drop = gr.File(
                label=words("drop"),
                file_count="multiple",
                file_types=sorted(FORMATS),
                show_label=False,
                height=124,
                elem_id="wj-drop",
            )
            rebuild = gr.Button(words("rebuild"), scale=0, min_width=120, elem_id="wj-rebuild")
        gr.HTML(words("formats"), elem_id="wj-formats", apply_default_css=False)
        note = gr.HTML(elem_id="wj-note", js_on_load=_PRESSED, apply_default_css=False)
        shelf = gr.HTML(elem_id="wj-shelf", js_on_load=_SHELF, apply_default_css=False)
    room = Room(shelf, note, covered, drop)
    outputs = [shelf, note, covered]
    for pressed in (shelf.click, note.click):
        change = pressed(_changed(desk, room), sent, outputs, js=_SENT, concurrency_limit=None, **_QUIET)
        change.then(None, None, None, js="() => window.wenjin.released()", **_QUIET)
    rebuild.click(_rebuilt(desk, room), sent, outputs, js=_SENT, concurrency_limit=None, **_QUIET)
    drop.upload(_uploaded(desk, room), [drop, sent], [*outputs, drop], js=_UPLOADED, concurrency_limit=None, **_QUIET)
    return room


_PRESSED = "window.wenjin.pressed(element, trigger)"
_SHELF = f"{_PRESSED}; watch('value', () => window.wenjin.sorted(element))"
_UPLOADED = "(files) => [files, window.wenjin.sent()]"


async def listed(desk: Desk, room: Room, language: Language) -> Updates:
    """The lists of articles as they are now."""
    index = await desk.newest()
    shown = shelf_html(index, await desk.removed(), language)
    return {room.shelf: shown, room.covered: covered_html(index.articles, language)}


def _changed(desk: Desk, room: Room) -> Callable[..., Awaitable[Updates]]:
    """What removes a file or puts it back, as the button pressed in the list says."""

    async def changed(sent: Any, pressed: gr.EventData) -> Updates:
        told: dict[str, Any] = pressed._data if isinstance(pressed._data, dict) else {}
        language, file = language_sent(sent), str(told.get("file", ""))
        try:
            if told.get("act") == "remove":
                await desk.remove(file)
                note = removed_html(file, language)
            else:
                await desk.restore(file)
                note = note_html(say("was_put_back", language, name_of(file)), language)
        except WenjinError as error:
            note = failed_note_html(error, language)
        return {room.note: note, **await listed(desk, room, language)}

    return changed


def _rebuilt(desk: Desk, room: Room) -> Callable[[Any], AsyncIterator[Updates]]:
    """What brings the index up to what lies in the folder."""

    async def rebuilt(sent: Any) -> AsyncIterator[Updates]:
        language = language_sent(sent)
        yield {room.note: note_html(say("rebuilding", language), language)}
        try:
            note = report_html(await desk.rebuild(), language)
        except WenjinError as error:
            note = failed_note_html(error, language)
        yield {room.note: note, **await listed(desk, room, language)}

    return rebuilt


def _uploaded(desk: Desk, room: Room) -> Callable[[Any, Any], AsyncIterator[Updates]]:
    """What takes in the files that were dropped, one after another, and tells of each."""

    async def uploaded(files: list[str] | None, sent: Any) -> AsyncIterator[Updates]:
        language, files = language_sent(sent), files or []
        done: list[str] = []
        yield {room.note: uploads_html(done, len(files), language), room.drop: None}
        for file in files:
            done.append(await _taken(desk, Path(file), language))
            yield {room.note: uploads_html(done, len(files), language)}
        yield await listed(desk, room, language)

    return uploaded


async def _taken(desk: Desk, file: Path, language: Language) -> str:
    """One file taken in, and gone from where the upload left it."""
    try:
        data = await SlowPath(file).read_bytes()
        return added_html(file.name, await desk.add(file.name, data), language)
    except WenjinError as error:
        return refused_html(file.name, error, language)
    finally:
        with suppress(OSError):
            await SlowPath(file).unlink()
