"""Is an answer right, and do its citations show it? Strings in, a verdict out: no model, no opinion."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal

from eval.match import Wording
from eval.metrics import longest_common_run
from eval.question_set import EvalQuestion, Gold
from eval.results import CITATION_CHARS, CITATIONS, Cited, Result

# "wrong_headline": every required string is there, but the first sentence that gives a value gives a wrong one.
# "unscored": the set does not say what a right answer is.
Outcome = Literal["correct", "refused", "wrong", "wrong_headline", "false_refusal", "should_refuse", "unscored"]
RIGHT: tuple[Outcome, ...] = ("correct", "refused")
MAX_ANSWER = 400  # a longer answer is wrong whatever it holds: nobody reads it
SUPPORT = 0.7  # of a quote's characters must stand in one piece in a citation

_SENTENCES = re.compile(r"(?<=[。！？!?\n])|(?<=\.)(?=\s|$)(?!\s*\d)")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one answer is worth.

    `supported`: some citation shows some gold quote; `all_gold`: every quote is shown; `file_agrees`: a citation that
    shows one names its file. None where there is no gold quote, the question was refused, or no file is named.
    """

    outcome: Outcome
    supported: bool | None = None
    all_gold: bool | None = None
    file_agrees: bool | None = None

    @property
    def right(self) -> bool:
        return self.outcome in RIGHT


def judge(question: EvalQuestion, result: Result) -> Verdict:
    """The verdict on one result."""
    if question.unanswerable:
        return Verdict("refused" if result.refused else "should_refuse")
    if result.refused:
        return Verdict("false_refusal" if question.scored else "unscored")
    outcome = _outcome(question, result.answer) if question.scored else "unscored"
    return Verdict(outcome, *_support(question.gold, result.citations)) if question.gold else Verdict(outcome)


def _outcome(question: EvalQuestion, answer: str) -> Outcome:
    if not answer.strip() or len(answer) > MAX_ANSWER or not Wording(answer).satisfies(question.accepted):
        return "wrong"
    first = headline(question, answer)
    misled = first.holds_any(question.forbidden) and not first.satisfies(question.accepted)
    return "wrong_headline" if misled else "correct"


def headline(question: EvalQuestion, answer: str) -> Wording:
    """The first sentence in which any required or forbidden string stands: the one that a reader takes away."""
    strings = (*(string for group in question.accepted for string in group), *question.forbidden)
    for sentence in filter(str.strip, _SENTENCES.split(answer)):
        wording = Wording(sentence)
        if wording.holds_any(strings):
            return wording
    return Wording("")


def supports(cited: str, quote: str) -> bool:
    """Whether a passage holds a quote, or one run of at least 70% of its characters; spaces and width aside."""
    whole, wanted = _squeezed(cited), _squeezed(quote)
    if not wanted:
        return False
    return wanted in whole or longest_common_run(wanted, whole) >= SUPPORT * len(wanted)


def _support(gold: tuple[Gold, ...], citations: tuple[Cited, ...]) -> tuple[bool, bool, bool | None]:
    shown = [Cited(each.text[:CITATION_CHARS], each.file) for each in citations[:CITATIONS]]
    showing = [(quote, [each for each in shown if supports(each.text, quote.quote)]) for quote in gold]
    found = [bool(cited) for _, cited in showing]
    named = [_same_file(each.file, quote.file) for quote, cited in showing for each in cited if each.file]
    return any(found), all(found), any(named) if named else None


def _same_file(one: str, other: str) -> bool:
    first, second = PurePosixPath(one).name, PurePosixPath(other).name
    return first == second or (first[:3] == second[:3] and re.match(r"\d{3}", first) is not None)


def _squeezed(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
