"""What a run found out: one record a question, and the shares, recalls and times over all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from functools import cached_property

from eval.judge import Verdict
from eval.metrics import Rate, exact_match, f1, percentile
from eval.question_set import EvalQuestion
from eval.recall import recalls
from eval.results import Result
from eval.risk import Point, curve
from eval.standing import unfounded
from index.article import Hit
from rag.answer import Answer


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as asked, answered and judged; `seconds` is the whole answer's, `cut` says that it was too long."""

    question: EvalQuestion
    answer: Answer
    result: Result
    verdict: Verdict
    hits: tuple[Hit, ...]
    seconds: float
    cut: bool = False


@dataclass(frozen=True)
class EvalReport:
    """All questions of one set over one index."""

    questions: str
    articles: str
    index_version: str
    asked: tuple[Asked, ...]

    @property
    def cut(self) -> int:
        """How many answers were longer than may be written."""
        return sum(each.cut for each in self.asked)

    @property
    def scored(self) -> bool:
        return any(each.question.scored for each in self.asked)

    @cached_property
    def rates(self) -> dict[str, Rate]:
        """Each measure by name, over all questions."""
        return rates(self.asked)

    @cached_property
    def recall(self) -> dict[str, dict[str, float]]:
        """Where the evidence stood among the passages found: by language ("all", "en", "zh"), then by measure."""
        groups = {"all": list(self.asked), **split(self.asked, lambda each: each.question.lang)}
        return {name: recalls((each.question, each.hits) for each in group) for name, group in groups.items()}

    @cached_property
    def seconds(self) -> dict[str, tuple[float, float]]:
        """Median and 95th percentile of each step's seconds, and of the whole answer's ("total")."""
        steps: dict[str, list[float]] = {}
        for each in self.asked:
            for step, seconds in [*each.answer.timings.items(), ("total", each.seconds)]:
                steps.setdefault(step, []).append(seconds)
        order = sorted(steps, key=lambda step: step == "total")
        return {step: (percentile(steps[step], 0.5), percentile(steps[step], 0.95)) for step in order}

    @cached_property
    def marked(self) -> dict[str, float]:
        """How near the words marked in the first citation come to a wanted answer: mean "exact_match" and "f1".

        Over the Chinese questions that were answered with marked words, "count" of them; empty where there is none.
        """
        pairs = [(words, each.question.answers) for each in self.asked if (words := _marked_words(each))]
        if not pairs:
            return {}
        return {
            "exact_match": sum(exact_match(*pair) for pair in pairs) / len(pairs),
            "f1": sum(f1(*pair) for pair in pairs) / len(pairs),
            "count": len(pairs),
        }

    @cached_property
    def risk(self) -> list[Point]:
        """How often answers are wrong when only the surest are given; the first citation's score tells how sure."""
        known = [each for each in self.asked if each.question.scored]
        given = [(_sureness(each), each.verdict.right) for each in known if not each.result.refused]
        return curve(given, len(known))

    def by(self, key: Callable[[Asked], str]) -> dict[str, dict[str, Rate]]:
        """The measures of each group of questions, groups in alphabetical order."""
        return {name: rates(group) for name, group in split(self.asked, key).items()}

    def as_dict(self) -> dict[str, object]:
        """The report as plain values, for a program to read."""
        return {
            "questions": self.questions,
            "articles": self.articles,
            "index_version": self.index_version,
            "asked": len(self.asked),
            "cut": self.cut,
            "rates": _plain(self.rates),
            "by_type": {name: _plain(group) for name, group in self.by(of_type).items()},
            "by_lang": {name: _plain(group) for name, group in self.by(of_lang).items()},
            "recall": self.recall,
            "marked": self.marked,
            "risk": [asdict(point) for point in self.risk],
            "seconds": {step: {"median": low, "p95": high} for step, (low, high) in self.seconds.items()},
            "outcomes": {each.question.id: each.verdict.outcome for each in self.asked},
        }


def of_type(each: Asked) -> str:
    return each.question.type or "(no type)"


def of_lang(each: Asked) -> str:
    return each.question.lang


def split(asked: Iterable[Asked], key: Callable[[Asked], str]) -> dict[str, list[Asked]]:
    """The records by `key`, keys in alphabetical order."""
    groups: dict[str, list[Asked]] = {}
    for each in asked:
        groups.setdefault(key(each), []).append(each)
    return dict(sorted(groups.items()))


def rates(asked: Iterable[Asked]) -> dict[str, Rate]:
    """Each measure by name; what it is a share of stands in MEASURES."""
    known = [each for each in asked if each.question.scored]
    answerable = [each for each in known if not each.question.unanswerable]
    answered = [each for each in answerable if not each.result.refused]
    return {
        "overall": Rate.of(each.verdict.right for each in known),
        "answer_accuracy": Rate.of(each.verdict.right for each in answerable),
        "accuracy_when_answered": Rate.of(each.verdict.right for each in answered),
        "right_but_wrong_headline": Rate.of(each.verdict.outcome == "wrong_headline" for each in answerable),
        "citation_support_answered": Rate.of(_supported(each) for each in answered if each.question.gold),
        "citation_support_all": Rate.of(_supported(each) for each in answerable if each.question.gold),
        "all_gold_cited": Rate.of(bool(each.verdict.all_gold) for each in answered if each.question.gold),
        "file_agreement": Rate.of(agrees for each in answered if (agrees := each.verdict.file_agrees) is not None),
        "grounded": Rate.of(each.verdict.right and _supported(each) for each in answerable if each.question.gold),
        "unfounded_figures": Rate.of(bool(unfounded(each.answer)) for each in known if not each.result.refused),
        "refusal_accuracy": Rate.of(each.verdict.right for each in known if each.question.unanswerable),
        "false_refusals": Rate.of(each.result.refused for each in answerable),
    }


MEASURES = {
    "overall": "right answers and right refusals, of all questions",
    "answer_accuracy": "right answers, of the answerable questions",
    "accuracy_when_answered": "right answers, of the answers given to answerable questions",
    "right_but_wrong_headline": "the right value comes after a wrong one, of the answerable questions",
    "citation_support_answered": "a citation shows the evidence, of the answers given",
    "citation_support_all": "a citation shows the evidence, of the answerable questions",
    "all_gold_cited": "the citations show every piece of evidence, of the answers given",
    "file_agreement": "the citation that shows it names the right file",
    "grounded": "right and shown, of the answerable questions",
    "unfounded_figures": "a number stands in no cited passage, of the answers given",
    "refusal_accuracy": "refused, of the unanswerable questions",
    "false_refusals": "refused, of the answerable questions",
}


def _marked_words(each: Asked) -> str:
    """The exact words of a Chinese answer in its first citation; empty where none are marked or none are wanted."""
    if each.result.refused or each.question.lang != "zh" or not each.question.answers or not each.answer.citations:
        return ""
    first = each.answer.citations[0]
    return first.text[first.answer.start - first.start : first.answer.end - first.start] if first.answer else ""


def _sureness(each: Asked) -> float:
    return each.answer.citations[0].score if each.answer.citations else 0.0


def _supported(each: Asked) -> bool:
    return bool(each.verdict.supported)


def _plain(measures: dict[str, Rate]) -> dict[str, object]:
    return {
        name: {"hits": rate.hits, "total": rate.total, "share": rate.share, "interval": rate.interval}
        for name, rate in measures.items()
    }
