"""The encoder while it is trained: texts as tokens once, vectors with gradients, and a loop that can be resumed."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import WordWeights
from torch import Tensor

Tokens = NDArray[np.int64]
_PARTS = 256  # a token's weight is kept in such parts, which half precision holds exactly
_TOGETHER = 2048  # padded tokens in one forward pass: twice as many leave the cache, and take half as long again each
_FEW = 6  # a text of so few tokens keeps them all
CHECKPOINT_EVERY = 50  # steps
AVERAGED_EVERY = 10


@dataclass(frozen=True, slots=True)
class Plan:
    """How long a stage trains and how fast; the weights kept are the mean of those of its last `averaged` share."""

    steps: int
    body_rate: float
    rows_rate: float
    warmup: int = 40
    averaged: float = 0.3
    seed: int = 20


class Student:
    """A sentence-transformers model whose vectors carry gradients."""

    def __init__(self, folder: Path) -> None:
        self.model = SentenceTransformer(str(folder), device="cpu").float()
        body: Any = self.model[0]
        body.auto_model.set_attn_implementation("eager")  # backward it is half as fast again, on a CPU
        self.model.train()
        for module in self.model.modules():
            if isinstance(module, torch.nn.Dropout):
                module.p = 0.0  # dropped tokens do its work, and cost nothing
        self.tokenizer: Any = self.model.tokenizer

    def save(self, folder: Path) -> None:
        """Writes the model; the tokens' weights go into WordWeights' settings, which are all that it loads."""
        weigh: Any = self.model[1]
        if isinstance(weigh, WordWeights):
            values = weigh.emb_layer.weight.detach().ravel().tolist()
            weigh.word_weights = {
                token: round(value * _PARTS) / _PARTS for token, value in zip(weigh.vocab, values, strict=True)
            }
        self.model.save(str(folder), create_model_card=False)

    def tokens(self, texts: Sequence[str]) -> list[Tokens]:
        """Every text's tokens, the marks before and after included."""
        found = self.tokenizer(list(texts), truncation=True)["input_ids"] if texts else []
        return [np.array(ids, dtype=np.int64) for ids in found]

    def encode(self, rows: Sequence[Tokens]) -> Tensor:
        """Float32 [n, dimension] of length 1, in bf16 inside; texts of like length go together."""
        order = sorted(range(len(rows)), key=lambda place: len(rows[place]))
        parts = []
        for group in _groups([len(rows[place]) for place in order]):
            parts.append(self._forward([rows[order[place]] for place in group]))
        back = np.argsort(order)
        return torch.cat(parts)[torch.from_numpy(back)]

    def _forward(self, rows: Sequence[Tokens]) -> Tensor:
        longest = max(map(len, rows))
        ids = np.zeros((len(rows), longest), dtype=np.int64)
        for place, row in enumerate(rows):
            ids[place, : len(row)] = row
        given = torch.from_numpy(ids)
        mask = torch.from_numpy(np.arange(longest) < np.array([[len(row)] for row in rows])).long()
        with torch.autocast("cpu", dtype=torch.bfloat16):
            made = self.model({"input_ids": given, "attention_mask": mask})["sentence_embedding"]
        return torch.nn.functional.normalize(made.float(), dim=1)


def thinned(tokens: Tokens, dropped: float, rng: np.random.Generator) -> Tokens:
    """`tokens` without a share of them, by chance; the marks before and after stay."""
    if len(tokens) <= _FEW or not dropped:
        return tokens
    kept = rng.random(len(tokens)) >= dropped
    kept[[0, -1]] = True
    return tokens[kept]


def train(model: torch.nn.Module, loss: Callable[[np.random.Generator], Tensor], plan: Plan, folder: Path) -> None:
    """Trains `plan.steps` steps, each drawing by its own seed, so that a stopped run goes on as if it had not been."""
    run = Run(model, plan, folder)
    began, seen = time.time(), 0.0
    for step in range(run.resume() + 1, plan.steps + 1):
        value = run.step(step, loss(np.random.default_rng([plan.seed, step])))
        seen = 0.95 * seen + 0.05 * value if seen else value
        if step % CHECKPOINT_EVERY == 0 or step == plan.steps:
            print(f"step {step}/{plan.steps}  {time.time() - began:.0f} s  loss {seen:.4f}", flush=True)
            run.keep(step)
    model.load_state_dict(run.mean)


class Run:
    """One stage under way: the optimizer, its schedule, the mean of the weights so far, and the checkpoint."""

    def __init__(self, model: torch.nn.Module, plan: Plan, folder: Path) -> None:
        self._model = model
        self._plan = plan
        self._file = folder / "checkpoint.pt"
        self._optimizer = torch.optim.AdamW(_rates(self._model, plan), betas=(0.9, 0.98), weight_decay=0.01, fused=True)
        self._schedule = torch.optim.lr_scheduler.LambdaLR(self._optimizer, lambda step: _slope(step, plan))
        self._summed = 0
        self.mean: dict[str, Tensor] = {}

    def step(self, step: int, loss: Tensor) -> float:
        """The loss, after going down it by one step."""
        self._optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self._model.parameters(), 1.0)
        self._optimizer.step()
        self._schedule.step()
        late = step > self._plan.steps * (1 - self._plan.averaged)
        if step == self._plan.steps or (late and step % AVERAGED_EVERY == 0):
            self._average()
        return loss.item()

    def keep(self, step: int) -> None:
        """Writes the checkpoint; a reader sees the one before or this one, whole."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        parts = (self._optimizer.state_dict(), self._schedule.state_dict(), self._summed, self.mean)
        torch.save((step, self._model.state_dict(), *parts), self._file.with_suffix(".new"))
        self._file.with_suffix(".new").replace(self._file)

    def resume(self) -> int:
        """The last step done, taken up from the checkpoint; 0 where there is none."""
        if not self._file.exists():
            return 0
        step, weights, steps, rates, self._summed, self.mean = torch.load(self._file, weights_only=False)
        self._model.load_state_dict(weights)
        self._optimizer.load_state_dict(steps)
        self._schedule.load_state_dict(rates)
        print(f"going on after step {step}", flush=True)
        return int(step)

    def _average(self) -> None:
        self._summed += 1
        for name, value in self._model.state_dict().items():
            if not value.is_floating_point() or name not in self.mean:
                self.mean[name] = value.detach().clone()
            else:
                self.mean[name] += (value.detach() - self.mean[name]) / self._summed


def arguments(told: str | None, plan: Plan, start: str) -> argparse.Namespace:
    """What a stage was called with, its threads set; `told` is its docstring, `start` the model it goes on from."""
    parser = argparse.ArgumentParser(description=(told or "").splitlines()[0])
    for name in ("data", "teacher", "work"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--steps", type=int, default=plan.steps)
    parser.add_argument("--start", default=start, help="the folder in WORK to go on from")
    parser.add_argument("--threads", type=int, default=2)
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    return given


def contrast(left: Tensor, right: Tensor, scale: float) -> Tensor:
    """In-batch InfoNCE in both directions: row n of either side belongs to row n of the other."""
    scores = left @ right.T * scale
    owned = torch.arange(len(scores))
    cross = torch.nn.functional.cross_entropy
    return (cross(scores, owned) + cross(scores.T, owned)) / 2


def _groups(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Places of ascending lengths, cut so that no group, padded, is over the most that goes together."""
    group: list[int] = []
    for place, length in enumerate(lengths):
        if group and length * (len(group) + 1) > _TOGETHER:
            yield group
            group = []
        group.append(place)
    yield group


def _rates(model: torch.nn.Module, plan: Plan) -> list[dict[str, Any]]:
    rows: list[Tensor] = []
    body: list[Tensor] = []
    for name, value in model.named_parameters():
        (rows if "word_embeddings" in name or "emb_layer" in name else body).append(value)
    return [{"params": body, "lr": plan.body_rate}, {"params": rows, "lr": plan.rows_rate, "weight_decay": 0.0}]


def _slope(step: int, plan: Plan) -> float:
    return min(1.0, (step + 1) / plan.warmup) * max(0.05, 1 - step / plan.steps)
