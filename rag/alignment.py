"""The words of a question as they could stand in a Chinese passage, and where in a text each of them does."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.article import Language
from index.searching.pinyin import characters, readings
from index.searching.terms import PINYIN
from rag.question import Question

FloatArray = NDArray[np.float32]
Idf = Callable[[str], float]

_STOP = frozenset(
    """
    的 了 在 是 有 和 与 及 或 也 都 就 被 把 对 从 到 向 以 为 于 由 而 之 其
    中 里 上 下 内 呢 吗 吧 啊 呀 多少 几 什么 谁 哪 哪些 哪个 哪里 哪儿 怎么 怎样
    如何 为什么 为何 何时 请问 请 一下 这 那 这个 那个 该 个 家 项 条 位 名 人 户 次
    种 座 所 件 款 达 达到 共 一共 总共 多 大 能 会 要 想 做 让 给 用 又 还 再 只
    可 可以 等 等等 之一 关于 根据 按照 以及 其中 它 它们 他 她 他们 我 我们 你 今 年
    月 日 号 多大 多高 多长 多久 第几 几个 几家 几项 几条 是否 具体 分别 叫 叫做 名字
    称为 指 指的是 意思 现在 目前 如今 眼下 时候 什么样 数量 数字 情况
    """.split()
)
_NAME_TAGS = ("nr", "ns", "nt", "nz")
# A translation this much rarer than the likeliest is more often chance than sense.
_UNLIKELY = 0.04
PRINTED = 0.6  # how strongly what papers print for a Chinese word counts beside the word itself
# The time asked about is held against the time a figure is of (rag.features), not against the words around it.
# That goes for a year that is no time of its own (2021届), too.
_YEAR = re.compile(r"(?:19|20)\d\d年?")
_PLACE = re.compile(r"[\u4e00-\u9fff]{1,5}(?:新区|[省市区县镇乡州盟]|街道)$")
_QUOTES = re.compile(r"“([^“”]{2,20})”|《([^《》]{2,20})》|「([^「」]{2,20})」|\"([^\"]{2,20})\"")
_WORD = re.compile(r"[\u3400-\u9fff]+|[A-Za-z][A-Za-z0-9+.-]*|\d+(?:\.\d+)?")


class WordTranslator(Protocol):
    """Turns the words of a question into those that the papers would print."""

    def translate(self, question: str) -> Sequence[Translated]:
        """The words of an English question as weighted Chinese terms."""
        ...

    def wordings(self, word: str) -> Sequence[str]:
        """Other words for one of a Chinese question."""
        ...


class Translated(Protocol):
    """An English word or phrase and the Chinese terms it may stand for."""

    @property
    def source(self) -> str: ...

    @property
    def terms(self) -> Sequence[tuple[str, float]]: ...

    @property
    def weight(self) -> float: ...


@dataclass(frozen=True, slots=True)
class AskedWord:
    """One content word of a question: its weight and the forms it may take in a passage, each with its strength.

    `name` marks a place, person or other proper name, as far as its tag or its spelling in pinyin tells.
    """

    source: str
    weight: float
    forms: tuple[tuple[str, float], ...]
    name: bool = False


def asked_words(question: Question, translator: WordTranslator, idf: Idf) -> tuple[AskedWord, ...]:
    """The content words of a question but its time, each once; a word the follow-up itself brought weighs twice."""
    words = words_of(question.timeless, question.language, translator, idf)
    focus = question.focus.lower()
    return tuple(
        replace(word, weight=word.weight * (2.0 if focus and word.source.lower() in focus else 1.0)) for word in words
    )


def words_of(text: str, language: Language, translator: WordTranslator, idf: Idf) -> list[AskedWord]:
    """The content words of a text, each once."""
    return _chinese(text, translator, idf) if language == "zh" else _english(text, translator, idf)


def strengths(words: Sequence[AskedWord], text: str) -> FloatArray:
    """How strongly each word begins at each character: shape [words, characters + 1], 0 to 1."""
    table = np.zeros((len(words), len(text) + 1), dtype=np.float32)
    for row, start, _, strength in occurrences(words, text):
        table[row, start] = max(table[row, start], strength)
    return table


def occurrences(words: Sequence[AskedWord], text: str) -> Iterator[tuple[int, int, int, float]]:
    """Where words stand in a text: the word's place among them, beginning and end in the text, and how strongly."""
    lowered = text.lower()
    if len(lowered) != len(text):  # lower() may lengthen a few letters, such as the dotted capital I
        lowered = text
    for row, word in enumerate(words):
        for form, strength in word.forms:
            for start, end in _runs(lowered, form):
                yield row, start, end, strength


def _runs(text: str, form: str) -> Iterator[tuple[int, int]]:
    if form.startswith(PINYIN):
        for pattern in _spelled(form.removeprefix(PINYIN)):
            yield from (match.span() for match in pattern.finditer(text))
        return
    position = text.find(form)
    while position >= 0:
        yield position, position + len(form)
        position = text.find(form, position + 1)


@lru_cache(maxsize=4096)
def _spelled(word: str) -> tuple[re.Pattern[str], ...]:
    """Patterns of the Han characters that a word in pinyin may be: one for each way it parts into syllables."""
    table = characters()
    return tuple(
        re.compile("".join(f"[{''.join(sorted(table[syllable]))}]" for syllable in reading))
        for reading in readings(word)
        if len(reading) > 1
    )


def _chinese(text: str, translator: WordTranslator, idf: Idf) -> list[AskedWord]:
    import rjieba

    found: dict[str, AskedWord] = {}
    for run in _WORD.findall(text):
        for word, tag in rjieba.tag(run):
            lowered = word.lower()
            if lowered not in _STOP and lowered not in found and not _YEAR.fullmatch(lowered):
                named = tag in _NAME_TAGS or bool(_PLACE.search(lowered))
                found[lowered] = _asked(lowered, named, translator.wordings(lowered), idf)
    return [*found.values(), *_quoted(text, idf)]


def _asked(word: str, named: bool, wordings: Sequence[str], idf: Idf) -> AskedWord:
    """A word with its parts; what papers print for it counts less, and for how telling it is."""
    forms = dict(_parts(word))
    if not wordings:
        return AskedWord(word, idf(word), tuple(forms.items()), named)
    printed = [(term, PRINTED) for term in wordings]
    telling = _rarity([(word, 1.0), *printed], idf)
    for term, strength in printed:
        forms[term] = max(strength, forms.get(term, 0.0))
    return AskedWord(word, telling, tuple(forms.items()), named)


def _quoted(text: str, idf: Idf) -> list[AskedWord]:
    """What a question puts in quotation marks, whole: a passage that has it word for word is hardly another's."""
    phrases = dict.fromkeys(next(filter(None, groups)) for groups in _QUOTES.findall(text))
    return [AskedWord(f"“{phrase}”", idf(phrase), ((phrase, 1.0),), name=True) for phrase in phrases]


def _parts(word: str) -> tuple[tuple[str, float], ...]:
    """A word and, weaker, the parts of a long one: 高新技术 also meets 高新 and 技术."""
    forms = {word: 1.0}
    if len(word) >= 3 and "\u3400" <= word[0] <= "\u9fff":
        for start in range(len(word) - 1):
            forms.setdefault(word[start : start + 2], 0.8 * 2 / len(word))
    return tuple(forms.items())


def _english(text: str, translator: WordTranslator, idf: Idf) -> list[AskedWord]:
    found = []
    for translation in translator.translate(text):
        forms = _forms(translation)
        if forms and not _YEAR.fullmatch(translation.source):
            weight = translation.weight * _rarity(forms, idf)
            named = any(form.startswith(PINYIN) for form, _ in forms)
            found.append(AskedWord(translation.source, weight, forms, named))
    return found


def _forms(translation: Translated) -> tuple[tuple[str, float], ...]:
    """The forms of one English word in a passage: itself, its Chinese by strength, the unlikely left out."""
    chinese = [(term, weight) for term, weight in translation.terms if not term.isascii()]
    best = max((weight for _, weight in chinese), default=0.0)
    certain = [(term, 1.0) for term, _ in translation.terms if term.isascii()]
    likely = [(term, (weight / best) ** 0.5) for term, weight in chinese if weight >= _UNLIKELY * best]
    return (*certain, *likely)


def _rarity(forms: Sequence[tuple[str, float]], idf: Idf) -> float:
    """How telling a word is: the mean of its Chinese forms, or its own where it has none."""
    chinese = [(term, strength) for term, strength in forms if not term.isascii()] or list(forms)
    return sum(strength * idf(term) for term, strength in chinese) / sum(strength for _, strength in chinese)
