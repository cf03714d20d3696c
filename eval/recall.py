"""How high among the passages found the first one stands that shows the evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from eval.judge import supports
from eval.question_set import EvalQuestion
from index.article import Hit

DEPTHS = (1, 3, 5, 10)
_NOWHERE = "(not found)"


def evidence_rank(question: EvalQuestion, hits: Sequence[Hit]) -> int | None:
    """The rank (from 1) of the first passage that shows a gold quote; None where none of them does."""
    for rank, hit in enumerate(hits, start=1):
        if any(supports(hit.passage.text, gold.quote) for gold in question.gold):
            return rank
    return None


def recalls(found: Iterable[tuple[EvalQuestion, Sequence[Hit]]]) -> dict[str, float]:
    """The share of questions whose evidence is among the first k passages ("recall@k"), and "mrr@10".

    Only questions with a gold quote count; empty where there is none. Each question has one relevant passage, the
    first that shows its evidence, so that its recall@k is 0 or 1.
    """
    ranks = {question.id: evidence_rank(question, hits) for question, hits in found if question.gold}
    return _measured(ranks) if ranks else {}


def _measured(ranks: dict[str, int | None]) -> dict[str, float]:
    from ir_measures import RR, Qrel, R, ScoredDoc, calc_aggregate

    deepest = max(DEPTHS)
    qrels = [Qrel(id, str(rank) if rank else _NOWHERE, 1) for id, rank in ranks.items()]
    run = [ScoredDoc(id, str(rank), 1 / rank) for id in ranks for rank in range(1, deepest + 1)]
    names = {R @ depth: f"recall@{depth}" for depth in DEPTHS} | {RR @ deepest: f"mrr@{deepest}"}
    scores = calc_aggregate(list(names), qrels, run)
    return {name: float(scores[measure]) for measure, name in names.items()}
