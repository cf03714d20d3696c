"""Stage 3 of the encoder: questions to their passages, among passages that are much like them.

    python -m index.training.retrieval DATA TEACHER WORK [--steps N] [--start NAME] [--threads N]

Reads WORK/distilled, writes WORK/trained. Every tenth passage and its questions are kept out, to fit a fusion and a
reader on. Resumable: run it again. An hour on two cores.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from index.training.asking import Asked, Asker, Switcher, questioned, stretches
from index.training.corpus import TRAINING_SQUAD, QuestionedPassage, read_domain, read_pairs, read_squad
from index.training.distil import distilling, sources
from index.training.glosses import Glosses, read_glosses
from index.training.neighbours import alike
from index.training.segmenter import segmenter
from index.training.student import Plan, Student, Tokens, arguments, thinned, train

SEED = 22
PLAN = Plan(steps=1200, body_rate=1.5e-4, rows_rate=1e-3, seed=SEED)
SCALE = 30.0
PASSAGES = 24
EACH = 5  # searches a passage
LIKE = 0.5  # the share of a batch that is drawn from the neighbours of passages already in it
NEIGHBOURS = 12
REPLAYED = 0.2  # the share of batches that distil, so as not to lose what the stage before taught
DROPPED = 0.2  # share of a passage's tokens left out by chance, and half as much of a search's
BACK = 0.3  # how much finding a passage's searches counts beside finding a search's passage
LEFT_OUT, LEFT = 10, 5


@dataclass(frozen=True, slots=True)
class Field:
    """Passages of one kind, how they are searched, which are alike, and every passage's vector when it was last read.

    The vectors, all zero before that, let a search choose among all passages at the price of the batch's own
    (Wang et al. 2020, cross-batch memory).
    """

    share: float
    asker: Asker
    asked: Sequence[Asked]
    passages: Sequence[Tokens]
    alike: NDArray[np.int64]
    memory: Tensor


def fields(data: Path, glosses: Glosses, student: Student) -> list[Field]:
    """Every kind of passage the student searches."""
    switcher = Switcher(glosses, segmenter(data))
    domain, squad = kept(data)
    news = stretches(read_pairs(data, "wmt_ref"), random.Random(SEED))
    shares = {
        (0.45, (0.3, 0.25, 0.2, 0.1, 0.15)): questioned(domain),
        (0.35, (0.5, 0.0, 0.2, 0.15, 0.15)): questioned(squad),
        (0.2, (0.2, 0.45, 0.1, 0.1, 0.15)): news,
    }
    return [_field(share, Asker(switcher, kinds), asked, student) for (share, kinds), asked in shares.items() if asked]


def _field(share: float, asker: Asker, asked: Sequence[Asked], student: Student) -> Field:
    passages = student.tokens([passage.text for passage in asked])
    memory = torch.zeros(len(passages), student.dimension)
    return Field(share, asker, asked, passages, alike(passages, NEIGHBOURS), memory)


def kept(data: Path) -> tuple[list[QuestionedPassage], list[QuestionedPassage]]:
    """The domain's and the encyclopaedia's passages that are trained on."""
    domain = read_domain(data, "train")
    squad = [passage for name in TRAINING_SQUAD for passage in read_squad(data, name)]
    return (
        [passage for place, passage in enumerate(domain) if not left_out(place)],
        [passage for place, passage in enumerate(squad, len(domain)) if not left_out(place)],
    )


def left_out(place: int) -> bool:
    """Whether the passage at `place` of `segmenter.training_passages` is kept out of this stage, for fitting on."""
    return place % LEFT_OUT == LEFT


def searching(student: Student, given: Sequence[Field], rng: np.random.Generator) -> Tensor:
    """The loss of one batch: every search among all passages of its field, and every passage among all searches."""
    shares = np.array([field.share for field in given])
    field = given[rng.choice(len(given), p=shares / shares.sum())]
    places = _drawn(field, rng)
    searches, owners = _searches(field, places, rng)
    asked = student.encode([thinned(tokens, DROPPED / 2, rng) for tokens in student.tokens(searches)])
    read = student.encode([thinned(field.passages[place], DROPPED, rng) for place in places])
    scores = asked @ torch.cat([read, _remembered(field, places)]).T * SCALE
    owned = torch.tensor(owners)
    forward = torch.nn.functional.cross_entropy(scores, owned)
    back = -scores[:, : len(places)].log_softmax(dim=0)[torch.arange(len(owners)), owned].mean()
    field.memory[places] = read.detach()
    return forward + BACK * back


def _searches(field: Field, places: Sequence[int], rng: np.random.Generator) -> tuple[list[str], list[int]]:
    """What the passages at `places` are searched with, and whose each search is, as a place in `places`."""
    draw = random.Random(int(rng.integers(2**32)))
    found = [(search, owner) for owner, at in enumerate(places) for search in field.asker(field.asked[at], EACH, draw)]
    return [search for search, _ in found], [owner for _, owner in found]


def _remembered(field: Field, places: Sequence[int]) -> Tensor:
    """The vectors of the field's other passages that have been read."""
    others = field.memory.any(dim=1)
    others[places] = False
    return field.memory[others]


def _drawn(field: Field, rng: np.random.Generator) -> list[int]:
    """Places of the passages of one batch: some by chance, the rest their neighbours."""
    places = dict.fromkeys(rng.permutation(len(field.passages))[: int(PASSAGES * (1 - LIKE))].tolist())
    near = field.alike[list(places)].ravel()
    for place in rng.permutation(near).tolist():
        if len(places) >= PASSAGES:
            break
        places[place] = None
    return list(places)


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
    train(student.model, loss, plan, given.work / "retrieving", [field.memory for field in searched_in])
    student.save(given.work / "trained")


if __name__ == "__main__":
    main()
