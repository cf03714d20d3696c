"""The small network of the reader: trained by listwise cross-entropy with a null answer, kept as plain arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import nn

from rag.alignment import FloatArray

HIDDEN, EPOCHS, BATCH, RATE, DECAY, DROPOUT = 48, 12, 32, 4e-3, 1e-4, 0.1


@dataclass(frozen=True, slots=True)
class Case:
    """One question's rows [candidates, features] and how right each is, 0 to 1 or -1 for neither."""

    rows: FloatArray
    right: FloatArray

    @property
    def answerable(self) -> bool:
        return bool((self.right > 0).any())


def train_several(cases: Sequence[Case], seeds: Sequence[int]) -> dict[str, FloatArray]:
    """One network that answers with the mean of several, each trained from another seed: their units side by side."""
    trained = [train(cases, seed) for seed in seeds]
    return {
        "mean": trained[0]["mean"],
        "scale": trained[0]["scale"],
        "hidden": np.concatenate([each["hidden"] for each in trained], axis=1),
        "hidden_bias": np.concatenate([each["hidden_bias"] for each in trained]),
        "out": np.concatenate([each["out"] for each in trained]) / np.float32(len(trained)),
        "none": np.mean([each["none"] for each in trained], axis=0).astype(np.float32),
    }


def train(cases: Sequence[Case], seed: int) -> dict[str, FloatArray]:
    """The trained arrays: mean, scale, hidden, hidden_bias, out, none.

    The loss is -log of the probability that the softmax over candidates and the null gives to what is right, each
    candidate counted in proportion to how right it is.
    """
    torch.manual_seed(seed)
    total = sum(len(case.right) for case in cases)
    mean = sum(case.rows.sum(0, dtype=np.float64) for case in cases) / total
    square = sum(((case.rows - mean) ** 2).sum(0) for case in cases) / total
    mean, scale = mean.astype(np.float32), (np.sqrt(square) + 1e-3).astype(np.float32)
    model = _Model(len(mean))
    optimizer = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=DECAY)
    steps = EPOCHS * -(-len(cases) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps)
    order = np.random.default_rng(seed)
    for _ in range(EPOCHS):
        shuffled = order.permutation(len(cases))
        for first in range(0, len(cases), BATCH):
            loss = model.loss([cases[i] for i in shuffled[first : first + BATCH]], mean, scale)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            schedule.step()
    return {"mean": mean, "scale": scale, **model.arrays()}


class _Model(nn.Module):
    """Two layers over the rows, and one number for none."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.hidden = nn.Linear(width, HIDDEN)
        self.out = nn.Linear(HIDDEN, 1, bias=False)
        self.none = nn.Parameter(torch.zeros(1))
        self.drop = nn.Dropout(DROPOUT)

    def loss(self, cases: Sequence[Case], mean: FloatArray, scale: FloatArray) -> torch.Tensor:
        """The mean loss of the cases, whose rows lie end to end, each case's own null after them."""
        rows = torch.from_numpy((np.concatenate([case.rows for case in cases]) - mean) / scale)
        right = torch.from_numpy(np.concatenate([case.right for case in cases]))
        owner = torch.repeat_interleave(torch.arange(len(cases)), torch.tensor([len(case.right) for case in cases]))
        logits = self.out(torch.relu(self.hidden(self.drop(rows)))).squeeze(-1).clamp(-30, 30)
        powers = torch.exp(logits) * (right >= 0)
        none = torch.exp(self.none)
        whole = torch.zeros(len(cases)).index_add(0, owner, powers) + none
        good = torch.zeros(len(cases)).index_add(0, owner, powers * right.clamp(min=0))
        empty = torch.tensor([not case.answerable for case in cases])
        return -torch.log((good + none * empty) / whole + 1e-9).mean()

    def arrays(self) -> dict[str, FloatArray]:
        tensors = {
            "hidden": self.hidden.weight.T,
            "hidden_bias": self.hidden.bias,
            "out": self.out.weight[0],
            "none": self.none,
        }
        return {name: tensor.detach().numpy().astype(np.float32).copy() for name, tensor in tensors.items()}
