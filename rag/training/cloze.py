"""Questions made by rule: a figure or date is taken out of what is said, and asked for with the words around it.

Cloze questions after Lewis et al. 2019 ("Unsupervised Question Answering by Cloze Translation"). Translated news is
asked about in the words of another telling of the same sentence, English or Chinese; a domain passage in some words of
its own, and in English words from the dictionary.
"""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, get_args

from index.article import Language
from index.dating.periods import find_words
from index.training.corpus import Pair, Question, QuestionedPassage, read_pairs
from index.training.examples import spelled, switch
from index.training.glosses import HAN_RUN, Glosses
from rag.quantities import find_figures
from rag.sentences import sentences

TELLINGS = 2  # in each language, that ask for one figure
LONGEST = 500  # characters of a stretch of news
SKIPPED = 0.15  # of a Chinese question's words
_FEW_CHARACTERS, _FEW_WORDS = 5, 4  # fewer ask for nothing
_IN_PLACE: Mapping[Language, float] = {"zh": 0.6, "en": 0.3}  # the share that asks where the figure stood
_LANGUAGES: tuple[Language, ...] = get_args(Language)
_STOP = re.compile(r"[，。；！？：,;:!?“”\"（）()\n]")
_ASKED: Mapping[Language, Mapping[str, Sequence[str]]] = {
    "zh": {
        "count": ("多少{}", "几{}", "多少"),
        "money": ("多少钱", "多少", "多少{}", "多大金额"),
        "percent": ("百分之多少", "多少", "几成", "多大比例"),
        "fraction": ("多少", "几成", "几分之几"),
        "rank": ("第几", "第几位", "什么名次"),
        "date": ("什么时候", "何时", "哪天", "什么时间"),
    },
    "en": {
        "count": ("how many", "how many", "what number of", "how much"),
        "money": ("how much", "how much money", "what amount"),
        "percent": ("what percentage", "what share", "how much", "by what percentage"),
        "fraction": ("what fraction", "what share"),
        "rank": ("what rank", "which place", "where ranked"),
        "date": ("when", "on what date", "when", "what time"),
    },
}
_YEAR: Mapping[Language, Sequence[str]] = {"zh": ("哪年", "哪一年"), "en": ("in which year", "what year")}
Tellings = Mapping[str, Mapping[Language, Sequence[str]]]


@dataclass(frozen=True, slots=True)
class Gap:
    """A figure or date that can be taken out of a text; those of like `value` tell the same."""

    start: int
    end: int
    kind: str
    unit: str
    value: tuple[object, ...]


def gaps(text: str) -> list[Gap]:
    """The figures and dates of a text, in reading order; values that stand there twice are left out."""
    found = [
        Gap(each.start, each.end, each.kind, each.unit, (each.kind, each.value, each.high))
        for each in find_figures(text)
        if each.kind in _ASKED["zh"]
    ]
    found += [
        Gap(words.span.start, words.span.end, "date", words.part, ("date", words.part, words.numbers, words.year))
        for words in find_words(text)
        if words.numbers or words.year
    ]
    times = Counter(gap.value for gap in found)
    return sorted((gap for gap in found if times[gap.value] == 1), key=lambda gap: gap.start)


def of_news(data: Path, jieba: Any, rng: random.Random) -> list[QuestionedPassage]:
    """Stretches of translated news that share no sentence, their figures asked for in other tellings' words."""
    told = _tellings([*read_pairs(data, "wmt_ref"), *read_pairs(data, "wmt_mt")])
    chinese = list(dict.fromkeys(pair.zh for pair in read_pairs(data, "wmt_ref")))
    found, start = [], 0
    while start < len(chinese):
        size = rng.randint(3, 8)
        text = "".join(chinese[start : start + size])[:LONGEST]
        asked = tuple(_of_stretch(text, chinese[start : start + size], told, jieba, rng))
        start += size
        if asked:
            found.append(QuestionedPassage(f"news-{start}", "", text, asked))
    return found


def of_passages(
    passages: Sequence[QuestionedPassage], glosses: Glosses, jieba: Any, rng: random.Random
) -> list[QuestionedPassage]:
    """The passages with questions for each of their figures, in some words of their own sentence in either language."""
    made = [replace(passage, questions=tuple(_of_passage(passage.text, glosses, jieba, rng))) for passage in passages]
    return [passage for passage in made if passage.questions]


def _of_passage(text: str, glosses: Glosses, jieba: Any, rng: random.Random) -> Iterator[Question]:
    for gap in gaps(text):
        around = next(each for each in sentences(text) if each.start <= gap.start < each.end)
        left, right = _chinese(text[around.start : gap.start], text[gap.end : around.end], jieba, rng)
        if len(left) + len(right) < _FEW_CHARACTERS:
            continue
        yield _question(text, gap, _asked_zh(left, gap, right, rng), "zh")
        words = [switch(part, glosses, jieba, rng, spelled).split() for part in (left, right)]
        yield _question(text, gap, _asked_en(words[0], gap, words[1], rng), "en")


def asking(telling: str, gap: Gap, language: Language, jieba: Any, rng: random.Random) -> str:
    """What asks for the figure of a telling with words around it; empty where too few are left."""
    before, after = telling[: gap.start], telling[gap.end :]
    if language == "zh":
        left, right = _chinese(before, after, jieba, rng)
        return _asked_zh(left, gap, right, rng) if len(left) + len(right) >= _FEW_CHARACTERS else ""
    words, more = _english(before, after, rng)
    return _asked_en(words, gap, more, rng) if len(words) + len(more) >= _FEW_WORDS else ""


def _chinese(before: str, after: str, jieba: Any, rng: random.Random) -> tuple[str, str]:
    left = "".join(_STOP.split(before)[-rng.randint(1, 3) :])[-rng.randint(10, 30) :]
    right = _STOP.split(after)[0][: rng.randint(4, 20)]
    return _thinned(left, jieba, rng), _thinned(right, jieba, rng)


def _thinned(text: str, jieba: Any, rng: random.Random) -> str:
    return "".join(word for word in _words(text, jieba) if rng.random() >= SKIPPED)


def _english(before: str, after: str, rng: random.Random) -> tuple[list[str], list[str]]:
    left = _STOP.sub(" ", before).split()[-rng.randint(3, 12) :]
    return left, _STOP.sub(" ", after).split()[: rng.randint(2, 8)]


def _asked_zh(left: str, gap: Gap, right: str, rng: random.Random) -> str:
    asks = _asks(gap, "zh", rng)
    whole = f"{left}{asks}{right}" if rng.random() < _IN_PLACE["zh"] else f"{left}{right}{asks}"
    return whole + rng.choice(("？", ""))


def _asked_en(left: Sequence[str], gap: Gap, right: Sequence[str], rng: random.Random) -> str:
    asks = _asks(gap, "en", rng)
    order = [*left, asks, *right] if rng.random() < _IN_PLACE["en"] else [asks, *right, *left]
    return " ".join(order) + "?"


def _asks(gap: Gap, language: Language, rng: random.Random) -> str:
    return rng.choice(_YEAR[language] if gap.unit == "year" else _ASKED[language][gap.kind]).format(gap.unit)


def _words(text: str, jieba: Any) -> Iterator[str]:
    for run in re.findall(r"[\u4e00-\u9fff]+|[^\u4e00-\u9fff]+", text):
        yield from jieba.cut(run, True) if HAN_RUN.fullmatch(run) else [run]


def _tellings(pairs: Sequence[Pair]) -> Tellings:
    """For a Chinese sentence, what says the same in English, and in other Chinese words."""
    english, chinese = defaultdict(list), defaultdict(list)
    for pair in pairs:
        english[pair.zh].append(pair.en)
        chinese[pair.en].append(pair.zh)
    return {
        zh: {
            "en": list(dict.fromkeys(others)),
            "zh": [other for other in dict.fromkeys(zh for en in others for zh in chinese[en]) if other != zh],
        }
        for zh, others in english.items()
    }


def _of_stretch(text: str, said: Sequence[str], told: Tellings, jieba: Any, rng: random.Random) -> Iterator[Question]:
    known = {gap.value: gap for gap in gaps(text)}
    for sentence in said:
        for language in _LANGUAGES:
            for telling, gap in _asked_of(told[sentence][language], known, rng):
                if made := asking(telling, gap, language, jieba, rng):
                    yield _question(text, known[gap.value], made, language)


def _asked_of(
    tellings: Sequence[str], known: Mapping[tuple[object, ...], Gap], rng: random.Random
) -> Iterator[tuple[str, Gap]]:
    """The tellings, in any order, with each of their figures that is known, `TELLINGS` times at most."""
    asked: Counter[tuple[object, ...]] = Counter()
    for telling in rng.sample(tellings, len(tellings)):
        for gap in gaps(telling):
            if gap.value in known and asked[gap.value] < TELLINGS:
                asked[gap.value] += 1
                yield telling, gap


def _question(text: str, gap: Gap, asked: str, language: Language) -> Question:
    return Question(asked, text[gap.start : gap.end], gap.start, language, gap.kind)
