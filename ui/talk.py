"""A talk: the questions asked in one browser tab, and each answer as HTML that grows while it comes."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass

from index.errors import WenjinError
from ui.cards import answer_html, evidence_html, notice_html, question_html, sentences, turn_html, waiting_html
from ui.desk import Desk
from ui.strings import language_of, say

MOST_TURNS = 40
_LOG = logging.getLogger("wenjin.talk")


@dataclass(frozen=True, slots=True)
class Talk:
    """What was asked, and the HTML that answered it, oldest first; the oldest are forgotten. `count` forgets none."""

    questions: tuple[str, ...] = ()
    turns: tuple[str, ...] = ()
    count: int = 0

    def grown(self, question: str, turn: str) -> Talk:
        """The talk with one more turn."""
        return Talk((*self.questions, question)[-MOST_TURNS:], (*self.turns, turn)[-MOST_TURNS:], self.count + 1)


def cleaned(question: str) -> str:
    """The question as it can be asked and written down: no half characters, no blank ends."""
    return question.encode("utf-8", "replace").decode("utf-8").strip()


async def answering(desk: Desk, question: str, talk: Talk) -> AsyncIterator[str]:
    """The turn as it grows: the question, the sentence piece by piece, the passages; a failure is told in it."""
    head = question_html(question)
    yield turn_html(head + waiting_html(say("reading", language_of(question))))
    try:
        answer = await desk.ask(question, talk.questions)
    except WenjinError as error:
        yield turn_html(head + notice_html(error.message, error.cure))
        return
    except Exception:
        _LOG.exception("A question was not answered.")
        yield turn_html(head + notice_html(say("failed", language_of(question))))
        return
    shown = ""
    for sentence in sentences(answer.text):
        shown += sentence
        yield turn_html(head + answer_html(answer, talk.count, shown))
    yield turn_html(head + answer_html(answer, talk.count) + evidence_html(answer, talk.count))
