"""The retrieval sets: which questions are asked, and among which documents; and the benchmark over one made here."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from eval.loaders import Document, RetrievalSet, load_cmrc, load_domain, load_ntrex, load_sets
from index.errors import FolderError


def _write(path: Path, content: str) -> None:
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write(content)


def _passage(id: str) -> str:
    questions = [
        {"lang": "zh", "q": f"{id}有几座桥？", "answer": "3座", "answer_start": 1, "kind": "quantity"},
        {"lang": "en", "q": f"How many bridges has {id}?", "answer": "3座", "answer_start": 1, "kind": "quantity"},
        {"lang": "en", "q": "Who built them?", "answer": "", "answer_start": -1, "kind": "impossible"},
    ]
    passage = {"id": id, "title": f"{id}的桥", "source": "日报", "date": "2021-06-18", "text": "有3座桥。"}
    return json.dumps(passage | {"qas": questions})


@pytest.fixture
def data(tmp_path: Path) -> Path:
    _write(tmp_path / "domain_train.jsonl.gz", _passage("t1") + "\n" + _passage("t2"))
    _write(tmp_path / "domain_dev.jsonl.gz", _passage("d1"))
    _write(tmp_path / "ntrex.zh-en.tsv.gz", "有桥。\tThere is a bridge.\tntrex\n有茶。\tThere is tea.\tntrex\n")
    paragraph = {"id": "P", "context": "河上有3座桥。", "qas": []}
    asked = {"id": "Q", "question": "有几座桥？", "answers": [{"text": "3座", "answer_start": 3}]}
    articles = [{"title": "河", "paragraphs": [paragraph | {"qas": [asked]}, paragraph | {"id": "O"}]}]
    _write(tmp_path / "cmrc2018_dev.json.gz", json.dumps({"data": articles}))
    return tmp_path


def test_cmrc_asks_every_question_among_every_paragraph(data: Path) -> None:
    cmrc = load_cmrc(data)
    assert [document.id for document in cmrc.corpus] == ["P", "O"]
    assert cmrc.queries == {"Q": "有几座桥？"}
    assert cmrc.qrels == {"Q": {"P": 1}}


def test_the_domain_asks_answerable_dev_questions_among_both_splits(data: Path) -> None:
    for language, asked in (("zh", "d1有几座桥？"), ("en", "How many bridges has d1?")):
        domain = load_domain(data, language)  # type: ignore[arg-type]
        assert domain.corpus[2] == Document("d1", "d1的桥", "有3座桥。")
        assert list(domain.queries.values()) == [asked]
        assert list(domain.qrels.values()) == [{"d1": 1}]


def test_a_sentence_shall_find_its_translation(data: Path) -> None:
    ntrex = load_ntrex(data)
    assert [document.text for document in ntrex.corpus] == ["有桥。", "有茶。"]
    assert ntrex.queries["s1"] == "There is tea."
    assert ntrex.qrels["s1"] == {"s1": 1}


def test_every_set_is_loaded_and_a_missing_file_is_named(data: Path) -> None:
    assert [(found.name, found.language) for found in load_sets(data)] == [
        ("CMRC 2018 dev", "zh"), ("domain dev", "zh"), ("domain dev", "en"), ("NTREX sentences", "en"),
    ]  # fmt: skip
    (data / "cmrc2018_dev.json.gz").unlink()
    with pytest.raises(FolderError, match=r"cmrc2018_dev\.json\.gz"):
        load_sets(data)


def test_the_benchmark_scores_every_search() -> None:
    from eval.bench.retrieval import measure, table
    from index.searching.encoder import Encoder
    from index.searching.translate import Translator
    from index.settings import Settings

    corpus = (
        Document("bridge", "青川大桥通车", "大桥全长3公里，总投资41亿元。"),
        Document("school", "青川新建学校", "今年新建小学5所。"),
        Document("tea", "茶叶丰收", "茶叶产量增长一成。"),
    )
    queries = {"q1": "How long is the bridge?", "q2": "How many primary schools were built?"}
    asked = RetrievalSet("made up", "en", corpus, queries, {"q1": {"bridge": 1}, "q2": {"school": 1}})
    scores = {score.search: score for score in measure(asked, Encoder.load(Settings()), Translator.load())}
    assert set(scores) == {"dense", "lexical", "translated", "hybrid"}
    assert scores["lexical"].ndcg_at_10 == 0
    assert scores["dense"].ndcg_at_10 == scores["hybrid"].ndcg_at_10 == scores["hybrid"].recall_at_5 == 1
    assert "made up" in table(scores.values())
