"""How well the span reader alone finds answers in CMRC 2018 dev, by its own metric: exact match and F1 by character.

    python -m eval.bench.comprehension DATA [--every 1]

DATA holds cmrc2018_dev.json.gz, which nothing is trained on. A paragraph is cut as an article is; the best run of words
over its passages is the answer. With --every n, every n-th question is asked.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from eval.metrics import exact_match, f1
from index.article import Article
from index.chunk import chunk
from rag.matches import HeadedPassage
from rag.spans import SpanModel


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--every", type=int, default=1)
    given = parser.parse_args()
    reader = SpanModel.load()
    asked = list(_questions(given.data))[:: given.every]
    scores = []
    for text, question, answers in asked:
        told = _answer(reader, text, question)
        scores.append((exact_match(told, answers), f1(told, answers)))
    exact, overlap = np.mean(scores, axis=0)
    print(f"{len(scores)} questions: exact match {exact:.1%}, F1 {overlap:.1%}")


def _questions(data: Path) -> Iterator[tuple[str, str, list[str]]]:
    with gzip.open(data / "cmrc2018_dev.json.gz", "rt", encoding="utf-8-sig") as file:
        articles: list[dict[str, Any]] = json.load(file)["data"]
    for paragraph in (paragraph for article in articles for paragraph in article["paragraphs"]):
        for asked in paragraph["qas"]:
            yield paragraph["context"], asked["question"], [each["text"] for each in asked["answers"]]


def _answer(reader: SpanModel, text: str, question: str) -> str:
    passages = chunk(Article("a", "", text, "a"))
    said = reader.read(question, [HeadedPassage(each.text) for each in passages])
    found = [
        (spans.of(*run), passage.text[run[0] : run[1]])
        for passage, spans in zip(passages, said, strict=True)
        for run in spans.best(1)
    ]
    return max(found, default=(0.0, ""))[1]


if __name__ == "__main__":
    main()
