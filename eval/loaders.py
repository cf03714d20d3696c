"""Retrieval sets as BEIR has them, corpus, queries and qrels, made from the data folder's questioned passages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from index.article import Language
from index.training.corpus import QuestionedPassage, read_domain, read_pairs, read_squad


@dataclass(frozen=True, slots=True)
class Document:
    """One passage to be found; the title, where there is one, is searched with the text."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class RetrievalSet:
    """Questions in one language, each with the documents that answer it, among all documents of the corpus."""

    name: str
    language: Language
    corpus: tuple[Document, ...]
    queries: dict[str, str]
    qrels: dict[str, dict[str, int]]


def load_sets(data: Path) -> tuple[RetrievalSet, ...]:
    """Every retrieval set of the data folder that is for measuring; raises FolderError naming a missing file."""
    return (load_cmrc(data), load_domain(data, "zh"), load_domain(data, "en"), load_ntrex(data))


def load_cmrc(data: Path) -> RetrievalSet:
    """All questions of the CMRC 2018 dev set among all its paragraphs."""
    paragraphs = read_squad(data, "cmrc2018_dev")
    return _set("CMRC 2018 dev", "zh", [Document(p.id, "", p.text) for p in paragraphs], paragraphs)


def load_domain(data: Path, language: Language) -> RetrievalSet:
    """The answerable dev questions of one language among the passages of both splits."""
    asked = read_domain(data, "dev")
    corpus = [Document(p.id, p.title, p.text) for p in [*read_domain(data, "train"), *asked]]
    return _set("domain dev", language, corpus, asked)


def load_ntrex(data: Path) -> RetrievalSet:
    """The English sentences of NTREX, each to find its Chinese translation among all of them."""
    pairs = {f"s{number}": pair for number, pair in enumerate(read_pairs(data, "ntrex"))}
    corpus = tuple(Document(id, "", pair.zh) for id, pair in pairs.items())
    queries = {id: pair.en for id, pair in pairs.items()}
    return RetrievalSet("NTREX sentences", "en", corpus, queries, {id: {id: 1} for id in pairs})


def _set(name: str, language: Language, corpus: Sequence[Document], asked: Sequence[QuestionedPassage]) -> RetrievalSet:
    queries, qrels = {}, {}
    for passage in asked:
        for question in passage.questions:
            if question.answerable and question.language == language:
                queries[question.id] = question.text
                qrels[question.id] = {passage.id: 1}
    return RetrievalSet(name, language, tuple(corpus), queries, qrels)
