"""A page as paragraphs, headings and lines that stand alone, which is what its lines become once unwrapped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from index.cleaning.credits import Credit
from index.cleaning.signs import ends_sentence
from index.cleaning.textmap import Mapped

Kind = Literal["heading", "line", "paragraph", "row", "credit"]


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, marked heading, or line alone (a headline without a mark, a caption), or a credit without words.

    `level` is 1 to 6 for a marked heading; `gap`: a blank stands before it; `indented`: as a paragraph's first line;
    `fresh`: it opens as only a story does; `wide`: it was set wider than the lines of prose around it.
    """

    words: Mapped
    kind: Kind = "paragraph"
    level: int = 0
    gap: bool = False
    indented: bool = False
    fresh: bool = False
    wide: bool = False
    credit: Credit | None = None

    @property
    def text(self) -> str:
        return self.words.text

    @property
    def is_cut(self) -> bool:
        """Whether its last words end no sentence; so do a headline's, but a line alone can be half a sentence too."""
        return self.kind in ("paragraph", "line") and not ends_sentence(self.text)

    @property
    def is_head(self) -> bool:
        return self.kind in ("heading", "line")
