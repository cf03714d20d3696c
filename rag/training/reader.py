"""Trains the bundled reader: which kind of answer a question asks for, and which candidate answers it.

    python -m rag.training.reader DATA [--out FOLDER] [--folds 4] [--kinds]

DATA is the folder of training data (domain_train.jsonl.gz, series.jsonl.gz groups 1-20). Deterministic by seed;
50 minutes on one core and 6.5 GB of memory, which grow with the questions drawn.
With --kinds only the model of kinds is trained, in ten seconds, and the network in FOLDER stays.
The scores printed are of folds held out by passage: no passage is both trained and measured on.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from zlib import crc32

import numpy as np

from index.seal import reseal
from index.training.corpus import read_local
from rag.alignment import FloatArray
from rag.candidates import KINDS
from rag.columns import FEATURES
from rag.kinds import LinearKinds, runs
from rag.network import BUNDLED_READER, Network
from rag.training.examples import Example, local, series, shuffled
from rag.training.network import Case, train, train_several
from rag.training.passages import Desk

SEED = 7
SEEDS = (7, 8, 9, 10)
DRAWN = 12000  # questions of the local passages, at random: time and memory grow with them
# The kinds of the data set, as the kinds of candidates that answer them.
_KIND_OF = {
    "quantity": "count", "money": "money", "percent": "percent", "rank": "rank", "date": "date", "person": "person",
    "list": "list", "name": "name", "organisation": "name", "place": "name", "definition": "clause", "reason": "clause",
}  # fmt: skip
# How often a question is also shown without its own passage, so that the reader learns to find nothing.
_WITHOUT = 0.3
_NEIGHBOURS = 5
# The dated groups are few, and tell look-alikes apart as nothing else does: each counts so many times.
_SERIES_TIMES = 4


def train_kinds(examples: Sequence[Example]) -> tuple[LinearKinds, list[str]]:
    """The kind model of the answerable questions, and its vocabulary in row order."""
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.linear_model import LogisticRegression

    known = [example for example in examples if example.kind in _KIND_OF]
    counter = CountVectorizer(analyzer=runs, binary=True, min_df=3)
    table = counter.fit_transform([example.question for example in known])
    model = LogisticRegression(C=0.5, max_iter=3000)
    model.fit(table, [_KIND_OF[example.kind] for example in known])
    rows = [list(model.classes_).index(kind) for kind in KINDS]
    vocabulary = [str(word) for word in counter.get_feature_names_out()]
    weights = model.coef_[rows].T.astype(np.float32)
    bias = model.intercept_[rows].astype(np.float32)
    return LinearKinds({word: row for row, word in enumerate(vocabulary)}, weights, bias), vocabulary


def cases_of(desk: Desk, examples: Sequence[Example], folds: Sequence[LinearKinds]) -> Iterator[tuple[Example, Case]]:
    """Every example as a case, some of them a second time without their own passages.

    `folds` are kind models, each trained without a part of the groups: a question is read with the one that has not
    seen its group, as it will be read when it is new.
    """
    generator = np.random.default_rng(SEED)
    for example in examples:
        kinds = folds[fold_of(example, len(folds))]
        yield example, desk.case(example, kinds, _NEIGHBOURS)
        if example.answers and generator.random() < _WITHOUT:
            yield example, desk.case(example, kinds, _NEIGHBOURS, without_own=True)


def fold_of(example: Example, folds: int) -> int:
    """The fold of an example's group, the same in every run."""
    return crc32(example.group.encode()) % folds


def kinds_by_fold(examples: Sequence[Example], folds: int) -> list[LinearKinds]:
    """One kind model for each fold, trained on the others."""
    return [train_kinds([e for e in examples if fold_of(e, folds) != fold])[0] for fold in range(folds)]


def report(pairs: Sequence[tuple[Case, FloatArray]]) -> dict[str, float]:
    """Accuracy of the best candidate over the answerable, AUROC of telling them from the rest, and shares by doubt."""
    from sklearn.metrics import roc_auc_score

    answerable = [case.answerable for case, _ in pairs]
    best = [float(case.right[share[:-1].argmax()]) if len(case.right) else 0.0 for case, share in pairs]
    right = [value > 0.6 for value, can in zip(best, answerable, strict=True) if can]
    doubt = [float(share[-1]) for _, share in pairs]
    figures = {"best_right": float(np.mean(right)), "auroc": float(roc_auc_score(answerable, [-d for d in doubt]))}
    for above in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        refused = np.array(doubt) > above
        figures[f"refused_right_{above}"] = float(refused[~np.array(answerable)].mean())
        figures[f"refused_wrong_{above}"] = float(refused[np.array(answerable)].mean())
    return figures


def held_out(pairs: Sequence[tuple[Example, Case]], folds: int) -> list[tuple[Case, FloatArray]]:
    """Every case with its shares from a network that saw nothing of its group."""
    results = []
    for fold in range(folds):
        network = Network.of(train([case for example, case in pairs if fold_of(example, folds) != fold], SEED))
        kept = [case for example, case in pairs if fold_of(example, folds) == fold]
        results += [(case, alone(network, case)) for case in kept]
    return results


def alone(network: Network, case: Case) -> FloatArray:
    """The shares of a case's candidates and of none, by their features alone."""
    logits = np.append(network.logits(case.rows), np.float32(network.none))
    powers = np.exp(logits - logits.max())
    shares: FloatArray = powers / powers.sum()
    return shares


def save(folder: Path, arrays: dict[str, FloatArray], kinds: LinearKinds, vocabulary: list[str]) -> None:
    """Writes the weights and the names of their rows."""
    from safetensors.numpy import save_file

    folder.mkdir(parents=True, exist_ok=True)
    halves = {"kinds_weights": kinds.weights.astype(np.float16), "kinds_bias": kinds.bias.astype(np.float16)}
    # safetensors writes the memory as it lies: a transposed array would be saved scrambled.
    whole = {name: np.ascontiguousarray(array) for name, array in {**arrays, **halves}.items()}
    save_file(whole, folder / "reader.safetensors")
    made = {"features": FEATURES}
    (folder / "reader.json").write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")
    words = json.dumps(vocabulary, ensure_ascii=False, indent=0)
    (folder / "kinds.json").write_text(words + "\n", encoding="utf-8")
    reseal(folder)


def kept_network(folder: Path) -> dict[str, FloatArray]:
    """The network's arrays as they are in the folder; raises ModelError when they are of other features."""
    from safetensors.numpy import load_file

    Network.load(folder)
    weights = load_file(folder / "reader.safetensors")
    return {name: array for name, array in weights.items() if not name.startswith("kinds")}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path, default=BUNDLED_READER)
    parser.add_argument("--folds", type=int, default=4)
    parser.add_argument("--kinds", action="store_true", help="train the model of kinds alone")
    given = parser.parse_args()
    if given.kinds:
        save(given.out, kept_network(given.out), *train_kinds(local(read_local(given.data)).examples))
        return
    pool, dated = local(read_local(given.data)), series(given.data, kept=False)
    kinds, vocabulary = train_kinds(pool.examples)
    folds = kinds_by_fold(pool.examples, given.folds)
    pairs = [
        *cases_of(Desk.open(pool), shuffled(pool.examples, SEED)[:DRAWN], folds),
        *list(cases_of(Desk.open(dated), dated.examples, folds)) * _SERIES_TIMES,
    ]
    print(json.dumps(report(held_out(pairs, given.folds)), indent=1))
    save(given.out, train_several([case for _, case in pairs], SEEDS), kinds, vocabulary)


if __name__ == "__main__":
    main()
