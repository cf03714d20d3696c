"""Training examples for the reader: each question with the passages a search would hand it and what is right there."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from index.article import Article, Dating, Hit, Passage
from index.period import Period
from index.training.corpus import QuestionedPassage, read_series
from rag.alignment import FloatArray
from rag.candidates import Candidate

# A candidate counts as right in proportion to its overlap with the marked answer, from this share of it on.
_RIGHT_FROM = 0.5
SERIES_FOR_FITTING = 20


@dataclass(frozen=True, slots=True)
class Example:
    """A question over a pool of passages. `answers` are (passage, start, end) that are right; `masked` neither."""

    question: str
    language: str
    kind: str
    group: str
    own: tuple[str, ...]
    answers: tuple[tuple[str, int, int], ...] = ()
    masked: tuple[tuple[str, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Pool:
    """Passages by id, each an article of its own, and the questions over them."""

    articles: dict[str, Article]
    examples: tuple[Example, ...]

    def passage(self, name: str) -> Passage:
        article = self.articles[name]
        return Passage(name, name, 0, len(article.text), article.text)


def local(passages: Sequence[QuestionedPassage]) -> Pool:
    """Local-news passages with their questions, in both languages."""
    articles, examples = {}, []
    for item in passages:
        dating = Dating(Period.parse(item.date), "metadata", item.date) if item.date else None
        articles[item.id] = Article(item.id, item.title, item.text, item.id, item.source, dating=dating)
        for asked in item.questions:
            span = (item.id, asked.start, asked.start + len(asked.answer))
            answers = (span,) if asked.answerable else ()
            examples.append(Example(asked.text, asked.language, asked.kind, item.id, (item.id,), answers))
    return Pool(articles, tuple(examples))


def series(data: Path, kept: bool) -> Pool:
    """The dated groups: those for fitting, or the ten kept for measuring."""
    groups = read_series(data)
    chosen = groups[SERIES_FOR_FITTING:] if kept else groups[:SERIES_FOR_FITTING]
    articles: dict[str, Article] = {}
    examples: list[Example] = []
    for group in chosen:
        for item in group["articles"]:
            dating = Dating(Period.parse(item["period"]), "metadata" if item["date"] else "inferred", item["period"])
            articles[item["id"]] = Article(
                item["id"], item["title"], item["text"], item["id"], item["source"], dating=dating
            )
        examples += [_series_example(group, asked, articles) for asked in group["qas"]]
    return Pool(articles, tuple(examples))


def _series_example(group: dict[str, Any], asked: dict[str, Any], articles: dict[str, Article]) -> Example:
    own = tuple(item["id"] for item in group["articles"])
    answers = [asked["answer"]] if asked["answer"] else []
    other = [*asked.get("earlier", []), *asked.get("conflict", [])]
    if asked["kind"] == "undated":  # reading is to find every value of the figure; the timeline picks the newest
        answers, other = answers + other, []
    spans = [(a["article"], a["start"], a["start"] + len(a["text"])) for a in answers]
    masked = [(a["article"], a["start"], a["start"] + len(a["text"])) for a in other]
    return Example(asked["q"], asked["lang"], asked["kind"], group["group"], own, tuple(spans), tuple(masked))


def targets(found: Sequence[tuple[str, Candidate]], example: Example) -> FloatArray:
    """How right each candidate is, 0 to 1, or -1 where it is neither right nor wrong; `found` names its passage."""
    values = np.zeros(len(found), dtype=np.float32)
    for row, (name, candidate) in enumerate(found):
        best = max((_overlap(candidate, a) for a in example.answers if a[0] == name), default=0.0)
        if best >= _RIGHT_FROM:
            values[row] = best**2
        elif any(_overlap(candidate, a) > 0.3 for a in example.masked if a[0] == name):
            values[row] = -1.0
    return values


def _overlap(candidate: Candidate, answer: tuple[str, int, int]) -> float:
    """F1 over the characters of the two runs."""
    common = min(candidate.end, answer[2]) - max(candidate.start, answer[1])
    return max(0.0, 2 * common / (candidate.end - candidate.start + answer[2] - answer[1]))


def hits(pool: Pool, names: Sequence[str], scores: Sequence[float]) -> tuple[Hit, ...]:
    """Hits in the order given."""
    return tuple(Hit(pool.passage(n), rank, s) for rank, (n, s) in enumerate(zip(names, scores, strict=True), 1))


def shuffled(examples: Sequence[Example], seed: int) -> list[Example]:
    """The examples in an order that depends on the seed alone."""
    mixed = list(examples)
    random.Random(seed).shuffle(mixed)
    return mixed
