"""Words for the static encoder: which get a row, and a tokenizer that cuts Chinese and English into them."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.training.corpus import (
    TRAINING_PAIRS,
    TRAINING_SQUAD,
    QuestionedPassage,
    read_cedict,
    read_domain,
    read_pairs,
    read_series,
    read_squad,
    read_terms,
)
from index.training.glosses import HAN_RUN, Glosses, fold, syllables

UNKNOWN = "[UNK]"
_KEPT = r"\p{Han}+|\p{Latin}+|\d+"
_RUN = re.compile(r"[\u3400-\u9fff]+|[a-zà-ÿ]+|\d+")
_ENDINGS = ("s", "es", "ed", "ing")
_SUFFIXES = (*_ENDINGS, "d", "er", "ers", "ly", "al", "ion", "ions", "ment", "ness", "able")
_LONGEST = 4
YEARS = range(1980, 2036)
_RARE = 0.05  # the count given to what the training text never holds


@dataclass(frozen=True, slots=True)
class Rows:
    """How many rows of the table go to each kind of token; Chinese words take what is left of `total`."""

    total: int = 15600
    characters: int = 3500
    english: int = 4500
    numbers: int = 300


@dataclass(frozen=True, slots=True)
class Counts:
    """How often each token stands in the training text, and in how many texts."""

    chinese: Counter[str]
    characters: Counter[str]
    english: Counter[str]
    numbers: Counter[str]
    texts: Counter[str]
    total: int


def training_passages(data: Path) -> list[QuestionedPassage]:
    """Every passage with questions that may be trained on."""
    return [*read_domain(data, "train"), *(p for name in TRAINING_SQUAD for p in read_squad(data, name))]


def training_texts(data: Path) -> list[str]:
    """Every text that may be trained on, once each."""
    pairs = [pair for name in TRAINING_PAIRS for pair in read_pairs(data, name)]
    texts = [pair.zh for pair in pairs] + [pair.en for pair in pairs]
    for passage in training_passages(data):
        texts += [passage.title, passage.text, *(question.text for question in passage.questions)]
    for group in read_series(data):
        texts += [text for article in group["articles"] for text in (article["title"], article["text"])]
    return list(dict.fromkeys(texts))


def segmenter(data: Path) -> Any:
    """A jieba that knows the terms of the domain lexicon."""
    import rjieba

    jieba = rjieba.Jieba()
    for term in read_terms(data):
        if HAN_RUN.fullmatch(term.zh):
            jieba.add_word(term.zh, None, None)
    return jieba


def runs(text: str) -> Iterator[str]:
    """The Han runs, Latin words and numbers of a text, folded."""
    return (match[0] for match in _RUN.finditer(fold(text)))


def count(texts: Iterable[str], jieba: Any) -> Counts:
    """Counts over `texts`, Chinese cut by `jieba`."""
    counts = Counts(Counter(), Counter(), Counter(), Counter(), Counter(), 0)
    total = 0
    for total, text in enumerate(texts, 1):  # noqa: B007 - the last number is the total
        seen: set[str] = set()
        for run in runs(text):
            if HAN_RUN.fullmatch(run):
                words = jieba.cut(run, True)
                counts.chinese.update(words)
                counts.characters.update(run)
                seen.update(words, run)
            else:
                (counts.numbers if run[0].isdigit() else counts.english)[run] += 1
                seen.add(run)
        counts.texts.update(seen)
    return Counts(counts.chinese, counts.characters, counts.english, counts.numbers, counts.texts, total)


def choose_pieces(counts: Counts, glosses: Glosses, data: Path, rows: Rows) -> dict[str, float]:
    """The tokens that get a row, each with its log-probability, by which the tokenizer cuts."""
    pieces = common_characters(counts, glosses, rows.characters)
    pieces |= _english(counts, glosses, rows.english)
    spelled = {s for entry in read_cedict(data) for s in syllables(entry) if 1 < len(s) <= 6}
    low = math.log(_RARE / counts.english.total())
    pieces = dict.fromkeys(sorted(spelled), low) | dict.fromkeys(_SUFFIXES, low + 2) | pieces
    pieces |= dict.fromkeys(_ENDINGS, -7.0)
    pieces |= {letter: min(pieces.get(letter, low), low - 4) for letter in "abcdefghijklmnopqrstuvwxyz"}
    numbers = [number for number, _ in _common(counts.numbers, rows.numbers) if 1 < len(number) <= 4]
    pieces |= dict.fromkeys([*"0123456789", *numbers, *map(str, YEARS)], -9.0)
    return pieces | common_words(counts, glosses, data, rows.total - 1 - len(pieces))


def make_tokenizer(pieces: dict[str, float], special: Sequence[str] = (UNKNOWN,)) -> Any:
    """A `tokenizers` Unigram tokenizer over the pieces: half-width, lower case; signs and spaces dropped."""
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

    ordered = sorted(pieces.items(), key=lambda piece: (-piece[1], piece[0]))
    rows = [*((sign, -99.0) for sign in special), *ordered]
    tokenizer = Tokenizer(models.Unigram(rows, unk_id=special.index(UNKNOWN), byte_fallback=False))
    tokenizer.add_special_tokens([sign for sign in special if sign != UNKNOWN])
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(_KEPT), "removed", invert=True)
    return tokenizer


def common_characters(counts: Counts, glosses: Glosses, size: int) -> dict[str, float]:
    found: dict[str, float] = defaultdict(float, counts.characters)
    for word in glosses:
        for character in word:
            found[character] += 0.1
    total = counts.chinese.total()
    return {c: math.log(max(counts.chinese[c], _RARE) / total) - 1 for c, _ in _common(found, size)}


def common_words(counts: Counts, glosses: Glosses, data: Path, size: int) -> dict[str, float]:
    words = {word: number for word, number in counts.chinese.items() if 1 < len(word) <= _LONGEST}
    found: dict[str, float] = defaultdict(float, words)
    for term in read_terms(data):
        if HAN_RUN.fullmatch(term.zh) and 1 < len(term.zh) <= _LONGEST:
            found[term.zh] += 3
    for word in glosses:
        if 1 < len(word) <= _LONGEST:
            found[word] += 0.5
    return {word: math.log(number / counts.chinese.total()) for word, number in _common(found, size)}


def _english(counts: Counts, glosses: Glosses, size: int) -> dict[str, float]:
    """Common words; a word that is another with an ending is left to be cut in two, and shares the other's row."""
    found: dict[str, float] = defaultdict(float, counts.english)
    for given in glosses.values():
        for word in re.findall(r"[a-zà-ÿ]+", " ".join(given[:3])):
            found[word] += 0.2
    chosen: dict[str, float] = {}
    total = sum(found.values())
    for word, number in _common(found, len(found)):
        stems = (word.removesuffix(ending) for ending in _ENDINGS if word.endswith(ending))
        if len(chosen) < size and len(word) > 1 and not any(len(stem) > 2 and stem in chosen for stem in stems):
            chosen[word] = math.log(number / total)
    return chosen


def _common(found: Mapping[str, float], size: int) -> list[tuple[str, float]]:
    """The commonest, ties in order of spelling, so that every run chooses the same."""
    return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))[:size]
