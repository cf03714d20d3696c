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
from index.searching.layers import Array, Body, bounds_of, single
from index.searching.translate import Translator
from index.settings import BUNDLED_ENCODER
from rag.alignment import WordTranslator
from rag.loading import CURE, loading
from rag.matches import HeadedPassage, Match, Matcher
from rag.pieces import Cutter, Joined, Part, Pieces, joined

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

    def __init__(
        self, cutter: Cutter, matcher: Matcher, words: NDArray[Any], weights: dict[str, NDArray[Any]], body: Body
    ) -> None:
        self._cutter = cutter
        self._matcher = matcher
        self._words = words
        self._marks, self._met = single(weights["marks"]), single(weights["met"])
        self._head, self._bias = single(weights["head.weight"]).T, single(weights["head.bias"])
        self._body = body

    @classmethod
    def load(
        cls, folder: Path = BUNDLED_SPANS, encoder: Path = BUNDLED_ENCODER, translator: WordTranslator | None = None
    ) -> SpanModel:
        """The bundled reader over the bundled encoder's words; raises ModelError when either is missing or damaged.

        Without a `translator` the bundled one is loaded.
        """
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        seal.check(encoder)
        with loading("span reader", folder):
            told = json.loads((folder / "config.json").read_text(encoding="utf-8"))
            weights = load_file(folder / "model.safetensors")
            words = load_file(encoder / "model.safetensors")["embeddings.word_embeddings.weight"]
            cutter, body = Cutter(Tokenizer.from_file(str(encoder / "tokenizer.json"))), Body(weights, told)
            same = fingerprint(words) == told["words"]
            model = cls(cutter, Matcher(translator or Translator.load()), words, weights, body)
        if not same:
            raise ModelError(f"The span reader in {folder} was trained on other words.", CURE)
        return model

    def read(self, question: str, passages: Sequence[HeadedPassage]) -> list[Spans]:
        """What every passage says to the question."""
        if not passages:
            return []
        asked = self._cutter([question])[0].cut(0, ASKED)
        heads = [pieces.cut(0, TITLED) for pieces in self._cutter([each.head for each in passages])]
        whole = self._cutter([each.text for each in passages])
        texts = [
            text.cut(0, self._body.longest - len(asked) - len(head) - _SIGNS)
            for head, text in zip(heads, whole, strict=True)
        ]
        matches = self._matcher(question, passages)
        rows = [
            row_of(match, asked, head, text, self._cutter)
            for match, head, text in zip(matches, heads, texts, strict=True)
        ]
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
        words += np.concatenate([row.met for row in rows])[:, None] * self._met
        made = self._body(words, bounds, np.concatenate([row.kinds for row in rows])) @ self._head + self._bias
        return [made[start:end] for start, end in bounds]

    def _spans(self, row: Joined, text: Pieces, logits: Array) -> Spans:
        told = logits[row.first : row.first + len(text)] - logits[0]
        return Spans(text, told[:, 0], told[:, 1])


def row_of(match: Match, asked: Pieces, head: Pieces, text: Pieces, cutter: Cutter) -> Joined:
    """The row of a question, a head and a passage in pieces, matched as whole texts."""
    return joined(Part.of(asked, match.asked), Part.of(head, match.head), Part.of(text, match.text), cutter)


def headed(article: Article, text: str) -> HeadedPassage:
    """A passage of an article as it is read."""
    return HeadedPassage(text, article.title, article.dating.period if article.dating else None)


def fingerprint(words: NDArray[Any]) -> int:
    """A number that tells one table of word vectors from another."""
    return crc32(np.ascontiguousarray(words, dtype=np.float16).tobytes())
