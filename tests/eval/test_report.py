import io
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.console import Console

from eval.outcome import MEASURES, EvalReport, rates
from eval.question_set import EvalQuestion, Gold
from eval.report import report_table
from eval.run import evaluate

MakeQuestion = Callable[..., EvalQuestion]
WRONG = "[bold]云陵区[/bold]的桥？"


def _printed(report: EvalReport, failures: int = 30) -> str:
    console = Console(file=io.StringIO(), width=160)
    console.print(report_table(report, failures))
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


@pytest.fixture
def report(library: object, make_question: MakeQuestion) -> EvalReport:
    questions = [
        make_question(
            id="good",
            question="云陵区有多少座图书馆？",
            accepted=(("31",),),
            gold=(Gold("yunling.txt", "有图书馆31座"),),
        ),
        make_question(id="bad-1", question=WRONG, answers=("9座",)),
        make_question(id="bad-2", question="几条路？", type="list"),
    ]
    return evaluate(library, questions, Path("set.jsonl"), Path("papers"))  # type: ignore[arg-type]


def test_every_measure_is_told_with_its_count_and_meaning(report: EvalReport) -> None:
    printed = _printed(report)
    assert all(name in printed and meaning in printed for name, meaning in MEASURES.items())
    assert "33.3%" in printed
    assert "1/3" in printed
    assert "recall@5" in printed
    assert "median ms" in printed


def test_every_measure_that_is_counted_has_a_meaning() -> None:
    assert rates([]).keys() == MEASURES.keys()


def test_what_went_wrong_is_listed_with_what_was_wanted(report: EvalReport) -> None:
    printed = _printed(report)
    assert f"bad-1 false_refusal: {WRONG} | wanted 9座 | got 文章里没有说。" in printed
    assert "good " not in printed
    assert "Not right (2)" in printed


def test_a_long_list_of_failures_is_cut_and_says_so(report: EvalReport) -> None:
    printed = _printed(report, failures=1)
    assert "bad-2" not in printed
    assert "and 1 more" in printed


def test_a_set_without_right_answers_says_that_nothing_is_scored(library: object, make_question: MakeQuestion) -> None:
    question = make_question(accepted=(), forbidden=(), gold=())
    printed = _printed(evaluate(library, [question], Path("set.jsonl"), Path("papers")))  # type: ignore[arg-type]
    assert "nothing is scored" in printed
    assert "answer_accuracy" not in printed
