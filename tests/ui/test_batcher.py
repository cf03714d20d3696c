"""Questions that wait are answered together, none is lost, and beyond the queue they are refused."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, wait

import pytest

from index.errors import Busy, QuestionError
from rag.answer import Answer
from rag.scope import Asking
from ui.batcher import Batcher


class Answering:
    """Answers each question with itself; waits at a shut gate, and remembers the batches."""

    def __init__(self) -> None:
        self.batches: list[int] = []
        self.gate = threading.Event()
        self.gate.set()

    def one(self, asking: Asking) -> Answer:
        if asking.question == "break":
            raise RuntimeError("broken")
        return Answer(asking.question, asking.question, "zh", asking.question, False)

    def many(self, asked: Sequence[Asking]) -> list[Answer | Exception]:
        self.batches.append(len(asked))
        assert self.gate.wait(20)
        return [QuestionError("empty") if not each.question else self.one(each) for each in asked]


def batcher(answering: Answering, workers: int = 1, **bounds: int) -> Batcher:
    return Batcher(answering.one, answering.many, workers, **bounds)


def ask(made: Batcher, count: int) -> list[Future[Answer]]:
    return [made.ask(Asking(f"q{number}")) for number in range(count)]


def until(holds: object, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not holds():  # type: ignore[operator]
        assert time.monotonic() < end
        time.sleep(0.005)


def test_what_waited_is_answered_together_each_with_its_own_answer() -> None:
    answering = Answering()
    made = batcher(answering)
    answering.gate.clear()
    first = made.ask(Asking("first"))
    until(lambda: answering.batches == [1])
    asked = ask(made, 40)
    assert made.waiting == 40
    answering.gate.set()
    assert first.result(20).text == "first"
    assert [future.result(20).text for future in asked] == [f"q{number}" for number in range(40)]
    assert answering.batches == [1, 32, 8]


def test_a_lone_question_does_not_wait_for_others() -> None:
    answering = Answering()
    made = batcher(answering)
    made.ask(Asking("warm")).result(20)
    seconds = []
    for _ in range(20):
        began = time.monotonic()
        made.ask(Asking("lone")).result(20)
        seconds.append(time.monotonic() - began)
    assert set(answering.batches) == {1} and sorted(seconds)[10] < 0.05


def test_several_workers_answer_at_once_and_no_more_than_they_are() -> None:
    answering = Answering()
    answering.gate.clear()
    made = batcher(answering, workers=2, most=1)
    asked = ask(made, 5)
    until(lambda: len(answering.batches) == 2)
    time.sleep(0.05)
    assert len(answering.batches) == 2 and made.waiting == 3
    answering.gate.set()
    assert not wait(asked, 20).not_done


def test_a_refusal_and_a_break_are_told_to_whom_they_happened() -> None:
    answering = Answering()
    answering.gate.clear()
    made = batcher(answering)
    ask(made, 1)
    until(lambda: answering.batches == [1])
    good, empty, bad, last = (made.ask(Asking(question)) for question in ("good", "", "break", "last"))
    answering.gate.set()
    assert (good.result(20).text, last.result(20).text) == ("good", "last")
    with pytest.raises(RuntimeError, match="broken"):
        bad.result(20)
    assert empty.result(20).text == ""  # one by one, this library answers it


def test_an_answer_is_handed_out_before_the_rest_of_its_batch_is_ready() -> None:
    answering, half = Answering(), threading.Event()

    def many(asked: Sequence[Asking]) -> Iterator[Answer]:
        for place, each in enumerate(asked):
            assert place < 2 or half.wait(20)
            yield answering.one(each)

    made = Batcher(answering.one, many, workers=1)
    half.set()
    made.ask(Asking("warm")).result(20)
    half.clear()
    hold = [made.ask(Asking(f"q{number}")) for number in range(8)]
    assert hold[0].result(20).text == "q0" and not hold[7].done()
    half.set()
    assert hold[7].result(20).text == "q7"


def test_a_question_refused_in_a_batch_is_refused() -> None:
    with pytest.raises(QuestionError, match="empty"):
        batcher(Answering()).ask(Asking("")).result(20)


def test_a_question_nobody_waits_for_any_more_is_not_worked_on() -> None:
    answering = Answering()
    answering.gate.clear()
    made = batcher(answering)
    ask(made, 1)
    until(lambda: answering.batches == [1])
    gone, stays = made.ask(Asking("gone")), made.ask(Asking("stays"))
    assert gone.cancel()
    answering.gate.set()
    assert stays.result(20).text == "stays"
    assert answering.batches == [1, 1]


def test_beyond_the_queue_it_says_when_to_come_back() -> None:
    answering = Answering()
    answering.gate.clear()
    made = batcher(answering, waiting=3)
    asked = ask(made, 1)
    until(lambda: answering.batches == [1])
    asked += ask(made, 3)
    with pytest.raises(Busy, match=r"3 questions are waiting already. Ask again in 1 seconds") as refused:
        made.ask(Asking("one more"))
    assert refused.value.seconds == 1
    answering.gate.set()
    assert not wait(asked, 20).not_done
    assert made.ask(Asking("now")).result(20).text == "now"
