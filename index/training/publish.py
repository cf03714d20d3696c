"""Stage 4 of the encoder: the last two stages mixed, half precision, compact files, in their place.

    python -m index.training.publish WORK [--out FOLDER]

Reads WORK/distilled and WORK/trained, writes the bundled encoder; a card or licence that lies there stays. Ten seconds.
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path
from typing import Any

import torch

from index import seal
from index.settings import BUNDLED_ENCODER
from index.training.grow import LONGEST
from index.training.student import Student

TRAINED = 0.85  # the last stage's share: a mix searches better where it was not trained (Wortsman et al. 2022)
_KEPT = {"README.md", "LICENSE", seal.NAME}


def mixed(trained: Path, distilled: Path) -> Student:
    """The last stage's weights, leaning on those of the stage before."""
    student = Student(trained)
    before = Student(distilled).model.state_dict()
    weights = student.model.state_dict()
    student.model.load_state_dict(
        {
            name: TRAINED * value + (1 - TRAINED) * before[name] if value.is_floating_point() else value
            for name, value in weights.items()
        }
    )
    return student


def publish(student: Student, out: Path) -> None:
    """Writes the model as sentence-transformers does, smaller: what is never read is left out or zero."""
    body: Any = student.model[0]
    _shorten(body.auto_model, LONGEST)
    _clear(out)
    student.model.half()
    student.save(out)
    tokenizer = out / "tokenizer.json"
    tokenizer.write_text(_compact(json.loads(tokenizer.read_text(encoding="utf-8"))), encoding="utf-8")
    weights = next(out.glob("*_WordWeights"))
    told = json.loads((weights / "config.json").read_text(encoding="utf-8"))
    (weights / "config.json").write_text(_compact(told), encoding="utf-8")
    (weights / "model.safetensors").unlink()  # the settings beside it are all that is loaded
    for path in out.rglob("*.safetensors"):
        path.chmod(0o644)
    seal.reseal(out)


def _shorten(body: Any, longest: int) -> None:
    """No place beyond the longest text, and nothing in the pooler, which a mean over tokens never asks."""
    embeddings = body.embeddings
    if embeddings.position_embeddings.weight.shape[0] > longest:
        kept = embeddings.position_embeddings.weight.detach()[:longest].clone()
        embeddings.position_embeddings = torch.nn.Embedding(kept.shape[0], kept.shape[1], _weight=kept)
        embeddings.register_buffer("position_ids", torch.arange(longest)[None], persistent=False)
        embeddings.register_buffer("token_type_ids", torch.zeros(1, longest, dtype=torch.long), persistent=False)
        body.config.max_position_embeddings = longest
    if body.pooler is not None:
        torch.nn.init.zeros_(body.pooler.dense.weight)
        torch.nn.init.zeros_(body.pooler.dense.bias)


def _clear(out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    for path in out.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name not in _KEPT:
            path.unlink()


def _compact(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("work", type=Path)
    parser.add_argument("--out", type=Path, default=BUNDLED_ENCODER)
    given = parser.parse_args()
    publish(mixed(given.work / "trained", given.work / "distilled"), given.out)


if __name__ == "__main__":
    main()
