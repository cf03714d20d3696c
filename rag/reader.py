"""The reader: (question, passages) → the spans that could answer, best first, and how likely none does."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import compress
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.article import Article, Hit, Span
from rag.alignment import AskedWord, FloatArray, Idf, WordTranslator, asked_words
from rag.blend import Blend, Scores
from rag.candidates import FIGURES, Candidate, candidate, candidates
from rag.columns import COLUMN, FEATURES
from rag.features import PassageFeatures, Read
from rag.figures import Figure
from rag.levels import level_asked, of_level
from rag.matches import HeadedPassage
from rag.measures import asked_for, measuring
from rag.network import Network
from rag.places import Places
from rag.question import Question
from rag.sentences import paired
from rag.spans import UNREAD, Spans, headed

READ_TOGETHER = 5  # so many passages the span reader reads at first: it costs most
PROPOSED = 6  # runs of words a passage

Encode = Callable[[Sequence[str]], FloatArray]


@dataclass(frozen=True, slots=True)
class Found:
    """A hit and the article it stands in."""

    hit: Hit
    article: Article


@dataclass(frozen=True, slots=True)
class AnswerSpan:
    """One possible answer. `answer`, `sentence` and `clause` count code points of the article's text.

    `score` is the probability, 0 to 1, that these words answer the question, given all that was read.
    """

    found: Found
    kind: str
    answer: Span
    sentence: Span
    clause: Span
    score: float
    figure: Figure | None = None

    @property
    def text(self) -> str:
        return self.found.article.text[self.answer.start : self.answer.end]


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: spans best first, and `none`, the probability that the passages hold no answer.

    `unnamed` are the places asked about, where no passage's article speaks of any of them.
    """

    spans: tuple[AnswerSpan, ...]
    none: float
    unnamed: tuple[str, ...] = ()


class Reader(Protocol):
    """Finds the answer in passages."""

    def read(self, question: Question, found: Sequence[Found]) -> Reading: ...


class SpanReader(Protocol):
    """Says where in passages an answer may begin and end."""

    def read(self, question: str, passages: Sequence[HeadedPassage]) -> Sequence[Spans]:
        """What every passage says."""
        ...


@dataclass(frozen=True, slots=True)
class Weighed:
    """Every candidate that may answer, and what both readers say of each."""

    pairs: tuple[tuple[Found, Candidate], ...]
    scores: Scores


def together(one: Weighed, other: Weighed) -> Weighed:
    """The candidates of both."""
    return Weighed((*one.pairs, *other.pairs), one.scores.followed_by(other.scores))


class TwoReaders:
    """Candidates scored by how they fit the question and by what the span reader says of their words."""

    def __init__(
        self,
        network: Network,
        translator: WordTranslator,
        idf: Idf,
        encode: Encode,
        spans: SpanReader,
        blend: Blend,
    ) -> None:
        self._network = network
        self._translator = translator
        self._idf = idf
        self._encode = encode
        self._spans = spans
        self._blend = blend

    def read(self, question: Question, found: Sequence[Found]) -> Reading:
        words = asked_words(question, self._translator, self._idf)
        places = Places(question, words)
        there = [each for each in found if places.named_by(each.article)]
        if found and not there:
            return Reading((), 1.0, unnamed=places.names)
        near, far = self._looked(question, words, there)
        reading = self._reading(question, together(near, far))
        if far.pairs and reading.none > self._blend.abstain_above:
            # Nothing is refused before all that was found is read.
            far = self._look(question, words, there[READ_TOGETHER:])
            reading = self._reading(question, together(near, far))
        return reading

    def weigh(self, question: Question, found: Sequence[Found]) -> Weighed:
        """The candidates of every passage, those of the span reader among them, and both readers' scores."""
        return together(*self._looked(question, asked_words(question, self._translator, self._idf), found))

    def _looked(
        self, question: Question, words: Sequence[AskedWord], found: Sequence[Found]
    ) -> tuple[Weighed, Weighed]:
        """What is in the passages that the span reader reads at first, and in the others."""
        near, far = found[:READ_TOGETHER], found[READ_TOGETHER:]
        return self._look(question, words, near), self._look(question, words, far, unread=True)

    def _look(
        self, question: Question, words: Sequence[AskedWord], found: Sequence[Found], unread: bool = False
    ) -> Weighed:
        texts = [headed(each.article, each.hit.passage.text) for each in found]
        said = [None] * len(found) if unread else self._spans.read(question.text, texts)
        reads = [read_of(each, question, spans) for each, spans in zip(found, said, strict=True)]
        rows = feature_rows(question, words, reads, self._encode)
        fit = np.concatenate([np.zeros(0, np.bool_), *_fitting(question, reads)])
        pairs = [(each, c) for each, read in zip(found, reads, strict=True) for c in read.found]
        told = [
            spans.of(c.start, c.end) if spans else UNREAD
            for spans, read in zip(said, reads, strict=True)
            for c in read.found
        ]
        scores = Scores(self._network.logits(rows), np.array(told, dtype=np.float32), rows[:, COLUMN["name_missing"]])
        return Weighed(tuple(compress(pairs, fit)), scores.of(fit))

    def _reading(self, question: Question, weighed: Weighed) -> Reading:
        shares = self._blend.shares(weighed.scores, self._network.none, question.language == "en")
        spans = [_span(each, c, float(share)) for (each, c), share in zip(weighed.pairs, shares, strict=False)]
        return Reading(_best(spans), float(shares[-1]))


def _fitting(question: Question, reads: Sequence[Read]) -> Iterator[NDArray[np.bool_]]:
    """Of every passage the candidates that measure what is asked for, in as wide a place."""
    asked, level = asked_for(question), level_asked(question)
    for read in reads:
        yield measuring(read.found, asked, of_level(read.text, read.found, level))


def read_of(found: Found, question: Question | None = None, spans: Spans | None = None) -> Read:
    """A passage with its candidates, and those that the span reader proposes for the question."""
    hit, dating = found.hit, found.article.dating
    text = hit.passage.text
    known = candidates(text)
    if question and spans:
        known += proposed(text, known, spans.best(PROPOSED), question.kind)
    return Read(text, found.article.title, known, hit.rank, dating.period if dating else None)


def proposed(
    text: str, known: Sequence[Candidate], runs: Sequence[tuple[int, int]], kind: str
) -> tuple[Candidate, ...]:
    """The runs as candidates of the kind asked for, without those that are one already or that hold a figure asked for.

    A figure has its bounds by rule, and one without them could not be dated, compared or put in other units.
    """
    if kind in FIGURES:
        return ()
    taken = {(each.start, each.end) for each in known}
    made = [candidate(text, start, end, kind) for start, end in runs if (start, end) not in taken]
    return tuple(each for each in made if each)


def feature_rows(question: Question, words: Sequence[AskedWord], reads: Sequence[Read], encode: Encode) -> FloatArray:
    """The rows of all candidates of all passages, in order."""
    vector = encode([question.text])[0]

    def similarity(texts: Sequence[str]) -> FloatArray:
        similar: FloatArray = encode(texts) @ vector
        return similar

    rows = [PassageFeatures(question, words, read, similarity).rows() for read in reads]
    return np.concatenate([np.zeros((0, len(FEATURES)), np.float32), *rows])


def _span(found: Found, candidate: Candidate, score: float) -> AnswerSpan:
    offset = found.hit.passage.start

    def moved(span: Span) -> Span:
        return Span(span.start + offset, span.end + offset)

    answer = paired(found.hit.passage.text, Span(candidate.start, candidate.end))
    return AnswerSpan(
        found,
        candidate.kind,
        moved(answer),
        moved(candidate.sentence),
        moved(candidate.clause),
        score,
        candidate.figure,
    )


def _best(spans: list[AnswerSpan]) -> tuple[AnswerSpan, ...]:
    """Best first, each run of words once: overlapping passages hold the same words, whose scores add up."""
    together: dict[tuple[str, int, int], AnswerSpan] = {}
    totals: dict[tuple[str, int, int], float] = {}
    for span in spans:
        key = (span.found.article.id, span.answer.start, span.answer.end)
        totals[key] = totals.get(key, 0.0) + span.score
        if key not in together or span.score > together[key].score:
            together[key] = span
    summed = [
        AnswerSpan(s.found, s.kind, s.answer, s.sentence, s.clause, round(totals[key], 6), s.figure)
        for key, s in together.items()
    ]
    return tuple(sorted(summed, key=lambda s: (-s.score, s.found.hit.rank, s.answer.start, s.answer.end)))
