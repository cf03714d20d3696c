import json
from collections.abc import Callable
from pathlib import Path

import pytest

from eval.judge import judge, supports
from eval.question_set import EvalQuestion, Gold
from eval.results import Cited, Result

CASES = json.loads(Path(__file__).with_name("cases_judge.json").read_text(encoding="utf-8"))
QUOTE = "总数突破了1000家大关"
MakeQuestion = Callable[..., EvalQuestion]


@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
def test_the_outcome_of_an_answer(make_question: MakeQuestion, case: dict[str, object]) -> None:
    question = make_question(type=case.get("type", "factoid"))
    answer = str(case["answer"]) * int(str(case.get("repeat", 1)))
    verdict = judge(question, Result("q1", answer, bool(case.get("refused", False))))
    assert verdict.outcome == case["outcome"]
    assert verdict.right == (case["outcome"] in ("correct", "refused"))


def test_a_set_without_right_answers_is_not_scored(make_question: MakeQuestion) -> None:
    question = make_question(accepted=(), gold=())
    assert judge(question, Result("q1", "共1000家。", False)).outcome == "unscored"
    assert judge(question, Result("q1", "没有说。", True)).outcome == "unscored"


@pytest.mark.parametrize(
    ("cited", "shown"),
    [
        (f"前面的话。{QUOTE}。", True),
        ("总数 突破了\n１０００家大关", True),
        ("突破了1000家大", True),  # 9 of the quote's 12 characters in one piece
        ("总数突破了……1000家大关", False),  # 7 in one piece
        ("", False),
    ],
)
def test_a_citation_shows_a_quote_with_seven_tenths_of_it_in_one_piece(cited: str, shown: bool) -> None:
    assert supports(cited, QUOTE) is shown


def test_an_empty_quote_is_shown_by_nothing() -> None:
    assert not supports("anything", " ")


def _verdict(question: EvalQuestion, *cited: Cited) -> tuple[bool | None, bool | None, bool | None]:
    verdict = judge(question, Result("q1", "共1000家。", False, cited))
    return verdict.supported, verdict.all_gold, verdict.file_agrees


def test_one_citation_that_shows_one_quote_is_support(make_question: MakeQuestion) -> None:
    question = make_question(gold=(Gold("002_b.txt", QUOTE), Gold("003_c.txt", "占全市的五分之一左右")))
    assert _verdict(question, Cited("别的。"), Cited(QUOTE, "002_b.txt")) == (True, False, True)
    assert _verdict(question, Cited(QUOTE), Cited("占全市的五分之一左右")) == (True, True, None)
    assert _verdict(question) == (False, False, None)


def test_the_file_agrees_by_name_or_by_leading_number(make_question: MakeQuestion) -> None:
    question = make_question()
    assert _verdict(question, Cited(QUOTE, "sub/002_b.txt"))[2] is True
    assert _verdict(question, Cited(QUOTE, "002_other.txt"))[2] is True
    assert _verdict(question, Cited(QUOTE, "003_b.txt"))[2] is False


def test_only_four_citations_of_four_hundred_characters_are_read(make_question: MakeQuestion) -> None:
    question = make_question()
    assert _verdict(question, *[Cited("别的。")] * 3, Cited(QUOTE))[0] is True
    assert _verdict(question, *[Cited("别的。")] * 4, Cited(QUOTE))[0] is False
    assert _verdict(question, Cited("话" * 395 + QUOTE))[0] is False


def test_without_a_gold_quote_there_is_no_support_to_speak_of(make_question: MakeQuestion) -> None:
    assert _verdict(make_question(gold=()), Cited(QUOTE)) == (None, None, None)
