"""The Party's congresses and plenums: texts speak of them as coming, just closed, or long told of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from index.dating.clues import Clue, days_from, found, in_period, in_year, not_before
from index.period import Period

# First and last day; what comes after the last one here is left unknown.
_CONGRESSES = {
    "十八大": ("2012-11-08", "2012-11-14"),
    "十九大": ("2017-10-18", "2017-10-24"),
    "二十大": ("2022-10-16", "2022-10-22"),
}
_PLENUMS = {
    "十八届三中全会": ("2013-11-09", "2013-11-12"), "十八届四中全会": ("2014-10-20", "2014-10-23"),
    "十八届五中全会": ("2015-10-26", "2015-10-29"), "十八届六中全会": ("2016-10-24", "2016-10-27"),
    "十九届三中全会": ("2018-02-26", "2018-02-28"), "十九届四中全会": ("2019-10-28", "2019-10-31"),
    "十九届五中全会": ("2020-10-26", "2020-10-29"), "十九届六中全会": ("2021-11-08", "2021-11-11"),
    "二十届二中全会": ("2023-02-26", "2023-02-28"), "二十届三中全会": ("2024-07-15", "2024-07-18"),
    "二十届四中全会": ("2025-10-20", "2025-10-23"),
}  # fmt: skip
_NAMES = "|".join((*_PLENUMS, *_CONGRESSES))
_GATHERING = re.compile(
    rf"党的?(?:第)?(?P<name>{_NAMES})|(?P<bare>{'|'.join(_PLENUMS)}|(?:{'|'.join(_CONGRESSES)})(?=精神|召开|报告|胜利|闭幕|开幕))"
)
_TO_COME = re.compile(r"(?:喜迎|迎接|献礼|即将召开的?|就要召开的?|将要?召开的?|备战|迎)$")
_COMING = re.compile(r"(?:即将|将于|将在)[^，。]{0,6}(?:召开|举行|开幕)|(?:召开|开幕)?(?:前夕|在即|倒计时|召开前)")
_ITS_YEAR = re.compile(r"(?:召开|举办|举行)?之年")
_JUST_OVER = re.compile(
    r"[^，。]{0,4}(?:刚刚|胜利|圆满|顺利|日前)?[^，。]{0,2}(?:闭幕|落幕|召开之际|召开期间|期间|召开不久|刚刚召开)(?!以来)"
)
_FIRST_SPRING = re.compile(r"[^，。]{0,5}后[^，。]{0,3}(?:首个|第一个)[“‘\"]?(?:新春|春节|春天|新年)")
_NEXT_YEAR = re.compile(r"[^，。]{0,12}(?:开局|起步|第一|首)之?年|后[^，。]{0,3}(?:首|第一)个?[整完]?年")
_TOLD_OF = re.compile(r"(?:报告|精神|以来|提出|部署|指出|要求|通过|决定|擘画|描绘|明确|强调|召开后|的?胜利召开)")
# How long a gathering is spoken of as just over, and how long before it as coming.
_FRESH, _EVE, _YEAR = timedelta(days=9), timedelta(days=60), timedelta(days=300)


def gatherings(text: str) -> Iterator[Clue]:
    """The clues that a text gives by speaking of a congress or plenum."""
    for match in _GATHERING.finditer(text):
        name = match["name"] or match["bare"]
        opens, closes = map(date.fromisoformat, _PLENUMS.get(name) or _CONGRESSES[name])
        yield _clue(match, opens, closes)


def _clue(match: re.Match[str], opens: date, closes: date) -> Clue:
    text, after = match.string, match.string[match.end() : match.end() + 18]
    if _TO_COME.search(text, max(0, match.start() - 16), match.start()):
        return found(match, days_from(max(date(opens.year, 1, 1), opens - _YEAR), opens), 4, 2)
    if _COMING.match(after):
        return found(match, days_from(opens - _EVE, opens), 4, 4)
    if _ITS_YEAR.match(after):
        return found(match, in_year(opens.year), 4)
    if _FIRST_SPRING.match(after):
        spring = Period(date(opens.year + 1, 1, 1), date(opens.year + 1, 3, 31), "range")
        return found(match, in_period(spring), 4, 4)
    if _NEXT_YEAR.match(after):
        return found(match, in_year(opens.year + 1), 4)
    if _JUST_OVER.match(after):
        return found(match, days_from(opens, closes + _FRESH), 4, 4)
    return found(match, not_before(opens if _TOLD_OF.match(after) else opens - _YEAR), veto=True)
