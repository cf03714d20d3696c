"""Question to hits: both searches, every score of every candidate, doubles moved back, the same each time."""

import os
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from index.article import Passage
from index.build import build
from index.keeping.store import Store
from index.searching.dense import FaissStore
from index.searching.encoder import Encoder
from index.searching.lexical import BM25Store
from index.searching.terms import WeightedTerms, document_terms, weigh
from index.searching.translate import Translator
from index.settings import load_settings
from rag.fusion import WeightedSum, load_fusion
from rag.retrieve import HybridRetriever

TEXTS = {
    "lab": "澜江区重点实验室达到37家，去年新增5家。",
    "tea": "青石镇今年采茶312.6吨，茶农增收。",
    "road": "东渚县的县道通车，双向四车道。",
    "bridge": "东渚大桥合龙，全长3.6公里。",
}
AXES = {name: number for number, name in enumerate(TEXTS)}


@dataclass
class Asked:
    text: str
    language: str = "zh"


@dataclass
class Snapshot:
    passages: tuple
    dense: FaissStore
    lexical: BM25Store


@dataclass
class NamingEncoder:
    """Looks at the passage whose name stands in the question; nothing named is nothing near."""

    asked: list = field(default_factory=list)

    def encode_queries(self, texts):
        self.asked += texts
        return np.array([[float(name in text) for name in TEXTS] for text in texts], dtype=np.float32)


class TeaTranslator:
    def terms(self, question, language):
        if language == "zh":
            return weigh(question)
        return (WeightedTerms("tea", (("采茶", 1.0),)),) if "tea" in question else ()


def snapshot_of(passages, vectors):
    stored = FaissStore.build(np.asarray(vectors, dtype=np.float32))
    return Snapshot(tuple(passages), stored, BM25Store.build([document_terms(each.text) for each in passages]))


@pytest.fixture
def snapshot():
    passages = [Passage(name, name, 0, len(text), text) for name, text in TEXTS.items()]
    return snapshot_of(passages, np.eye(len(TEXTS)))


def retriever(snapshot, share=0.2):
    return HybridRetriever(snapshot, NamingEncoder(), TeaTranslator(), WeightedSum({"zh": share, "en": share}))


def ids(hits):
    return [hit.passage.id for hit in hits]


def test_words_find_a_passage(snapshot):
    best = retriever(snapshot).retrieve(Asked("澜江区有多少重点实验室？"), 3)[0]
    assert best.passage.id == "lab"
    assert best.terms[0] == "重点实验室"
    assert best.lexical > 0


def test_meaning_finds_a_passage_without_a_word_of_it(snapshot):
    best, second = retriever(snapshot).retrieve(Asked("tell of the bridge", "en"), 2)
    assert (best.passage.id, best.dense, best.lexical, best.terms) == ("bridge", 1.0, 0.0, ())
    assert second.dense == 0.0


def test_an_english_question_is_translated_for_the_lexical_search(snapshot):
    assert ids(retriever(snapshot, share=0.0).retrieve(Asked("how much tea", "en"), 1)) == ["tea"]
    assert retriever(snapshot).terms(Asked("how much tea", "en"))[0].terms == (("采茶", 1.0),)


def test_both_scores_of_every_hit_are_computed(snapshot):
    hits = retriever(snapshot).retrieve(Asked("东渚县的县道 bridge"), 4)
    assert all(hit.dense is not None and hit.lexical is not None for hit in hits)
    scores = {hit.passage.id: hit for hit in hits}
    assert scores["road"].lexical > scores["bridge"].lexical > scores["lab"].lexical == 0
    best = max(hit.lexical for hit in hits)
    for hit in hits:
        assert hit.score == pytest.approx(0.2 * hit.dense + 0.8 * hit.lexical / best, abs=1e-4)


def test_ranks_count_from_one_and_scores_fall(snapshot):
    hits = retriever(snapshot).retrieve(Asked("东渚县通车"), 4)
    assert [hit.rank for hit in hits] == [1, 2, 3, 4]
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


@pytest.mark.parametrize(("k", "found"), [(0, 0), (1, 1), (4, 4), (1000, 4)])
def test_k_may_be_anything(snapshot, k, found):
    assert len(retriever(snapshot).retrieve(Asked("东渚县通车"), k)) == found


def test_ties_break_by_passage_id():
    passages = [Passage(name, name, 0, 4, "东渚通车") for name in ("c", "a", "b")]
    same = snapshot_of(passages, np.ones((3, 4)) / 2)
    assert ids(retriever(same).retrieve(Asked("东渚通车"), 3)) == ["a", "b", "c"]


def test_the_same_question_gives_the_same_hits(snapshot):
    one = retriever(snapshot)
    asked = Asked("东渚县的县道通车了吗")
    assert one.retrieve(asked, 4) == one.retrieve(asked, 4) == retriever(snapshot).retrieve(asked, 4)


def test_a_question_no_search_answers_still_gives_passages_with_zero_scores(snapshot):
    hits = retriever(snapshot).retrieve(Asked("量子纠缠"), 2)
    assert {(hit.score, hit.terms) for hit in hits} == {(0.0, ())}


def test_the_encoder_reads_the_resolved_question(snapshot):
    encoder = NamingEncoder()
    HybridRetriever(snapshot, encoder, TeaTranslator(), WeightedSum({"zh": 0.2, "en": 0.2})).retrieve(Asked("茶"), 1)
    assert encoder.asked == ["茶"]


def overlapping():
    """One article in three windows, the first two mostly the same, and another article with a weaker match."""
    text = "澜江大桥通车，总投资41亿元，设六车道。桥头另有一处公园，园内种树三百棵。"
    windows = [
        Passage("w1", "a", 0, 20, text[:20]),
        Passage("w2", "a", 2, 22, text[2:22]),
        Passage("w3", "a", 18, 36, text[18:]),
    ]
    other = Passage("x", "b", 0, 12, "大桥的车道明年再加宽一些。")
    return snapshot_of([*windows, other], np.eye(4))


def test_a_window_that_mostly_repeats_a_better_one_comes_after_the_others():
    order = ids(retriever(overlapping(), 0.0).retrieve(Asked("澜江大桥设几车道"), 4))
    assert {order[0], order[-1]} == {"w1", "w2"}
    assert set(order) == {"w1", "w2", "w3", "x"}


def test_a_double_is_kept_where_nothing_else_is_left():
    text = "澜江大桥通车，总投资41亿元。"
    windows = [Passage("w1", "a", 0, 15, text), Passage("w2", "a", 0, 15, text)]
    assert ids(retriever(snapshot_of(windows, np.eye(2, 4)), 0.0).retrieve(Asked("澜江大桥"), 2)) == ["w1", "w2"]


def test_an_empty_snapshot_has_no_hits():
    empty = snapshot_of([], np.empty((0, 4)))
    assert retriever(empty).retrieve(Asked("澜江"), 5) == ()


@pytest.fixture(scope="module")
def real(tmp_path_factory):
    folder = os.environ.get("WENJIN_TEST_ARTICLES")
    if not folder:
        pytest.skip("WENJIN_TEST_ARTICLES names no folder of the real articles")
    settings = load_settings(home=tmp_path_factory.mktemp("home"), articles=Path(folder))
    encoder = Encoder.load(settings)
    build(settings, encoder)
    snapshot = Store(settings.home, settings.articles).open()
    return HybridRetriever(snapshot, encoder, Translator.load(), load_fusion())


@pytest.mark.parametrize(
    ("question", "language", "words"),
    [
        ("How many key laboratories are there in Jinshui?", "en", "重点实验室"),
        ("how many high-tech enterprises does Jinshui have", "en", "高新技术企业"),
        ("What did Party secretary Zhang Hongwei say?", "en", "张红伟"),
        ("What is Zhengzhou's GDP growth target?", "en", "郑州"),
        ("金水区有多少家重点实验室？", "zh", "重点实验室"),
        ("雨污水井清掏出动了多少人次？", "zh", "清掏"),
    ],
)
def test_the_real_articles_are_found_in_both_languages(real, question, language, words):
    hits = real.retrieve(Asked(question, language), 3)
    assert any(words in "".join(hit.passage.text.split()) for hit in hits)
