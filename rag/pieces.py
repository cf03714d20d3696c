"""A text as the span reader takes it: the encoder's tokens, and between them the marks that the encoder drops."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.alignment import FloatArray

Numbers = NDArray[np.int64]
# Marks of one group are one to the reader: it has a row for each group, after the encoder's own.
MARKS = ("，,", "。！？!?", "、", "；;：:", "“”\"‘’'「」", "（）()《》【】", "%％‰", ".．·", "-—–~～", "\n…/")
_GROUP = {mark: group for group, marks in enumerate(MARKS) for mark in marks}


@dataclass(frozen=True, slots=True)
class Pieces:
    """Int64 [n] ids and, in code points of the text, where each piece begins and ends."""

    ids: Numbers
    starts: Numbers
    ends: Numbers

    def __len__(self) -> int:
        return len(self.ids)

    def first(self, start: int) -> int:
        """The piece that holds the code point `start`, or the next one."""
        return int(np.searchsorted(self.ends, start, side="right"))

    def last(self, end: int) -> int:
        """The last piece that begins before `end`."""
        return int(np.searchsorted(self.starts, end, side="left")) - 1

    def cut(self, start: int, end: int) -> Pieces:
        """The pieces from place `start` to place `end`."""
        return Pieces(self.ids[start:end], self.starts[start:end], self.ends[start:end])

    def kept(self, kept: NDArray[np.bool_]) -> Pieces:
        """The pieces that are kept."""
        return Pieces(self.ids[kept], self.starts[kept], self.ends[kept])

    def highest(self, values: FloatArray) -> FloatArray:
        """The highest of the values, one for every character of the text, that each piece covers: float32 [n]."""
        runs = np.ravel([self.starts, self.ends], order="F")  # what lies from a piece's end to the next is left out
        highest: FloatArray = np.maximum.reduceat(np.append(values, np.float32(0)), runs)[::2]
        return highest


class Cutter:
    """Cuts texts into pieces with the encoder's tokenizer; `rows` is how many ids that has."""

    def __init__(self, tokenizer: Any) -> None:
        self._tokenizer = tokenizer
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self.rows = int(tokenizer.get_vocab_size())
        self.begin, self.part = (int(tokenizer.token_to_id(mark)) for mark in ("[CLS]", "[SEP]"))

    def __call__(self, texts: Sequence[str]) -> list[Pieces]:
        """Every text in pieces, in order."""
        found = self._tokenizer.encode_batch(list(texts), add_special_tokens=False)
        return [self._pieces(text, one.ids, one.offsets) for text, one in zip(texts, found, strict=True)]

    def _pieces(self, text: str, ids: Sequence[int], offsets: Sequence[tuple[int, int]]) -> Pieces:
        marks = ((at, at + 1, self.rows + _GROUP[mark]) for at, mark in enumerate(text) if mark in _GROUP)
        words = ((start, end, number) for number, (start, end) in zip(ids, offsets, strict=True))
        return _sorted([*words, *marks])


def _sorted(found: Iterable[tuple[int, int, int]]) -> Pieces:
    table = np.array(sorted(found), dtype=np.int64).reshape(-1, 3)
    return Pieces(table[:, 2].copy(), table[:, 0].copy(), table[:, 1].copy())


@dataclass(frozen=True, slots=True)
class Part:
    """Int64 [n] ids and, float32 [n] from 0 to 1, how surely each of them stands on the row's other side, too."""

    ids: Numbers
    met: FloatArray

    @classmethod
    def of(cls, pieces: Pieces, met: FloatArray) -> Part:
        """The pieces of a text whose characters are met so surely."""
        return cls(pieces.ids, pieces.highest(met))


@dataclass(frozen=True, slots=True)
class Joined:
    """A question and a passage in one row: ids, kinds and met [n], and the place of the passage's first piece."""

    ids: Numbers
    kinds: Numbers
    met: FloatArray
    first: int


def joined(question: Part, title: Part, passage: Part, cutter: Cutter) -> Joined:
    """The row that is read: a mark, the question, a mark, the title, a mark, the passage, a mark."""
    parting, unmet = [cutter.part], [0.0]
    ids = np.concatenate([[cutter.begin], question.ids, parting, title.ids, parting, passage.ids, parting])
    met = np.concatenate([unmet, question.met, unmet, title.met, unmet, passage.met, unmet])
    asked = len(question.ids) + 2
    kinds = np.repeat([0, 1], [asked, len(ids) - asked])
    return Joined(ids.astype(np.int64), kinds, met.astype(np.float32), asked + len(title.ids) + 1)
