"""What the reader looks at: for every candidate of a passage, one row of numbers about how it fits the question."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from index.article import Span
from rag.alignment import AskedWord, FloatArray, regions_max, strengths
from rag.candidates import KINDS, Candidate
from rag.question import Question
from rag.sentences import sentences

Similarity = Callable[[Sequence[str]], FloatArray]

# Words that make one figure another: new against total, target against result. Chinese cue, English cue.
_MODIFIERS: dict[str, tuple[str, str]] = {
    "new": (
        r"新增|新登记|新设|新引进|新培育|新开|新签|新建|新认定|净增|新(?=[\u4e00-\u9fff]{2})",
        r"\b(?:new|newly|added|add|adds|additional|net)\b",
    ),
    "total": (
        r"累计|总量|总数|合计|一共|总共|达到?|突破|拥有|共有|现有|共|总(?![监经裁部理书])",
        r"\b(?:total|altogether|overall|cumulative\w*|in all|so far|have|has)\b",
    ),
    "target": (
        r"力争|目标|计划|预计|将(?!军)|拟|争取|到20\d\d年|规划|瞄准|确保|要",
        r"\b(?:target\w*|aim\w*|plan\w*|expect\w*|goal|intend\w*|will|seek\w*|hope\w*|by 20\d\d|set to)\b",
    ),
    "growth": (
        r"增长|同比|增速|增幅|涨|提高|提升|增加|上升|下降|降|跌|减少",
        r"\b(?:gr[eo]w\w*|growth|increase\w*|rise|rose|up|rate|fell|fall|drop\w*|decline\w*|faster|surge\w*|jump\w*|climb\w*)\b",
    ),
    "share": (
        r"占|比重|比例|份额|占比|[成之]|率",
        r"\b(?:share|proportion|percent\w*|account\w*|fraction|part of|rate)\b",
    ),
    "average": (r"平均|人均|亩均|日均|户均|每(?![月年])", r"\b(?:average|per|each|every|mean)\b"),
    "rank": (
        r"第[一二三四五六七八九十\d]+[位名]?|排名|位居|名列|居|前[一二三四五六七八九十\d]|强",
        r"\b(?:rank\w*|place\w*|position|top|first|second|third|standing)\b",
    ),
    "past": (
        r"去年|上年|同期|此前|原来|以前|曾|从前|过去|年初",
        r"\b(?:last year|previous\w*|before|earlier|former\w*|used to|originally|ago|past)\b",
    ),
    "invest": (r"投资|总投资", r"\b(?:invest\w*)\b"),
    "sign": (r"签约|签订|协议|合同", r"\b(?:sign\w*|contract\w*|agree\w*)\b"),
    "part": (r"其中|里面|当中|包括", r"\b(?:of these|of those|of them|among|of which|within|including)\b"),
    "most": (
        r"最|首",
        r"\b(?:most|least|largest|smallest|highest|lowest|biggest|first|best|max\w*|at most|at least)\b",
    ),
}
_COMPILED = {name: (re.compile(zh), re.compile(en, re.I)) for name, (zh, en) in _MODIFIERS.items()}
_ASKED_SIZE = re.compile(
    r"[哪几这](?:几|([一二两三四五六七八九十]|\d+))[个大种项类家座条位]?|(\d+|two|three|four|five|six|seven|eight|nine|ten)\s",
    re.I,
)
_SIZES = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_EN_SIZES = {
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
}

FEATURES: tuple[str, ...] = (
    "kind",
    "kind_log",
    "unit_same",
    "unit_other",
    "in_sentence",
    "in_clause",
    "in_segment",
    "in_left",
    "in_right",
    "near_left",
    "near_right",
    "in_before",
    "in_title",
    "in_passage",
    "top_sentence",
    "top_clause",
    "top_segment",
    "top_near",
    "inside",
    "verbatim",
    "segment_rest",
    "sim_sentence",
    "sim_clause",
    "sim_segment",
    "rank",
    "score",
    "size_same",
    "size_other",
    "period_same",
    "period_other",
    "length",
    "sentence_length",
    "place",
    "rivals",
    "first_rival",
    "bound",
    "has_word_after",
    "english",
    "words",
    *(f"kind_is_{kind}" for kind in KINDS),
    *(f"{side}_{name}" for name in _MODIFIERS for side in ("both", "text_only", "asked_only")),
)


@dataclass(frozen=True, slots=True)
class Read:
    """One passage with its candidates, ready to be measured: the article's title, rank from 1, score 0 to 1."""

    text: str
    title: str
    found: tuple[Candidate, ...]
    rank: int
    score: float


class PassageFeatures:
    """The feature rows of one passage's candidates: shape [candidates, len(FEATURES)]."""

    def __init__(
        self, question: Question, words: Sequence[AskedWord], read: Read, similarity: Similarity
    ) -> None:
        self._question = question
        self._read = read
        self._weights = np.array([word.weight for word in words], dtype=np.float32)
        self._total = float(self._weights.sum()) or 1.0
        self._order = np.argsort(-self._weights, kind="stable")[:2]
        self._table = strengths(words, read.text)
        self._title = regions_max(strengths(words, read.title), 0, len(read.title))
        self._passage = regions_max(self._table, 0, len(read.text))
        self._regions: dict[Span, FloatArray] = {}
        self._similar = self._similarities(similarity)
        self._before = _previous(read.text)
        self._asked = {
            name: bool(_COMPILED[name][question.language == "en"].search(question.text))
            for name in _MODIFIERS
        }
        self._size = _asked_size(question.text)
        self._common = self._common_features(len(words))

    def rows(self) -> FloatArray:
        rows = [self._row(candidate) for candidate in self._read.found]
        return np.array(rows, dtype=np.float32).reshape(len(rows), len(FEATURES))

    def _row(self, candidate: Candidate) -> list[float]:
        text = self._read.text
        values = {**self._common, **self._coverage(candidate), **self._modifiers(candidate)}
        share = self._question.kinds.get(candidate.kind, 0.0)
        words = text[candidate.start : candidate.end]
        rivals = self._rivals(candidate)
        values |= {
            "kind": share,
            "kind_log": math.log(share + 0.01),
            "verbatim": float(words.lower() in self._question.text.lower()),
            "length": math.log1p(len(words)),
            "sentence_length": math.log1p(candidate.sentence.end - candidate.sentence.start),
            "place": candidate.start / (len(text) + 1),
            "rivals": math.log1p(len(rivals)),
            "first_rival": float(not rivals or candidate.start <= min(rivals)),
            "bound": float(candidate.figure is not None and candidate.figure.bound != "exact"),
            "has_word_after": float(
                text[candidate.end : candidate.end + 1] not in "，。；：、,;:！？!?\n ）)"
            ),
            f"kind_is_{candidate.kind}": 1.0,
            **self._sizes(candidate),
            **self._units(candidate),
        }
        return [values.get(name, 0.0) for name in FEATURES]

    def _common_features(self, words: int) -> dict[str, float]:
        return {
            "in_title": self._share(self._title),
            "in_passage": self._share(np.maximum(self._passage, self._title)),
            "rank": 1 / self._read.rank,
            "score": self._read.score,
            "english": float(self._question.language == "en"),
            "words": math.log1p(words),
        }

    def _coverage(self, candidate: Candidate) -> dict[str, float]:
        start, end = candidate.start, candidate.end
        sentence, clause, segment = candidate.sentence, candidate.clause, candidate.segment
        left, right = self._reach(candidate)
        near_left, near_right = regions_max(self._table, left, start), regions_max(self._table, end, right)
        inside = regions_max(self._table, start, end)
        segment_rest = np.maximum(
            regions_max(self._table, segment.start, start), regions_max(self._table, end, segment.end)
        )
        near = np.maximum(near_left, near_right)
        return {
            "in_sentence": self._share(self._region(sentence)),
            "in_clause": self._share(self._region(clause)),
            "in_segment": self._share(self._region(segment)),
            "in_left": self._share(regions_max(self._table, sentence.start, start)),
            "in_right": self._share(regions_max(self._table, end, clause.end)),
            "near_left": self._share(near_left),
            "near_right": self._share(near_right),
            "in_before": self._share(self._region(self._before.get(sentence, Span(0, 0)))),
            "top_sentence": self._top(self._region(sentence)),
            "top_clause": self._top(self._region(clause)),
            "top_segment": self._top(self._region(segment)),
            "top_near": self._top(near),
            "inside": self._share(inside),
            "segment_rest": self._share(segment_rest),
            "sim_sentence": self._similar.get(sentence, 0.0),
            "sim_clause": self._similar.get(clause, 0.0),
            "sim_segment": self._similar.get(segment, 0.0),
        }

    def _reach(self, candidate: Candidate) -> tuple[int, int]:
        """How far the words that go with a candidate reach: back to the figure before it, on to the next mark."""
        left = candidate.clause.start
        right = candidate.segment.end
        for other in self._read.found:
            if other.kind in ("count", "money", "percent", "rank") and other.figure is not None:
                if left < other.end <= candidate.start:
                    left = other.end
                if candidate.end <= other.start < right:
                    right = other.start
        return left, right

    def _region(self, span: Span) -> FloatArray:
        if span not in self._regions:
            self._regions[span] = regions_max(self._table, span.start, span.end)
        return self._regions[span]

    def _share(self, matched: FloatArray) -> float:
        return float((self._weights * matched).sum()) / self._total

    def _top(self, matched: FloatArray) -> float:
        return float(matched[self._order].mean()) if len(self._order) else 0.0

    def _modifiers(self, candidate: Candidate) -> dict[str, float]:
        left, right = self._reach(candidate)
        around = self._read.text[left : min(right + 2, candidate.clause.end)]
        values = {}
        for name, (chinese, _) in _COMPILED.items():
            here, asked = bool(chinese.search(around)), self._asked[name]
            side = "both" if here and asked else "text_only" if here else "asked_only" if asked else ""
            if side:
                values[f"{side}_{name}"] = 1.0
        return values

    def _rivals(self, candidate: Candidate) -> list[int]:
        return [
            other.start
            for other in self._read.found
            if other.kind == candidate.kind and other.clause == candidate.clause and other != candidate
        ]

    def _sizes(self, candidate: Candidate) -> dict[str, float]:
        if not self._size or candidate.kind != "list":
            return {}
        same = candidate.list_size == self._size or candidate.list_size + 1 == self._size
        return {"size_same": float(same), "size_other": float(not same)}

    def _units(self, candidate: Candidate) -> dict[str, float]:
        if not self._question.unit or candidate.figure is None:
            return {}
        unit = candidate.figure.unit
        same = unit.startswith(self._question.unit) or (
            candidate.kind == "money" and "元" in self._question.unit
        )
        return {"unit_same": float(same), "unit_other": float(not same)}

    def _similarities(self, similarity: Similarity) -> dict[Span, float]:
        spans = sorted({span for c in self._read.found for span in (c.sentence, c.clause, c.segment)})
        if not spans:
            return {}
        values = similarity([self._read.text[span.start : span.end] for span in spans])
        return dict(zip(spans, (float(value) for value in values), strict=True))


def _previous(text: str) -> dict[Span, Span]:
    found = sentences(text)
    return {second: first for first, second in zip(found, found[1:], strict=False)}


def _asked_size(text: str) -> int:
    match = _ASKED_SIZE.search(text)
    if not match:
        return 0
    word = (match[1] or match[2] or "").lower()
    return _SIZES.get(word) or _EN_SIZES.get(word) or (int(word) if word.isdigit() and len(word) < 3 else 0)
