"""Whether the guard stops altered answers and lets unaltered ones pass.

    python -m eval.bench.guard DATA [--split dev] [--number 500]

DATA holds domain_dev.jsonl.gz. Every clause with a figure makes a statement in the clause's own words, with the time
its figure is of; it is altered in one respect at a time: value, unit, date, rank, or subject (the figure is another one
of its sentence, or the place another place). What the passage bears out all the same is left out, and so is a figure
moved to a clause whose words before it stand before the other figure too: nothing in such a statement is false.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from index.article import Dating, Span
from index.dating.governing import period_at
from index.period import Period
from index.training.corpus import QuestionedPassage, read_domain
from rag.answer import Citation
from rag.figures import Figure, find_figures, render_period
from rag.guard import faults
from rag.sentences import clauses, sentences

SEED = 5
KINDS = ("value", "unit", "date", "rank", "subject")
_PLACES = ("敦煌市", "腾冲市", "曲阜市", "都江堰市", "凤凰县", "婺源县", "丽江市", "平遥县")
_PLACE = re.compile(r"[\u4e00-\u9fff]{2,3}[市区县镇](?=[的共有在已今去，、])")
_UNITS = {"家": "公里", "个": "亿元", "人": "亩", "元": "家", "%": "个百分点", "公里": "家", "吨": "人", "户": "吨"}
_EDGES = "，。；：、,;!?！？…—“”‘’（）() "
_RANK = re.compile(r"(?:第|前|top )(\d+|[一二三四五六七八九十])")


@dataclass(frozen=True, slots=True)
class Statement:
    """A clause in its own words with the time of its first figure, and the citation behind it."""

    passage: QuestionedPassage
    citation: Citation
    words: str
    figure: Figure
    period: Period

    def told(self, words: str = "", period: Period | None = None) -> str:
        return f"{words or self.words}（{render_period(period or self.period, 'zh')}）。"


def statements(passages: list[QuestionedPassage]) -> Iterator[Statement]:
    """One for every clause with a figure."""
    for passage in passages:
        reported = Period.parse(passage.date)
        for sentence in sentences(passage.text):
            for clause in clauses(passage.text, sentence):
                words = passage.text[clause.start : clause.end].strip(_EDGES)
                figures = find_figures(words)
                if figures and "“" not in words and "（" not in words:
                    at = passage.text.index(words, clause.start) + figures[0].start
                    period = period_at(passage.text, at, reported) or reported
                    yield Statement(passage, _citation(passage, sentence, reported), words, figures[0], period)


def _citation(passage: QuestionedPassage, sentence: Span, reported: Period) -> Citation:
    dating = Dating(reported, "metadata", passage.date)
    return Citation(
        passage.id, passage.id, passage.title, passage.source, passage.id, dating,
        passage.text, 0, len(passage.text), sentence, None, 1.0,
    )  # fmt: skip


def _value(statement: Statement, rng: random.Random) -> str:
    figure = statement.figure
    digits = re.search(r"\d+", figure.text)
    if not digits or figure.kind in ("rank", "ordinal"):
        return ""
    other = str(int(digits[0]) + rng.choice((1, 3, 10, 27)))
    changed = figure.text[: digits.start()] + other + figure.text[digits.end() :]
    return statement.told(_replaced(statement, changed))


def _unit(statement: Statement, rng: random.Random) -> str:
    unit = statement.figure.unit
    if not statement.figure.text.endswith(unit) or unit not in _UNITS:
        return ""
    return statement.told(_replaced(statement, statement.figure.text[: -len(unit)] + _UNITS[unit]))


def _date(statement: Statement, rng: random.Random) -> str:
    start = statement.period.start
    moved = Period.year(start.year + rng.choice((-3, -2, 2, 3)))
    if statement.period.precision == "month":
        moved = Period.month(start.year, start.month % 12 + 1)
    return statement.told(period=moved) if str(moved.start.year) not in statement.passage.text else ""


def _rank(statement: Statement, rng: random.Random) -> str:
    match = _RANK.search(statement.words)
    if not match or statement.figure.kind != "rank":
        return ""
    other = "四" if not match[1].isdigit() else str(int(match[1]) + 2)
    return statement.told(statement.words[: match.start(1)] + other + statement.words[match.end(1) :])


def _subject(statement: Statement, rng: random.Random) -> str:
    text = statement.citation.text[statement.citation.evidence.start : statement.citation.evidence.end]
    own = statement.figure
    before = statement.words[: own.start]
    alike = [
        each for each in find_figures(text)
        if (each.unit, each.kind) == (own.unit, own.kind) and each.value != own.value
        and not text[: each.start].endswith(before)
    ]  # fmt: skip
    place = _PLACE.search(statement.words)
    if alike and rng.random() < 0.7:
        return statement.told(_replaced(statement, rng.choice(alike).text))
    if place and place[0] in statement.passage.text:
        return statement.told(statement.words.replace(place[0], rng.choice(_PLACES)))
    return ""


def _replaced(statement: Statement, other: str) -> str:
    figure = statement.figure
    return statement.words[: figure.start] + other + statement.words[figure.end :]


ALTERED: dict[str, Callable[[Statement, random.Random], str]] = {
    "value": _value, "unit": _unit, "date": _date, "rank": _rank, "subject": _subject,
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--split", choices=("train", "dev"), default="dev")
    parser.add_argument("--number", type=int, default=500)
    parser.add_argument("--show", type=int, default=0)
    given = parser.parse_args()
    rng = random.Random(SEED)
    made = list(statements(read_domain(given.data, given.split)))
    rng.shuffle(made)
    altered = [
        (kind, each, text)
        for each in made
        for kind in KINDS
        if (text := ALTERED[kind](each, rng)) and text != each.told()
    ]
    rng.shuffle(altered)
    altered = altered[: given.number]
    stopped, asked = Counter[str](), Counter[str]()
    for kind, each, text in altered:
        asked[kind] += 1
        stopped[kind] += _stops(each, text)
    passed = sum(not _stops(each, each.told()) for each in made)
    print({kind: f"{stopped[kind]}/{asked[kind]}" for kind in KINDS})
    print(f"altered answers stopped: {stopped.total()}/{asked.total()} = {stopped.total() / asked.total():.1%}")
    print(f"unaltered answers stopped: {len(made) - passed}/{len(made)} = {1 - passed / len(made):.1%}")
    missed = [(kind, text, each.citation) for kind, each, text in altered if not _stops(each, text)]
    for kind, text, citation in missed[: given.show]:
        print("MISSED", kind, text, "|", citation.text[citation.evidence.start : citation.evidence.end])
    wrong = [each for each in made if _stops(each, each.told())]
    for each in wrong[: given.show]:
        print("WRONGLY", list(faults(each.told(), [each.citation])), each.told(), "|", each.citation.text[:200])


def _stops(each: Statement, text: str) -> bool:
    return any(True for _ in faults(text, [each.citation]))


if __name__ == "__main__":
    main()
