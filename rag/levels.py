"""Of how wide a place a figure is told: a district's is no answer to what is asked of the whole city."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rag.candidates import Candidate
from rag.question import Question

# What stands before 区, 县, 市 and 省 in words that are no district's, city's or province's name.
_NO_DISTRICT = "园社城地小景街校厂片湾辖该各新老市郊专特功能范验发港心块个两三几区县护务院困税矿林多些哪产"
_NO_CITY = "城超上夜股楼门都集菜街闹早地个各级县多些哪花互全省"
_HAN = r"[\u4e00-\u9fff]"
_DISTRICT = rf"全[区县]|[我本][区县]|高新区|经开区|{_HAN}{{2}}(?<![{_NO_DISTRICT}])[区县](?![域划位间别长级])"
_CITY = rf"全市|[我本]市|市里|{_HAN}{{2}}(?<![{_NO_CITY}])市(?![场民级政区值面委长内里集井])"
_PROVINCES = (
    "河[北南]|山[西东]|辽宁|吉林|黑龙江|江[苏西]|浙江|安徽|福建|湖[北南]|广东|海南|四川|贵州|云南|陕西|甘肃|青海"
)
_PROVINCE = rf"全省|[我本]省|(?:{_PROVINCES})省(?![级委会])"
# Where something is held is not what is counted.
_TOLD = re.compile(
    rf"(?<![在于到从至往赴])(?P<district>{_DISTRICT})|(?P<city>{_CITY})|(?P<province>{_PROVINCE})|(?P<nation>全国)"
)
# Nor is what something is held against: a rank in the city, a share of the province.
_ASKED = re.compile(
    rf"(?:{_PROVINCE})的?(?={_HAN}{{2}}市)|(?<![在占居是为成])(?:(?P<city>{_CITY})|(?P<province>{_PROVINCE}))"
)
_FIRST = re.compile(r"[头首第最唯]")
_EN_WIDE = re.compile(
    r"(?P<city>\bcity-?wide\b|\b(?:whole|entire) city\b|\bcity (?:of [A-Z]\w+|as a whole)|\b[A-Z][a-z]+ [Cc]ity\b)"
    r"|(?P<province>\bprovince-?wide\b|\b(?:whole|entire) province\b|\b[A-Z][a-z]+ [Pp]rovince\b)"
)
_EN_NARROW = re.compile(r"\bdistricts?\b|\bcount(?:y|ies)\b|\bzones?\b|\barea\b|\btowns?\b", re.I)
_EN_NAME = re.compile(
    r"(?<!^)(?<![.?!] )\b(?!January|February|March|April|May|June|July|August|September|October|November|December)"
    r"[A-Z][a-z]+"
)
_LEVELS = ("district", "city", "province", "nation")


def level_asked(question: Question) -> str:
    """The level that a figure is asked of, "city" or "province"; "" where no such place is named, or a narrower one."""
    if question.language == "en":
        match = _EN_WIDE.search(question.text)
        narrower = match and _names_another(question.text, match)
    else:
        match = next((found for found in _ASKED.finditer(question.text) if found.lastgroup), None)
        narrower = match and _names_narrower(question.text, match)
    return match.lastgroup or "" if match and not narrower else ""


def of_level(text: str, found: Sequence[Candidate], asked: str) -> NDArray[np.bool_]:
    """Which candidates of one passage are not figures of a narrower place than is asked of: shape [candidates]."""
    return np.array([not _is_narrower(text, each, asked) for each in found], np.bool_)


def _names_another(text: str, wide: re.Match[str]) -> bool:
    rest = f"{text[: wide.start()]}, {text[wide.end() :]}"
    return bool(_EN_NARROW.search(rest) or _EN_NAME.search(rest))


def _names_narrower(text: str, wide: re.Match[str]) -> bool:
    """Whether a question names a district or any other place besides, or the first of its kind in the wide one."""
    import rjieba

    rest = f"{text[: wide.start()]}，{text[wide.end() :]}"
    named = any(tag == "ns" for _, tag in rjieba.tag(rest))
    return named or bool(re.search(_DISTRICT, rest) or _FIRST.match(text, wide.end()))


def _is_narrower(text: str, each: Candidate, asked: str) -> bool:
    if not asked or each.kind not in ("count", "money"):
        return False
    told = [match.lastgroup for match in _TOLD.finditer(text, each.sentence.start, each.start)]
    return bool(told) and _LEVELS.index(told[-1] or "") < _LEVELS.index(asked)
