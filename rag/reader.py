"""The reader: (question, passages) → the spans that could answer, best first, and how likely none does."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from index.article import Article, Hit, Span
from index.errors import ModelError
from rag.alignment import FloatArray, Idf, WordTranslator, asked_words
from rag.candidates import Candidate, candidates
from rag.columns import FEATURES
from rag.features import PassageFeatures, Read
from rag.figures import Figure
from rag.question import Question

BUNDLED_READER = Path(__file__).parent / "models" / "reader"
BUNDLED_WORDS = Path(__file__).parent / "models" / "words"

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
    """What was read: spans best first, and `none`, the probability that the passages hold no answer."""

    spans: tuple[AnswerSpan, ...]
    none: float


class Reader(Protocol):
    """Finds the answer in passages."""

    def read(self, question: Question, found: Sequence[Found]) -> Reading: ...


@dataclass(frozen=True, slots=True)
class Network:
    """A two-layer perceptron over the feature rows, the scale of each feature included.

    `none` is the logit of there being no answer; beyond a probability of `abstain_above` for it, none is given.
    """

    mean: FloatArray
    scale: FloatArray
    hidden: FloatArray
    hidden_bias: FloatArray
    out: FloatArray
    none: float
    abstain_above: float

    @classmethod
    def load(cls, folder: Path) -> Network:
        """The bundled weights; raises ModelError when they are missing, damaged or made for other features."""
        from safetensors.numpy import load_file

        try:
            weights = load_file(folder / "reader.safetensors")
            made = json.loads((folder / "reader.json").read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise ModelError(f"The reader in {folder} cannot be loaded: {error}.", "Install Wenjin again.") from None
        if tuple(made["features"]) != FEATURES:
            raise ModelError(f"The reader in {folder} was trained on other features.", "Install Wenjin again.")
        w = {name: array.astype(np.float32) for name, array in weights.items() if not name.startswith("kinds")}
        return cls.of(w, float(made["abstain_above"]))

    @classmethod
    def of(cls, arrays: Mapping[str, FloatArray], abstain_above: float) -> Network:
        """The network of arrays by name, as they are trained and kept."""
        a = arrays
        none = float(a["none"][0])
        return cls(a["mean"], a["scale"], a["hidden"], a["hidden_bias"], a["out"], none, abstain_above)

    def logits(self, rows: FloatArray) -> FloatArray:
        scaled = (rows - self.mean) / self.scale
        activated = np.maximum(scaled @ self.hidden + self.hidden_bias, 0.0)
        logits: FloatArray = activated @ self.out
        return logits

    def shares(self, rows: FloatArray) -> FloatArray:
        """The probability of each candidate and, last, of none: shape [candidates + 1]."""
        logits = np.append(self.logits(rows), np.float32(self.none))
        powers = np.exp(logits - logits.max())
        shares: FloatArray = powers / powers.sum()
        return shares


class FeatureReader:
    """Reads by typed candidates scored by a small trained network."""

    def __init__(self, network: Network, translator: WordTranslator, idf: Idf, encode: Encode) -> None:
        self._network = network
        self._translator = translator
        self._idf = idf
        self._encode = encode

    def read(self, question: Question, found: Sequence[Found]) -> Reading:
        passages = [(each, read_of(each)) for each in found]
        rows = feature_rows(question, [read for _, read in passages], self._translator, self._idf, self._encode)
        shares = self._network.shares(rows)
        pairs = [(each, candidate) for each, read in passages for candidate in read.found]
        spans = [_span(each, candidate, float(share)) for (each, candidate), share in zip(pairs, shares, strict=False)]
        return Reading(_best(spans), float(shares[-1]))


def read_of(found: Found) -> Read:
    """A passage with its candidates."""
    hit, dating = found.hit, found.article.dating
    text = hit.passage.text
    return Read(text, found.article.title, candidates(text), hit.rank, dating.period if dating else None)


def feature_rows(
    question: Question, reads: Sequence[Read], translator: WordTranslator, idf: Idf, encode: Encode
) -> FloatArray:
    """The rows of all candidates of all passages, in order."""
    words = asked_words(question, translator, idf)
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

    answer = moved(Span(candidate.start, candidate.end))
    return AnswerSpan(
        found,
        candidate.kind,
        answer,
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
        AnswerSpan(s.found, s.kind, s.answer, s.sentence, s.clause, round(totals[key], 4), s.figure)
        for key, s in together.items()
    ]
    return tuple(sorted(summed, key=lambda s: (-s.score, s.found.hit.rank, s.answer.start, s.answer.end)))
