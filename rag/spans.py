"""The span reader: where in a passage an answer begins and ends, read word by word together with the question.

Start and end logits over the pieces of the passage, each against a null at the row's first mark (Devlin et al. 2019,
as for SQuAD 2.0), so that scores of different passages can be held against each other.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from index import seal
from index.article import Article
from index.errors import ModelError
from index.period import Period
from index.searching.layers import Array, Body, bounds_of, single
from index.settings import BUNDLED_ENCODER
from rag.loading import CURE, loading
from rag.pieces import Cutter, Joined, Pieces, joined

BUNDLED_SPANS = Path(__file__).parent / "models" / "spans"
ASKED, TITLED, TOLD = 48, 32, 240  # so many pieces of a question, a dated title, a passage are trained on
UNREAD = -12.0  # the log-odds of words that were not read
_LONGEST = 60  # pieces of an answer
_SIGNS = 4  # that part the row


@dataclass(frozen=True, slots=True)
class Spans:
    """What one passage says: its pieces, and the log-odds of an answer that begins or ends at each against none."""

    pieces: Pieces
    begins: Array
    ends: Array

    def of(self, start: int, end: int) -> float:
        """The log-odds of the words from `start` to `end` (code points) being the answer; very low where not read."""
        first, last = self.pieces.first(start), self.pieces.last(end)
        if not 0 <= first <= last < len(self.pieces):
            return UNREAD
        return float(self.begins[first] + self.ends[last])

    def best(self, number: int) -> list[tuple[int, int]]:
        """The `number` best runs of words as (start, end) in code points, best first."""
        if not len(self.pieces):
            return []
        table = self.begins[:, None] + self.ends[None, :]
        allowed = np.tri(len(self.pieces), k=_LONGEST, dtype=bool) & np.tri(len(self.pieces), dtype=bool).T
        table = np.where(allowed, table, -np.inf)
        order = np.argsort(-table, axis=None, kind="stable")[:number]
        return [
            (int(self.pieces.starts[first]), int(self.pieces.ends[last]))
            for first, last in zip(*np.unravel_index(order, table.shape), strict=True)
            if allowed[first, last]
        ]


class SpanModel:
    """Reads passages for a question. Safe to call from several threads."""

    def __init__(self, cutter: Cutter, words: NDArray[Any], weights: dict[str, NDArray[Any]], body: Body) -> None:
        self._cutter = cutter
        self._words = words
        self._marks = single(weights["marks"])
        self._head, self._bias = single(weights["head.weight"]).T, single(weights["head.bias"])
        self._body = body

    @classmethod
    def load(cls, folder: Path = BUNDLED_SPANS, encoder: Path = BUNDLED_ENCODER) -> SpanModel:
        """The bundled reader over the bundled encoder's words; raises ModelError when either is missing or damaged."""
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        seal.check(encoder)
        with loading("span reader", folder):
            told = json.loads((folder / "config.json").read_text(encoding="utf-8"))
            weights = load_file(folder / "model.safetensors")
            words = load_file(encoder / "model.safetensors")["embeddings.word_embeddings.weight"]
            cutter, body = Cutter(Tokenizer.from_file(str(encoder / "tokenizer.json"))), Body(weights, told)
            same = fingerprint(words) == told["words"]
        if not same:
            raise ModelError(f"The span reader in {folder} was trained on other words.", CURE)
        return cls(cutter, words, weights, body)

    def read(self, question: str, passages: Sequence[tuple[str, str]]) -> list[Spans]:
        """What every passage, given as (title, text), says to the question."""
        if not passages:
            return []
        asked = self._cutter([question])[0].ids[:ASKED]
        titles = [pieces.ids[:TITLED] for pieces in self._cutter([title for title, _ in passages])]
        whole = self._cutter([text for _, text in passages])
        texts = [
            text.cut(0, self._body.longest - len(asked) - len(title) - _SIGNS)
            for title, text in zip(titles, whole, strict=True)
        ]
        rows = [joined(asked, title, text.ids, self._cutter) for title, text in zip(titles, texts, strict=True)]
        return [
            self._spans(row, text, logits) for row, text, logits in zip(rows, texts, self._logits(rows), strict=True)
        ]

    def _logits(self, rows: Sequence[Joined]) -> list[Array]:
        """Per row float32 [n, 2]: of beginning and of ending at each piece."""
        bounds = bounds_of([len(row.ids) for row in rows])
        ids = np.concatenate([row.ids for row in rows])
        marked = ids >= self._cutter.rows
        words = single(self._words[np.where(marked, 0, ids)])
        words[marked] = self._marks[ids[marked] - self._cutter.rows]
        made = self._body(words, bounds, np.concatenate([row.kinds for row in rows])) @ self._head + self._bias
        return [made[start:end] for start, end in bounds]

    def _spans(self, row: Joined, text: Pieces, logits: Array) -> Spans:
        told = logits[row.first : row.first + len(text)] - logits[0]
        return Spans(text, told[:, 0], told[:, 1])


def head(article: Article) -> str:
    """An article's title with its date, where it has one, before it: what the reader tells "this year" by."""
    return f"{month_of(article.dating.period)} {article.title}" if article.dating else article.title


def month_of(period: Period) -> str:
    """The month in which a period begins, or its year where it is no part of one: "2022年7月"."""
    year = f"{period.start.year}年"
    return f"{year}{period.start.month}月" if period.precision in ("day", "month") else year


def fingerprint(words: NDArray[Any]) -> int:
    """A number that tells one table of word vectors from another."""
    return crc32(np.ascontiguousarray(words, dtype=np.float16).tobytes())
