"""Readers of the data folder: what the models are trained on and measured with, each file as plain records.

The folder is always an argument. `TRAINING_PAIRS` and the domain's "train" split may be trained on;
`ntrex`, `cmrc2018_dev` and `domain_dev` are for measuring only.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from index.errors import FolderError

TRAINING_PAIRS = ("tatoeba", "wmt_ref", "wmt_mt", "sentences")
TRAINING_SQUAD = ("cmrc2018_trial", "DRCD_dev", "DRCD_test")

_TIMES = ("first", "second", "third", "fourth")  # which passages are kept out goes by the order
WRITTEN = Path(__file__).parent / "written"  # passages and questions of our own, in the form of the domain's

_CEDICT_LINE = re.compile(r"(\S+) (\S+) \[([^\]]*)\] /(.*)/\s*$")


@dataclass(frozen=True, slots=True)
class Pair:
    """A Chinese and an English sentence that say the same."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One dictionary entry; `pinyin` has tone digits and spaces between syllables, as CC-CEDICT writes it."""

    traditional: str
    simplified: str
    pinyin: str
    glosses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """A Chinese term of the domain lexicon with its English forms, the usual one first."""

    zh: str
    en: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A question over one passage; `start` counts code points of its text, -1 where it has no answer."""

    text: str
    answer: str
    start: int
    language: Literal["zh", "en"] = "zh"
    kind: str = ""
    evidence: str = ""
    id: str = ""

    @property
    def answerable(self) -> bool:
        return self.start >= 0


@dataclass(frozen=True, slots=True)
class QuestionedPassage:
    """A passage with its questions; reading-comprehension paragraphs carry no source or date."""

    id: str
    title: str
    text: str
    questions: tuple[Question, ...]
    source: str = ""
    date: str = ""


def read_pairs(data: Path, name: str) -> list[Pair]:
    """The sentence pairs of `name` ("tatoeba", "wmt_ref", "wmt_mt", "sentences", "ntrex"), in file order."""
    rows = (line.split("\t") for line in _lines(data / f"{name}.zh-en.tsv.gz"))
    return [Pair(row[0].strip(), row[1].strip()) for row in rows if len(row) > 1 and row[0].strip() and row[1].strip()]


def read_cedict(data: Path) -> list[Entry]:
    """Every entry of CC-CEDICT, in file order."""
    matches = (_CEDICT_LINE.match(line) for line in _lines(data / "cedict.txt.gz") if not line.startswith("#"))
    return [Entry(m[1], m[2], m[3], tuple(gloss for gloss in m[4].split("/") if gloss)) for m in matches if m]


def read_terms(data: Path) -> list[Term]:
    """The domain lexicon."""
    rows = (line.split("\t") for line in _lines(data / "terms.tsv.gz"))
    return [Term(row[0].strip(), tuple(en.strip() for en in row[1].split("|") if en.strip())) for row in rows]


def read_domain(data: Path, split: Literal["train", "dev"]) -> list[QuestionedPassage]:
    """The fictional local-news passages of one split, with their questions in both languages."""
    return [_domain_passage(json.loads(line)) for line in _lines(data / f"domain_{split}.jsonl.gz")]


def read_written(folder: Path = WRITTEN) -> list[QuestionedPassage]:
    """Our own fictional local-news passages with their questions, in the order they were written in."""
    files = sorted(folder.glob("*.jsonl"), key=lambda file: (_TIMES.index(file.name.split("-")[0]), file.name))
    return [_domain_passage(json.loads(line)) for file in files for line in _lines(file)]


def read_local(data: Path) -> list[QuestionedPassage]:
    """The local news that may be trained on: the domain's, then our own."""
    return [*read_domain(data, "train"), *read_written()]


def read_series(data: Path) -> list[dict[str, Any]]:
    """The groups of dated articles about one subject, as the file has them."""
    return [json.loads(line) for line in _lines(data / "series.jsonl.gz")]


def read_squad(data: Path, name: str) -> list[QuestionedPassage]:
    """The paragraphs of a SQuAD-form file ("cmrc2018_trial", "cmrc2018_dev", "DRCD_dev", "DRCD_test").

    DRCD is converted to simplified characters, its offsets with it. A question keeps its first answer.
    """
    articles = json.loads("\n".join(_lines(data / f"{name}.json.gz")))["data"]
    simplify = name.startswith("DRCD")
    return [
        _paragraph(raw, article.get("title", ""), simplify) for article in articles for raw in article["paragraphs"]
    ]


def to_simplified(text: str) -> str:
    """`text` with traditional characters simplified."""
    return str(_converter().convert(text))


def _domain_passage(record: dict[str, Any]) -> QuestionedPassage:
    questions = tuple(
        Question(
            qa["q"], qa["answer"], qa["answer_start"], qa["lang"], qa["kind"], qa.get("evidence", ""),
            f"{record['id']}-{number}",
        )
        for number, qa in enumerate(record["qas"])
    )  # fmt: skip
    return QuestionedPassage(
        record["id"], record["title"], record["text"], questions, record["source"], record["date"] or ""
    )


def _paragraph(raw: dict[str, Any], title: str, simplify: bool) -> QuestionedPassage:
    context = raw["context"]
    questions = []
    for qa in raw["qas"]:
        text, answer, start = (
            qa["question"].strip(),
            qa["answers"][0]["text"],
            qa["answers"][0]["answer_start"],
        )
        start = _settle(context, answer, start)
        if simplify:
            start = len(to_simplified(context[:start])) if start >= 0 else start
            text, answer = to_simplified(text), to_simplified(answer)
        questions.append(Question(text, answer, start, id=str(qa["id"])))
    if simplify:
        context, title = to_simplified(context), to_simplified(title)
    return QuestionedPassage(str(raw["id"]), title, context, tuple(questions))


def _settle(context: str, answer: str, start: int) -> int:
    """The place of `answer` nearest to the `start` the file gives, which is not always exact."""
    places = [match.start() for match in re.finditer(re.escape(answer), context)] if answer else []
    return min(places, key=lambda place: abs(place - start), default=max(start, 0))


@lru_cache(maxsize=1)
def _converter() -> Any:
    import opencc

    return opencc.OpenCC("t2s")


def _lines(path: Path) -> Iterator[str]:
    if not path.is_file():
        raise FolderError(f"There is no file {path.name} in {path.parent}.", "Give the folder that holds the data.")
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8-sig", newline="\n") as lines:
        for line in lines:
            if line.strip():
                yield line.rstrip("\r\n")
