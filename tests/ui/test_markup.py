"""Text as HTML: whatever it is, it stays text."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from ui.markup import button, safe, text_html


@given(st.text(max_size=80))
def test_any_text_is_shown_as_it_is(text: str) -> None:
    written = text_html(text)
    assert not re.search(r"<(?!br>)", written) and "__i18n__" not in written
    kept = text.replace("\x00", "\ufffd").replace("\r\n", "\n").replace("\r", "\n").replace("\n", "")
    assert LexborHTMLParser(f"<p>{written}</p>").css_first("p").text().replace("\n", "") == kept or "\x00" in text


@given(st.text(alphabet="ab\"'<>&=甲 \n", max_size=40))
def test_any_text_fits_an_attribute(text: str) -> None:
    made = LexborHTMLParser(button("copy", "x", text=text)).css_first("button")
    assert made.attributes["data-text"] == text and set(made.attributes) == {"type", "class", "data-act", "data-text"}


def test_gradio_finds_nothing_to_translate() -> None:
    assert "__i18n__" not in safe('__i18n__{"key": "ask"}')
