"""Trains the bundled span reader: where in a passage the answer to a question begins and ends.

    python -m rag.training.spans DATA WORK [--encoder FOLDER] [--start FOLDER] [--out FOLDER] [--steps N]
        [--seed N] [--threads N]

Starts from the encoder's first layers and keeps its word vectors as they are. Every tenth passage and its questions
are kept out (`index.training.retrieval.left_out`), to weigh the span reader against the candidates on. Resumable from
WORK: run it again. 46 minutes on two cores.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.numpy import load_file, save_file
from tokenizers import Tokenizer
from torch import Tensor, nn

from index.seal import reseal
from index.settings import BUNDLED_ENCODER
from index.training.corpus import QuestionedPassage
from index.training.examples import spelled, switch
from index.training.glosses import Glosses, read_glosses
from index.training.neighbours import alike
from index.training.retrieval import kept
from index.training.segmenter import segmenter
from index.training.student import Plan, train
from rag.pieces import MARKS, Cutter, Numbers, Pieces, joined
from rag.spans import ASKED, BUNDLED_SPANS, TITLED, TOLD, fingerprint

PLAN = Plan(steps=1200, body_rate=2e-4, rows_rate=2e-4, warmup=60, seed=23)
LAYERS = 4
BATCH = 32
TOGETHER = 8  # rows in one forward pass: what fits the processor's cache trains half as fast again
DOMAIN = 0.6  # the share of a batch that is news
ELSEWHERE = 0.35  # the share of questions put to a passage much like theirs, which doesn't tell
SWITCHED = {"news": 0.1, "encyclopaedia": 0.3}  # of Chinese questions put in English words
DROPPED = 0.1  # of a question's tokens
LONGEST = TOLD  # pieces of a passage; of a longer one, a stretch around the answer is read
_NOWHERE = -1e4


@dataclass(frozen=True, slots=True)
class Put:
    """A question and the places of its answer's first and last piece in its passage; -1 where it has none."""

    text: str
    chinese: bool
    passage: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Pool:
    """Passages of one kind in pieces, their titles, their neighbours, and the questions put to them."""

    titles: Sequence[Pieces]
    passages: Sequence[Pieces]
    near: Numbers
    puts: Sequence[Put]
    switched: float


def pools(data: Path, cutter: Cutter) -> list[Pool]:
    """The news and the encyclopaedia that are trained on."""
    news, squad = kept(data)
    return [_pool(news, cutter, SWITCHED["news"]), _pool(squad, cutter, SWITCHED["encyclopaedia"])]


def _pool(given: Sequence[QuestionedPassage], cutter: Cutter, switched: float) -> Pool:
    passages = cutter([passage.text for passage in given])
    titles = cutter([passage.title for passage in given])
    puts = []
    for place, (passage, pieces) in enumerate(zip(given, passages, strict=True)):
        for asked in passage.questions:
            first = pieces.first(asked.start) if asked.answerable else -1
            last = pieces.last(asked.start + len(asked.answer)) if asked.answerable else -1
            if first <= last:  # an answer of signs alone has no piece
                puts.append(Put(asked.text, asked.language == "zh", place, first, last))
    near = alike([pieces.ids for pieces in passages], min(8, len(passages) - 1))
    return Pool(titles, passages, near, puts, switched)


@dataclass(frozen=True, slots=True)
class Row:
    """One row to read, and the places in it where the answer begins and ends; both 0 where it has none."""

    ids: Numbers
    kinds: Numbers
    first: int
    told: int
    begin: int
    end: int


class Reading:
    """Draws rows."""

    def __init__(self, given: Sequence[Pool], cutter: Cutter, glosses: Glosses, jieba: Any) -> None:
        self._pools = given
        self._cutter = cutter
        self._glosses = glosses
        self._jieba = jieba

    def rows(self, rng: np.random.Generator) -> list[Row]:
        """One batch."""
        news, other = self._pools
        return [self._row(news if rng.random() < DOMAIN else other, rng) for _ in range(BATCH)]

    def _row(self, pool: Pool, rng: np.random.Generator) -> Row:
        put = pool.puts[int(rng.integers(len(pool.puts)))]
        elsewhere = put.first >= 0 and rng.random() < ELSEWHERE
        place = int(rng.choice(pool.near[put.passage])) if elsewhere else put.passage
        begin, end = (-1, -1) if elsewhere else (put.first, put.last)
        start = _start(len(pool.passages[place]), begin, end, rng)
        told = pool.passages[place].cut(start, start + LONGEST)
        row = joined(self._asked(put, pool, rng), pool.titles[place].ids[:TITLED], told.ids, self._cutter)
        if begin < 0 or end - start >= len(told):
            return Row(row.ids, row.kinds, row.first, len(told), 0, 0)
        return Row(row.ids, row.kinds, row.first, len(told), row.first + begin - start, row.first + end - start)

    def _asked(self, put: Put, pool: Pool, rng: np.random.Generator) -> Numbers:
        text = put.text
        if put.chinese and rng.random() < pool.switched:
            draw = random.Random(int(rng.integers(2**32)))
            text = switch(text, self._glosses, self._jieba, draw, spelled) or text
        ids = self._cutter([text])[0].ids[:ASKED]
        return ids[rng.random(len(ids)) >= DROPPED] if len(ids) > 4 else ids


def _start(length: int, begin: int, end: int, rng: np.random.Generator) -> int:
    """Where in a passage the stretch that is read begins."""
    if length <= LONGEST:
        return 0
    if begin < 0:
        return int(rng.integers(length - LONGEST + 1))
    low, high = max(0, end + 1 - LONGEST), min(begin, length - LONGEST)
    return int(rng.integers(low, high + 1)) if low < high else min(low, begin)


class SpanNet(nn.Module):
    """The encoder's first layers over a question and a passage, and two numbers for every piece."""

    def __init__(self, encoder: Path) -> None:
        from transformers import BertConfig, BertModel

        super().__init__()
        weights = {
            name: torch.from_numpy(value).float() for name, value in load_file(encoder / "model.safetensors").items()
        }
        words = weights.pop("embeddings.word_embeddings.weight")
        told = json.loads((encoder / "config.json").read_text(encoding="utf-8"))
        undropped = {"attention_probs_dropout_prob": 0.0}
        self.config = {**told, **undropped, "num_hidden_layers": LAYERS, "vocab_size": 1}
        self.body = BertModel(BertConfig(**self.config), add_pooling_layer=False)
        self.body.set_attn_implementation("eager")
        self.body.load_state_dict(weights, strict=False)
        self.register_buffer("words", words, persistent=False)
        self.marks = nn.Parameter(words.mean(0) + 0.02 * torch.randn(len(MARKS), words.shape[1]))
        self.head = nn.Linear(words.shape[1], 2)

    def forward(self, rows: Sequence[Row]) -> tuple[Tensor, Tensor]:
        """Logits of beginning and of ending, [rows, longest] each; what is not the passage or its null is out."""
        longest = max(len(row.ids) for row in rows)
        ids, kinds = (torch.zeros(len(rows), longest, dtype=torch.long) for _ in range(2))
        read, allowed = (torch.zeros(len(rows), longest, dtype=torch.bool) for _ in range(2))
        for at, row in enumerate(rows):
            ids[at, : len(row.ids)] = torch.from_numpy(row.ids)
            kinds[at, : len(row.ids)] = torch.from_numpy(row.kinds)
            read[at, : len(row.ids)] = True
            allowed[at, 0] = True
            allowed[at, row.first : row.first + row.told] = True
        table = torch.cat([self.get_buffer("words"), self.marks])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            made = self.body(
                inputs_embeds=table[ids], token_type_ids=kinds, attention_mask=read.long()
            ).last_hidden_state
            logits = self.head(made)
        begins, ends = logits.float().masked_fill(~allowed[:, :, None], _NOWHERE).unbind(2)
        return begins, ends

    def loss(self, rows: Sequence[Row]) -> Tensor:
        """The mean cross-entropy of where the answers begin and end."""
        ordered = sorted(rows, key=lambda row: len(row.ids))
        parts = [ordered[at : at + TOGETHER] for at in range(0, len(ordered), TOGETHER)]
        return torch.stack([self._loss(part) * (len(part) / len(rows)) for part in parts]).sum()

    def _loss(self, rows: Sequence[Row]) -> Tensor:
        begins, ends = self(rows)
        cross = nn.functional.cross_entropy
        begin, end = (torch.tensor(places) for places in zip(*((row.begin, row.end) for row in rows), strict=True))
        return (cross(begins, begin) + cross(ends, end)) / 2

    def take(self, folder: Path) -> None:
        """Goes on from the weights that `save` wrote to `folder`."""
        halves = load_file(folder / "model.safetensors")
        own = {name if name.startswith(("marks", "head.")) else f"body.{name}": value for name, value in halves.items()}
        self.load_state_dict({**self.state_dict(), **{name: torch.from_numpy(own[name]).float() for name in own}})

    def save(self, folder: Path) -> None:
        """Writes what is the reader's own, in half precision: the word vectors are the encoder's."""
        folder.mkdir(parents=True, exist_ok=True)
        weights = {name.removeprefix("body."): value for name, value in self.state_dict().items()}
        weights = {name: value for name, value in weights.items() if "word_embeddings" not in name}
        halves = {
            name: np.ascontiguousarray(value.detach().numpy().astype(np.float16)) for name, value in weights.items()
        }
        save_file(halves, folder / "model.safetensors")
        (folder / "model.safetensors").chmod(0o644)
        told = {
            name: self.config[name]
            for name in ("num_hidden_layers", "num_attention_heads", "layer_norm_eps", "hidden_act")
        }
        told["words"] = fingerprint(self.get_buffer("words").numpy())
        (folder / "config.json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
        reseal(folder)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--encoder", type=Path, default=BUNDLED_ENCODER)
    parser.add_argument("--start", type=Path, help="a span reader to go on from; without it, the encoder")
    parser.add_argument("--out", type=Path, default=BUNDLED_SPANS)
    parser.add_argument("--steps", type=int, default=PLAN.steps)
    parser.add_argument("--seed", type=int, default=PLAN.seed)
    parser.add_argument("--threads", type=int, default=2)
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    torch.manual_seed(given.seed)
    net = SpanNet(given.encoder)
    if given.start:
        net.take(given.start)
    cutter = Cutter(Tokenizer.from_file(str(given.encoder / "tokenizer.json")))
    reading = Reading(pools(given.data, cutter), cutter, read_glosses(given.data), segmenter(given.data))
    train(net, lambda rng: net.loss(reading.rows(rng)), replace(PLAN, steps=given.steps, seed=given.seed), given.work)
    net.save(given.out)


if __name__ == "__main__":
    main()
