"""A Chinese word's English, as CC-CEDICT and the domain lexicon give it, without the dictionary's notes."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from pathlib import Path

from index.training.corpus import Entry, read_cedict, read_terms

HAN_RUN = re.compile(r"[\u3400-\u9fff]+")
_NOTE = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_HAN_AND_BAR = re.compile(r"[\u3400-\u9fff|]+")
_ARTICLE = re.compile(r"^(to be|to|an|a|the|of)\s+")
_NO_GLOSS = ("CL:", "variant of", "old variant", "see ", "abbr. for", "surname", "used in")
_LONGEST = 60
_UNITS = "市县区省州盟旗镇乡"

Glosses = dict[str, list[str]]


def read_glosses(data: Path) -> Glosses:
    """Every Chinese word or character with its English, lexicon first, in lower case."""
    glosses: defaultdict[str, list[str]] = defaultdict(list)
    for term in read_terms(data):
        glosses[term.zh] += [fold(en) for en in term.en]
    for entry in read_cedict(data):
        glosses[entry.simplified] += _english(entry)
    return {word: list(dict.fromkeys(found)) for word, found in glosses.items() if found and HAN_RUN.fullmatch(word)}


def read_names(data: Path) -> list[tuple[str, str]]:
    """Chinese names of two to four characters with their pinyin in one word, as English text writes them."""
    names = {}
    for entry in read_cedict(data):
        if entry.pinyin[:1].isupper() and 2 <= len(entry.simplified) <= 4 and HAN_RUN.fullmatch(entry.simplified):
            names[entry.simplified] = "".join(syllables(entry))
    return [(latin, word) for word, latin in names.items()]


def read_places(data: Path) -> dict[str, tuple[str, ...]]:
    """What the dictionary's English writes in one word of pinyin, places above all, with the Chinese it stands for."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for entry in read_cedict(data):
        read, word = syllables(entry), entry.simplified
        if word[-1] in _UNITS and len(word) == len(read) > 2:
            read, word = read[:-1], word[:-1]
        told = fold(entry.glosses[0]).replace("'", "") if entry.glosses else ""
        name = entry.pinyin[:1].isupper() and 2 <= len(word) <= 3 and HAN_RUN.fullmatch(word)
        if name and told.startswith("".join(read)):
            found["".join(read)].append(word)
    return {latin: tuple(dict.fromkeys(words)) for latin, words in found.items()}


def syllables(entry: Entry) -> list[str]:
    """The pinyin of an entry without tones, in lower case, a syllable each."""
    return [part.lower().replace("u:", "v") for part in re.findall(r"[A-Za-z:]+", entry.pinyin)]


def fold(text: str) -> str:
    """`text` as the tokenizer sees it: half-width, in lower case."""
    return unicodedata.normalize("NFKC", text).lower()


def _english(entry: Entry) -> list[str]:
    parts = (part for gloss in entry.glosses for part in _NOTE.sub("", gloss).split(";"))
    cleaned = (_ARTICLE.sub("", _HAN_AND_BAR.sub("", part).strip()) for part in parts if not _is_note(part))
    return [fold(part.strip(" ,")) for part in cleaned if 0 < len(part.strip(" ,")) < _LONGEST]


def _is_note(part: str) -> bool:
    return part.strip().startswith(_NO_GLOSS)
