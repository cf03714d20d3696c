"""What the encoder costs: milliseconds for a question, passages a second, beside the bare forward pass of its body.

    python -m eval.bench.encoder [--encoder FOLDER] [--articles DIR]

The bare pass is torch's, over the same passages tokenised beforehand, in batches of 32 of like length, padded. Both
are taken in turns, the median of five rounds of each; run it on an idle machine.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from index.build import build, searchable
from index.errors import WenjinError
from index.keeping.store import Store
from index.searching.encoder import Encoder
from index.settings import Settings, load_settings

BATCH = 32
ROUNDS = 5
QUESTIONS = (
    "how many high-tech enterprises does Jinshui have",
    "金水区有多少家高新技术企业？",
    "What was the total output of the district's software firms in the first quarter?",
    "今年一季度全区固定资产投资同比增长了多少？",
)


def seconds(work: Callable[[], object]) -> float:
    """How long one call takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def bare(folder: Path, texts: Sequence[str]) -> Callable[[], None]:
    """The forward pass of the body alone over `texts`, tokenised and padded beforehand."""
    import torch
    from sentence_transformers import SentenceTransformer

    model: Any = SentenceTransformer(str(folder), device="cpu", local_files_only=True).float().eval()
    ordered = sorted(texts, key=lambda text: len(model.tokenizer(text)["input_ids"]))
    batches = [
        dict(model.tokenizer(ordered[start : start + BATCH], padding=True, truncation=True, return_tensors="pt"))
        for start in range(0, len(ordered), BATCH)
    ]

    def forward() -> None:
        with torch.inference_mode():
            for batch in batches:
                model[0].auto_model(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"])

    return forward


def _passages(settings: Settings, encoder: Encoder) -> list[str]:
    build(settings, encoder)
    snapshot = Store(settings.home, settings.articles).open(encoder=encoder)
    articles = {article.id: article for article in snapshot.articles}
    return [searchable(articles[passage.article_id], passage) for passage in snapshot.passages]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--encoder", help="a folder (default: the setting)")
    parser.add_argument("--articles", type=Path, help="the folder whose passages are encoded (default: the setting)")
    given = parser.parse_args()
    try:
        with TemporaryDirectory() as scratch:
            settings = load_settings(encoder=given.encoder, articles=given.articles, home=Path(scratch))
            encoder = Encoder.load(settings)
            texts = _passages(settings, encoder)
    except WenjinError as error:
        print(error, file=sys.stderr)
        return 1
    texts = (texts * (4 * BATCH // len(texts) + 1))[: 4 * BATCH]
    forward = bare(Path(settings.encoder).expanduser(), texts)
    rounds = [(seconds(lambda: encoder.encode_passages(texts)), seconds(forward)) for _ in range(ROUNDS + 1)][1:]
    ours, theirs = (len(texts) / median(times) for times in zip(*rounds, strict=True))
    asked = [seconds(partial(encoder.encode_queries, [question])) for _ in range(50) for question in QUESTIONS]
    print(f"a question: {1000 * median(asked):.1f} ms (median of {len(asked)})")
    print(f"passages: {ours:.1f} a second; the bare forward pass {theirs:.1f}; ratio {ours / theirs:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
