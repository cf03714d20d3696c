"""What could be the answer in one passage: figures, dates, names, lists and clauses, each with its kind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.article import Span
from index.dates import find_periods
from rag.figures import Figure, find_figures
from rag.sentences import clauses, segments, sentences

# The kinds of answer a question can ask for; the first seven are typed, the last is any clause.
KINDS = ("count", "money", "percent", "rank", "date", "person", "list", "name", "clause")

_LIST = re.compile(r"[^，。；：！？\s、,;:!?（）()]{1,24}(?:、[^，。；：！？\s、,;:!?（）()]{1,24})+")
_QUOTED = re.compile(r"“([^“”\n]{1,40})”|《([^《》\n]{1,40})》|「([^「」\n]{1,40})」")
_CALENDAR = re.compile(
    r"(?:\d{4}年)?(?:\d{1,2}月份?)(?:\d{1,2}[日号])?|(?:每月)?(?:的)?\d{1,2}[日号]|\d{4}年(?:底|末|初)?"
    r"|(?:正月|腊月)?初[一二三四五六七八九十]"
)
_DEFINING = re.compile(r"(?:就?是指|指的是|即是?|意思是|叫做|名为|简称|是|为|叫|成为|取名)")
_NAME_HEADS = ("n", "j", "l", "eng", "vn", "s")
_SURE_KINDS = {
    "count": "count",
    "money": "money",
    "percent": "percent",
    "fraction": "percent",
    "rank": "rank",
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A run of the passage's text that could be the answer; `figure` where it is a number."""

    start: int
    end: int
    kind: str
    sentence: Span
    clause: Span
    segment: Span
    figure: Figure | None = None
    list_size: int = 0


def candidates(text: str) -> tuple[Candidate, ...]:
    """Every candidate of a passage, in reading order; the same words may stand as several kinds."""
    figures = find_figures(text)
    periods = [words.span for words in find_periods(text, None)]
    found: dict[tuple[int, int, str], Candidate] = {}
    for sentence in sentences(text):
        for start, end, kind, figure, size in _in_sentence(text, sentence, figures, periods):
            key = (start, end, kind)
            if key not in found:
                clause = _around(clauses(text, sentence), start, sentence)
                segment = _around(segments(text, sentence), start, sentence)
                found[key] = Candidate(start, end, kind, sentence, clause, segment, figure, size)
    return tuple(
        sorted(found.values(), key=lambda candidate: (candidate.start, candidate.end, candidate.kind))
    )


Found = tuple[int, int, str, Figure | None, int]


def _in_sentence(
    text: str, sentence: Span, figures: tuple[Figure, ...], periods: list[Span]
) -> Iterator[Found]:
    for figure in figures:
        if sentence.start <= figure.start and figure.end <= sentence.end:
            yield figure.start, figure.end, _SURE_KINDS.get(figure.kind, "count"), figure, 0
    yield from _dates(text, sentence, periods)
    yield from _lists(text, sentence)
    yield from _quoted(text, sentence)
    yield from _tagged(text, sentence)
    yield from _clauses(text, sentence)


def _dates(text: str, sentence: Span, periods: list[Span]) -> Iterator[Found]:
    for span in periods:
        if sentence.contains(span):
            yield span.start, span.end, "date", None, 0
    for match in _CALENDAR.finditer(text, sentence.start, sentence.end):
        yield match.start(), match.end(), "date", None, 0


def _lists(text: str, sentence: Span) -> Iterator[Found]:
    for match in _LIST.finditer(text, sentence.start, sentence.end):
        size = match.group().count("、") + 1
        yield match.start(), match.end(), "list", None, size
        lead = _lead(text[match.start() : match.start() + match.group().index("、")])
        if lead:
            yield match.start() + lead, match.end(), "list", None, size


def _lead(item: str) -> int:
    """How many characters at the head of a list's first item lead up to it: the words before its last noun run."""
    import rjieba

    position = last = 0
    for word, tag in rjieba.tag(item):
        position += len(word)
        if tag[:1] in ("v", "p", "d", "u", "c") and tag != "vn" and position < len(item):
            last = position
    return last


def _quoted(text: str, sentence: Span) -> Iterator[Found]:
    for match in _QUOTED.finditer(text, sentence.start, sentence.end):
        group = next(number for number in (1, 2, 3) if match[number] is not None)
        yield match.start(group), match.end(group), "name", None, 0


def _tagged(text: str, sentence: Span) -> Iterator[Found]:
    """People by their tag, and runs of noun-like words up to six long that end in a noun."""
    import rjieba

    words: list[tuple[int, int, str]] = []
    position = sentence.start
    for word, tag in rjieba.tag(text[sentence.start : sentence.end]):
        words.append((position, position + len(word), tag))
        if tag == "nr" and 2 <= len(word) <= 4:
            yield position, position + len(word), "person", None, 0
        position += len(word)
    yield from _noun_runs(text, words)


def _noun_runs(text: str, words: list[tuple[int, int, str]]) -> Iterator[Found]:
    run: list[tuple[int, int, str]] = []
    for start, end, tag in [*words, (0, 0, "x")]:
        if tag.startswith(("n", "j", "l", "eng", "vn", "b", "s", "i")) and text[start:end].strip():
            run.append((start, end, tag))
            continue
        if run and run[-1][2].startswith(_NAME_HEADS) and run[-1][1] - run[0][0] >= 2:
            yield run[0][0], run[-1][1], "name", None, 0
        run = []


def _clauses(text: str, sentence: Span) -> Iterator[Found]:
    for clause in clauses(text, sentence):
        end = clause.end
        while end > clause.start and text[end - 1] in "，；：、,;:。！？!?…”’ ":
            end -= 1
        if end - clause.start >= 4:
            yield clause.start, end, "clause", None, 0
        match = _DEFINING.search(text, clause.start, end)
        if match and end - match.end() >= 2:
            yield match.end(), end, "clause", None, 0


def _around(spans: tuple[Span, ...], position: int, default: Span) -> Span:
    return next((span for span in spans if span.start <= position < span.end), default)
