"""Pinyin without tones: how a Latin word reads as Chinese syllables, and which characters a syllable may be."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from functools import lru_cache

_VOWEL = re.compile(r"[aeiouv]")
_LONGEST = 6  # zhuang, chuang, shuang
_READINGS = 4
_SPELLINGS = 1000
# Dialect and interjection readings: no name is written with them, and English words would read as pinyin by them.
_ODD = frozenset({"eng", "lo", "yo", "wong", "ei", "den", "dei", "nou", "kei", "zhei", "shei", "nei", "fiao"})


@lru_cache(maxsize=8192)
def readings(word: str) -> tuple[tuple[str, ...], ...]:
    """The ways `word` parts into syllables, fewest first: "xian" → (xian), (xi, an). Empty when it is not pinyin.

    An apostrophe or hyphen parts syllables for good; tone marks are dropped, ü may be written v or u.
    """
    plain = _plain(word)
    if not plain.replace("'", "").isalpha() or not plain.isascii():
        return ()
    found: list[tuple[str, ...]] = [()]
    for part in plain.split("'"):
        found = [before + after for before in found for after in _parted(part)]
    return tuple(sorted((reading for reading in found if reading), key=lambda r: (len(r), r))[:_READINGS])


@lru_cache(maxsize=1)
def characters() -> dict[str, frozenset[str]]:
    """The common characters (GB 2312) that each syllable may be, every reading of a character counted."""
    from pypinyin.constants import PINYIN_DICT

    table: dict[str, set[str]] = {}
    for code, marked in PINYIN_DICT.items():
        if _common(chr(code)):
            for syllable in {form for reading in marked.split(",") for form in _forms(_plain(reading))}:
                table.setdefault(syllable, set()).add(chr(code))
    return {
        syllable: frozenset(found)
        for syllable, found in table.items()
        if _VOWEL.search(syllable) and syllable not in _ODD
    }


def spellings(word: str, terms: Container[str]) -> list[str]:
    """The Han words that `word` may spell, among those whose every pair of characters is one of `terms`.

    Words of one character only where the word cannot be read as more: xian is 西安 before it is each of 县, 现, 先.
    """
    ways = readings(word)
    found = [spelled for way in ways if len(way) > 1 for spelled in _spelled(way, terms)]
    if any(len(way) > 1 for way in ways):
        return found[:_SPELLINGS]
    return [sign for way in ways for sign in sorted(characters()[way[0]]) if sign in terms]


def _spelled(syllables: tuple[str, ...], terms: Container[str]) -> list[str]:
    words = sorted(characters()[syllables[0]])
    for syllable in syllables[1:]:
        following = sorted(characters()[syllable])
        words = [word + sign for word in words for sign in following if word[-1] + sign in terms][:_SPELLINGS]
    return words


def _parted(part: str) -> list[tuple[str, ...]]:
    if not part:
        return [()]
    heads = [part[:length] for length in range(min(_LONGEST, len(part)), 0, -1) if part[:length] in characters()]
    return [(head, *rest) for head in heads for rest in _parted(part[len(head) :])]


def _plain(word: str) -> str:
    """Lower case without tone marks; ü is v."""
    decomposed = unicodedata.normalize("NFD", word.lower().replace("’", "'").replace("-", "'"))
    umlauts = decomposed.replace("u\u0308", "v")
    return "".join(sign for sign in umlauts if not unicodedata.combining(sign))


def _forms(syllable: str) -> tuple[str, ...]:
    return (syllable, syllable.replace("v", "u")) if "v" in syllable else (syllable,)


def _common(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
