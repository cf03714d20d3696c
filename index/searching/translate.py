"""A question as weighted Chinese terms: by a trained table, a lexicon of phrases and wordings, and pinyin for names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from index import seal
from index.article import Language
from index.searching.english import ASKING, MONTHS, base_forms, singular
from index.searching.pinyin import readings
from index.searching.table import Table
from index.searching.terms import PINYIN, WeightedTerms, is_han, weigh
from index.searching.wordings import Wordings, even, lexicon_lines

Translation = WeightedTerms

BUNDLED = Path(__file__).parent.parent / "models"
# Chosen by trial on the 1,260 English training questions of the domain set; none of them is touchy.
PHRASE = 0.7  # what a phrase of the lexicon weighs beside its words
COVERED = 0.6  # what a word weighs that stands in such a phrase
AGREEING = 6.0  # how much likelier a word's term is that its phrase holds too: key is 重点 in 重点实验室, not 钥匙
NAME = 1.3  # what a name weighs: who or where it is about
SURNAME = 0.3  # what a name of one syllable weighs: many characters read so
CHARACTER = 0.12  # what the characters of a term weigh beside it: 增长 also meets 增幅
_WORD = re.compile(r"[^\W_]+(?:[.'&][^\W_]+)*")
_POSSESSIVE = re.compile(r"'s?$")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_NUMBER = re.compile(r"(\d+(?:\.\d+)?)(?:st|nd|rd|th)?")


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of the question: as written, in lower case, and whether it follows the one before by a space alone."""

    text: str
    lower: str
    first: bool
    follows: bool


class Translator:
    """Turns the words of a question into Chinese terms; English words that only ask ("how many") yield nothing."""

    def __init__(self, table: Table, lexicon: Mapping[str, Sequence[str]], wordings: Wordings) -> None:
        self._table = table
        self._lexicon = lexicon
        self._wordings = wordings
        self._longest = max((phrase.count(" ") + 1 for phrase in lexicon), default=1)
        self._row = lru_cache(maxsize=4096)(self._translate_word)

    @classmethod
    def load(cls, folder: Path = BUNDLED) -> Translator:
        """The translator of `folder`, which holds table/ and lexicon/; ModelError when either cannot be read."""
        for part in ("table", "lexicon"):
            seal.check(folder / part)
        lexicon = folder / "lexicon"
        return cls(
            Table.load(folder / "table"), _read_lexicon(lexicon / "terms.tsv"), Wordings.load(lexicon / "wordings.tsv")
        )

    def translate(self, question: str) -> tuple[Translation, ...]:
        """What each word, phrase and name of an English question may be in Chinese, in the question's order.

        A phrase comes before the words in it. The weights of the Chinese terms of one source sum to at most 1; its
        pinyin ("py:jinshui") weighs 1, the word itself ("5g") as much as its likeliest translation, 1 without any.
        """
        words = _words(question)
        phrases = self._phrases(words)
        phrase_of = {place: phrase for start, end, phrase in phrases for place in range(start, end)}
        starts = {start for start, _, _ in phrases}
        found: list[Translation] = []
        for place, word in enumerate(words):
            if place in starts:
                found.append(phrase_of[place])
            if word.lower not in ASKING:
                alone = self._word(word)
                found.append(_within(alone, phrase_of[place]) if place in phrase_of else alone)
        return (*found, *self._names(words))

    def translate_terms(self, question: str) -> tuple[WeightedTerms, ...]:
        """The translation for searching: English passages hold the words themselves, and characters count a little."""
        return tuple(_for_search(each) for each in self.translate(question))

    def terms(self, question: str, language: Language) -> tuple[WeightedTerms, ...]:
        """What a search for a question asks: its own terms and other words for them, or their translation."""
        if language == "zh":
            return (*weigh(question), *self._wordings.of_question(question))
        return self.translate_terms(question)

    def wordings(self, word: str) -> tuple[str, ...]:
        """What papers print for a Chinese word that people ask with; nothing for one that is not known."""
        return self._wordings.of(word)

    def _word(self, word: _Word) -> Translation:
        number = _NUMBER.fullmatch(word.lower)
        if number:
            return Translation(word.text, ((number[1], 1.0),))
        if word.lower in MONTHS and word.text[0].isupper() and not word.first:
            return Translation(word.text, ((MONTHS[word.lower], 1.0), (word.lower, 1.0)))
        weight = 1.0
        row = self._row(word.lower)
        itself = max((share for _, share in row), default=1.0)
        terms = [(form, itself) for form in _spelled(word.lower)]
        if self._is_name(word):
            terms.append((PINYIN + word.lower, 1.0))
            weight = SURNAME if _syllables(word.lower) == 1 else NAME
        forms = {form for form, _ in terms}
        return Translation(word.text, (*terms, *(each for each in row if each[0] not in forms)), weight)

    def _translate_word(self, lower: str) -> tuple[tuple[str, float], ...]:
        if len(lower) == 1 and lower.isascii():
            return ()
        forms = (lower, *base_forms(lower))
        return self._wordings.mixed(next(filter(None, map(self._table.row, forms)), ()), forms)

    def _is_name(self, word: _Word) -> bool:
        """Whether a word may be a name in pinyin: a capital says so, or that it is no known English word."""
        syllables = _syllables(word.lower)
        if not syllables or word.lower in ASKING:
            return False
        known = bool(self._row(word.lower))
        return (word.text[0].isupper() and not (word.first and known)) or (not known and syllables > 1)

    def _names(self, words: Sequence[_Word]) -> Iterator[Translation]:
        """Names of two and three words ("Zhang Hongwei") as one."""
        groups = groupby(enumerate(words), key=lambda each: self._is_name(each[1]))
        for name, group in groups:
            run = [word for _, word in group]
            if name and 2 <= len(run) <= 3 and all(word.follows for word in run[1:]):
                joined = PINYIN + "".join(word.lower for word in run)
                yield Translation(" ".join(word.text for word in run), ((joined, 1.0),), NAME)

    def _phrases(self, words: Sequence[_Word]) -> list[tuple[int, int, Translation]]:
        """The phrases of the lexicon and the table in the question, longest first: start, end, translation."""
        found = []
        place = 0
        folded = [singular(word.lower) for word in words]
        while place < len(words):
            for end in range(min(len(words), place + self._longest), place + 1, -1):
                terms = self._phrase(" ".join(folded[place:end]))
                if terms:
                    source = " ".join(word.text for word in words[place:end])
                    found.append((place, end, Translation(source, terms, PHRASE)))
                    place = end - 1
                    break
            place += 1
        return found

    def _phrase(self, phrase: str) -> tuple[tuple[str, float], ...]:
        return even(self._lexicon.get(phrase, ())) or self._table.row(phrase)


def _words(question: str) -> list[_Word]:
    text = _THOUSANDS.sub("", question.replace("’", "'"))
    found: list[_Word] = []
    end = -1
    for match in _WORD.finditer(text):
        written = _POSSESSIVE.sub("", match[0])
        if written:
            found.append(_Word(written, written.lower(), not found, text[end : match.start()] == " "))
            end = match.start() + len(written)
    return found


def _within(word: Translation, phrase: Translation) -> Translation:
    """The translation of a word that stands in a phrase: it weighs less, and leans to the terms the phrase holds."""
    held = {term for term, _ in word.terms if any(term in longer for longer, _ in phrase.terms)}
    leaning = [(term, weight * AGREEING if term in held else weight) for term, weight in word.terms]
    before, after = (sum(weight for term, weight in terms if is_han(term)) for terms in (word.terms, leaning))
    terms = tuple((term, weight * before / after if is_han(term) else weight) for term, weight in leaning)
    return Translation(word.source, tuple(sorted(terms, key=lambda each: -each[1])), word.weight * COVERED)


def _spelled(lower: str) -> tuple[str, ...]:
    """The word itself as the term of an English passage: singular and plural, U.S. as us, R&D as rd."""
    alone = singular(lower)
    if len(lower) > 3 and lower.isalpha():
        return tuple(dict.fromkeys((lower, alone, alone + "s")))
    return (re.sub("[.'&]", "", lower),)


def _syllables(word: str) -> int:
    return min(map(len, readings(word)), default=0)


def _for_search(asked: Translation) -> WeightedTerms:
    itself = _spelled(asked.source.lower())
    characters: dict[str, float] = defaultdict(float)
    for term, weight in asked.terms:
        if len(term) > 1 and is_han(term):
            for character in term:
                characters[character] += CHARACTER * weight / len(term)
    whole = ((term, 1.0 if term in itself else weight) for term, weight in asked.terms)
    return replace(asked, terms=(*whole, *characters.items()))


def _read_lexicon(path: Path) -> dict[str, list[str]]:
    """English phrase, its words singular → Chinese terms. A line is the term, a tab, and phrases parted by " | "."""
    found: dict[str, list[str]] = {}
    for chinese, english in lexicon_lines(path):
        for phrase in english.split("|"):
            words = [singular(word.lower) for word in _words(phrase)]
            if len(words) > 1 and words[0] not in ASKING and chinese not in found.get(" ".join(words), ()):
                found.setdefault(" ".join(words), []).append(chinese)
    return found
