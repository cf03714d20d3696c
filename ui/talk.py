"""A question asked from the page, and its turn as HTML that grows while the answer comes."""

from __future__ import annotations

import logging
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass

from index.errors import WenjinError
from ui.desk import Desk
from ui.error_words import told
from ui.lead import sentences
from ui.strings import language_of, say
from ui.turn import done_state, failed_html, streamed_html, turn_html, waiting_html, whole_html

MOST_EARLIER = 40
_KEY = re.compile(r"[a-z0-9]{1,16}")
_LOG = logging.getLogger("wenjin.talk")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page asks: the question, those before it, oldest first, and the key that tells its turn apart."""

    question: str
    earlier: tuple[str, ...] = ()
    key: str = "0"

    @classmethod
    def of(cls, question: object, sent: object) -> Asked:
        """What was sent, whatever it was: a page that is not ours, or is out of date, may send anything."""
        held = sent if isinstance(sent, dict) else {}
        earlier = held.get("earlier")
        kept = [cleaned(each) for each in earlier if isinstance(each, str)] if isinstance(earlier, list) else []
        key = held.get("key")
        fits = isinstance(key, str) and _KEY.fullmatch(key)
        asked = cleaned(question) if isinstance(question, str) else ""
        return cls(asked, tuple(each for each in kept if each)[-MOST_EARLIER:], str(key) if fits else "0")


def cleaned(question: str) -> str:
    """The question as it can be asked and written down: no half characters, no blank ends."""
    return question.encode("utf-8", "replace").decode("utf-8").strip()


async def answering(desk: Desk, asked: Asked) -> AsyncIterator[str]:
    """The turn as it grows: the question, the sentence piece by piece, the passages; a failure is told in it."""
    language = language_of(asked.question)

    def turn(inside: str, state: str = "") -> str:
        return turn_html(asked.key, asked.question, language, inside, state)

    yield turn(waiting_html(language))
    try:
        answer = await desk.ask(asked.question, asked.earlier)
        articles = desk.snapshot.articles
    except WenjinError as error:
        words = told(error, language)
        yield turn(failed_html(language, words.text, words.cure, words.detail), ' data-done="failed"')
        return
    except Exception:
        _LOG.exception("A question was not answered.")
        yield turn(failed_html(language, say("failed", language), say("failed_cure", language)), ' data-done="failed"')
        return
    shown = ""
    for sentence in sentences(answer.text):
        shown += sentence
        yield turn(streamed_html(answer, asked.key, shown))
    yield turn(whole_html(answer, asked.key, articles), done_state(answer))
