"""Pairs the encoder is trained on, by kind: what is searched with, and what it shall find."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from index.training.corpus import Pair, QuestionedPassage, read_pairs, read_series
from index.training.glosses import HAN_RUN, Glosses, read_names
from index.training.segmenter import runs, training_passages

Example = tuple[str, str]
Spell = Callable[[str], str]
_SPELLED = 0.8
_SENTENCE = re.compile(r"[。！？；\n]")
_PSEUDO_CHARS = 600


def examples(data: Path, glosses: Glosses, jieba: Any, seed: int, leave_out: int) -> dict[str, list[Example]]:
    """Every kind of example. With `leave_out` n, every n-th passage and its questions are kept out, for fitting on."""
    rng = random.Random(seed)
    passages = [p for n, p in enumerate(training_passages(data)) if not leave_out or n % leave_out]
    news = [*read_pairs(data, "wmt_ref"), *read_pairs(data, "wmt_mt"), *read_pairs(data, "sentences")]
    reference = read_pairs(data, "wmt_ref")
    chinese, english = _questions(passages, "zh"), _questions(passages, "en")
    switched = [(switch(question, glosses, jieba, rng), text) for question, text in chinese * 2]
    return {
        "news": [(pair.en, pair.zh) for pair in news],
        "everyday": [(pair.en, pair.zh) for pair in read_pairs(data, "tatoeba")],
        "dictionary": [(", ".join(found[:4]), word) for word, found in glosses.items()] + read_names(data),
        "chinese": chinese,
        "english": english * 3 + switched + _stretches(reference, rng),
        "words": _words(_searched(passages) * 4 + _series(data) * 4 + _runs_of(reference, rng), jieba, rng),
    }


def searched(passage: QuestionedPassage) -> str:
    """What is encoded of a passage: its title, where it is news, and its text."""
    return f"{passage.title}\n{passage.text}" if passage.source else passage.text


def switch(question: str, glosses: Glosses, jieba: Any, rng: random.Random, spell: Spell | None = None) -> str:
    """A Chinese question as a bag of English: each word by one of its dictionary glosses, by chance.

    A word the dictionary does not have goes by its characters, or mostly by its pinyin where `spell` gives that.
    """
    english: list[str] = []
    for run in runs(question):
        words = jieba.cut(run, True) if HAN_RUN.fullmatch(run) else []
        english += [] if words else [run]
        for word in words:
            if spell and word not in glosses and rng.random() < _SPELLED:
                english.append(spell(word))
                continue
            found = [glosses[part] for part in ([word] if word in glosses else word) if part in glosses]
            english += [rng.choice(part[:3]) for part in found]
    return " ".join(english)


def spelled(word: str) -> str:
    """The pinyin of a Chinese word, in one."""
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(word))


def _questions(passages: Sequence[QuestionedPassage], language: str) -> list[Example]:
    return [
        (question.text, searched(passage))
        for passage in passages
        for question in passage.questions
        if question.answerable and question.language == language
    ]


def _searched(passages: Sequence[QuestionedPassage]) -> list[str]:
    return [searched(passage) for passage in passages]


def _series(data: Path) -> list[str]:
    return [f"{article['title']}\n{article['text']}" for group in read_series(data) for article in group["articles"]]


def _stretches(pairs: Sequence[Pair], rng: random.Random) -> list[Example]:
    """An English sentence, and the stretch of Chinese news it comes from: lines of the file that are neighbours."""
    found = []
    for start in range(len(pairs) - 8):
        stretch = pairs[start : start + rng.randint(3, 8)]
        if sum(len(pair.zh) for pair in stretch) > _PSEUDO_CHARS:
            stretch = stretch[:3]
        found.append((rng.choice(stretch).en, "".join(pair.zh for pair in stretch)))
    return found


def _runs_of(pairs: Sequence[Pair], rng: random.Random) -> list[str]:
    chinese = list(dict.fromkeys(pair.zh for pair in pairs))
    return ["".join(chinese[start : start + rng.randint(3, 8)]) for start in range(0, len(chinese) - 8, 2)]


def worded(text: str, jieba: Any, rng: random.Random) -> str:
    """Some words of one sentence of `text`, by chance; empty where that leaves less than two."""
    sentences = [sentence for sentence in _SENTENCE.split(text) if len(sentence) > 8]
    if not sentences:
        return ""
    cut = [jieba.cut(run, True) if HAN_RUN.fullmatch(run) else [run] for run in runs(rng.choice(sentences))]
    share = rng.uniform(0.25, 0.8)
    words = [word for part in cut for word in part if rng.random() < share]
    return " ".join(words) if len(words) > 1 else ""


def _words(texts: Sequence[str], jieba: Any, rng: random.Random) -> list[Example]:
    """Words of a sentence with the text it stands in: keeps the vectors good at plain word search."""
    drawn = [(worded(text, jieba, rng), text) for text in texts]
    return [(words, text) for words, text in drawn if words]
