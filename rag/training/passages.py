"""The desk a training question is read at: its own passages among those a search over the whole pool brings."""

from __future__ import annotations

import numpy as np

from index.article import Hit, Language
from index.searching.lexical import BM25Store
from index.searching.static import StaticModel
from index.searching.terms import document_terms
from index.searching.translate import Translator
from index.training.corpus import QuestionedPassage
from rag.alignment import FloatArray, asked_words
from rag.blend import Blend
from rag.kinds import LinearKinds
from rag.network import Network, load_words
from rag.question import Question, understand
from rag.reader import Found, SpanReader, TwoReaders, Weighed, feature_rows, read_of
from rag.training.examples import Example, Pool, targets
from rag.training.network import Case

_QUESTION_CHARS = 1000
_DENSE = 0.3  # what likeness in meaning adds to the words in common


class Desk:
    """Searches a pool and lays out cases."""

    def __init__(self, pool: Pool, translator: Translator, words: StaticModel) -> None:
        self.pool = pool
        self._translator = translator
        self._words = words
        self._names = list(pool.articles)
        texts = [f"{article.title}\n{article.text}" for article in pool.articles.values()]
        self._lexical = BM25Store.build([document_terms(text) for text in texts])
        self._vectors = words.encode(texts)

    @classmethod
    def open(cls, pool: Pool) -> Desk:
        """A desk with the bundled translation table and word vectors."""
        return cls(pool, Translator.load(), load_words())

    def case(self, example: Example, kinds: LinearKinds, neighbours: int, without_own: bool = False) -> Case:
        """The rows of every candidate of the question's passages and its neighbours', and how right each is."""
        question = understand(example.question, (), kinds, _QUESTION_CHARS)
        found = self.found(example, question, neighbours, without_own)
        reads = [read_of(each) for each in found]
        words = asked_words(question, self._translator, self._lexical.idf)
        rows = feature_rows(question, words, reads, self._words.encode)
        pairs = [(each.article.id, c) for each, read in zip(found, reads, strict=True) for c in read.found]
        return Case(rows, targets(pairs, example))

    def rivals(self, passage: QuestionedPassage, number: int) -> list[list[str]]:
        """For every question of the passage the best of a search for it among the others."""
        return [self._rivals(asked.text, asked.language, passage.id, number) for asked in passage.questions]

    def reader(self, network: Network, spans: SpanReader, blend: Blend) -> TwoReaders:
        """A reader over this desk's passages."""
        return TwoReaders(network, self._translator, self._lexical.idf, self._words.encode, spans, blend)

    def weighed(
        self, example: Example, kinds: LinearKinds, reader: TwoReaders, neighbours: int, without_own: bool = False
    ) -> tuple[Weighed, FloatArray]:
        """What the reader makes of every candidate, and how right each is."""
        question = understand(example.question, (), kinds, _QUESTION_CHARS)
        weighed = reader.weigh(question, self.found(example, question, neighbours, without_own))
        return weighed, targets([(each.article.id, c) for each, c in weighed.pairs], example)

    def found(self, example: Example, question: Question, neighbours: int, without_own: bool) -> tuple[Found, ...]:
        """Its own passages among the best of a search, each at the rank and score the search gave it."""
        scores = self._scores(question.text, question.language)
        order = _best_first(scores)
        others = [p for p in order if self._names[p] not in example.own][:neighbours]
        own = [] if without_own else [p for p in order if self._names[p] in example.own]
        chosen = sorted(own + others, key=lambda position: (-scores[position], position))
        best = max(scores[chosen[0]], 1e-6)
        return tuple(self._found(p, rank, float(scores[p] / best)) for rank, p in enumerate(chosen, 1))

    def _found(self, position: int, rank: int, score: float) -> Found:
        name = self._names[position]
        return Found(Hit(self.pool.passage(name), rank, score), self.pool.articles[name])

    def _rivals(self, text: str, language: Language, own: str, number: int) -> list[str]:
        order = _best_first(self._scores(text, language))[: number + 1]
        return [self._names[position] for position in order if self._names[position] != own][:number]

    def _scores(self, text: str, language: Language) -> FloatArray:
        query = self._translator.terms(text, language)
        lexical = np.array(self._lexical.score(query, range(len(self._names))), dtype=np.float32)
        dense = self._vectors @ self._words.encode([text])[0]
        scores: FloatArray = lexical / (lexical.max() + 1e-6) + _DENSE * dense
        return scores


def _best_first(scores: FloatArray) -> list[int]:
    return sorted(range(len(scores)), key=lambda position: (-scores[position], position))
