"""Names in pinyin and words of two scripts find their passage first, by the bundled models."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from index.article import Article, Passage
from index.keeping.snapshot import Snapshot
from index.searching.dense import FaissStore
from index.searching.encoder import Encoder
from index.searching.lexical import BM25Store
from index.searching.terms import document_terms
from index.searching.translate import Translator
from index.settings import load_settings
from rag.fusion import load_fusion
from rag.kinds import LinearKinds
from rag.network import BUNDLED_READER
from rag.question import understand
from rag.retrieve import HybridRetriever

_CASES = json.loads(Path(__file__).with_name("cases_names.json").read_text(encoding="utf-8"))


def _case(case: dict[str, Any]) -> Any:
    marks = pytest.mark.xfail(reason=case["unfound"], strict=True) if "unfound" in case else ()
    return pytest.param(case["question"], case["passage"], id=case["comment"], marks=marks)


@pytest.fixture(scope="module")
def retriever() -> HybridRetriever:
    encoder = Encoder.load(load_settings())
    texts = list(_CASES["passages"].values())
    articles = tuple(Article(name, "", text, "") for name, text in _CASES["passages"].items())
    passages = tuple(Passage(article.id, article.id, 0, len(article.text), article.text) for article in articles)
    dense = FaissStore.build(encoder.encode_passages(texts))
    lexical = BM25Store.build([document_terms(text) for text in texts])
    snapshot = Snapshot("names", articles, passages, dense, lexical, encoder.fingerprint, Path())
    return HybridRetriever(snapshot, encoder, Translator.load(), load_fusion())


@pytest.fixture(scope="module")
def kinds() -> LinearKinds:
    return LinearKinds.load(BUNDLED_READER)


@pytest.mark.parametrize(("question", "passage"), [_case(case) for case in _CASES["questions"]])
def test_a_name_finds_its_passage_first(
    retriever: HybridRetriever, kinds: LinearKinds, question: str, passage: str
) -> None:
    hits = retriever.retrieve(understand(question, (), kinds, 1000), 3)
    assert hits[0].passage.id == passage, [hit.passage.id for hit in hits]
