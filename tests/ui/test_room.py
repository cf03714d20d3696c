"""The articles room without a browser: what is dropped is taken in, and nothing of it stays behind."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import gradio as gr
import pytest

from ui.chat import _page_words
from ui.desk import Desk
from ui.room import _uploaded as uploaded_into
from ui.room import articles_room, language_sent


@pytest.fixture
def library(fake_library: Any) -> Any:
    return type(fake_library)()


def _updates(library: Any, files: list[str]) -> list[dict[str, Any]]:
    async def collected() -> list[dict[str, Any]]:
        words = _page_words(examples=False)
        with gr.Blocks():
            covered, sent = gr.HTML(), gr.JSON()
            desk = Desk(library)
            room = articles_room(desk, words, covered, sent)
        names = {room.note: "note", room.shelf: "shelf", room.covered: "covered", room.drop: "drop"}
        return [
            {names[part]: value for part, value in update.items()}
            async for update in uploaded_into(desk, room)(files, {"language": "zh"})
        ]

    return asyncio.run(collected())


def test_each_file_is_told_of_as_it_is_taken_in(library: Any, tmp_path: Path) -> None:
    files = [tmp_path / "新闻.txt", tmp_path / "空.txt"]
    files[0].write_text("新桥有4座。", encoding="utf-8")
    files[1].write_text(" ", encoding="utf-8")
    updates = _updates(library, [str(file) for file in files])
    assert updates[0]["drop"] is None and 'value="0"' in updates[0]["note"]
    assert 'value="1"' in updates[1]["note"] and "wj-bad" not in updates[1]["note"]
    assert "空.txt" in updates[2]["note"] and "<progress" not in updates[2]["note"]
    assert "新闻" in updates[3]["shelf"] and "新闻" in updates[3]["covered"]
    assert not any(file.exists() for file in files)  # what was uploaded is kept by the library alone


def test_nothing_dropped_changes_nothing(library: Any) -> None:
    before = library.snapshot
    _updates(library, [])
    assert library.snapshot is before


@pytest.mark.parametrize(("sent", "language"), [({"language": "zh"}, "zh"), ({"language": 7}, "en"), (None, "en")])
def test_the_pages_language_is_taken_from_what_it_sends(sent: Any, language: str) -> None:
    assert language_sent(sent) == language
