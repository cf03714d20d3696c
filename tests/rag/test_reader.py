"""How far is read before an answer is given or refused."""

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from index.article import Article, Hit, Passage
from rag.alignment import FloatArray
from rag.blend import Blend, Doubt
from rag.columns import FEATURES
from rag.matches import HeadedPassage
from rag.network import Network
from rag.pieces import Pieces
from rag.question import Question
from rag.reader import READ_TOGETHER, Found, TwoReaders
from rag.spans import Spans

ANSWERS = "答案"
# Doubts as much as the span reader does, and refuses beyond even odds.
BLEND = Blend(1.0, Doubt(0.0, 0.0, 1.0, 0.0, 0.0), 0.5)
WIDTH = len(FEATURES)
INDIFFERENT = Network(
    np.zeros(WIDTH, np.float32),
    np.ones(WIDTH, np.float32),
    np.zeros((WIDTH, 1), np.float32),
    np.zeros(1, np.float32),
    np.zeros(1, np.float32),
    0.0,
)


class Finder:
    """A span reader that finds an answer wherever ANSWERS stands, and keeps what it was given to read."""

    def __init__(self) -> None:
        self.read_so_far: list[str] = []

    def read(self, question: str, passages: Sequence[HeadedPassage]) -> list[Spans]:
        self.read_so_far += [each.text for each in passages]
        return [self._spans(each.text) for each in passages]

    def _spans(self, text: str) -> Spans:
        places = np.arange(len(text))
        odds = np.full(len(text), 5.0 if ANSWERS in text else -5.0, dtype=np.float32)
        return Spans(Pieces(places, places, places + 1), odds, odds)


class Untranslated:
    """A translator that knows no word."""

    def translate(self, question: str) -> list[object]:
        return []

    def wordings(self, word: str) -> tuple[str, ...]:
        return ()


def _found(texts: Sequence[str]) -> list[Found]:
    made = []
    for rank, text in enumerate(texts, 1):
        article = Article(f"a{rank}", "题目", text, "a.txt")
        made.append(Found(Hit(Passage(f"a{rank}:0", article.id, 0, len(text), text), rank, 1.0), article))
    return made


def _reader(finder: Finder) -> TwoReaders:
    def encode(texts: Sequence[str]) -> FloatArray:
        return np.zeros((len(texts), 4), np.float32)

    return TwoReaders(INDIFFERENT, Untranslated(), lambda word: 1.0, encode, finder, BLEND)


def _texts(answer_at: int | None) -> list[str]:
    return [f"第{n}段有12家企业{ANSWERS if n == answer_at else ''}。" for n in range(READ_TOGETHER + 3)]


@pytest.mark.parametrize(
    ("answer_at", "read", "refused"),
    [
        pytest.param(0, READ_TOGETHER, False, id="what is found at first is answered without the rest"),
        pytest.param(READ_TOGETHER + 1, READ_TOGETHER + 3, False, id="the rest is read before it is refused"),
        pytest.param(None, READ_TOGETHER + 3, True, id="refused where nothing that was read answers"),
    ],
)
def test_nothing_is_refused_before_all_is_read(
    question: Callable[..., Question], answer_at: int | None, read: int, refused: bool
) -> None:
    finder = Finder()
    reading = _reader(finder).read(question("有多少家企业？"), _found(_texts(answer_at)))
    assert finder.read_so_far == _texts(answer_at)[:read]
    assert (reading.none > BLEND.abstain_above) == refused
    if answer_at is not None:
        assert reading.spans[0].found.hit.rank == answer_at + 1


def test_the_second_look_weighs_every_passage_once(question: Callable[..., Question]) -> None:
    reading = _reader(Finder()).read(question("有多少家企业？"), _found(_texts(None)))
    figures = [span.found.hit.rank for span in reading.spans if span.text == "12家"]
    assert sorted(figures) == list(range(1, READ_TOGETHER + 4))


def test_no_passage_at_all_is_no_answer(question: Callable[..., Question]) -> None:
    reading = _reader(Finder()).read(question("有多少家企业？"), [])
    assert (reading.spans, reading.none) == ((), 1.0)
