"""Fit how much the dense score counts beside the lexical one, by language.

    python -m rag.training.fusion DATA [--encoder FOLDER]      # four minutes

Only questions of the passages count that the bundled encoder's training leaves out, every tenth: on the others it looks
better than it is. The series questions it has never seen.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.article import Language
from index.seal import reseal
from index.searching.encoder import Encoder
from index.searching.lexical import BM25Store
from index.searching.terms import document_terms
from index.searching.translate import Translator
from index.settings import BUNDLED_ENCODER, load_settings
from index.training.corpus import (
    TRAINING_SQUAD,
    QuestionedPassage,
    read_domain,
    read_local,
    read_series,
    read_squad,
)
from index.training.examples import searched
from index.training.retrieval import left_out
from rag.fusion import BUNDLED_FUSION, Fusion, ReciprocalRank, WeightedSum

SHARES = tuple(round(0.05 * step, 2) for step in range(21))
LANGUAGES: tuple[Language, ...] = ("zh", "en")
LOCAL = "local"
_COMMENT = (
    "dense_share is the part of the cosine beside the lexical score (as a share of the best candidate's): the least"
    " whose mean nDCG@10 over the training questions below is within one standard error of the best."
    " Made by rag/training/fusion.py; no dev set was used."
)

Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class FittingSet:
    """One pool of texts and the questions asked over it: both searches' scores of every text for every question."""

    name: str
    language: Language
    dense: Scores
    lexical: Scores
    gold: NDArray[np.int64]

    def ndcg(self, fusion: Fusion | None = None) -> float:
        """nDCG@10 of a fusion, of the lexical search alone without one; every question has one right text."""
        return float(self._gains(self._fused(fusion) if fusion else self.lexical).mean())

    def _gains(self, fused: Scores) -> Scores:
        right = fused[np.arange(len(self.gold)), self.gold]
        ranks = 1 + (fused > right[:, None]).sum(axis=1)
        return np.asarray(np.where(ranks <= 10, 1 / np.log2(1 + ranks), 0), dtype=np.float64)

    def gains(self, share: float) -> Scores:
        """What WeightedSum with this share gives each question: its part of nDCG@10."""
        best = np.maximum(self.lexical.max(axis=1, keepdims=True), 1e-9)
        return self._gains(share * self.dense + (1 - share) * self.lexical / best)

    def _fused(self, fusion: Fusion) -> Scores:
        pairs = zip(self.dense.tolist(), self.lexical.tolist(), strict=True)
        return np.array([fusion.fuse(dense, lexical, self.language) for dense, lexical in pairs])


def fitting_sets(data: Path, encoder: Encoder) -> list[FittingSet]:
    """Local-news, series and reading-comprehension questions that may be trained on, by language."""
    translator = Translator.load()
    found = []
    for name, passages, kept in _pools(data):
        texts = [searched(each) for each in passages]
        for language in LANGUAGES if name == LOCAL else LANGUAGES[:1]:
            asked = list(_asked(passages, kept, language))
            found.append(_scored(name, language, texts, asked, encoder, translator))
    return [*found, *_series(data, encoder, translator)]


def _pools(data: Path) -> Iterable[tuple[str, Sequence[QuestionedPassage], Sequence[int]]]:
    """Passages by kind, and the places of those that the encoder's training leaves out."""
    local = read_local(data)
    yield LOCAL, local, [place for place in range(len(local)) if left_out(place)]
    number = len(read_domain(data, "train"))
    for name in TRAINING_SQUAD:
        passages = read_squad(data, name)
        yield name, passages, [place for place in range(len(passages)) if left_out(number + place)]
        number += len(passages)


def _asked(passages: Sequence[QuestionedPassage], kept: Sequence[int], language: Language) -> Iterable[tuple[str, int]]:
    for place in kept:
        for question in passages[place].questions:
            if question.answerable and question.language == language:
                yield question.text, place


def _series(data: Path, encoder: Encoder, translator: Translator) -> list[FittingSet]:
    articles = [article for group in read_series(data) for article in group["articles"]]
    texts = [f"{article['title']}\n{article['text']}" for article in articles]
    place = {article["id"]: number for number, article in enumerate(articles)}
    questions = [question for group in read_series(data) for question in group["qas"] if question["answer"]]
    return [
        _scored(
            "series",
            language,
            texts,
            [(q["q"], place[q["answer"]["article"]]) for q in questions if q["lang"] == language],
            encoder,
            translator,
        )
        for language in LANGUAGES
    ]


def _scored(
    name: str,
    language: Language,
    texts: Sequence[str],
    asked: Sequence[tuple[str, int]],
    encoder: Encoder,
    translator: Translator,
) -> FittingSet:
    store = BM25Store.build([document_terms(text) for text in texts])
    questions = [question for question, _ in asked]
    cosines = encoder.encode_queries(questions) @ encoder.encode_passages(texts).T
    dense = np.asarray(np.round(cosines, 4), dtype=np.float64)
    lexical = np.array([store.score(translator.terms(question, language), range(len(texts))) for question in questions])
    return FittingSet(name, language, dense, lexical, np.array([gold for _, gold in asked]))


def fit(sets: Sequence[FittingSet]) -> dict[Language, float]:
    """The share by language: the least that is all but as good as the best, so that words keep their say."""
    return {language: _best([each for each in sets if each.language == language]) for language in LANGUAGES}


def _best(sets: Sequence[FittingSet]) -> float:
    """The least share that is within one standard error of the best one (Breiman et al. 1984), question by question."""
    gains = {share: [each.gains(share) for each in sets] for share in SHARES}
    best = max(SHARES, key=lambda share: float(np.mean([np.mean(gain) for gain in gains[share]])))

    def near(share: float) -> bool:
        lost = [top - gain for top, gain in zip(gains[best], gains[share], strict=True)]
        error = math.sqrt(sum(float(np.var(each)) / len(each) for each in lost)) / len(lost)
        return float(np.mean([np.mean(each) for each in lost])) <= error

    return next(share for share in SHARES if near(share))


def report(sets: Sequence[FittingSet], shares: Mapping[Language, float]) -> dict[str, dict[str, float]]:
    """nDCG@10 of every search on every fitting set."""
    fitted, ranks = WeightedSum(shares), ReciprocalRank()
    return {
        f"{each.name} {each.language}": {
            "questions": len(each.gold),
            "dense": round(each.ndcg(WeightedSum({each.language: 1.0})), 4),
            "lexical": round(each.ndcg(), 4),
            "reciprocal_rank": round(each.ndcg(ranks), 4),
            "fitted": round(each.ndcg(fitted), 4),
        }
        for each in sets
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="the data folder")
    parser.add_argument("--encoder", default=str(BUNDLED_ENCODER), help="a folder or hub name")
    parser.add_argument("--out", type=Path, default=BUNDLED_FUSION)
    given = parser.parse_args()
    sets = fitting_sets(given.data, Encoder.load(load_settings(encoder=given.encoder)))
    shares = fit(sets)
    made = {"comment": _COMMENT, "dense_share": shares, "fitted": report(sets, shares)}
    given.out.write_text(json.dumps(made, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    reseal(given.out.parent)
    print(json.dumps(made["fitted"], indent=1), shares)


if __name__ == "__main__":
    main()
