"""What a question wants measured, and which figures measure something else: 3,000 tonnes are no answer to 多少亩."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rag.candidates import Candidate
from rag.figures import Figure
from rag.question import FEW, Question
from rag.units import Unit, chinese_unit, english_unit, family_of

ANYTHING, AMOUNT = "", "amount"  # an amount is of anything, but no rank
# What measures can be held against each other; a measure of no group is one by itself.
_GROUPS = {
    "area": "平方公里 平方米 公顷 亩",
    "length": "公里 米 厘米 毫米 海里 里",
    "volume": "立方米 升 毫升",
    "mass": "吨 公斤 克 毫克 微克 斤 克拉",
    "time": "小时 分钟 秒 工作日 天 周 个月 年 周年 学时 课时",
    "count": "标箱",
    "power": "千瓦 瓦",
}
_GROUP_OF = {name: group for group, names in _GROUPS.items() for name in names.split()}
_VAGUE = frozenset("倍 番 度 成 口 号 点 步 级 里 分 块 安 伏 瓦 帕 款".split())  # of one thing here, of another there
_MUCH = re.compile(r"多少")
_FEW = re.compile(rf"(?<![近这那前后好十数第哪]){FEW}(?![年月日号点])")  # 几月 asks for a date
_COINS = re.compile(r"[^，。？?]{0,3}钱|个?(?:亿|万块)")
_OTHER_WORD = re.compile(r"人才|支持|年轻|条件|层次|名气|场地|款项|处理")  # they begin as a unit does
_SHARE = re.compile(r"百分之(?:几|多少)|多少%")
_AREA = re.compile(r"(?:占地|面积)[^，。？?]{0,4}(?:多少|几)")
_PLACED = re.compile(r"第(?:几|多少)|排(?:名|在|第)?|名次|位[次置]|座次|哪[几些]|前几|后几|倍|番")
_HOW_MANY = re.compile(r"\bhow many\b", re.I)
_HOW_MUCH = re.compile(r"\bhow much\b", re.I)
_NEXT_WORD = re.compile(r"[ -]?(?!(?:an?|per|of|the|this|last|in|did|each|every)\b)[A-Za-z]+", re.I)
_WORDS_ON = 3  # "how many consecutive working days"
_TIMES = re.compile(r"\b(?:times?|fold)\b", re.I)
_MONEY = re.compile(r"\bhow (?:much|many) (?:\w+ )?(?:money|yuan|dollars|euros)\b", re.I)
_PERCENT = re.compile(
    r"\b(?:what|which) (?:percentage|per ?cent|proportion|share|fraction)\b|\bhow many per ?cent", re.I
)
_IN_UNITS = re.compile(r"\bin(?= (?:square |cubic |nautical |metric )?[a-z]+)", re.I)
_SPACE = re.compile(r"\bhow (?:large|big) an area\b|\bwhat (?:is|was) the (?:\w+ )?area (?:of|covered)\b", re.I)
_QUANTITY = re.compile(
    r"\bwhat (?:is|was|were|are)\b[^,?]*\b(?:population|gdp|output|revenues?|turnover|sales|budget|investment)\b", re.I
)
_RANKED = re.compile(r"\brank|\bplace|\bposition|\bstanding|\btable\b|\blist\b|\bnumber\b", re.I)


def asked_for(question: Question) -> str:
    """What is measured: "count", "money", "area" and so on; AMOUNT where no unit is said, ANYTHING where nothing is."""
    return _in_chinese(question.text) if question.language == "zh" else _in_english(question.text)


def fits(figure: Figure, asked: str) -> bool:
    """Whether the figure measures what is asked for; one without a unit may measure anything that has none."""
    if asked in (ANYTHING, AMOUNT):
        return asked == ANYTHING or figure.kind not in ("rank", "ordinal")
    if figure.kind in ("fraction", "percent"):
        return asked in ("percent", "count") if figure.kind == "fraction" else asked == "percent"
    if figure.kind != "count" and figure.kind != "money":
        return False
    return figure.unit in _VAGUE or _group(figure.unit) in (asked, ANYTHING)


def measuring(found: Sequence[Candidate], asked: str, told: NDArray[np.bool_] | None = None) -> NDArray[np.bool_]:
    """Which candidates of one passage are, or hold, a figure that measures what is asked for: shape [candidates].

    Only those count that `told` says are told of what is asked of. Where no unit is said, what is no figure may answer
    too.
    """
    told = np.ones(len(found), np.bool_) if told is None else told
    right = [each.figure is not None and fits(each.figure, asked) and of for each, of in zip(found, told, strict=True)]
    starts = [each.start for each, fit in zip(found, right, strict=True) if fit]

    def holds(each: Candidate) -> bool:
        return each.figure is None and (vague or any(each.start <= start < each.end for start in starts))

    vague = asked in (ANYTHING, AMOUNT)
    return np.array([bool(fit) or holds(each) for each, fit in zip(found, right, strict=True)], np.bool_)


def _group(unit: str) -> str:
    family = family_of(unit)
    if family == "none":
        return ANYTHING
    return _GROUP_OF.get(unit, unit) if family == "measure" else family


def _in_chinese(text: str) -> str:
    if _PLACED.search(text):
        return ANYTHING
    if _SHARE.search(text):
        return "percent"
    if _AREA.search(text):
        return "area"
    match = _MUCH.search(text) or _FEW.search(text)
    if not match:
        return ANYTHING
    if _COINS.match(text, match.end()):
        return "money"
    found = None if _OTHER_WORD.match(text, match.end()) else chinese_unit(text, match.end())
    if found:
        return _of(found[1])
    return AMOUNT if match[0] == "多少" else ANYTHING


def _in_english(text: str) -> str:
    if _TIMES.search(text):
        return ANYTHING
    if _PERCENT.search(text):
        return "percent"
    if _MONEY.search(text):
        return "money"
    if _SPACE.search(text):
        return "area"
    if unit := _unit_after(_HOW_MANY, text, _WORDS_ON) or _unit_after(_IN_UNITS, text, 1):
        return _of(unit)
    if _HOW_MANY.search(text):
        return "count"
    much = _HOW_MUCH.search(text) or (_QUANTITY.search(text) and not _RANKED.search(text))
    return AMOUNT if much else ANYTHING


def _unit_after(words: re.Pattern[str], text: str, reach: int) -> Unit | None:
    """The unit among the next words."""
    for match in words.finditer(text):
        at = match.end()
        for _ in range(reach):
            if found := english_unit(text, at):
                return found[1]
            following = _NEXT_WORD.match(text, at)
            if not following:
                break
            at = following.end()
    return None


def _of(unit: Unit) -> str:
    return AMOUNT if unit.name in _VAGUE else _group(unit.name)
