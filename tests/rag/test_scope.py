"""A question held to some articles, or to what was known on a day."""

from __future__ import annotations

from datetime import date

import pytest

from index.errors import QuestionError
from index.settings import Settings
from rag.library import Library
from rag.scope import EVERYTHING, Asking, Scope

STORY = """---
title: 临江区{title}
source: 临江日报
published: {published}
---
截至{when}，临江区重点实验室达到{count}家，新开工产业园2座，面积12万平方米。
"""
TOLD = [
    ("a.md", "春", "2023-04-20", "3月底", 41),
    ("b.md", "夏", "2023-07-18", "6月底", 47),
    ("c.md", "秋", "2023-10", "9月底", 52),
]
QUESTION = "临江区有多少家重点实验室？"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("articles")
    for name, title, published, when, count in TOLD:
        text = STORY.format(title=title, published=published, when=when, count=count)
        (folder / name).write_text(text, encoding="utf-8")
    return Library.open(Settings(home=tmp_path_factory.mktemp("home"), articles=folder))


def told(library: Library, scope: Scope) -> list[str]:
    return [figure.text for figure in library.ask(QUESTION, scope=scope).figures]


@pytest.mark.parametrize(
    ("day", "figures"),
    [
        (date(2024, 1, 1), ["52家", "47家", "41家"]),
        (date(2023, 10, 1), ["52家", "47家", "41家"]),
        (date(2023, 9, 30), ["47家", "41家"]),
        (date(2023, 7, 17), ["41家"]),
        (date(2023, 4, 19), []),
    ],
    ids=str,
)
def test_as_of_a_day_nothing_published_later_is_told(library: Library, day: date, figures: list[str]) -> None:
    assert told(library, Scope(as_of=day)) == figures


def test_only_the_articles_named_are_answered_from(library: Library) -> None:
    ids = {article.file: article.id for article in library.snapshot.articles}
    answer = library.ask(QUESTION, scope=Scope(articles=frozenset({ids["a.md"]})))
    assert {citation.article_id for citation in answer.citations} == {ids["a.md"]}
    assert answer.figures[0].text == "41家"
    assert told(library, Scope(date(2023, 8, 1), frozenset({ids["a.md"], ids["c.md"]}))) == ["41家"]


def test_where_nothing_is_admitted_the_answer_is_that_nothing_speaks_of_it(library: Library) -> None:
    answer = library.ask(QUESTION, scope=Scope(as_of=date(1999, 1, 1)))
    assert (answer.abstained, answer.reason, answer.citations) == (True, "no_match", ())


def test_an_article_that_is_not_there_is_named(library: Library) -> None:
    with pytest.raises(QuestionError, match="There is no article 'nothing' in the index"):
        library.ask(QUESTION, scope=Scope(articles=frozenset({"nothing"})))


def test_a_scope_that_admits_all_changes_nothing(library: Library) -> None:
    every = Scope(articles=frozenset(article.id for article in library.snapshot.articles))
    one, other = library.ask(QUESTION), library.ask(QUESTION, scope=every)
    assert (one.text, one.citations, one.figures) == (other.text, other.citations, other.figures)
    assert library.retrieve(QUESTION) == library.retrieve(QUESTION, scope=every)


def test_questions_asked_together_are_answered_as_alone(library: Library) -> None:
    asked = [
        Asking(QUESTION),
        Asking(""),
        Asking("How many key laboratories does Linjiang have?", k=2),
        Asking("那产业园呢？", (QUESTION,)),
        Asking(QUESTION, scope=Scope(as_of=date(2023, 5, 1))),
        Asking(QUESTION, scope=Scope(articles=frozenset({"nothing"}))),
    ]
    for each, answer in zip(asked, library.ask_many(asked), strict=True):
        if isinstance(answer, QuestionError):
            with pytest.raises(QuestionError, match=str(answer)):
                library.ask(each.question, each.history, each.k, each.scope)
        else:
            alone = library.ask(each.question, each.history, each.k, each.scope)
            assert (answer.text, answer.citations, answer.figures) == (alone.text, alone.citations, alone.figures)


def test_a_scope_is_everything_unless_it_is_told_otherwise() -> None:
    assert Scope() == EVERYTHING and EVERYTHING.positions([], []) is None
