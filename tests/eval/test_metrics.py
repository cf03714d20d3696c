import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.metrics import Rate, exact_match, f1, longest_common_run, percentile, tokens, wilson


@pytest.mark.parametrize(
    ("hits", "total", "low", "high"),
    [
        (8, 10, 0.4902, 0.9433),
        (0, 10, 0.0, 0.2775),
        (10, 10, 0.7225, 1.0),
        (1, 1, 0.2065, 1.0),
        (50, 100, 0.4038, 0.5962),
    ],
)
def test_wilson_intervals_of_known_shares(hits: int, total: int, low: float, high: float) -> None:
    assert wilson(hits, total) == pytest.approx((low, high), abs=1e-4)


@given(st.integers(1, 500).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total))))
def test_an_interval_holds_its_share(counts: tuple[int, int]) -> None:
    low, high = wilson(*counts)
    share = pytest.approx(counts[0] / counts[1])
    assert 0 <= low <= 1 and 0 <= high <= 1
    assert (low < counts[0] / counts[1] or low == share) and (high > counts[0] / counts[1] or high == share)


def test_a_rate_of_nothing_has_no_share() -> None:
    assert Rate(0, 0).share is None
    assert str(Rate(0, 0)) == "none"
    assert Rate(0, 0).interval == (0.0, 1.0)


def test_a_rate_says_its_share_count_and_interval() -> None:
    assert str(Rate.of([True, True, False, True])).split() == ["75.0%", "3/4", "[30.1%,", "95.4%]"]


@pytest.mark.parametrize(("share", "value"), [(0.5, 5), (0.95, 10), (0.05, 1), (1.0, 10), (0.91, 10), (0.9, 9)])
def test_percentiles_are_values_that_were_measured(share: float, value: int) -> None:
    assert percentile([10, 3, 7, 1, 9, 2, 8, 4, 6, 5], share) == value


def test_a_percentile_of_nothing_is_zero() -> None:
    assert percentile([], 0.5) == 0


def test_tokens_are_han_characters_words_and_numbers() -> None:
    assert tokens("增至1,000家，Jinshui（５７.８５ Billion）") == [
        "增",
        "至",
        "1,000",
        "家",
        "jinshui",
        "57.85",
        "billion",
    ]


@pytest.mark.parametrize(
    ("prediction", "answers", "score"),
    [
        ("723家", ["723家"], 1.0),
        ("共723家", ["723家"], 0.8),  # precision 2/3, recall 1
        ("“723”家。", ["723家"], 1.0),
        ("七百家", ["723家"], 0.4),  # one of 3 and one of 2
        ("金水区", ["高新区", "金水"], 0.8),  # the best of the answers
        ("甲乙丙", ["丙乙甲"], 1 / 3),  # a run, not a bag
        ("1000", ["723"], 0.0),
        ("", ["723"], 0.0),
        ("723", [], 0.0),
    ],
)
def test_f1_over_the_longest_common_run(prediction: str, answers: list[str], score: float) -> None:
    assert f1(prediction, answers) == pytest.approx(score)


@pytest.mark.parametrize(
    ("prediction", "answers", "same"),
    [
        ("７２３ 家。", ["723家"], True),
        ("Nanshan District", ["nanshan district", "南山区"], True),
        ("578.5", ["5785"], False),
        ("共723家", ["723家"], False),
    ],
)
def test_exact_match_looks_past_marks_width_and_case(prediction: str, answers: list[str], same: bool) -> None:
    assert exact_match(prediction, answers) is same


@given(st.text("甲乙丙12", max_size=12), st.text("甲乙丙12", max_size=12))
def test_the_longest_common_run_is_the_longest(first: str, second: str) -> None:
    runs = {first[start:end] for start in range(len(first)) for end in range(start + 1, len(first) + 1)}
    assert longest_common_run(first, second) == max((len(run) for run in runs if run in second), default=0)
