"""Weighs the two readers against each other on passages that neither was trained on.

    python -m rag.training.blend DATA [--spans FOLDER] [--out FILE]

The span reader kept every tenth passage out; a network of features is trained here without them too (some of the other
questions are enough for that), and both read questions over the passages kept out. Ten minutes on two cores.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np

from index.seal import reseal
from index.training.corpus import read_local
from index.training.retrieval import left_out
from rag.alignment import FloatArray
from rag.blend import BUNDLED_BLEND, CERTAIN, Blend, Doubt, Scores, signs
from rag.kinds import LinearKinds
from rag.network import Network
from rag.reader import TwoReaders
from rag.spans import BUNDLED_SPANS, SpanModel
from rag.training.examples import Example, local, shuffled
from rag.training.network import train
from rag.training.passages import Desk
from rag.training.reader import SEED, cases_of, kinds_by_fold, train_kinds

SPANS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
NEIGHBOURS = 5
READ, WEIGHED = 2400, 1100  # questions to train that network on, and to weigh both readers on
WITHOUT = 3  # every so manieth question is also read without its own passage
# Chosen by hand on questions over news that are in no other set: below it, more right answers are lost than wrong ones.
ABSTAIN_ABOVE = 0.65


@dataclass(frozen=True, slots=True)
class Weighing:
    """One question: both readers' scores of its candidates, how right each is, and whether any is."""

    scores: Scores
    right: FloatArray
    answerable: bool
    english: bool = False


def weighings(desk: Desk, examples: Sequence[Example], kinds: LinearKinds, reader: TwoReaders) -> Iterator[Weighing]:
    """Every question as both readers see it, some also without their own passage."""
    for number, example in enumerate(examples):
        for without in (False, True) if example.answers and number % WITHOUT == 0 else (False,):
            weighed, right = desk.weighed(example, kinds, reader, NEIGHBOURS, without_own=without)
            answerable = bool(example.answers) and not without
            yield Weighing(weighed.scores, right, answerable, example.language == "en")


def fit(given: Sequence[Weighing], none: float) -> Blend:
    """The weights under which most answers are right, and the doubt that parts the answerable from the others."""
    blend = Blend(_best([each for each in given if each.answerable]), CERTAIN, ABSTAIN_ABOVE)
    return replace(blend, doubt=_doubt([each for each in given if len(each.right)], blend, none))


def _best(answered: Sequence[Weighing]) -> float:
    """The middle one of the weights that are right as often as any, but for a standard error."""
    right = {weight: _right(answered, weight) for weight in SPANS}
    most = max(right.values())
    error = math.sqrt(most * (1 - most) / len(answered))
    near = [weight for weight in SPANS if right[weight] >= most - error]
    return near[(len(near) - 1) // 2]


def _doubt(given: Sequence[Weighing], blend: Blend, none: float) -> Doubt:
    from sklearn.linear_model import LogisticRegression

    best = [int(blend.whole(each.scores).argmax()) for each in given]
    rows = [[*signs(each.scores, place, none), float(each.english)] for each, place in zip(given, best, strict=True)]
    fitted = LogisticRegression(C=10.0).fit(rows, [not each.answerable for each in given])
    return Doubt(*(round(float(value), 4) for value in (fitted.intercept_[0], *fitted.coef_[0])))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--spans", type=Path, default=BUNDLED_SPANS)
    parser.add_argument("--out", type=Path, default=BUNDLED_BLEND)
    given = parser.parse_args()
    pool = local(read_local(given.data))
    out = {name for place, name in enumerate(pool.articles) if left_out(place)}
    read = [example for example in pool.examples if example.group not in out]
    kinds, _ = train_kinds(read)
    desk = Desk.open(pool)
    cases = [case for _, case in cases_of(desk, shuffled(read, SEED)[:READ], kinds_by_fold(read, 4))]
    network = Network.of(train(cases, SEED))
    reader = desk.reader(network, SpanModel.load(given.spans), Blend(0.0, CERTAIN, 1.0))
    kept = shuffled([example for example in pool.examples if example.group in out], SEED)[:WEIGHED]
    found = list(weighings(desk, kept, kinds, reader))
    blend = fit(found, network.none)
    print(json.dumps({"alone": _right(found, 0.0), "both": _right(found, blend.spans)}))
    given.out.write_text(json.dumps({**asdict(blend), "fitted_on": len(found)}, indent=1) + "\n", encoding="utf-8")
    reseal(given.out.parent)


def _right(given: Sequence[Weighing], weight: float) -> float:
    """The share of the answerable whose best candidate is right word for word."""
    blend = Blend(weight, CERTAIN, 1.0)
    best = [each.right[blend.whole(each.scores).argmax()] for each in given if each.answerable]
    return round(float(np.mean([value > 0.99 for value in best])), 3)


if __name__ == "__main__":
    main()
