"""How well each search finds the passage that answers: dense, lexical and hybrid, by language.

    python -m eval.bench.retrieval DATA [--out FILE.json] [--encoder NAME]

Lexical is BM25 over the question's own words; for English questions "translated" is BM25 over their Chinese terms.
nDCG@10, recall@1 and recall@5 by ir-measures; milliseconds are the median of one search.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from eval.loaders import RetrievalSet, load_sets
from eval.metrics import percentile
from index.article import Article, Language, Passage
from index.build import searchable
from index.errors import WenjinError
from index.keeping.snapshot import Snapshot
from index.searching.dense import FaissStore
from index.searching.encoder import Encoder
from index.searching.lexical import BM25Store
from index.searching.terms import document_terms, weigh
from index.searching.translate import Translator
from index.settings import load_settings
from rag.fusion import load_fusion
from rag.retrieve import HybridRetriever

DEPTH = 100
Search = Callable[[str], list[str]]


@dataclass(frozen=True, slots=True)
class Score:
    """How one search did on one set."""

    set: str
    language: str
    documents: int
    questions: int
    search: str
    ndcg_at_10: float
    recall_at_1: float
    recall_at_5: float
    milliseconds: float


@dataclass(frozen=True, slots=True)
class _Asked:
    text: str
    language: Language


def measure(retrieval_set: RetrievalSet, encoder: Encoder, translator: Translator) -> list[Score]:
    """The scores of every search over one set."""
    snapshot = index(retrieval_set, encoder)
    return [
        _score(retrieval_set, name, search)
        for name, search in searches(snapshot, encoder, translator, retrieval_set.language).items()
    ]


def index(retrieval_set: RetrievalSet, encoder: Encoder) -> Snapshot:
    """A snapshot in memory whose passages are the set's documents, whole."""
    articles = tuple(Article(document.id, document.title, document.text, "") for document in retrieval_set.corpus)
    passages = tuple(Passage(article.id, article.id, 0, len(article.text), article.text) for article in articles)
    texts = [searchable(article, passage) for article, passage in zip(articles, passages, strict=True)]
    dense = FaissStore.build(encoder.encode_passages(texts))
    lexical = BM25Store.build([document_terms(text) for text in texts])
    return Snapshot("bench", articles, passages, dense, lexical, encoder.fingerprint, Path())


def searches(snapshot: Snapshot, encoder: Encoder, translator: Translator, language: Language) -> dict[str, Search]:
    """Every search by name: a question in, the ids of passages out, best first."""
    hybrid = HybridRetriever(snapshot, encoder, translator, load_fusion())

    def ids(found: tuple[list[int], list[float]]) -> list[str]:
        return [snapshot.passages[position].id for position in found[0]]

    def ask(question: str) -> list[str]:
        return [hit.passage.id for hit in hybrid.retrieve(_Asked(question, language), DEPTH)]

    found: dict[str, Search] = {
        "dense": lambda question: ids(snapshot.dense.search(encoder.encode_queries([question])[0], DEPTH)),
        "lexical": lambda question: ids(snapshot.lexical.search(weigh(question), DEPTH)),
    }
    if language == "en":
        found["translated"] = lambda question: ids(snapshot.lexical.search(translator.translate_terms(question), DEPTH))
    return found | {"hybrid": ask}


def _score(retrieval_set: RetrievalSet, name: str, search: Search) -> Score:
    import ir_measures
    from ir_measures import R, nDCG

    run: dict[str, dict[str, float]] = {}
    seconds = []
    for id, question in _watched(retrieval_set, name):
        began = time.perf_counter()
        found = search(question)
        seconds.append(time.perf_counter() - began)
        # Ranks, not scores: the measures break ties by id, we by position.
        run[id] = {document: float(-rank) for rank, document in enumerate(found)}
    measures = ir_measures.calc_aggregate([nDCG @ 10, R @ 1, R @ 5], retrieval_set.qrels, run)
    ndcg, first, five = (round(measures[wanted], 4) for wanted in (nDCG @ 10, R @ 1, R @ 5))
    return Score(
        retrieval_set.name, retrieval_set.language, len(retrieval_set.corpus), len(run), name,
        ndcg, first, five, round(1000 * percentile(seconds, 0.5), 2),
    )  # fmt: skip


def _watched(retrieval_set: RetrievalSet, name: str) -> Iterable[tuple[str, str]]:
    from rich.console import Console
    from rich.progress import track

    title = f"{retrieval_set.name} {retrieval_set.language} {name}"
    return track(list(retrieval_set.queries.items()), title, console=Console(stderr=True), transient=True)


def table(scores: Iterable[Score]) -> str:
    """The scores as lines of text, a search a line."""
    lines = [f"{'set':<16}{'lang':<6}{'docs':>6}{'qs':>6}  {'search':<12}{'nDCG@10':>8}{'R@1':>8}{'R@5':>8}{'ms':>8}"]
    lines += [
        f"{s.set:<16}{s.language:<6}{s.documents:>6}{s.questions:>6}  {s.search:<12}"
        f"{s.ndcg_at_10:>8.4f}{s.recall_at_1:>8.4f}{s.recall_at_5:>8.4f}{s.milliseconds:>8.2f}"
        for s in scores
    ]
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path, help="the folder of data sets")
    parser.add_argument("--out", type=Path, help="also write the scores here, as JSON")
    parser.add_argument("--encoder", help="a folder or hub name (default: the setting)")
    given = parser.parse_args()
    try:
        encoder = Encoder.load(load_settings(encoder=given.encoder))
        translator = Translator.load()
        scores = [score for found in load_sets(given.data) for score in measure(found, encoder, translator)]
    except WenjinError as error:
        print(error, file=sys.stderr)
        return 1
    print(table(scores))
    if given.out:
        content = {"encoder": encoder.name, "fingerprint": encoder.fingerprint, "scores": [asdict(s) for s in scores]}
        given.out.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
