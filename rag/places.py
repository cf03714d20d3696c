"""Places: a figure of one district is not given for another's, however well the rest of the question fits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Protocol

from index.searching.pinyin import readings
from rag.alignment import AskedWord, strengths
from rag.question import Question

_SUFFIX = r"(?:新区|新城|[区县镇乡]|街道|经开区|高新区|开发区|经济开发区)"
# At the head of a question, or after a time, the segmenter cuts some districts' names wrongly (管/城区).
_AT_HEAD = re.compile(
    r"(?:^|请问|[年月日，,])([^\W\da-zA-Z的在那哪这几每各该全本老新主小前后两][^\W\da-zA-Z的地小园社景校片老街港个])(?:回族)?[区县]"
    r"(?![内域划长级委里政属直间])"
)
_DISTRICT = re.compile(r"([\u4e00-\u9fff]{2,4}?)(?:回族)?(?:新区|[区县镇乡]|街道)")
_ENGLISH = r"(?:'s)?,? (?:Hui )?(?:District|County|Town(?:ship)?|Subdistrict|New (?:Area|District))\b"
# What kinds of districts are called, not what one is called: an article may say so in other words.
_KINDS = frozenset(
    """
    主城 老城 新城 中心 中心城 核心 城郊 高新 经开 开发 技术开发 产业开发 经济开发 自贸 保税 示范 试验 实验 先行
    先行示范 合作 集聚 产业集聚 百强 贫困 产业园 工业园 科技园 风景 旅游 度假 居住 生活 住宅 商业 特色 重点 其他
    全国 全省 我们
    """.split()
)

# A city has one of each: what a question may call it, in either language, and what an article may.
_ZONES = {
    r"高新区|高新技术(?:产业)?开发区|\bhi(?:gh)?[- ]?tech(?:nology)?(?: development)? (?:zone|district)\b": (
        "高新区",
        "高新技术产业开发区",
        "高新技术开发区",
    ),
    r"经开区|经济(?:技术)?开发区|\beconomic(?: (?:and|&) technolog\w+)? development (?:zone|area)\b": (
        "经开区",
        "经济技术开发区",
        "经济开发区",
    ),
    r"航空港(?:区|实验区|经济)|\bairport (?:econom(?:y|ic) )?(?:experimental )?zone\b": ("航空港", "港区"),
}


class Told(Protocol):
    """An article, as far as it tells which places it speaks of."""

    @property
    def title(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def text(self) -> str: ...


class Places:
    """The districts, counties and towns that a question names; `names` are they, as the question has them."""

    def __init__(self, question: Question, words: Sequence[AskedWord]) -> None:
        named = _chinese(question.text, words) if question.language == "zh" else _english(question.text, words)
        self._words = tuple(named) or tuple(_zones(question.text))
        self.names = tuple(dict.fromkeys(word.source for word in self._words))

    def named_by(self, article: Told) -> bool:
        """Whether the article speaks of any of them; true where the question names none."""
        if not self._words:
            return True
        whole = "\n".join((article.title, article.source, article.text))
        return bool(strengths(self._words, whole).any())


def _zones(text: str) -> Iterator[AskedWord]:
    for called, forms in _ZONES.items():
        if match := re.search(called, text, re.I):
            yield AskedWord(match[0], 1.0, tuple((form, 1.0) for form in forms), name=True)


def _chinese(text: str, words: Sequence[AskedWord]) -> Iterator[AskedWord]:
    named = [word.source for word in words if word.name]
    stems = [match[1] for match in _AT_HEAD.finditer(text)]
    stems += [match[1] if (match := _DISTRICT.fullmatch(name)) else name for name in named]
    for stem in dict.fromkeys(stems):
        called = re.search(rf"{re.escape(stem)}(?:回族)?{_SUFFIX}", text)
        if called and stem not in _KINDS:
            yield AskedWord(called[0], 1.0, ((stem, 1.0),), name=True)


def _english(text: str, words: Sequence[AskedWord]) -> Iterator[AskedWord]:
    for word in words:
        stems = _stems(word)
        if not word.source[:1].isupper() or not (stems or _is_spelled(word)):
            continue
        called = re.search(rf"{re.escape(word.source)}(?:{_ENGLISH}|(?<=District|. County)\b)", text)
        if called or (word.name and stems):
            latin = [(form, 1.0) for form, _ in word.forms if form.isascii()]
            forms = (*((stem, 1.0) for stem in stems), *latin)
            yield AskedWord(called[0] if called else word.source, 1.0, forms, name=True)


def _stems(word: AskedWord) -> list[str]:
    """The district that an English word most likely stands for, without the word for district."""
    likeliest = next((form for form, _ in word.forms if not form.isascii()), "")
    match = _DISTRICT.fullmatch(likeliest)
    return [match[1]] if match and match[1] not in _KINDS else []


def _is_spelled(word: AskedWord) -> bool:
    """Whether it reads as pinyin of several syllables; a name of three letters may be read so, and rarely is."""
    return word.name and len(word.source) > 3 and any(len(reading) > 1 for reading in readings(word.source.lower()))
