"""Stage 3 of the encoder: questions to their passages, among passages that are much like them.

    python -m index.training.retrieval DATA TEACHER WORK [--steps N] [--start NAME] [--threads N]

Reads WORK/distilled, writes WORK/trained. Every tenth passage and its questions are kept out, to fit a fusion and a
reader on. Resumable: run it again. 50 minutes on two cores.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from index.training.corpus import (
    TRAINING_SQUAD,
    Pair,
    QuestionedPassage,
    read_domain,
    read_local,
    read_pairs,
    read_squad,
)
from index.training.distil import distilling, sources
from index.training.examples import searched, spelled, switch, worded
from index.training.glosses import Glosses, read_glosses
from index.training.neighbours import alike
from index.training.segmenter import segmenter
from index.training.student import Plan, Student, Tokens, arguments, thinned, train

SEED = 21
PLAN = Plan(steps=800, body_rate=1.5e-4, rows_rate=1e-3, seed=SEED)
SCALE = 30.0
PASSAGES = 40
LIKE = 0.5  # the share of a batch that is drawn from the neighbours of passages already in it
NEIGHBOURS = 12
REPLAYED = 0.2  # the share of batches that distil, so as not to lose what the stage before taught
DROPPED = 0.3  # share of a passage's tokens left out by chance, and half as much of a question's
LEFT_OUT, LEFT = 10, 5
_SWITCHED = 3

Asked = tuple[str, Sequence[str]]  # a passage's text, and what it may be searched with


@dataclass(frozen=True, slots=True)
class Field:
    """Passages of one kind with what they are searched with, and which of them are alike."""

    share: float
    passages: Sequence[Tokens]
    questions: Sequence[Sequence[Tokens]]
    alike: NDArray[np.int64]
    each: int


def fields(data: Path, glosses: Glosses, student: Student) -> list[Field]:
    """Every kind of passage the student searches."""
    rng, jieba = random.Random(SEED), segmenter(data)
    domain, squad = kept(data)

    def asked(passages: Iterable[QuestionedPassage]) -> list[Asked]:
        return [_asked(passage, glosses, jieba, rng) for passage in passages]

    return [
        _field(0.5, 5, asked(domain), student),
        _field(0.25, 3, asked(squad), student),
        _field(0.25, 3, _news(data, rng), student),
    ]


def kept(data: Path) -> tuple[list[QuestionedPassage], list[QuestionedPassage]]:
    """The local news and the encyclopaedia's passages that are trained on."""
    squad = [passage for name in TRAINING_SQUAD for passage in read_squad(data, name)]
    domain = len(read_domain(data, "train"))
    return (
        [passage for place, passage in enumerate(read_local(data)) if not left_out(place)],
        [passage for place, passage in enumerate(squad, domain) if not left_out(place)],
    )


def left_out(place: int) -> bool:
    """Whether the passage at `place` of `segmenter.training_passages` is kept out of this stage, for fitting on."""
    return place % LEFT_OUT == LEFT


def searching(student: Student, given: Sequence[Field], rng: np.random.Generator) -> Tensor:
    """The loss of one batch: every question among all passages of the batch, and every passage among all questions."""
    shares = np.array([field.share for field in given])
    field = given[rng.choice(len(given), p=shares / shares.sum())]
    places = _drawn(field, rng)
    questions, owners = [], []
    for owner, place in enumerate(places):
        found = field.questions[place]
        for number in rng.choice(len(found), size=min(field.each, len(found)), replace=False):
            questions.append(thinned(found[number], DROPPED / 2, rng))
            owners.append(owner)
    passages = [thinned(field.passages[place], DROPPED, rng) for place in places]
    scores = student.encode(questions) @ student.encode(passages).T * SCALE
    owned = torch.tensor(owners)
    forward = torch.nn.functional.cross_entropy(scores, owned)
    back = -scores.log_softmax(dim=0)[torch.arange(len(owners)), owned].mean()
    return forward + 0.3 * back


def _drawn(field: Field, rng: np.random.Generator) -> list[int]:
    """Places of the passages of one batch: some by chance, the rest their neighbours."""
    places = dict.fromkeys(rng.permutation(len(field.passages))[: int(PASSAGES * (1 - LIKE))].tolist())
    near = field.alike[list(places)].ravel()
    for place in rng.permutation(near).tolist():
        if len(places) >= PASSAGES:
            break
        places[place] = None
    return list(places)


def _asked(passage: QuestionedPassage, glosses: Glosses, jieba: Any, rng: random.Random) -> Asked:
    text = searched(passage)
    chinese = [question.text for question in passage.questions if question.language == "zh"]
    english = [question.text for question in passage.questions if question.language == "en"]
    switched = [switch(question, glosses, jieba, rng, spelled) for question in rng.choices(chinese, k=_SWITCHED)]
    words = [found for found in (worded(text, jieba, rng) for _ in range(2)) if found]
    return text, [*chinese, *english, *english, *switched, *words]


def _news(data: Path, rng: random.Random) -> list[Asked]:
    """Stretches of translated news that share no sentence, searched with their sentences in either language."""
    pairs = read_pairs(data, "wmt_ref")
    found: list[Asked] = []
    start = 0
    while start < len(pairs):
        size = rng.randint(3, 8)
        stretch = [pair for pair in pairs[start : start + size] if len(pair.zh) > 6]
        start += size
        if len(stretch) > 1:
            asked = [pair.en for pair in stretch] * 2 + [pair.zh for pair in stretch]
            found.append((_joined(stretch), asked))
    return found


def _joined(stretch: Sequence[Pair]) -> str:
    return "".join(dict.fromkeys(pair.zh for pair in stretch))[:500]


def _field(share: float, each: int, asked: Sequence[Asked], student: Student) -> Field:
    passages = student.tokens([text for text, _ in asked])
    return Field(
        share, passages, [student.tokens(questions) for _, questions in asked], alike(passages, NEIGHBOURS), each
    )


def main() -> None:
    given = arguments(__doc__, PLAN, "distilled")
    student, teacher = Student(given.work / given.start), Student(given.teacher)
    glosses = read_glosses(given.data)
    pairs, searched_in = sources(given.data, glosses, student, teacher), fields(given.data, glosses, student)

    def loss(rng: np.random.Generator) -> Tensor:
        if rng.random() < REPLAYED:
            return distilling(student, teacher, pairs, rng)
        return searching(student, searched_in, rng)

    plan = replace(PLAN, steps=given.steps)
    train(student.model, loss, plan, given.work / "retrieving")
    student.save(given.work / "trained")


if __name__ == "__main__":
    main()
