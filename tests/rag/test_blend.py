import numpy as np
import pytest

from index.errors import ModelError
from rag.blend import Blend
from rag.training.blend import Weighing, fit


def test_shares_are_of_every_candidate_and_of_none() -> None:
    shares = Blend(0.5, 1.0, 0.8).shares(np.array([0.0, 1.0], np.float32), np.array([2.0, 0.0], np.float32), 0.0)
    assert shares == pytest.approx([1 / 3] * 3)


def test_a_missing_or_odd_file_is_told(tmp_path) -> None:
    with pytest.raises(ModelError, match="cannot be loaded"):
        Blend.load(tmp_path / "blend.json")
    (tmp_path / "blend.json").write_text('{"spans": "much"}', encoding="utf-8")
    with pytest.raises(ModelError, match="cannot be loaded"):
        Blend.load(tmp_path / "blend.json")


def test_the_reader_that_is_right_is_the_one_that_counts() -> None:
    """Where features mislead and spans don't, spans are weighed up, and the other way round."""
    right, wrong = np.array([4.0, 0.0], np.float32), np.array([0.0, 4.0], np.float32)
    marked = np.array([1.0, 0.0], np.float32)
    by_spans = fit([Weighing(wrong / 4, right, marked, True)] * 20, 0.0)
    by_features = fit([Weighing(right, wrong, marked, True)] * 20, 0.0)
    assert by_spans.spans == 1.0
    assert by_features.spans == 0.0
