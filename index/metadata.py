"""What a file says about itself: title, source, date, period and language, in one form wherever written."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Metadata:
    """What front matter, `articles.toml` or a page's own head say; an empty string where they say nothing.

    `published` and `period` are ISO where they can be understood ("2023-02-13", "2022-Q1"), else as given.
    """

    title: str = ""
    source: str = ""
    published: str = ""
    period: str = ""
    language: str = ""
