from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pytest

from index.article import Article, Hit, Passage
from index.errors import QuestionError
from rag.answer import Answer
from rag.pipeline import Limits, Pipeline
from rag.question import Question
from rag.reader import AnswerSpan, Found, Reading
from rag.scope import Asking

TEXT = "2022年，临江区完成投资578.5亿元。全区有重点实验室143家。"


class Kinds:
    def kinds(self, question: str) -> Mapping[str, float]:
        return {"count": 1.0}


@dataclass
class OneArticle:
    article_: Article
    version: str = "v1"

    @property
    def articles(self) -> tuple[Article, ...]:
        return (self.article_,)

    def article(self, id: str) -> Article:
        return self.article_


class Canned:
    """A retriever and reader that give back what they were made with."""

    def __init__(self, hits: Sequence[Hit], reading: Reading) -> None:
        self.hits, self.reading = tuple(hits), reading
        self.asked: list[Question] = []

    def encode(self, texts: Sequence[str]) -> Sequence[str]:
        return texts

    def retrieve(self, question: Question, k: int, within: object = None, vector: object = None) -> tuple[Hit, ...]:
        assert vector == question.text
        self.asked.append(question)
        return self.hits[:k]

    def read(self, question: Question, found: Sequence[Found]) -> Reading:
        return self.reading


def pipeline(canned: Canned, article: Article) -> Pipeline:
    return Pipeline(OneArticle(article), canned, canned, Kinds(), Limits(200, 8, 0.5))  # type: ignore[arg-type]


def canned(span: AnswerSpan, none: float = 0.1) -> Canned:
    article = span.found.article
    passage = Passage("p", article.id, 0, len(article.text), article.text)
    return Canned([Hit(passage, 1, 1.0)], Reading((span,), none))


def test_an_answer_carries_its_citation_figure_date_and_timings(answer_span) -> None:
    span = answer_span(TEXT, "143家", "2023-02")
    answer = pipeline(canned(span), span.found.article).ask("临江区有多少家重点实验室？")
    assert not answer.abstained
    assert answer.text.startswith("143家")
    assert [figure.text for figure in answer.figures] == ["143家"]
    assert answer.citations[0].article_id == span.found.article.id
    assert set(answer.timings) == {"understand", "retrieve", "read", "write"}
    assert answer.index_version == "v1"


def test_doubt_beyond_the_limit_abstains_and_shows_the_closest_passages(answer_span) -> None:
    span = answer_span(TEXT, "143家", "2023-02")
    answer = pipeline(canned(span, none=0.9), span.found.article).ask("临江区有多少所小学？")
    assert (answer.abstained, answer.reason) == (True, "no_answer")
    assert len(answer.citations) == 1
    assert answer.citations[0].answer is None
    assert answer.figures == ()


def test_no_passage_at_all_abstains(answer_span) -> None:
    span = answer_span(TEXT, "143家")
    answer = pipeline(Canned([], Reading((), 1.0)), span.found.article).ask("What is the capital of France?")
    assert (answer.abstained, answer.reason, answer.language) == (True, "no_match", "en")


def test_a_place_that_no_article_speaks_of_is_named_in_the_refusal(answer_span) -> None:
    span = answer_span(TEXT, "143家")
    elsewhere = replace(canned(span).reading, spans=(), none=1.0, unnamed=("滨海区",))
    made = Canned(canned(span).hits, elsewhere)
    answer = pipeline(made, span.found.article).ask("滨海区有多少家重点实验室？")
    assert (answer.abstained, answer.reason) == (True, "no_match")
    assert answer.text.startswith("没有找到谈到滨海区的段落。")
    assert answer.citations


def test_a_time_the_articles_do_not_tell_of_abstains_with_the_times_they_do(answer_span) -> None:
    span = answer_span(TEXT, "578.5亿元", "2023-02")
    answer = pipeline(canned(span), span.found.article).ask("2030年临江区完成投资多少？")
    assert (answer.abstained, answer.reason) == (True, "no_date")
    assert "2022年" in answer.text
    assert [figure.text for figure in answer.figures] == ["578.5亿元"]


def test_a_follow_up_is_resolved_before_it_is_searched(answer_span) -> None:
    span = answer_span(TEXT, "143家", "2023-02")
    made = canned(span)
    answer = pipeline(made, span.found.article).ask("那重点实验室呢？", ["临江区有多少家工程技术中心？"])
    assert made.asked[0].text == "临江区有多少家重点实验室？"
    assert (answer.question, answer.resolved) == ("那重点实验室呢？", "临江区有多少家重点实验室？")


@pytest.mark.parametrize("text", ["", "   ", "？！", "\u200e\x00", "长" * 201])
def test_an_empty_or_oversized_question_is_refused_with_its_cure(text: str, answer_span) -> None:
    span = answer_span(TEXT, "143家")
    with pytest.raises(QuestionError) as raised:
        pipeline(canned(span), span.found.article).ask(text)
    assert raised.value.cure


def test_the_same_question_gets_the_same_answer(answer_span) -> None:
    span = answer_span(TEXT, "143家", "2023-02")
    made = pipeline(canned(span), span.found.article)
    first, second = (made.ask("临江区有多少家重点实验室？") for _ in range(2))
    assert (first.text, first.citations, first.figures) == (second.text, second.citations, second.figures)


def test_several_are_answered_as_one_by_one_and_a_refusal_stops_none(answer_span) -> None:
    span = answer_span(TEXT, "143家", "2023-02")
    made = pipeline(canned(span), span.found.article)
    asked = [Asking("临江区有多少家重点实验室？"), Asking("  "), Asking("那投资呢？", ("临江区有多少家重点实验室？",))]
    first, second, third = made.ask_many(asked)
    assert isinstance(second, QuestionError)
    for answer, each in ((first, asked[0]), (third, asked[2])):
        assert isinstance(answer, Answer)
        alone = made.ask(each.question, each.history)
        assert (answer.text, answer.citations, answer.resolved) == (alone.text, alone.citations, alone.resolved)
        assert set(answer.timings) == {"understand", "retrieve", "read", "write"}
    assert list(made.ask_many([])) == []
