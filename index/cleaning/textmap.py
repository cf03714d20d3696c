"""Text that knows, sign for sign, where in the raw file it came from, through cutting, joining, dropping and moving."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.article import Piece

ADDED = -1
"""The raw offset of a sign that a repair added: it came from nowhere."""


@dataclass(frozen=True, slots=True)
class Mapped:
    """Words and, for each of their signs, its offset in the raw text (`ADDED`: none)."""

    text: str
    offsets: Sequence[int]

    @classmethod
    def of(cls, raw: str, start: int = 0, end: int | None = None) -> Mapped:
        """The run of `raw` from `start` to `end`, as it stands."""
        words = raw[start:end]
        return cls(words, range(start, start + len(words)))

    @classmethod
    def added(cls, text: str) -> Mapped:
        """Signs that stand nowhere in the raw text."""
        return cls(text, (ADDED,) * len(text))

    @classmethod
    def join(cls, parts: Iterable[Mapped]) -> Mapped:
        """The parts one after another, in the order given."""
        held = [part for part in parts if part.text]
        if len(held) == 1:
            return held[0]
        offsets = [offset for part in held for offset in part.offsets]
        return cls("".join(part.text for part in held), offsets)

    def __len__(self) -> int:
        return len(self.text)

    def __getitem__(self, where: slice) -> Mapped:
        return Mapped(self.text[where], self.offsets[where])

    def __add__(self, other: Mapped) -> Mapped:
        return Mapped.join((self, other))

    def strip(self, signs: str | None = None) -> Mapped:
        """Without white space (or `signs`) at both ends."""
        start = len(self.text) - len(self.text.lstrip(signs))
        return self[start : start + len(self.text.strip(signs))]

    def replace(self, pattern: re.Pattern[str], sign: str = "") -> Mapped:
        """With every match of `pattern` dropped, or made the one `sign`, which then stands for the match's first."""
        parts, last = [], 0
        for match in pattern.finditer(self.text):
            parts.append(self[last : match.start()])
            parts.append(Mapped(sign, self.offsets[match.start() : match.start() + len(sign)]))
            last = match.end()
        return Mapped.join([*parts, self[last:]]) if parts else self

    def reduce(self, pattern: re.Pattern[str]) -> Mapped:
        """With every match of `pattern` reduced to what its first group holds."""
        parts, last = [], 0
        for match in pattern.finditer(self.text):
            parts += [self[last : match.start()], self[match.start(1) : match.end(1)]]
            last = match.end()
        return Mapped.join([*parts, self[last:]]) if parts else self

    @property
    def raw_start(self) -> int:
        """The raw offset of the first sign that has one; `ADDED` where none has."""
        return next((offset for offset in self.offsets if offset != ADDED), ADDED)

    @property
    def raw_end(self) -> int:
        """One past the raw offset of the last sign that has one; 0 where none has."""
        return next((offset for offset in reversed(self.offsets) if offset != ADDED), ADDED) + 1

    def pieces(self) -> tuple[Piece, ...]:
        """The runs of this text that stand in the raw text in one go, in reading order."""
        if isinstance(self.offsets, range):
            return (Piece(0, len(self.text), self.offsets.start),) if self.text else ()
        parts = pairwise(self.offsets)
        breaks = [here for here, (last, this) in enumerate(parts, 1) if this - last != 1 or last == ADDED]
        runs = pairwise([0, *breaks, len(self.text)]) if self.text else ()
        return tuple(Piece(start, end, self.offsets[start]) for start, end in runs if self.offsets[start] != ADDED)
