"""Two scores into one: the laws both fusions keep, and what the fitted one is for."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import ModelError
from rag.fusion import ReciprocalRank, WeightedSum, load_fusion

FUSIONS = [WeightedSum({"zh": 0.2, "en": 0.2}), ReciprocalRank()]
PAIRS = st.lists(st.tuples(st.floats(-1, 1), st.floats(0, 50)), min_size=1, max_size=12)


def columns(pairs):
    return [dense for dense, _ in pairs], [lexical for _, lexical in pairs]


@pytest.mark.parametrize("fusion", FUSIONS, ids=type)
@given(pairs=PAIRS)
def test_better_in_both_is_never_worse(fusion, pairs):
    fused = fusion.fuse(*columns(pairs), "zh")
    assert len(fused) == len(pairs)
    for one, score in zip(pairs, fused, strict=True):
        for other, less in zip(pairs, fused, strict=True):
            if one[0] >= other[0] and one[1] >= other[1]:
                assert score >= less - 1e-12


@pytest.mark.parametrize("fusion", FUSIONS, ids=type)
@given(pairs=PAIRS, seed=st.randoms())
def test_the_order_of_candidates_does_not_matter(fusion, pairs, seed):
    order = list(range(len(pairs)))
    seed.shuffle(order)
    fused = fusion.fuse(*columns(pairs), "en")
    again = fusion.fuse(*columns([pairs[n] for n in order]), "en")
    assert again == pytest.approx([fused[n] for n in order])


@pytest.mark.parametrize("fusion", FUSIONS, ids=type)
def test_nothing_fuses_to_nothing(fusion):
    assert fusion.fuse([], [], "zh") == []


def test_without_words_the_cosine_decides():
    assert WeightedSum({"zh": 0.2, "en": 0.2}).fuse([0.1, 0.9], [0.0, 0.0], "zh") == pytest.approx([0.02, 0.18])


def test_one_far_ahead_by_words_stays_ahead_and_a_near_tie_is_decided_by_the_cosine():
    fusion = WeightedSum({"zh": 0.2, "en": 0.2})
    ahead = fusion.fuse([0.1, 0.9], [20.0, 10.0], "zh")
    tied = fusion.fuse([0.1, 0.9], [20.0, 19.5], "zh")
    assert ahead[0] > ahead[1]
    assert tied[1] > tied[0]


def test_each_language_has_its_share():
    fusion = WeightedSum({"zh": 0.0, "en": 1.0})
    assert fusion.fuse([0.3], [7.0], "zh") == [1.0]
    assert fusion.fuse([0.3], [7.0], "en") == [0.3]


def test_reciprocal_ranks():
    assert ReciprocalRank().fuse([0.9, 0.1], [1.0, 5.0], "zh") == pytest.approx([1 / 61 + 1 / 62] * 2)
    assert ReciprocalRank(rrf_k=0).fuse([0.9, 0.9, 0.1], [1.0, 1.0, 1.0], "zh") == pytest.approx([2, 2, 1 / 3 + 1])


def test_the_bundled_fusion_loads_and_says_how_it_was_made():
    fusion = load_fusion()
    assert isinstance(fusion, WeightedSum)
    assert all(0 < fusion.dense_share[language] < 1 for language in ("zh", "en"))


@pytest.mark.parametrize("text", ["", "{}", "[]", json.dumps({"dense_share": {"zh": 0.1}}), '{"dense_share": 3}'])
def test_damaged_weights_say_so(tmp_path, text):
    path = tmp_path / "fusion.json"
    path.write_text(text)
    with pytest.raises(ModelError, match="fusion"):
        load_fusion(path)


def test_missing_weights_say_so(tmp_path):
    with pytest.raises(ModelError):
        load_fusion(tmp_path / "none.json")
