"""The mean of span readers that one training led to: it reads better than any of them (Wortsman et al. 2022).

python -m rag.training.mean FOLDER... [--out FOLDER]
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file, save_file

from index import seal
from rag.spans import BUNDLED_SPANS


def mean(folders: Sequence[Path], out: Path) -> None:
    """Writes the mean of their weights, each as precise as it was, with the first one's settings.

    A weight that only later ones have is the mean of theirs.
    """
    read = [load_file(folder / "model.safetensors") for folder in folders]
    kinds = {name: value.dtype for weights in read for name, value in weights.items()}
    made = {
        name: np.mean([weights[name].astype(np.float32) for weights in read if name in weights], axis=0).astype(kind)
        for name, kind in kinds.items()
    }
    out.mkdir(parents=True, exist_ok=True)
    save_file(made, out / "model.safetensors")
    shutil.copyfile(folders[0] / "config.json", out / "config.json")
    seal.reseal(out)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, default=BUNDLED_SPANS)
    given = parser.parse_args()
    mean(given.folders, given.out)


if __name__ == "__main__":
    main()
