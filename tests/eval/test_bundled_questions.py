import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from eval.judge import judge
from eval.match import Wording
from eval.question_set import EvalQuestion, load_questions
from eval.results import Cited, Result
from index.settings import bundled_articles

FOLDER = Path(__file__).parents[2] / "eval" / "questions"
QUESTIONS = [question for path in sorted(FOLDER.glob("*.jsonl")) for question in load_questions(path)]
ANSWERABLE = [question for question in QUESTIONS if not question.unanswerable]


def _squeezed(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def test_the_set_is_large_and_of_every_kind() -> None:
    kinds = Counter(question.type for question in QUESTIONS)
    languages = Counter(question.lang for question in QUESTIONS)
    assert len(QUESTIONS) >= 90
    assert set(kinds) == {"factoid", "time_conflict", "list", "followup", "unanswerable"}
    assert kinds["unanswerable"] >= 16
    assert abs(languages["zh"] - languages["en"]) <= len(QUESTIONS) // 10


def test_no_question_or_id_comes_twice() -> None:
    asked = [(question.question, question.history) for question in QUESTIONS]
    assert len(set(asked)) == len(asked)
    assert len({question.id for question in QUESTIONS}) == len(QUESTIONS)


@pytest.mark.parametrize("question", ANSWERABLE, ids=lambda question: question.id)
def test_every_gold_quote_stands_in_its_file(question: EvalQuestion) -> None:
    assert question.gold
    for gold in question.gold:
        text = (bundled_articles() / gold.file).read_text(encoding="utf-8")
        assert _squeezed(gold.quote) in _squeezed(text)


@pytest.mark.parametrize("question", ANSWERABLE, ids=lambda question: question.id)
def test_the_wanted_answer_is_right_and_a_trap_is_not(question: EvalQuestion) -> None:
    cited = tuple(Cited(gold.quote, gold.file) for gold in question.gold)
    verdict = judge(question, Result(question.id, question.answers[0], False, cited[:4]))
    assert (verdict.outcome, verdict.supported, verdict.file_agrees) == ("correct", True, True)
    for trap in question.forbidden:
        assert not judge(question, Result(question.id, trap, False)).right
        assert not Wording(question.answers[-1]).holds(trap) or question.type == "time_conflict"


@pytest.mark.parametrize("question", ANSWERABLE, ids=lambda question: question.id)
def test_the_evidence_tells_the_answer(question: EvalQuestion) -> None:
    evidence = Wording(" ".join(gold.quote for gold in question.gold))
    assert evidence.holds_any(question.accepted[0])


def test_an_unanswerable_question_wants_nothing() -> None:
    for question in QUESTIONS:
        if question.unanswerable:
            assert not question.answers
            assert not question.gold
            assert question.note


def test_follow_ups_have_a_history_and_the_rest_have_none() -> None:
    assert all(bool(question.history) == (question.type == "followup") for question in QUESTIONS)
