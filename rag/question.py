"""A question as understood: its language, what kind of answer it asks for, in which unit, and of which time."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Protocol

from index.article import Language
from index.dating.periods import DatedWords
from index.errors import QuestionError
from index.period import Period
from rag.followup import resolve
from rag.timeless import own_times, without_times
from rag.years import years_written_out

_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_WHETHER = re.compile(
    r"吗[？?。]*$|是否|有没有|能否|会不会|是不是|^(?:is|are|was|were|does|did|do|has|have|will|can)\b", re.I
)
_ASKS = re.compile(r"多少|几|什么|谁|哪|\b(?:how (?:many|much)|what|who|which)\b", re.I)
_JOINED = re.compile(r"[和与及跟、]|以及| ?(?:,|,? ?and)(?: in| for| by| at)? ?", re.I)
_AGAINST = re.compile(r"比|相差|差多少|\b(?:versus|vs|compar\w*|than|differ\w*|chang\w*|gr[eo]w\w*)\b", re.I)
_AND_THEN = re.compile(r"[，,；;？?]|\band\b", re.I)
# 几 that asks, not the indefinite one of 请来几家企业，地点在哪儿: a later clause asks something else there.
FEW = r"几(?![^？?]*[，,；;][^？?]*(?:哪|什么|谁|何|怎))"
_UNIT = re.compile(rf"(?:多少|{FEW})(亿元?|万元|块钱|钱|[\u4e00-\u9fff]{{1,3}})")
# Measure words that may follow 多少 or 几; others ("多少企业") name the thing, not the unit.
_MEASURES = """
平方公里 个百分点 平方米 立方米 工作日 人次 台次 班次 车次 家次 公里 亿元 万元 公顷
小时 分钟 公斤 千瓦 家 个 户 人 名 位 项 条 座 所 款 件 种 类 间 台 辆 列 趟
次 天 年 月 日 亩 吨 米 元 块 套 只 头 支 张 份 处 宗 笔 层 栋 棵 株 斤 幢
部 批 场 届 期 步 点 岁 倍 成 口 眼 片 班 号
""".split()
_KIND_OF_UNIT = {
    "money": ("亿元", "万元", "元", "块钱", "钱", "亿", "块"),
    "percent": ("个百分点", "成"),
    "date": ("月", "日", "号", "点"),
}


class KindModel(Protocol):
    """Guesses what kind of answer a question asks for."""

    def kinds(self, question: str) -> Mapping[str, float]:
        """The probability of each kind of rag.candidates.KINDS."""
        ...


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `text` is what retrieval and reading work on: the resolved question.

    `focus` holds the words a follow-up brought in itself: they weigh more than those carried over. `unit` is the
    measure word asked for (家, 个), empty when none is; `period` the time asked about, None when undated or when
    several are: then `periods` holds them.
    """

    asked: str
    text: str
    language: Language
    kinds: Mapping[str, float]
    unit: str = ""
    period: Period | None = None
    focus: str = ""
    periods: tuple[Period, ...] = ()

    @property
    def kind(self) -> str:
        """The likeliest kind of answer."""
        return max(self.kinds, key=lambda kind: self.kinds[kind])

    @property
    def timeless(self) -> str:
        """The text without the words for the time asked about."""
        return without_times(self.text)


def understand(asked: str, history: Sequence[str], model: KindModel, limit: int) -> Question:
    """The question as understood, made whole from earlier ones; raises QuestionError when it is empty or too long."""
    asked = _checked(asked, limit)
    text, focus = "", ""
    for turn in [*(_CONTROL.sub(" ", earlier).strip()[:limit] for earlier in history), asked]:
        turn = years_written_out(turn)
        text, focus = resolve(turn, text) if text else (turn, "")
    unit = _unit(text)
    several = _several(text)
    return Question(
        asked=asked,
        text=text,
        language=language_of(asked),
        kinds=_sharpened(model.kinds(text), unit, text),
        unit=unit,
        period=None if several else _period(text),
        focus=focus,
        periods=several,
    )


def language_of(text: str) -> Language:
    """The language a reader would answer in: English when its words outnumber the Han characters by meaning."""
    han, latin = len(_HAN.findall(text)), len(_LATIN.findall(text))
    return "en" if latin > han / 2 else "zh"


def _checked(asked: str, limit: int) -> str:
    cleaned = " ".join(_CONTROL.sub(" ", asked).split())
    if not cleaned or not any(character.isalnum() for character in cleaned):
        raise QuestionError("The question is empty.", "Write a question in Chinese or English.")
    if len(cleaned) > limit:
        raise QuestionError(
            f"The question has {len(cleaned)} characters; at most {limit} are read.", "Ask it in fewer words."
        )
    return cleaned


def _unit(text: str) -> str:
    match = _UNIT.search(text)
    if not match:
        return ""
    return next((measure for measure in _MEASURES if match[1].startswith(measure)), "")


def _sharpened(kinds: Mapping[str, float], unit: str, text: str) -> Mapping[str, float]:
    """The guess, corrected by a unit the question names outright; whether something is so, only a clause can tell."""
    if _WHETHER.search(text):
        return {kind: 0.1 * share + (0.9 if kind == "clause" else 0.0) for kind, share in kinds.items()}
    if not unit:
        return kinds
    sure = next((kind for kind, units in _KIND_OF_UNIT.items() if unit in units), "count")
    return {kind: 0.2 * share + (0.8 if kind == sure else 0.0) for kind, share in kinds.items()}


def _period(text: str) -> Period | None:
    found = own_times(text)
    return found[0].period if found else None


def _several(text: str) -> tuple[Period, ...]:
    """The times, where one thing is asked of each: 2021年和2022年各有多少, how many in 2021 and how many in 2022."""
    if _AGAINST.search(text):
        return ()
    run: list[DatedWords] = []
    for words in own_times(text):
        if run and not _asks_of_each(text, run[-1], words):
            break
        run.append(words)
    apart = all(not one.period.overlaps(other.period) for one, other in combinations(run, 2))
    return tuple(each.period for each in run) if len(run) > 1 and apart else ()


def _asks_of_each(text: str, one: DatedWords, other: DatedWords) -> bool:
    """Whether two times are joined, or something is asked of the one and then again of the other."""
    between, after = text[one.span.end : other.span.start], text[other.span.end :]
    if _JOINED.fullmatch(between):
        return True
    twice = _ASKS.search(after) if _HAN.search(text) else len(_ASKS.findall(text[: other.span.start])) > 1
    return bool(twice and _ASKS.search(between) and _AND_THEN.search(between))
