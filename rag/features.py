"""What the reader looks at: for every candidate of a passage, one row of numbers about how it fits the question."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from index.dating.governing import period_at
from index.period import Period
from rag.alignment import AskedWord, FloatArray
from rag.candidates import FIGURES, Candidate
from rag.columns import COLUMN, FEATURES
from rag.coverage import Coverage, Run
from rag.cues import CUES, asked_size
from rag.figures import find_figures, same
from rag.question import Question
from rag.sentences import sentences

Similarity = Callable[[Sequence[str]], FloatArray]

_MARKS = "，。；：、,;:！？!?\n ）)"


@dataclass(frozen=True, slots=True)
class Read:
    """One passage with its candidates, ready to be measured: the article's title, rank from 1."""

    text: str
    title: str
    found: tuple[Candidate, ...]
    rank: int
    reported: Period | None = None


class PassageFeatures:
    """The feature rows of one passage's candidates: shape [candidates, len(FEATURES)]."""

    def __init__(self, question: Question, words: Sequence[AskedWord], read: Read, similarity: Similarity) -> None:
        self._question = question
        self._read = read
        self._words = len(words)
        self._coverage = Coverage(words, read.text, read.title)
        self._similarity = similarity
        self._asked = question.text.lower()
        self._figures = find_figures(question.text)
        self._table = np.zeros((len(read.found), len(FEATURES)), dtype=np.float32)
        self._reach = self._reaches()

    def rows(self) -> FloatArray:
        if self._read.found:
            self._fill_passage()
            self._fill_coverage()
            self._fill_similarity()
            self._fill_kinds()
            self._fill_shapes()
            self._fill_cues()
            self._fill_times()
        return self._table

    def _set(self, name: str, values: FloatArray | Sequence[float] | float) -> None:
        self._table[:, COLUMN[name]] = values

    def _fill_passage(self) -> None:
        cover = self._coverage
        self._set("in_title", cover.share(cover.title))
        self._set("in_passage", cover.share(cover.everything))
        self._set("names", float(cover.has_names))
        self._set("name_missing", 1 - cover.named(cover.everything))
        self._set("rank", 1 / self._read.rank)
        self._set("english", float(self._question.language == "en"))
        self._set("words", math.log1p(self._words))

    def _fill_coverage(self) -> None:
        found, cover = self._read.found, self._coverage
        reach = self._reach
        before = _before(self._read.text)
        sentence = cover.matches([(c.sentence.start, c.sentence.end) for c in found])
        clause = cover.matches([(c.clause.start, c.clause.end) for c in found])
        segment = cover.matches([(c.segment.start, c.segment.end) for c in found])
        near_left = cover.matches([(left, c.start) for c, (left, _) in zip(found, reach, strict=True)])
        near_right = cover.matches([(c.end, right) for c, (_, right) in zip(found, reach, strict=True)])
        rest = np.maximum(
            cover.matches([(c.segment.start, c.start) for c in found]),
            cover.matches([(c.end, c.segment.end) for c in found]),
        )
        shares = {
            "in_sentence": sentence,
            "in_clause": clause,
            "in_segment": segment,
            "in_left": cover.matches([(c.sentence.start, c.start) for c in found]),
            "in_right": cover.matches([(c.end, c.clause.end) for c in found]),
            "near_left": near_left,
            "near_right": near_right,
            "in_before": cover.matches([before.get(c.sentence.start, (0, 0)) for c in found]),
            "in_clause_before": cover.matches(
                [(max(c.sentence.start, c.clause.start - 40), c.clause.start) for c in found]
            ),
            "inside": cover.matches([(c.start, c.end) for c in found]),
            "segment_rest": rest,
        }
        for name, matched in shares.items():
            self._set(name, cover.share(matched))
        near = np.maximum(near_left, near_right)
        heaviest = {"top_sentence": sentence, "top_clause": clause, "top_segment": segment, "top_near": near}
        for name, matched in heaviest.items():
            self._set(name, cover.heaviest(matched))
        self._set("name_in_sentence", cover.named(sentence))

    def _reaches(self) -> list[Run]:
        """How far the words that go with each candidate reach: back to the figure before it, on to the next mark."""
        figures = sorted({(c.start, c.end) for c in self._read.found if c.kind in FIGURES})
        ends, starts = sorted(end for _, end in figures), [start for start, _ in figures]
        runs = []
        for c in self._read.found:
            last, following = bisect_right(ends, c.start) - 1, bisect_left(starts, c.end)
            left = max(c.clause.start, ends[last]) if last >= 0 else c.clause.start
            right = min(c.segment.end, starts[following]) if following < len(starts) else c.segment.end
            runs.append((left, max(right, c.end)))
        return runs

    def _fill_similarity(self) -> None:
        found = self._read.found
        spans = sorted({span for c in found for span in (c.sentence, c.clause, c.segment)})
        values = self._similarity([self._read.text[span.start : span.end] for span in spans])
        of = dict(zip(spans, (float(value) for value in values), strict=True))
        self._set("sim_sentence", [of[c.sentence] for c in found])
        self._set("sim_clause", [of[c.clause] for c in found])
        self._set("sim_segment", [of[c.segment] for c in found])

    def _fill_kinds(self) -> None:
        found, kinds = self._read.found, self._question.kinds
        share = [kinds.get(c.kind, 0.0) for c in found]
        self._set("kind", share)
        self._set("kind_log", [math.log(value + 0.01) for value in share])
        for row, candidate in enumerate(found):
            self._table[row, COLUMN[f"kind_is_{candidate.kind}"]] = 1.0
        self._fill_units()
        size = asked_size(self._question.text)
        if size:
            same = [c.kind == "list" and c.list_size in (size, size - 1) for c in found]
            self._set("size_same", [float(value) for value in same])
            others = [float(c.kind == "list" and not value) for c, value in zip(found, same, strict=True)]
            self._set("size_other", others)

    def _fill_units(self) -> None:
        unit = self._question.unit
        if not unit:
            return
        for row, candidate in enumerate(self._read.found):
            if candidate.figure is not None:
                money = candidate.kind == "money" and "元" in unit
                same = money or candidate.figure.unit.startswith(unit)
                self._table[row, COLUMN["unit_same" if same else "unit_other"]] = 1.0

    def _fill_shapes(self) -> None:
        text, found = self._read.text, self._read.found
        rivals = Counter((c.kind, c.clause) for c in found)
        first: dict[tuple[str, object], int] = {}
        for c in found:
            first.setdefault((c.kind, c.clause), c.start)
        self._set("verbatim", [float(self._is_asked(c)) for c in found])
        self._set("length", [math.log1p(c.end - c.start) for c in found])
        self._set("sentence_length", [math.log1p(c.sentence.end - c.sentence.start) for c in found])
        self._set("place", [c.start / (len(text) + 1) for c in found])
        self._set("rivals", [math.log(rivals[c.kind, c.clause]) for c in found])
        self._set("first_rival", [float(first[c.kind, c.clause] == c.start) for c in found])
        self._set("bound", [float(c.figure is not None and c.figure.bound != "exact") for c in found])
        self._set("has_word_after", [float(text[c.end : c.end + 1] not in _MARKS) for c in found])

    def _is_asked(self, candidate: Candidate) -> bool:
        """Whether the question itself says what the candidate does, word for word or as a figure: 第8位 and 8th."""
        words = self._read.text[candidate.start : candidate.end].lower()
        figure = candidate.figure
        return words in self._asked or (figure is not None and any(same(figure, each) for each in self._figures))

    def _fill_cues(self) -> None:
        """For each family of small words: whether it stands near the candidate, in the question, or in both."""
        asked = {name: bool(CUES[name][self._question.language == "en"].search(self._question.text)) for name in CUES}
        known: dict[Run, list[int]] = {}
        for row, (candidate, (left, right)) in enumerate(zip(self._read.found, self._reach, strict=True)):
            run = (left, min(right + 2, candidate.clause.end))
            if run not in known:
                known[run] = self._cues(run, asked)
            self._table[row, known[run]] = 1.0

    def _cues(self, run: Run, asked: dict[str, bool]) -> list[int]:
        around = self._read.text[run[0] : run[1]]
        columns = []
        for name, (chinese, _) in CUES.items():
            here = bool(chinese.search(around))
            side = "both" if here and asked[name] else "text_only" if here else "asked_only" if asked[name] else ""
            if side:
                columns.append(COLUMN[f"{side}_{name}"])
        return columns

    def _fill_times(self) -> None:
        """How the time a figure is of, or else its article's, stands to the time asked about."""
        asked, reported = self._question.period, self._read.reported
        if asked is None:
            return
        self._set("asked_time", 1.0)
        for row, candidate in enumerate(self._read.found):
            period = None
            if candidate.kind in FIGURES:
                period = period_at(self._read.text, candidate.start, reported)
            self._table[row, [COLUMN[name] for name in _times(asked, period, reported)]] = 1.0


def _times(asked: Period, period: Period | None, reported: Period | None) -> list[str]:
    if period is not None:
        if (asked.start, asked.end) == (period.start, period.end):
            return ["period_exact"]
        if not asked.overlaps(period):
            return ["period_other"]
        return ["period_within" if asked.contains(period) else "period_wider"]
    if reported is not None:
        return ["report_same" if asked.overlaps(reported) else "report_other"]
    return []


def _before(text: str) -> dict[int, Run]:
    """Where the sentence before each sentence stands, by the start of the latter."""
    return {second.start: (first.start, first.end) for first, second in pairwise(sentences(text))}
