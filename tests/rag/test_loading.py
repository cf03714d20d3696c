"""Every bundled model that is missing or damaged is told in words, never as a traceback."""

from collections.abc import Callable
from pathlib import Path

import pytest

from index.errors import ModelError
from rag.kinds import LinearKinds
from rag.network import Network, load_words
from rag.spans import SpanModel


@pytest.mark.parametrize("load", [Network.load, LinearKinds.load, load_words, SpanModel.load])
@pytest.mark.parametrize("damaged", [False, True])
def test_a_missing_or_damaged_model_is_told(load: Callable[[Path], object], damaged: bool, tmp_path: Path) -> None:
    if damaged:
        for name in ("reader.safetensors", "model.safetensors"):
            (tmp_path / name).write_bytes(b"x" * 40)
        (tmp_path / "config.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ModelError, match="cannot be loaded"):
        load(tmp_path)
