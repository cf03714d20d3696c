import json

import numpy as np
import pytest

from index.errors import ModelError
from rag.blend import CERTAIN, Blend, Doubt, Scores
from rag.training.blend import Weighing, fit

NOTHING = np.zeros(0, np.float32)
PARTS = [np.array(each, np.float32) for each in ([0.0, 1.0], [2.0, 0.0], [0.0, 0.5])]
SCORES = Scores(*PARTS)


def test_shares_are_of_every_candidate_and_of_none() -> None:
    shares = Blend(0.5, Doubt(0.0, 0.0, 0.0, 0.0, 0.0), 0.8).shares(SCORES, 0.0, False)
    assert shares == pytest.approx([0.25, 0.25, 0.5])
    assert Blend(0.5, CERTAIN, 0.8).shares(SCORES, 0.0, True) == pytest.approx([0.5, 0.5, 0.0])


def test_of_nothing_none_is_sure() -> None:
    assert Blend(0.5, CERTAIN, 0.8).shares(Scores(NOTHING, NOTHING, NOTHING), 0.0, False).tolist() == [1.0]


def test_doubt_in_the_features_holds_none_against_the_best_of_them() -> None:
    doubt = Doubt(0.0, 1.0, 0.0, 0.0, 0.0)
    assert doubt.of(SCORES, 0, 0.5, False) == pytest.approx(1 / (1 + np.exp(1.0 - 0.5)))


def test_more_candidates_that_are_worse_are_no_reason_to_doubt_less() -> None:
    worse = Scores(*(np.append(each, np.float32(value)) for each, value in zip(PARTS, (-1, -1, 1), strict=True)))
    doubt = Doubt(0.1, 1.0, 1.0, 1.0, 0.0)
    assert doubt.of(worse, 0, 0.5, False) == pytest.approx(doubt.of(SCORES, 0, 0.5, False))


def test_doubt_counts_the_names_that_the_best_of_them_lacks() -> None:
    doubt = Doubt(0.0, 0.0, 0.0, 4.0, 0.0)
    assert doubt.of(SCORES, 0, 0.0, False) == pytest.approx(0.5)
    assert doubt.of(SCORES, 1, 0.0, False) == pytest.approx(1 / (1 + np.exp(-2.0)))


@pytest.mark.parametrize("written", [None, "{", '{"spans": "much"}', '{"spans": 1, "doubt": {"odd": 1}}', "[]"])
def test_a_missing_or_odd_file_is_told(tmp_path, written: str | None) -> None:
    file = tmp_path / "blend.json"
    if written is not None:
        file.write_text(written, encoding="utf-8")
    with pytest.raises(ModelError, match="cannot be"):
        Blend.load(file)


def test_weights_are_read_as_they_were_written(tmp_path) -> None:
    told = {
        "spans": 0.4,
        "doubt": {"bias": 1, "features": 2, "spans": 3, "missing": 4, "english": 5},
        "abstain_above": 0.7,
    }
    (tmp_path / "blend.json").write_text(json.dumps(told), encoding="utf-8")
    assert Blend.load(tmp_path / "blend.json") == Blend(0.4, Doubt(1, 2, 3, 4, 5), 0.7)


def _weighings(rng: np.random.Generator, spans_tell: bool) -> list[Weighing]:
    """Questions over two candidates where one reader is right and the other misled."""
    marked, right, wrong = np.array([1.0, 0.0], np.float32), np.array([4.0, 0.0], np.float32), np.array([0.0, 4.0])
    made = []
    for number in range(60):
        noise = rng.normal(0, 0.3, 2).astype(np.float32)
        logits, told = (wrong / 4, right) if spans_tell else (right, wrong)
        made.append(Weighing(Scores(logits + noise, told - 2.0, marked * 0), marked, True, number % 2 == 0))
        made.append(Weighing(Scores(noise - 3.0, told - 8.0, marked), marked * 0, False, number % 2 == 0))
    return made


def test_the_reader_that_is_right_is_the_one_that_counts() -> None:
    rng = np.random.default_rng(3)
    assert fit(_weighings(rng, spans_tell=True), 0.0).spans > 0.5
    assert fit(_weighings(rng, spans_tell=False), 0.0).spans < 0.5


def test_doubt_parts_the_answerable_from_the_others() -> None:
    given = _weighings(np.random.default_rng(4), spans_tell=True)
    blend = fit(given, 0.0)
    doubted = [blend.shares(each.scores, 0.0, each.english)[-1] > 0.5 for each in given]
    assert np.mean([said != each.answerable for said, each in zip(doubted, given, strict=True)]) > 0.95
