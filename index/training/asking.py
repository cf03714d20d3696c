"""What a passage is searched with while the encoder is trained: its questions, and bags of words drawn each time."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from index.training.corpus import Pair, QuestionedPassage
from index.training.examples import searched, switch, worded
from index.training.glosses import Glosses

_STRETCH = 500  # characters


@dataclass(frozen=True, slots=True)
class Asked:
    """A passage's text, and what people ask of it in either language."""

    text: str
    chinese: tuple[str, ...]
    english: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Switcher:
    """Puts a Chinese text in English words, by chance among each word's own."""

    glosses: Glosses
    jieba: Any

    def __call__(self, text: str, rng: random.Random) -> str:
        return switch(text, self.glosses, self.jieba, rng, _pinyin)


@dataclass(frozen=True, slots=True)
class Asker:
    """Draws searches for a passage; `shares` weighs their kinds: questions in Chinese, in English, Chinese ones in
    English words; some words of a sentence, and those in English."""

    switch: Switcher
    shares: tuple[float, float, float, float, float]

    def __call__(self, asked: Asked, number: int, rng: random.Random) -> list[str]:
        """At most `number` searches, none twice."""
        drawn = rng.choices(self._kinds(asked, rng), self.shares, k=number)
        return [search for search in dict.fromkeys(draw() for draw in drawn) if search]

    def _kinds(self, asked: Asked, rng: random.Random) -> list[Callable[[], str]]:
        chinese, english, jieba = asked.chinese or ("",), asked.english or ("",), self.switch.jieba
        return [
            lambda: rng.choice(chinese),
            lambda: rng.choice(english),
            lambda: self.switch(rng.choice(chinese), rng),
            lambda: worded(asked.text, jieba, rng),
            lambda: self.switch(worded(asked.text, jieba, rng), rng),
        ]


def questioned(passages: Iterable[QuestionedPassage]) -> list[Asked]:
    """Every passage with its questions, those that it doesn't answer too: they are about it."""
    return [
        Asked(
            searched(passage),
            tuple(question.text for question in passage.questions if question.language == "zh"),
            tuple(question.text for question in passage.questions if question.language == "en"),
        )
        for passage in passages
    ]


def stretches(pairs: Sequence[Pair], rng: random.Random) -> list[Asked]:
    """Stretches of translated news that share no sentence, searched with their sentences in either language."""
    found: list[Asked] = []
    start = 0
    while start < len(pairs):
        size = rng.randint(3, 8)
        stretch = [pair for pair in pairs[start : start + size] if len(pair.zh) > 6]
        start += size
        if len(stretch) > 1:
            text = "".join(dict.fromkeys(pair.zh for pair in stretch))[:_STRETCH]
            found.append(Asked(text, tuple(pair.zh for pair in stretch), tuple(pair.en for pair in stretch)))
    return found


def _pinyin(word: str) -> str:
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(word))
