"""The same figure at several dates: newest first, each with the time it is of and when it was reported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from index.article import Dating
from index.dating.governing import period_at
from index.period import Period
from rag.candidates import FIGURES
from rag.cues import asks, says
from rag.figures import Figure, same
from rag.question import Question
from rag.reader import AnswerSpan
from rag.subjects import akin

# Fitted on the dated groups for fitting (docs/measured.md): an answer of another date is taken for the same
# figure when it reads at least this share as well as the best, and its article is so much akin to the best's.
SAME_FIGURE = 0.0001
SAME_SUBJECT = 0.12
# One of the time asked about is taken for the best, of another time, when it reads at least this share as well; this
# one where its unit is another. Fitted as above.
OF_TIME = 0.05
OTHER_UNIT = 0.2
# Two figures of one time are more often two things than one thing told in two ways: that takes a better reading.
DISAGREES = 0.2
# The share of two times together that they have in common, from which on they are nearly one.
NEARLY = 0.9
# News of a time is told within this long after it.
_TOLD_WITHIN = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Dated:
    """One answer span with the `period` it is of and the dating of the article that `reported` it.

    `sure` says that the span's own sentence names the period; otherwise it is carried on from a sentence before.
    """

    span: AnswerSpan
    period: Period | None
    reported: Dating | None
    sure: bool = False

    @property
    def when(self) -> Period | None:
        """The time to show: what the sentence speaks of, else when it was reported."""
        return self.period or (self.reported.period if self.reported else None)

    @property
    def order(self) -> tuple[date, date]:
        """Newest is the latest period, ties by report."""
        reported = self.reported.period.end if self.reported else date.min
        return (self.when.end if self.when else date.min), reported


@dataclass(frozen=True, slots=True)
class Timeline:
    """The answer, `newest`, the same figure at `earlier` times, newest first, and others told for the newest's time.

    `disagreeing` are values other than the newest's that other articles give for the very same time. `missing` is the
    time asked about when no figure found is of it: then `newest` and `earlier` are of other times. `untold` are the
    others of several times asked about that no figure found is of.
    """

    newest: Dated
    earlier: tuple[Dated, ...] = ()
    missing: Period | None = None
    disagreeing: tuple[Dated, ...] = ()
    untold: tuple[Period, ...] = ()

    @property
    def lacking(self) -> tuple[Period, ...]:
        """The times asked about that no figure found is of."""
        return (self.missing, *self.untold) if self.missing else self.untold

    @property
    def told(self) -> tuple[Dated, ...]:
        """Every value, in the order in which an answer names and cites them."""
        return (self.newest, *self.disagreeing, *self.earlier)


def timeline(question: Question, spans: Sequence[AnswerSpan]) -> Timeline:
    """The spans, best first and at least one, as a timeline for the question."""
    best = spans[0]
    alike = [dated(span) for span in spans if span is best or _same_figure(question, best, span)]
    near = [dated(span) for span in spans[:20]]
    if question.period:
        return _asked_about(question.period, alike, near)
    if question.periods:
        return _of_each([_asked_about(period, alike, near) for period in question.periods])
    if best.kind not in FIGURES:
        return Timeline(alike[0])
    return _told(_by_time(alike))


def told_times(line: Timeline) -> list[tuple[Figure | None, Period]]:
    """The figures with the times they are of or were reported at: what the answer may say of each."""
    return [
        *((None, period) for period in line.lacking),
        *((each.span.figure, each.when) for each in line.told if each.when),
    ]


def dated(span: AnswerSpan) -> Dated:
    """A span with the time it is of."""
    article = span.found.article
    reported = article.dating
    period = period_at(article.text, span.answer.start, reported.period if reported else None)
    own = article.text[span.sentence.start : span.sentence.end]
    named = period_at(own, span.answer.start - span.sentence.start, reported.period if reported else None)
    return Dated(span, period, reported, sure=named is not None)


def _same_figure(question: Question, best: AnswerSpan, other: AnswerSpan) -> bool:
    """Whether a span gives the same quantity: same kind and unit, aimed at or reached as the best, and read well."""
    if other.kind != best.kind or other.kind not in FIGURES:
        return False
    if best.figure is None or other.figure is None or best.figure.unit != other.figure.unit:
        return False
    if _is_aimed(other) and not _is_aimed(best) and not asks(question, "target"):
        return False
    home, there = best.found.article, other.found.article
    return other.score >= SAME_FIGURE * best.score and there.id != home.id and akin(home, there) >= SAME_SUBJECT


def _is_aimed(span: AnswerSpan) -> bool:
    """Whether the clause up to the figure speaks of what is aimed at."""
    return says(span, "target")


def _by_time(alike: Sequence[Dated]) -> list[Dated]:
    """Newest first, of each article the best read."""
    best: dict[str, Dated] = {}
    for each in sorted(alike, key=lambda each: (each.span.score, each.order), reverse=True):
        best.setdefault(each.span.found.article.id, each)
    return sorted(best.values(), key=lambda each: (each.order, each.span.score), reverse=True)


def _told(line: Sequence[Dated]) -> Timeline:
    """A timeline of what is newest first, each value once for each time."""
    newest, *others = _distinct(line)
    earlier = tuple(each for each in others if not _at_once(each, newest))
    return Timeline(newest, earlier, disagreeing=_disagreeing(newest, others))


def _disagreeing(newest: Dated, others: Sequence[Dated]) -> tuple[Dated, ...]:
    """Those of the others that are of the same time and read well enough to be the same thing said otherwise."""
    best = max(each.span.score for each in (newest, *others))
    return tuple(each for each in others if _at_once(each, newest) and each.span.score >= DISAGREES * best)


def _distinct(line: Sequence[Dated]) -> list[Dated]:
    """Without what repeats the value given for the same time before it."""
    kept: list[Dated] = []
    for each in line:
        if not any(_at_once(each, known) and _same_value(each, known) for known in kept):
            kept.append(each)
    return kept


def _at_once(one: Dated, other: Dated) -> bool:
    """Whether both are of just the same time, as the articles' own words tell."""
    return one.period is not None and one.period == other.period


def _same_value(one: Dated, other: Dated) -> bool:
    first, second = one.span.figure, other.span.figure
    return first is not None and second is not None and same(first, second)


def _asked_about(asked: Period, alike: list[Dated], near: list[Dated]) -> Timeline:
    """The best read of those that are of the time asked about, else of those that may be; else what there is."""
    best = alike[0].span
    worth = [each for each in near if _is_worth(best, each.span)]
    # A figure of a part of the time is another figure; a day or a name of a part of it is of the time as well.
    first = (_is_just_of, _is_nearly_of, _is_within) if best.kind in FIGURES else (_is_within,)
    for fits in (*first, _is_of, _may_be_of):
        chosen = next((each for each in worth if fits(asked, each)), None)
        if chosen:
            return Timeline(chosen, disagreeing=_against(chosen, alike))
    newest, *earlier = _by_time(alike)
    return Timeline(newest, tuple(earlier), missing=asked)


def _of_each(lines: Sequence[Timeline]) -> Timeline:
    """What was found for each time, newest first, as one timeline; what disagrees is left to those who ask of one."""
    found = sorted((line.newest for line in lines if not line.missing), key=lambda each: each.order, reverse=True)
    apart = [each for place, each in enumerate(found) if each.span not in [other.span for other in found[:place]]]
    untold = tuple(line.missing for line in lines if line.missing)
    return Timeline(apart[0], tuple(apart[1:]), untold=untold) if apart else replace(lines[0], untold=untold[1:])


def _is_worth(best: AnswerSpan, other: AnswerSpan) -> bool:
    """Whether a span reads well enough to be the answer in the best's place, if its time is the one asked about."""
    if other.kind != best.kind:
        return False
    alike = best.figure is None or (other.figure is not None and other.figure.unit == best.figure.unit)
    return other.score >= (OF_TIME if alike else OTHER_UNIT) * best.score


def _against(chosen: Dated, alike: Sequence[Dated]) -> tuple[Dated, ...]:
    """Values of other articles for the time that the chosen one is of."""
    home = chosen.span.found.article.id
    if chosen.span.kind not in FIGURES:
        return ()
    elsewhere = [each for each in _by_time(alike) if each.span.found.article.id != home]
    same_kind = [each for each in elsewhere if each.span.kind == chosen.span.kind]
    return _disagreeing(chosen, _distinct([chosen, *same_kind])[1:])


def _is_just_of(asked: Period, each: Dated) -> bool:
    """Whether a figure is of just the time asked about, no part of it and no longer one."""
    return each.when is not None and (each.when.start, each.when.end) == (asked.start, asked.end)


def _is_nearly_of(asked: Period, each: Dated) -> bool:
    """Whether a figure is of nearly the time asked about: this year up to 23 October, for the first nine months."""
    if each.when is None:
        return False
    both = min(asked.end, each.when.end) - max(asked.start, each.when.start)
    either = max(asked.end, each.when.end) - min(asked.start, each.when.start)
    return both.days + 1 >= NEARLY * (either.days + 1)


def _is_within(asked: Period, each: Dated) -> bool:
    """Whether a figure is of a time within the one asked about, or reported then where its sentence names no time."""
    if each.when is None:
        return False
    told_then = not each.sure and each.reported is not None and asked.contains(each.reported.period)
    return told_then or asked.contains(each.when)


def _is_of(asked: Period, each: Dated) -> bool:
    """Whether a figure's own sentence, or else its article's date, is of the time asked about."""
    return each.when is not None and asked.overlaps(each.when)


def _may_be_of(asked: Period, each: Dated) -> bool:
    """Whether nothing speaks against it: its sentence names no other time, and it was told then or within the year."""
    if each.period is not None and each.sure:
        return False
    if each.reported is None:
        return True
    return each.reported.period.end >= asked.start and each.reported.period.start - asked.end <= _TOLD_WITHIN
