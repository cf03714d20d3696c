"""A library of canned answers over one invented article, and makers of questions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from eval.question_set import EvalQuestion, Gold
from index.article import Dating, Hit, Passage, Span
from index.errors import QuestionError
from index.period import Period
from rag.answer import Answer, Citation

STORY = "云陵区2021年有图书馆31座，馆藏1200万册。<b>全年借阅量</b>是860万册次。区长是罗乔松。"
SENTENCES = tuple(f"{part}。" for part in STORY.split("。") if part)

MakeQuestion = Callable[..., EvalQuestion]
MakeCitation = Callable[..., Citation]


def cited(sentence: str, words: str, text: str = STORY) -> Citation:
    """A citation of the whole story, one sentence of it telling, `words` in it being the answer."""
    start = text.index(sentence)
    answer = start + sentence.index(words)
    return Citation(
        passage_id=f"a:0-{len(text)}",
        article_id="a",
        title="云陵的<图书馆>",
        source="云陵晚报",
        file="papers/yunling.txt",
        dating=Dating(Period.parse("2021-12-30"), "metadata"),
        text=text,
        start=0,
        end=len(text),
        evidence=Span(start, start + len(sentence)),
        answer=Span(answer, answer + len(words)),
        score=0.9,
    )


class CannedLibrary:
    """Answers what it was told to, refuses the rest, and remembers what it was asked."""

    def __init__(self, answers: dict[str, Answer]) -> None:
        self.answers = answers
        self.asked: list[tuple[str, tuple[str, ...]]] = []

    def ask(self, question: str, history: Sequence[str] = ()) -> Answer:
        self.asked.append((question, tuple(history)))
        if len(question) > 100:
            raise QuestionError("The question has over 100 characters.", "Ask a shorter one.")
        known = self.answers.get(question)
        refusal = Answer(
            question, question, "zh", "文章里没有说。", True, "no_answer", (cited(SENTENCES[-1], "罗乔松"),)
        )
        return replace(known or refusal, timings={"retrieve": 0.002, "read": 0.004}, index_version="v1")

    def retrieve(self, question: str, history: Sequence[str] = (), k: int | None = None) -> tuple[Hit, ...]:
        texts = ["别的事。", *SENTENCES][: k or 8]
        return tuple(
            Hit(Passage(f"a:{rank}", "a", 0, len(text), text), rank, 1 / rank) for rank, text in enumerate(texts, 1)
        )


def answered(question: str, text: str, sentence: str, words: str) -> Answer:
    return Answer(question, f"{question} (whole)", "zh", text, False, citations=(cited(sentence, words),))


@pytest.fixture
def make_citation() -> MakeCitation:
    """Makes a citation of the invented story: which sentence of it tells, and which words answer."""
    return cited


@pytest.fixture
def sentences() -> tuple[str, ...]:
    """The sentences of the invented story."""
    return SENTENCES


@pytest.fixture
def library() -> CannedLibrary:
    """Knows the libraries, gets the books wrong, and refuses all else."""
    return CannedLibrary(
        {
            "云陵区有多少座图书馆？": answered("云陵区有多少座图书馆？", "31座（2021年）。", SENTENCES[0], "31座"),
            "How many books do they hold?": answered(
                "How many books do they hold?", "8.6 million volumes.", SENTENCES[0], "1200万册"
            ),
        }
    )


@pytest.fixture
def make_question() -> MakeQuestion:
    """Makes a question about 723 and 1000 firms, or with whatever is given instead."""

    def make(**given: object) -> EvalQuestion:
        parts: dict[str, object] = {
            "id": "q1",
            "question": "有多少家企业？",
            "lang": "zh",
            "type": "factoid",
            "accepted": (("1000", "一千"),),
            "forbidden": ("723",),
            "gold": (Gold("002_b.txt", "总数突破了1000家大关"),),
        }
        return EvalQuestion(**{**parts, **given})  # type: ignore[arg-type]

    return make
