"""The words of a question as they could stand in a Chinese passage, and where in a text each of them does."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from rag.question import Question

FloatArray = NDArray[np.float32]
Idf = Callable[[str], float]

_STOP = frozenset(
    "的 了 在 是 有 和 与 及 或 也 都 就 被 把 对 从 到 向 以 为 于 由 而 之 其 中 里 上 下 内 呢 吗 吧 啊 呀 多少 几 什么 谁 哪 哪些 哪个 哪里 哪儿 怎么 怎样 如何 "
    "为什么 为何 何时 请问 请 一下 这 那 这个 那个 该 个 家 项 条 位 名 人 户 次 种 座 所 件 款 达 达到 共 一共 总共 多 大 能 会 要 想 做 让 给 用 又 还 再 只 可 可以 "
    "被 所 等 等等 之一 关于 根据 按照 以及 其中 它 它们 他 她 他们 我 我们 你 今 年 月 日 号 多大 多高 多长 多久 第几 几个 几家 几项 几条 是否 具体 分别 叫 叫做 名字 "
    "称为 指 指的是 意思 现在 目前 如今 眼下 时候 什么样 数量 数字 情况".split()
)
_WORD = re.compile(r"[\u3400-\u9fff]+|[A-Za-z][A-Za-z0-9+.-]*|\d+(?:\.\d+)?")


class WordTranslator(Protocol):
    """Turns the words of an English question into weighted Chinese terms."""

    def translate(self, question: str) -> Sequence[Translated]: ...


class Translated(Protocol):
    """An English word or phrase and the Chinese terms it may stand for."""

    @property
    def source(self) -> str: ...

    @property
    def terms(self) -> Sequence[tuple[str, float]]: ...


@dataclass(frozen=True, slots=True)
class AskedWord:
    """One content word of a question: its weight and the forms it may take in a passage, each with its strength."""

    source: str
    weight: float
    forms: tuple[tuple[str, float], ...]


def asked_words(question: Question, translator: WordTranslator, idf: Idf) -> tuple[AskedWord, ...]:
    """The content words of a question, each once; a word the follow-up itself brought weighs twice."""
    words = _chinese(question.text, idf) if question.language == "zh" else _english(question, translator, idf)
    focus = question.focus.lower()
    return tuple(
        AskedWord(
            word.source, word.weight * (2.0 if focus and word.source.lower() in focus else 1.0), word.forms
        )
        for word in words
    )


def strengths(words: Sequence[AskedWord], text: str) -> FloatArray:
    """How strongly each word begins at each character: shape [words, characters + 1], 0 to 1."""
    lowered = text.lower()
    table = np.zeros((len(words), len(text) + 1), dtype=np.float32)
    if len(lowered) != len(text):  # lower() may lengthen a few letters, such as the dotted capital I
        lowered = text
    for row, word in enumerate(words):
        for form, strength in word.forms:
            _mark(table[row], lowered, form, strength)
    return table


def _mark(row: FloatArray, text: str, form: str, strength: float) -> None:
    position = text.find(form)
    while position >= 0:
        row[position] = max(row[position], strength)
        position = text.find(form, position + 1)


def _chinese(text: str, idf: Idf) -> list[AskedWord]:
    import rjieba

    found: dict[str, AskedWord] = {}
    for run in _WORD.findall(text):
        for word in rjieba.cut(run):
            lowered = word.lower()
            if lowered not in _STOP and lowered not in found:
                found[lowered] = AskedWord(lowered, idf(lowered), _parts(lowered))
    return list(found.values())


def _parts(word: str) -> tuple[tuple[str, float], ...]:
    """A word and, weaker, the parts of a long one: 高新技术 also meets 高新 and 技术."""
    forms = {word: 1.0}
    if len(word) >= 3 and "\u3400" <= word[0] <= "\u9fff":
        for start in range(len(word) - 1):
            forms.setdefault(word[start : start + 2], 0.8 * 2 / len(word))
    return tuple(forms.items())


def _english(question: Question, translator: WordTranslator, idf: Idf) -> list[AskedWord]:
    found = []
    for translation in translator.translate(question.text):
        forms = _forms(translation)
        if forms:
            total = sum(strength for _, strength in forms)
            weight = sum(strength * idf(form) for form, strength in forms) / total
            found.append(AskedWord(translation.source, weight, forms))
    return found


def _forms(translation: Translated) -> tuple[tuple[str, float], ...]:
    """The Chinese forms of one English word, the likeliest at full strength, the unlikely left out."""
    plain = [(term.lower(), weight) for term, weight in translation.terms if not term.startswith("py:")]
    names = [
        (han, weight) for term, weight in translation.terms if term.startswith("py:") for han in _named(term)
    ]
    best = max((weight for _, weight in [*plain, *names]), default=0.0)
    forms = {
        term: min(1.0, (weight / best) ** 0.5) for term, weight in [*plain, *names] if weight >= 0.04 * best
    }
    return tuple(forms.items())


@lru_cache(maxsize=4096)
def _named(term: str) -> tuple[str, ...]:
    return (term,)


def regions_max(table: FloatArray, start: int, end: int) -> FloatArray:
    """The strongest match of each word that begins between `start` and `end`: shape [words]."""
    if start >= end or not table.shape[0]:
        return np.zeros(table.shape[0], dtype=np.float32)
    strongest: FloatArray = table[:, start:end].max(axis=1)
    return strongest
