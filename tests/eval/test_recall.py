from collections.abc import Callable

import pytest

from eval.question_set import EvalQuestion, Gold
from eval.recall import evidence_rank, recalls
from index.article import Hit, Passage

MakeQuestion = Callable[..., EvalQuestion]
QUOTE = "云陵区有图书馆31座"


def _hits(*texts: str) -> tuple[Hit, ...]:
    return tuple(
        Hit(Passage(f"a:{rank}", "a", 0, len(text), text), rank, 1 / rank) for rank, text in enumerate(texts, start=1)
    )


def test_the_rank_is_that_of_the_first_passage_that_shows_some_quote(make_question: MakeQuestion) -> None:
    question = make_question(gold=(Gold("a", QUOTE), Gold("b", "馆藏图书1200万册")))
    assert evidence_rank(question, _hits("别的", "馆藏图书1200万册。", QUOTE)) == 2
    assert evidence_rank(question, _hits("别的", "云陵区")) is None
    assert evidence_rank(question, ()) is None


def test_recall_and_reciprocal_rank_of_known_ranks(make_question: MakeQuestion) -> None:
    gold = (Gold("a", QUOTE),)
    others = ("别的",) * 12
    found = [
        (make_question(id="first", gold=gold), _hits(QUOTE, "别的")),
        (make_question(id="third", gold=gold), _hits("别的", "别的", QUOTE, QUOTE)),
        (make_question(id="eleventh", gold=gold), _hits(*others[:10], QUOTE)),
        (make_question(id="nowhere", gold=gold), _hits(*others)),
        (make_question(id="uncounted", gold=()), _hits(*others)),
    ]
    assert recalls(found) == pytest.approx(
        {"recall@1": 0.25, "recall@3": 0.5, "recall@5": 0.5, "recall@10": 0.5, "mrr@10": (1 + 1 / 3) / 4}
    )


def test_without_gold_quotes_there_is_no_recall(make_question: MakeQuestion) -> None:
    assert recalls([(make_question(gold=()), _hits(QUOTE))]) == {}
