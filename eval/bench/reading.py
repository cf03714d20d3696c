"""How well the bundled reader finds the answer in passages, and tells when there is none, by language.

    python -m eval.bench.reading DATA [--neighbours 5]

DATA holds domain_dev.jsonl.gz, which nothing is trained on. Every question is read over its own passage and as many
neighbours as a search brings. "exact" is the share of answerable questions whose best span is the marked one,
"overlap" whose best span shares more than half of it; "auroc" tells answerable from unanswerable by the reader's doubt.
"alone" is the share whose marked words the span reader takes, given their passage and nothing else.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from index.training.corpus import read_domain
from rag.alignment import FloatArray
from rag.blend import Blend
from rag.kinds import LinearKinds
from rag.network import BUNDLED_READER, Network
from rag.reader import Weighed
from rag.spans import SpanModel, headed
from rag.training.examples import Example, Pool, local
from rag.training.passages import Desk

EXACT, OVERLAP = 0.99, 0.25  # of the squared overlap that rag.training.examples.targets gives


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--neighbours", type=int, default=5)
    given = parser.parse_args()
    pool = local(read_domain(given.data, "dev"))
    desk, kinds, network = Desk.open(pool), LinearKinds.load(BUNDLED_READER), Network.load(BUNDLED_READER)
    blend = Blend.load()
    spans = SpanModel.load()
    reader = desk.reader(network, spans, blend)
    read = [(e, *_read(e, desk.weighed(e, kinds, reader, given.neighbours), blend, network)) for e in pool.examples]
    for language in ("zh", "en"):
        found = [each for each in read if each[0].language == language]
        alone = [_alone(example, pool, spans) for example, _, _ in found if example.answers]
        figures = {**_figures(found, blend.abstain_above), "alone": round(float(np.mean(alone)), 3)}
        print(language, json.dumps(figures))


def _read(example: Example, read: tuple[Weighed, FloatArray], blend: Blend, network: Network) -> tuple[float, float]:
    """How right the best span is, and the doubt that there is any."""
    weighed, right = read
    shares = blend.shares(weighed.scores, network.none, example.language == "en")
    return float(right[shares[:-1].argmax()]), float(shares[-1])


def _alone(example: Example, pool: Pool, spans: SpanModel) -> bool:
    """Whether the span reader's best run in the question's passage says what is marked."""
    name, start, end = example.answers[0]
    article = pool.articles[name]
    first, last = spans.read(example.question, [headed(article, article.text)])[0].best(1)[0]
    return article.text[first:last] == article.text[start:end]


def _figures(read: Sequence[tuple[Example, float, float]], abstain_above: float) -> dict[str, float]:
    from sklearn.metrics import roc_auc_score

    best = np.array([right for example, right, _ in read if example.answers])
    answerable = np.array([bool(example.answers) for example, _, _ in read])
    doubt = np.array([none for _, _, none in read])
    refused = doubt > abstain_above
    figures = {
        "questions": len(read),
        "exact": (best > EXACT).mean(),
        "overlap": (best > OVERLAP).mean(),
        "auroc": roc_auc_score(answerable, -doubt),
        "refused_of_unanswerable": refused[~answerable].mean(),
        "refused_of_answerable": refused[answerable].mean(),
    }
    return {name: round(float(value), 3) for name, value in figures.items()}


if __name__ == "__main__":
    main()
