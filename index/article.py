"""What flows through the ground floor: articles, the passages they are searched by, and the way back to the file."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import Literal

from index.period import Period

Language = Literal["zh", "en"]
Basis = Literal["metadata", "dateline", "timestamp", "inferred"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open run of code points, `start` to `end`, of whichever text its owner names."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"a span needs 0 <= start <= end, got {self.start}, {self.end}")

    def contains(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of `Article.text`, from `start` to `end`, that stands sign for sign at `raw` in the raw text."""

    start: int
    end: int
    raw: int


@dataclass(frozen=True, slots=True)
class Mark:
    """Where in the raw text a page (PDF) or paragraph (DOCX) begins; `number` counts from 1."""

    raw: int
    kind: Literal["page", "paragraph"]
    number: int


@dataclass(frozen=True, slots=True)
class RawSpan:
    """A run of code points of the raw text, with the page or paragraph it begins in where the format has one."""

    start: int
    end: int
    page: int | None = None
    paragraph: int | None = None


@dataclass(frozen=True, slots=True)
class Repair:
    """One change made to the raw text: its name, the raw run it touched, and the words it dropped or joined."""

    name: str
    start: int
    end: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Dating:
    """The date or period an article is of: what it rests on, the words that tell, and where they stand in its text."""

    period: Period
    basis: Basis
    evidence: str = ""
    span: Span | None = None

    @property
    def inferred(self) -> bool:
        return self.basis == "inferred"


@dataclass(frozen=True, slots=True)
class Article:
    """One story. `text` is the cleaned text that every offset refers to; `pieces` lead back to the raw file."""

    id: str
    title: str
    text: str
    file: str
    source: str = ""
    language: Language = "zh"
    dating: Dating | None = None
    pieces: tuple[Piece, ...] = ()
    marks: tuple[Mark, ...] = ()
    repairs: tuple[Repair, ...] = ()

    def raw_spans(self, span: Span) -> tuple[RawSpan, ...]:
        """The runs of the raw text that `span` of `text` came from, in reading order, neighbours merged.

        Several where a sentence was joined across a block; signs a repair added come from nowhere.
        """
        runs: list[tuple[int, int]] = []
        first = max(0, bisect_right(self.pieces, span.start, key=lambda piece: piece.start) - 1)
        for piece in self.pieces[first:]:
            if piece.start >= span.end:
                break
            low, high = max(span.start, piece.start), min(span.end, piece.end)
            if low < high:
                start = piece.raw + low - piece.start
                _extend(runs, start, start + high - low)
        return tuple(
            RawSpan(start, end, self._number(start, "page"), self._number(start, "paragraph")) for start, end in runs
        )

    def _number(self, raw: int, kind: str) -> int | None:
        before = [mark.number for mark in self.marks if mark.kind == kind and mark.raw <= raw]
        return before[-1] if before else None


def _extend(runs: list[tuple[int, int]], start: int, end: int) -> None:
    if runs and runs[-1][1] == start:
        runs[-1] = (runs[-1][0], end)
    else:
        runs.append((start, end))


@dataclass(frozen=True, slots=True)
class Passage:
    """What is searched: a run of one article, `article.text[start:end] == text`."""

    id: str
    article_id: str
    start: int
    end: int
    text: str

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for one question; `rank` counts from 1, every score is higher-better.

    `dense` and `lexical` are the scores of the two searches (None: that search did not return it); `terms` are the
    document terms that matched, best first.
    """

    passage: Passage
    rank: int
    score: float
    dense: float | None = None
    lexical: float | None = None
    terms: tuple[str, ...] = ()
