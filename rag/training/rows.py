"""What the span reader is trained on: questions of several kinds, drawn as rows of question, title and passage."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from index.dating.periods import find_periods, find_words
from index.period import Period
from index.training.corpus import Question, QuestionedPassage
from index.training.examples import spelled, switch
from index.training.glosses import Glosses
from index.training.neighbours import alike
from index.training.retrieval import kept
from rag.alignment import FloatArray
from rag.matches import HeadedPassage, Matcher
from rag.pieces import Cutter, Joined, Numbers, Pieces
from rag.sentences import sentences
from rag.spans import ASKED, TITLED, TOLD, row_of
from rag.training.cloze import of_news, of_passages
from rag.training.examples import local
from rag.training.passages import Desk

BATCH = 32
SEED = 5  # of what is made by rule
# Of a batch, by the number of kinds: local news, encyclopaedia; and made of translated news and of local news.
SHARES = {2: (0.6, 0.4), 4: (0.56, 0.18, 0.13, 0.13)}
SWITCHED = (0.1, 0.3, 0.1, 0.0)  # of their Chinese questions, put in English words
ELSEWHERE = 0.35  # the share of questions put to a passage much like theirs, which doesn't tell,
RIVALS = 6  # or to one of so many others that a search for the question finds
DROPPED = 0.1  # of a question's tokens
UNDATED = 0.3  # the share of passages read without their date
IN_YEAR = 0.2  # the share of questions without a time that are asked of the year that is told
_SPRING = 4  # what an article says of no time before this month may be the year before's
LONGEST = TOLD  # pieces of a passage; of a longer one, a stretch around the answer is read


@dataclass(frozen=True, slots=True)
class Put:
    """A question and the places of its answer's first and last piece in its passage; -1 where it has none.

    `year` is what it may be asked of; 0 where that is told already, or not known. `rivals` are the other passages that
    a search for it finds.
    """

    text: str
    chinese: bool
    passage: int
    first: int
    last: int
    year: int = 0
    rivals: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Pool:
    """Passages of one kind, in pieces too, their neighbours, and the questions put to them."""

    given: Sequence[QuestionedPassage]
    passages: Sequence[Pieces]
    near: Numbers
    puts: Sequence[Put]
    switched: float


def pools(data: Path, cutter: Cutter, glosses: Glosses, jieba: Any, made: bool) -> list[Pool]:
    """What is trained on, in the order of `SHARES`: what people asked, and where `made` what is made by rule."""
    given = list(kept(data))
    if made:
        given += [of_news(data, jieba, random.Random(SEED)), of_passages(given[0], glosses, jieba, random.Random(SEED))]
    rivals = rivals_of(given[0])
    return [
        pool_of(each, cutter, switched, () if place else rivals)
        for place, (each, switched) in enumerate(zip(given, SWITCHED, strict=False))
    ]


def rivals_of(given: Sequence[QuestionedPassage]) -> list[list[tuple[int, ...]]]:
    """For every question of every passage the places of the others that a search for it finds."""
    desk = Desk.open(local(given))
    places = {passage.id: place for place, passage in enumerate(given)}
    return [[tuple(places[name] for name in names) for names in desk.rivals(each, RIVALS)] for each in given]


def pool_of(
    given: Sequence[QuestionedPassage],
    cutter: Cutter,
    switched: float,
    rivals: Sequence[Sequence[tuple[int, ...]]] = (),
) -> Pool:
    passages = cutter([passage.text for passage in given])
    puts = []
    for place, (passage, pieces) in enumerate(zip(given, passages, strict=True)):
        for number, asked in enumerate(passage.questions):
            first = pieces.first(asked.start) if asked.answerable else -1
            last = pieces.last(asked.start + len(asked.answer)) if asked.answerable else -1
            if first <= last:  # an answer of signs alone has no piece
                others = rivals[place][number] if rivals else ()
                puts.append(Put(asked.text, asked.language == "zh", place, first, last, _year(asked, passage), others))
    near = alike([pieces.ids for pieces in passages], min(8, len(passages) - 1))
    return Pool(given, passages, near, puts, switched)


@dataclass(frozen=True, slots=True)
class Row:
    """One row to read, and the places in it where the answer begins and ends; both 0 where it has none."""

    ids: Numbers
    kinds: Numbers
    met: FloatArray
    first: int
    told: int
    begin: int
    end: int


class Reading:
    """Draws rows."""

    def __init__(self, given: Sequence[Pool], cutter: Cutter, matcher: Matcher, glosses: Glosses, jieba: Any) -> None:
        self._pools = given
        self._cutter = cutter
        self._matcher = matcher
        self._glosses = glosses
        self._jieba = jieba

    def rows(self, rng: np.random.Generator) -> list[Row]:
        """One batch."""
        shares = SHARES[len(self._pools)]
        return [self._row(self._pools[place], rng) for place in rng.choice(len(shares), BATCH, p=shares)]

    def _row(self, pool: Pool, rng: np.random.Generator) -> Row:
        put = pool.puts[int(rng.integers(len(pool.puts)))]
        elsewhere = put.first >= 0 and rng.random() < ELSEWHERE
        place = _elsewhere(pool, put, rng) if elsewhere else put.passage
        begin, end = (-1, -1) if elsewhere else (put.first, put.last)
        start = _start(len(pool.passages[place]), begin, end, rng)
        text = pool.passages[place].cut(start, start + LONGEST)
        row = self._joined(self._asked(put, pool, rng), _headed(pool, place, rng), text, rng)
        if begin < 0 or end - start >= len(text):
            return Row(row.ids, row.kinds, row.met, row.first, len(text), 0, 0)
        first = row.first - start
        return Row(row.ids, row.kinds, row.met, row.first, len(text), first + begin, first + end)

    def _joined(self, question: str, passage: HeadedPassage, text: Pieces, rng: np.random.Generator) -> Joined:
        asked, head = self._cutter([question, passage.head])
        (match,) = self._matcher(question, [passage])
        return row_of(match, _thinned(asked.cut(0, ASKED), rng), head.cut(0, TITLED), text, self._cutter)

    def _asked(self, put: Put, pool: Pool, rng: np.random.Generator) -> str:
        text = _in_year(put, rng) if put.year and rng.random() < IN_YEAR else put.text
        if put.chinese and rng.random() < pool.switched:
            draw = random.Random(int(rng.integers(2**32)))
            text = switch(text, self._glosses, self._jieba, draw, spelled) or text
        return text


def _elsewhere(pool: Pool, put: Put, rng: np.random.Generator) -> int:
    """A passage much like the question's own, or as often one that a search for the question finds."""
    return int(rng.choice(put.rivals if put.rivals and rng.random() < 0.5 else pool.near[put.passage]))


def _year(asked: Question, passage: QuestionedPassage) -> int:
    """The year that what answers is told of; 0 where several are, or the question has or asks for a time."""
    if not passage.date or asked.kind == "date" or find_words(asked.text):
        return 0
    day = Period.parse(passage.date)
    around = [each for each in sentences(passage.text) if each.start <= asked.start < each.end]
    told = find_periods(passage.text[around[0].start : around[0].end], day) if around else ()
    years = {year for words in told for year in (words.period.start.year, words.period.end.year)}
    if not years and day.start.month >= _SPRING:
        years = {day.start.year}
    return years.pop() if len(years) == 1 else 0


def _in_year(put: Put, rng: np.random.Generator) -> str:
    """The question with its year said, before it or after it."""
    if put.chinese:
        return f"{put.year}年{put.text}"
    if rng.random() < 0.5:
        return f"In {put.year}, {put.text[0].lower()}{put.text[1:]}"
    return f"{put.text.rstrip('?')} in {put.year}?"


def _headed(pool: Pool, place: int, rng: np.random.Generator) -> HeadedPassage:
    """A passage, mostly with its date."""
    given = pool.given[place]
    dated = given.date and rng.random() >= UNDATED
    return HeadedPassage(given.text, given.title, Period.parse(given.date) if dated else None)


def _thinned(asked: Pieces, rng: np.random.Generator) -> Pieces:
    return asked.kept(rng.random(len(asked)) >= DROPPED) if len(asked) > 4 else asked


def _start(length: int, begin: int, end: int, rng: np.random.Generator) -> int:
    """Where in a passage the stretch that is read begins."""
    if length <= LONGEST:
        return 0
    if begin < 0:
        return int(rng.integers(length - LONGEST + 1))
    low, high = max(0, end + 1 - LONGEST), min(begin, length - LONGEST)
    return int(rng.integers(low, high + 1)) if low < high else min(low, begin)
