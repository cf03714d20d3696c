"""So many at once, then so many a minute; however many clients there are, the memory is bounded."""

from hypothesis import given
from hypothesis import strategies as st

from ui.pace import MOST_CLIENTS, Pace


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_after_the_burst_one_waits() -> None:
    clock = Clock()
    pace = Pace(60, 3, clock)
    assert [pace.take("a") for _ in range(4)] == [0, 0, 0, 1]
    assert pace.take("b") == 0
    clock.now = 1.0
    assert [pace.take("a"), pace.take("a")] == [0, 1]


def test_looking_takes_nothing() -> None:
    pace = Pace(60, 1, Clock())
    assert [pace.wait("a"), pace.wait("a"), pace.take("a"), pace.wait("a")] == [0, 0, 0, 1]


def test_of_too_many_clients_the_idlest_is_forgotten() -> None:
    pace = Pace(1, 1, Clock())
    for client in ("busy", *map(str, range(MOST_CLIENTS - 1))):
        pace.take(client)
    for number in range(500):
        pace.take(f"new {number}")
    assert len(pace) == MOST_CLIENTS
    assert pace.wait(str(MOST_CLIENTS - 2)) > 0 and pace.wait("busy") == 0


@given(st.integers(1, 600), st.integers(1, 20), st.lists(st.floats(0, 30), max_size=60))
def test_never_more_than_the_pace_allows(per_minute: int, burst: int, gaps: list[float]) -> None:
    clock = Clock()
    pace = Pace(per_minute, burst, clock)
    done = 0
    for gap in gaps:
        clock.now += gap
        wait = pace.take("a")
        done += wait == 0
        assert done <= burst + clock.now * per_minute / 60 + 1e-6
        if wait:
            clock.now += wait  # whoever waits as long as told gets in
            assert pace.take("a") == 0
            done += 1
