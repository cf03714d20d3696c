"""The guard: nothing is shown that its citations do not bear out, whoever wrote the sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from index.dating.governing import period_at
from index.dating.periods import DatedWords, find_periods
from index.period import Period
from rag.answer import Citation
from rag.cues import CUES
from rag.figures import Figure, find_figures, stands_for
from rag.sentences import segments, sentences

_COUNTED = re.compile(r"\d{4}(?![年\d])[\u3400-\u9fff]")
_MARKS = re.compile(r" ?\[\d\]")
_QUOTE = re.compile(r"“([^“”]*(?:“[^“”]*”[^“”]*)*)”")
_STATEMENT = re.compile(r"[。；！？!?\n]|[;.](?=\s|$)")
_HAN = re.compile(r"[\u3400-\u9fff]")
_BASE = re.compile(r"(?:[比较从由自]|相比|than|from|since|against)\s*$", re.I)
_PLACE = re.compile(r"[\u4e00-\u9fff]{1,4}(?:[省市区县镇乡州盟]|新区|街道)$")
_PLACE_TAGS = ("ns", "nt", "nr")
_NO_NAMES = frozenset("全市 全省 全区 全县 全州 城市 城区 地区 市区 该市 该区 该县 本市 本区".split())
_TOKEN = re.compile(r"[\u3400-\u9fff]|[A-Za-z][A-Za-z0-9.]*")
_AIMED = re.compile(r"力争|目标|计划|预计|争取")
_MOVED = 0.15  # of a figure's surroundings, by which another figure's must fit better for it to have been moved


@dataclass(frozen=True, slots=True)
class Fault:
    """Words of an answer that nothing bears out, and of what kind."""

    kind: Literal["quote", "figure", "date", "name", "subject"]
    words: str


@dataclass(frozen=True, slots=True)
class _Cited:
    """A cited passage: its telling sentence, and the figures of that with where they stand in the passage."""

    text: str
    title: str
    evidence: str
    start: int
    figures: tuple[Figure, ...]
    reported: Period | None

    def period_of(self, figure: Figure) -> Period | None:
        """The time a figure of the evidence is of: what its passage says, else the day it was reported."""
        return period_at(self.text, self.start + figure.start, self.reported) or self.reported


Told = tuple[Figure | None, Period]


def supported(text: str, citations: Sequence[Citation], told: Sequence[Told] = ()) -> bool:
    """Whether the answer has no fault; `told` are figures with the periods read for them in the whole articles."""
    return next(faults(text, citations, told), None) is None


def faults(text: str, citations: Sequence[Citation], told: Sequence[Told] = ()) -> Iterator[Fault]:
    """What of the answer its citations do not bear out.

    Quotes must stand there word for word; figures must stand, in value, unit, rank and bound, in a cited sentence and,
    beside a quote, in the quote; dates must be of a figure stated with them, or in the passage or its dating; places
    and people must be named there; a figure's surroundings must fit it better than another figure of its kind.
    """
    cited = [_cited(citation) for citation in citations]
    for statement in _statements(_MARKS.sub("", text)):
        quotes = [match[1] for match in _QUOTE.finditer(statement)]
        yield from (Fault("quote", quote) for quote in quotes if not _quoted(quote, cited))
        bare = _QUOTE.sub(" ", statement)
        yield from _dates(bare, cited, told)
        yield from _figures(_undated(bare), quotes, cited)
        yield from _names(bare, cited)
        if not quotes:  # a quote shows the figure among its own words
            yield from _subjects(_undated(bare), cited)


def _cited(citation: Citation) -> _Cited:
    start, end = citation.evidence.start - citation.start, citation.evidence.end - citation.start
    evidence = citation.text[start:end]
    reported = citation.dating.period if citation.dating else None
    return _Cited(citation.text, citation.title, evidence, start, find_figures(evidence), reported)


def _statements(text: str) -> Iterator[str]:
    """The sentences of an answer; a mark inside a quote ends none."""
    held = _QUOTE.sub(lambda match: "x" * len(match[0]), text)
    start = 0
    for stop in [*(match.end() for match in _STATEMENT.finditer(held)), len(text)]:
        if text[start:stop].strip():
            yield text[start:stop]
        start = stop


def _quoted(quote: str, cited: Sequence[_Cited]) -> bool:
    wanted = " ".join(quote.split())
    return any(wanted in " ".join(each.text.split()) for each in cited)


def _undated(text: str) -> str:
    """The statement with blanks where its words of time stand, which are not figures."""
    for words in _times(text):
        blank = " " * (words.span.end - words.span.start)
        text = text[: words.span.start] + blank + text[words.span.end :]
    return text


def _times(text: str) -> list[DatedWords]:
    """The words of time of a statement; the number of a figure is none: "2058家", "1932亿元"."""
    return [words for words in find_periods(text, None) if not _COUNTED.match(text, words.span.start)]


def _figures(bare: str, quotes: Sequence[str], cited: Sequence[_Cited]) -> Iterator[Fault]:
    shown = [figure for quote in quotes for figure in find_figures(quote)]
    known = shown or [figure for each in cited for figure in each.figures]
    for figure in find_figures(bare):
        if not any(stands_for(each, figure) for each in known):
            yield Fault("figure", figure.text)


def _dates(bare: str, cited: Sequence[_Cited], told: Sequence[Told]) -> Iterator[Fault]:
    """Dates that neither a figure stated beside them nor, where none is, the passages speak of."""
    stated = find_figures(_undated(bare))
    of_figures = [
        period
        for each in cited
        for figure in each.figures
        if any(stands_for(figure, one) for one in stated)
        if (period := each.period_of(figure))
    ]
    of_figures += [period for known, period in told if known and any(stands_for(known, one) for one in stated)]
    loose = [period for known, period in told if not known or not stated]
    known = [*of_figures, *loose] if of_figures else [*_spoken_of(cited), *loose]
    for words in _times(bare):
        base = _BASE.search(bare, 0, words.span.start)  # "比2019年增长8%" names no time that its figure is of
        if not any(_covers(words.period, period) for period in (_spoken_of(cited) if base else known)):
            yield Fault("date", bare[words.span.start : words.span.end])


def _spoken_of(cited: Sequence[_Cited]) -> list[Period]:
    named = [words.period for each in cited for words in find_periods(each.text, each.reported)]
    return named + [each.reported for each in cited if each.reported]


def _covers(stated: Period, known: Period) -> bool:
    """Whether a stated time is the known one, or no more precise and around it."""
    return stated.contains(known) and (stated.precision != "range" or stated.end == known.end)


def _names(bare: str, cited: Sequence[_Cited]) -> Iterator[Fault]:
    """Chinese places and people that no cited passage or title names."""
    import rjieba

    if not _HAN.search(bare):
        return
    whole = "\n".join(f"{each.title}\n{each.text}" for each in cited)
    for word, tag in rjieba.tag(bare):
        named = len(word) > 1 and (tag in _PLACE_TAGS or _PLACE.match(word)) and _HAN.search(word)
        if named and word not in _NO_NAMES and word not in whole:
            yield Fault("name", word)


def _subjects(bare: str, cited: Sequence[_Cited]) -> Iterator[Fault]:
    """Figures whose surroundings in the answer are, in the evidence, clearly those of another figure."""
    known = [around for each in cited for around in _surrounded(each.evidence)]
    for stated in _surrounded(bare):
        alike = [each for each in known if each.figure.unit == stated.figure.unit]
        own = [each for each in alike if stands_for(each.figure, stated.figure)]
        others = [each for each in alike if not stands_for(each.figure, stated.figure)]
        if not own or not stated.pairs:
            continue
        fits = max(max(_likeness(stated.pairs, each.pairs), _likeness(stated.pairs, each.carried)) for each in own)
        other = max((_likeness(stated.pairs, each.pairs) for each in others), default=0.0)
        if other >= fits + _MOVED or all(_contradict(stated.words, each.words) for each in own):
            yield Fault("subject", stated.figure.text)


@dataclass(frozen=True, slots=True)
class _Surrounded:
    """A figure and the words around it, from the figure before to the next, and the pairs of their characters.

    `carried` are those pairs and those of the part of the sentence before: "新增企业114家，累计723家" speaks of
    enterprises twice.
    """

    figure: Figure
    words: str
    pairs: frozenset[str]
    carried: frozenset[str]


def _surrounded(text: str) -> Iterator[_Surrounded]:
    figures = find_figures(text)
    for sentence in sentences(text):
        before: frozenset[str] = frozenset()
        for part in segments(text, sentence):
            here = [figure for figure in figures if part.start <= figure.start < part.end]
            starts = [part.start, *(figure.end for figure in here)]
            ends = [*(figure.start for figure in here[1:]), part.end]
            for figure, start, end in zip(here, starts, ends, strict=False):
                pairs = _pairs(text[start : figure.start]) | _pairs(text[figure.end : end])
                yield _Surrounded(figure, text[start : figure.start], pairs, pairs | before)
            before = _pairs(text[part.start : part.end]) or before


def _contradict(stated: str, known: str) -> bool:
    """Whether one speaks of what was added and the other of a total, or what is aimed at is stated as reached."""

    def says(words: str, cue: str, but: str) -> bool:
        return bool(CUES[cue][0].search(words)) and not CUES[but][0].search(words)

    for one, other in ((stated, known), (known, stated)):
        if says(one, "new", "total") and says(other, "total", "new"):
            return True
    return bool(_AIMED.search(known)) and not CUES["target"][0].search(stated)


def _pairs(text: str) -> frozenset[str]:
    found = _TOKEN.findall(text)
    return frozenset(one + other for one, other in pairwise(found))


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """F1 of two sets of pairs."""
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 0.0
