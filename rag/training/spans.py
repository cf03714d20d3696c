"""Trains the bundled span reader: where in a passage the answer to a question begins and ends.

    python -m rag.training.spans DATA WORK [--encoder FOLDER] [--start FOLDER] [--out FOLDER] [--steps N]
        [--seed N] [--threads N] [--made]

Starts from the encoder's first layers and keeps its word vectors as they are. Every tenth passage and its questions
are kept out (`index.training.retrieval.left_out`), to weigh the span reader against the candidates on. Resumable from
WORK: run it again. 46 minutes on two cores.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import load_file, save_file
from tokenizers import Tokenizer
from torch import Tensor, nn

from index.seal import reseal
from index.searching.translate import Translator
from index.settings import BUNDLED_ENCODER
from index.training.glosses import read_glosses
from index.training.segmenter import segmenter
from index.training.student import Plan, train
from rag.matches import Matcher
from rag.pieces import MARKS, Cutter
from rag.spans import BUNDLED_SPANS, fingerprint
from rag.training.rows import Reading, Row, pools

PLAN = Plan(steps=1200, body_rate=2e-4, rows_rate=2e-4, warmup=60, seed=23)
LAYERS = 4
TOGETHER = 8  # rows in one forward pass: what fits the processor's cache trains half as fast again
_NOWHERE = -1e4


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
        self.met = nn.Parameter(torch.zeros(words.shape[1]))
        self.head = nn.Linear(words.shape[1], 2)

    def forward(self, rows: Sequence[Row]) -> tuple[Tensor, Tensor]:
        """Logits of beginning and of ending, [rows, longest] each; what is not the passage or its null is out."""
        longest = max(len(row.ids) for row in rows)
        ids, kinds = (torch.zeros(len(rows), longest, dtype=torch.long) for _ in range(2))
        met = torch.zeros(len(rows), longest)
        read, allowed = (torch.zeros(len(rows), longest, dtype=torch.bool) for _ in range(2))
        for at, row in enumerate(rows):
            ids[at, : len(row.ids)] = torch.from_numpy(row.ids)
            kinds[at, : len(row.ids)] = torch.from_numpy(row.kinds)
            met[at, : len(row.ids)] = torch.from_numpy(row.met)
            read[at, : len(row.ids)] = True
            allowed[at, 0] = True
            allowed[at, row.first : row.first + row.told] = True
        table = torch.cat([self.get_buffer("words"), self.marks])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            given = table[ids] + met[:, :, None] * self.met
            made = self.body(inputs_embeds=given, token_type_ids=kinds, attention_mask=read.long()).last_hidden_state
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
        named = ("marks", "met", "head.")
        own = {name if name.startswith(named) else f"body.{name}": value for name, value in halves.items()}
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
    parser.add_argument("--made", action="store_true", help="train on questions made by rule, too")
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    torch.manual_seed(given.seed)
    net = SpanNet(given.encoder)
    if given.start:
        net.take(given.start)
    cutter = Cutter(Tokenizer.from_file(str(given.encoder / "tokenizer.json")))
    glosses, jieba = read_glosses(given.data), segmenter(given.data)
    matcher = Matcher(Translator.load())
    reading = Reading(pools(given.data, cutter, glosses, jieba, given.made), cutter, matcher, glosses, jieba)
    train(net, lambda rng: net.loss(reading.rows(rng)), replace(PLAN, steps=given.steps, seed=given.seed), given.work)
    net.save(given.out)


if __name__ == "__main__":
    main()
