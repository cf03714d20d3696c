"""Train the reader's word vectors: static vectors of Chinese and English words in one space.

    python -m rag.training.words DATA [--out FOLDER] [--steps N] [--threads N] [--leave-out N]

DATA is the folder of training data. The bundled vectors are `python -m rag.training.words DATA`: 4 minutes of one
core's work, 15 of the clock on two busy cores. Deterministic by seed on one thread. With `--leave-out 5` every fifth
passage and its questions are kept out, for measuring on what the vectors have not seen.
"""

from __future__ import annotations

import argparse
import math
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss
from sentence_transformers.sentence_transformer.modules import StaticEmbedding

from index.seal import reseal
from index.training.corpus import read_cedict
from index.training.examples import Example, examples
from index.training.glosses import HAN_RUN, Glosses, read_glosses, syllables
from index.training.segmenter import (
    UNKNOWN,
    Counts,
    Rows,
    choose_pieces,
    count,
    make_tokenizer,
    segmenter,
    training_texts,
)
from rag.network import BUNDLED_WORDS
from rag.training.batches import Batches

SEED = 20
DIMENSION = 512
STEPS = 3000
LEARNING_RATE = 0.003
DROPPED = 0.3  # share of a text's tokens left out by chance in training
_ENGLISH_FROM = 50  # a syllable seen so often in English text is a word of it: he, long, sun
KEPT_START = 0.3  # the vectors written are this much of the starting ones: rare words hold on to what tells them apart

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of example is trained on: how often, how many at once, and how sharply."""

    share: float
    batch: int
    scale: float


KINDS = {
    "news": Kind(3, 512, 20),
    "everyday": Kind(1, 512, 20),
    "dictionary": Kind(1, 1024, 20),
    "chinese": Kind(2, 256, 30),
    "english": Kind(4, 256, 20),
    "words": Kind(2, 256, 30),
}


def start_vectors(tokenizer: Any, counts: Counts, glosses: Glosses, data: Path) -> Vectors:
    """Where training starts: a random direction for every token, its length by how rare the token is.

    A Chinese word leans on its English and its characters, a pinyin syllable on the characters read so.
    """
    places: dict[str, int] = tokenizer.get_vocab()
    drawn = np.random.default_rng(SEED).standard_normal((len(places), DIMENSION)).astype(np.float32)
    drawn /= np.linalg.norm(drawn, axis=1, keepdims=True)
    rarity = np.ones(len(places), dtype=np.float32)
    for token, place in places.items():
        rarity[place] = math.log(counts.total / (counts.texts[token] + 1))
    weighed = drawn * rarity[:, None]
    vectors = drawn.copy()
    for token, place in places.items():
        if HAN_RUN.fullmatch(token):
            english = [weighed[tokenizer.encode(gloss).ids].sum(axis=0) for gloss in glosses.get(token, [])[:4]]
            meant = sum((_unit(vector) / rank for rank, vector in enumerate(english, 1)), np.zeros_like(drawn[0]))
            spelled = weighed[[places[sign] for sign in token if sign in places and len(token) > 1]].sum(axis=0)
            vectors[place] = _unit(0.5 * drawn[place] + 0.7 * _unit(meant) + 0.5 * _unit(spelled))
    for syllable, signs in _readings(data, places).items():
        if counts.english[syllable] < _ENGLISH_FROM:
            heard = _unit((vectors[signs] * rarity[signs, None]).sum(axis=0))
            vectors[places[syllable]] = _unit(0.7 * drawn[places[syllable]] + 0.7 * heard)
    vectors *= (rarity / rarity.mean())[:, None]
    vectors[places[UNKNOWN]] = 0
    return vectors


def train(tokenizer: Any, start: Vectors, pairs: dict[str, list[Example]], steps: int) -> Vectors:
    """The vectors after `steps` batches by MultipleNegativesRankingLoss, in both directions."""
    torch.manual_seed(SEED)
    rng = np.random.default_rng(SEED)
    module = StaticEmbedding(tokenizer, embedding_weights=start.copy())
    model = SentenceTransformer(modules=[module], device="cpu")
    batches = {name: iter(Batches(tokenizer, pairs[name], kind.batch, DROPPED, rng)) for name, kind in KINDS.items()}
    losses = {name: _loss(model, kind.scale) for name, kind in KINDS.items()}
    shares = np.array([kind.share for kind in KINDS.values()]) / sum(kind.share for kind in KINDS.values())
    optimizer = torch.optim.Adam(model.parameters(), lr=LEARNING_RATE, betas=(0.9, 0.99))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: min(1, (step + 1) / 50) * (1 - step / steps))
    unknown = tokenizer.token_to_id(UNKNOWN)
    began, seen = time.time(), dict.fromkeys(KINDS, 0.0)
    for step in range(1, steps + 1):
        name = str(rng.choice(list(KINDS), p=shares))
        loss = losses[name](next(batches[name]), torch.empty(0))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
        with torch.no_grad():
            module.embedding.weight[unknown] = 0
        seen[name] = loss.item() if not seen[name] else 0.95 * seen[name] + 0.05 * loss.item()
        if step % 100 == 0 or step == steps:
            told = "  ".join(f"{kind} {value:.3f}" for kind, value in seen.items())
            print(f"step {step}/{steps}  {time.time() - began:.0f} s  {told}", flush=True)
    return np.asarray(module.embedding.weight.detach().numpy(), dtype=np.float32)


def save(tokenizer: Any, vectors: Vectors, folder: Path) -> None:
    """Write a sentence-transformers model in half precision; a card or licence in the folder stays."""
    module = StaticEmbedding(tokenizer, embedding_weights=vectors.astype(np.float16))
    SentenceTransformer(modules=[module], device="cpu").save(str(folder), create_model_card=False)
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    (folder / "model.safetensors").chmod(0o644)


def main() -> None:
    given = _arguments()
    torch.set_num_threads(given.threads)
    glosses, jieba = read_glosses(given.data), segmenter(given.data)
    counts = count(training_texts(given.data), jieba)
    tokenizer = make_tokenizer(choose_pieces(counts, glosses, given.data, Rows()))
    start = start_vectors(tokenizer, counts, glosses, given.data)
    pairs = examples(given.data, glosses, jieba, SEED, given.leave_out)
    print({name: len(found) for name, found in pairs.items()}, start.shape, flush=True)
    trained = train(tokenizer, start, pairs, given.steps)
    save(tokenizer, (1 - KEPT_START) * trained + KEPT_START * start, given.out)
    reseal(given.out)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path, default=BUNDLED_WORDS)
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--leave-out", type=int, default=0)
    return parser.parse_args()


def _loss(model: SentenceTransformer, scale: float) -> MultipleNegativesRankingLoss:
    return MultipleNegativesRankingLoss(
        model, scale=scale, directions=("query_to_doc", "doc_to_query"), partition_mode="per_direction"
    )


def _readings(data: Path, places: dict[str, int]) -> dict[str, list[int]]:
    """The rows of the characters read as each syllable that has a row."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for entry in read_cedict(data):
        if len(entry.simplified) == 1 and entry.simplified in places:
            for syllable in syllables(entry):
                found[syllable].add(places[entry.simplified])
    return {syllable: sorted(rows) for syllable, rows in found.items() if syllable in places}


def _unit(vector: NDArray[Any]) -> Vectors:
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-9), dtype=np.float32)


if __name__ == "__main__":
    main()
