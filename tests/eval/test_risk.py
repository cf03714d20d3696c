import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.risk import curve


def test_the_surest_are_given_first() -> None:
    answers = [(0.9, True), (0.8, True), (0.4, False), (0.2, True)]
    points = curve(answers, 5, (0.4, 0.6, 1.0))
    assert [(point.answered, point.risk) for point in points] == [
        (2, 0.0),
        (3, pytest.approx(1 / 3)),
        (4, pytest.approx(1 / 4)),
    ]
    assert points[-1].coverage == pytest.approx(4 / 5)


def test_of_no_answers_there_is_no_curve() -> None:
    assert curve([], 5) == []


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=60))
def test_the_last_point_is_all_that_were_given(answers: list[tuple[float, bool]]) -> None:
    last = curve(answers, len(answers))[-1]
    assert last.answered == len(answers)
    assert last.risk == pytest.approx(sum(not right for _, right in answers) / len(answers))
