from collections.abc import Callable

import pytest

from index.article import Article, Dating, Hit, Passage, Span
from index.period import Period
from rag.figures import find_figures
from rag.question import Question
from rag.reader import AnswerSpan, Found
from rag.sentences import clauses, sentences

MakeSpan = Callable[..., AnswerSpan]


@pytest.fixture
def answer_span() -> MakeSpan:
    """Makes an answer span of the words given, in an article of the text and date given."""

    def make(
        text: str, words: str, date: str = "", score: float = 0.9, kind: str = "", inferred: bool = False
    ) -> AnswerSpan:
        dating = Dating(Period.parse(date), "inferred" if inferred else "metadata", "x") if date else None
        article = Article(f"a{abs(hash((text, date))) % 10**8}", "题目", text, "a.txt", dating=dating)
        start = text.index(words)
        answer = Span(start, start + len(words))
        sentence = next(each for each in sentences(text) if each.contains(answer))
        clause = next((each for each in clauses(text, sentence) if each.contains(answer)), sentence)
        figure = next(
            (each for each in find_figures(text) if (each.start, each.end) == (answer.start, answer.end)), None
        )
        passage = Passage(f"{article.id}:0-{len(text)}", article.id, 0, len(text), text)
        found = Found(Hit(passage, 1, 1.0), article)
        kind = kind or (figure.kind if figure else "name")
        return AnswerSpan(found, kind, answer, sentence, clause, score, figure)

    return make


@pytest.fixture
def question() -> Callable[..., Question]:
    """Makes a question without a model."""

    def make(text: str, language: str = "zh", period: str = "", kind: str = "count") -> Question:
        asked_about = Period.parse(period) if period else None
        return Question(text, text, language, {kind: 1.0}, period=asked_about)  # type: ignore[arg-type]

    return make
