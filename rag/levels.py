"""Of how wide a place a figure is told: a district's is no answer to what is asked of the whole city."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rag.candidates import Candidate
from rag.question import Question

# Words that end as a district's or a city's name does and are none.
_NO_DISTRICT = "园社城地小景街校厂片湾辖该各新老市郊专特功能范验发港心块"
_NO_CITY = "城超上夜股楼门都集菜街闹早"
_DISTRICT = (
    rf"全[区县]|[我本][区县]|高新区|经开区|[\u4e00-\u9fff][\u4e00-\u9fff](?<![{_NO_DISTRICT}])[区县](?![域划位间别长])"
)
_CITY = rf"全市|[我本]市|市里|[\u4e00-\u9fff][\u4e00-\u9fff](?<![{_NO_CITY}])市(?![场民级政区值面委长内里集井])"
_PROVINCE = r"全省|[我本]省|[\u4e00-\u9fff]{2}省(?![级委会心里外内下一份])"
_TOLD = re.compile(rf"(?P<district>{_DISTRICT})|(?P<city>{_CITY})|(?P<province>{_PROVINCE})|(?P<nation>全国)")
# What is asked of: the first thing that the question names, and no narrower place after it.
_ASKED = re.compile(
    rf"(?:请问|截?至|到|在|[\d一二〇零两上下年月日初末底前季度半春夏秋冬去今，, ])*(?:整个)?"
    rf"(?:(?P<city>{_CITY})|(?P<province>{_PROVINCE}))(?![头首第最唯]|.*[区县])"
)
_EN_NARROW = re.compile(r"\bdistricts?\b|\bcount(?:y|ies)\b|\bzones?\b|\barea\b|\btowns?\b", re.I)
_EN_WIDE = re.compile(
    r"(?P<city>\bcity-?wide\b|\b(?:whole|entire) city\b|\bcity (?:of [A-Z]\w+|as a whole)|\b[A-Z][a-z]+ city\b)"
    r"|(?P<province>\bprovince-?wide\b|\b(?:whole|entire) province\b|\b[A-Z][a-z]+ [Pp]rovince\b)"
)
_EN_NAME = re.compile(r"(?<!^)(?<![.?!] )\b[A-Z][a-z]+")
_LEVELS = ("district", "city", "province", "nation")


def level_asked(question: Question) -> str:
    """The level that a figure is asked of, "city" or "province"; "" where no such place is named, or a narrower one."""
    match = _EN_WIDE.search(question.text) if question.language == "en" else _ASKED.match(question.text)
    if not match or (question.language == "en" and _names_another(question.text, match)):
        return ""
    return match.lastgroup or ""


def _names_another(text: str, wide: re.Match[str]) -> bool:
    rest = f"{text[: wide.start()]}, {text[wide.end() :]}"
    return bool(_EN_NARROW.search(rest) or _EN_NAME.search(rest))


def of_level(text: str, found: Sequence[Candidate], asked: str) -> NDArray[np.bool_]:
    """Which candidates of one passage are not figures of a narrower place than is asked of: shape [candidates]."""
    return np.array([not _is_narrower(text, each, asked) for each in found], np.bool_)


def _is_narrower(text: str, each: Candidate, asked: str) -> bool:
    if not asked or each.kind not in ("count", "money"):
        return False
    told = [match.lastgroup for match in _TOLD.finditer(text, each.sentence.start, each.start)]
    return bool(told) and _LEVELS.index(told[-1] or "") < _LEVELS.index(asked)
