"""The training of the reader's word vectors, from end to end on a folder of a few lines."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from tests.training_data import write_data


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_data(tmp_path_factory.mktemp("data"))


def test_what_is_left_out_is_in_no_example(data: Path) -> None:
    from index.training.examples import examples
    from index.training.glosses import read_glosses
    from index.training.segmenter import segmenter, training_passages

    first = training_passages(data)[0].text
    whole, part = (examples(data, read_glosses(data), segmenter(data), 1, leave_out) for leave_out in (0, 3))
    assert any(first in found for pairs in whole.values() for pair in pairs for found in pair)
    assert not any(first in found for pairs in part.values() for pair in pairs for found in pair)


def test_training_writes_the_same_model_twice(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from safetensors.numpy import load_file

    from index.searching.static import StaticModel
    from index.training import segmenter
    from rag.training import words

    monkeypatch.setattr(words, "Rows", lambda: segmenter.Rows(total=600, characters=60, english=80, numbers=10))
    monkeypatch.setattr(words, "DIMENSION", 16)
    for name in ("one", "two"):
        given = ["words", str(data), "--out", str(tmp_path / name), "--steps", "12"]
        monkeypatch.setattr(sys, "argv", given)
        words.main()
    one, two = (load_file(tmp_path / name / "model.safetensors")["embedding.weight"] for name in ("one", "two"))
    assert "step 12/12" in capsys.readouterr().out
    assert one.dtype == np.float16
    assert np.array_equal(one, two)
    assert not one[0].any()
    assert StaticModel.reads(tmp_path / "one")
    assert StaticModel.load(tmp_path / "one").encode(["青川企业"]).any()
