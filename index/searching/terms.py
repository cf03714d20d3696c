"""Search terms: Han characters and their pairs, Latin words, whole numbers; width and script folded.

Han text is not cut into words: a word of any length is found by its pairs (see lexical.py), so that no segmenter
has to cut question and passage alike. Words of three and more characters as terms of their own measured no better.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from index.searching.pinyin import readings

PINYIN = "py:"
_HAN = r"\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
_RUN = re.compile(rf"(?P<han>[{_HAN}]+)|(?P<word>\d+(?:\.\d+)+|[^\W_{_HAN}]+(?:[-.&+'][^\W_{_HAN}]+)*)")
_ALL_HAN = re.compile(f"[{_HAN}]+")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
# Words that only say it is a question: they stand in few passages, so their rarity would outweigh the subject.
_ASKING = re.compile(
    r"请问|为什么|是什么|怎么样|有没有|多少|什么|怎么|怎样|如何|是否|哪些|哪个|哪里|哪儿|哪|几|谁|吗|呢|的|了|是"
)
_TELLING = 2.0  # a number or Latin word of a Chinese question says more than its rarity (tried on training questions)


@dataclass(frozen=True, slots=True)
class WeightedTerms:
    """One thing asked for: the words of the question and the terms that may stand for it, each with its weight."""

    source: str
    terms: tuple[tuple[str, float], ...]
    weight: float = 1.0


def document_terms(text: str) -> list[str]:
    """The terms of a text in order: Han characters and pairs, Latin words in lower case, whole numbers."""
    return [term for run in _runs(fold(text)) for term in run]


def query_terms(text: str) -> list[str]:
    """The terms of a Chinese or mixed question, each once; never empty where it has a Han sign, a letter or a digit."""
    folded = fold(text)
    asked = [term for run in _runs(_ASKING.sub(" ", folded)) for term in run]
    return list(dict.fromkeys(asked or document_terms(text)))


def weigh(question: str) -> tuple[WeightedTerms, ...]:
    """The terms of a Chinese or mixed question, weighted; a word in pinyin also stands for its Han spellings."""
    return tuple(_weighed(term) for term in query_terms(question))


def fold(text: str) -> str:
    """`text` for searching: full-width signs made half-width, lower case, simplified characters, 1,000 as 1000."""
    folded = unicodedata.normalize("NFKC", text).lower()
    if not _traditional().isdisjoint(folded):
        folded = str(_converter().convert(folded))
    return _THOUSANDS.sub("", folded)


def is_han(term: str) -> bool:
    """Whether a term is written in Han characters, all of it."""
    return _ALL_HAN.fullmatch(term) is not None


def joined(terms: list[str]) -> list[str]:
    """Terms as a reader sees them: pairs that follow each other become the word they spell, parts of words vanish.

    Single characters are shown only where there is nothing longer: alone they say little.
    """
    words: list[str] = []
    for term in terms:
        if words and len(term) > 1 and is_han(term) and is_han(words[-1]) and words[-1][-1] == term[0]:
            words[-1] += term[1:]
        elif len(term) > 1 or not is_han(term):
            words.append(term)
    return list(dict.fromkeys(words or terms))


def _weighed(term: str) -> WeightedTerms:
    if is_han(term):
        return WeightedTerms(term, ((term, 1.0),))
    named = min(map(len, readings(term)), default=0) > 1
    spelled = ((PINYIN + term, 1.0),) if named else ()
    return WeightedTerms(term, ((term, 1.0), *spelled), _TELLING)


def _runs(folded: str) -> list[list[str]]:
    return [_han(run["han"]) if run["han"] else _latin(run["word"]) for run in _RUN.finditer(folded)]


def _han(run: str) -> list[str]:
    """Every character, and every pair where it begins."""
    terms = []
    for position, character in enumerate(run):
        terms.append(character)
        if position + 1 < len(run):
            terms.append(run[position : position + 2])
    return terms


def _latin(word: str) -> list[str]:
    """The word; of a compound (c-v2x) the joined form and the parts, so that each way of writing it is found."""
    parts = re.split(r"[-.&+']", word)
    if re.fullmatch(r"\d+(\.\d+)*", word) or len(parts) == 1:
        return [word]
    whole = [] if all(part.isdigit() for part in parts) else ["".join(parts)]
    return [*whole, *(part for part in parts if len(part) > 1)]


@lru_cache(maxsize=1)
def _converter() -> Any:
    import opencc

    return opencc.OpenCC("t2s")


@lru_cache(maxsize=1)
def _traditional() -> frozenset[str]:
    """The characters that simplifying changes: text without one needs no conversion."""
    every = "".join(map(chr, range(0x4E00, 0xA000)))
    simplified = _converter().convert(every)
    return frozenset(old for old, new in zip(every, simplified, strict=True) if old != new)
