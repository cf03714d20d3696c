"""Jubilees, days kept every year and games held every few: what is counted tells the year, what is kept the month."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from index.dating.clues import Clue, days_from, found, in_year, looked_back, not_before, yearly
from index.dating.numerals import parse_number

_N = r"(?P<n>\d{1,3}|[一二三四五六七八九十百]{1,5})"
_KEPT = re.compile(r"之际|之年|之时|献礼|今年|迎来|喜迎|庆祝|正值|恰逢|适逢|华诞|到来|纪念日|当天|今天|昨天|倒计时")
_EVE = re.compile(r"[^，。]{0,4}(?:前夕|在即|即将到来|临近|到来之前)")
# What is counted in years: the day it began.
_BEGUN = {
    r"(?:建党|(?:中国)?共产党(?:成立|建党)|党的?(?:诞生|成立)|党诞辰)": "1921-07-01",
    r"(?:新中国(?:成立)?|中华人民共和国(?:成立)?|建国|共和国(?:成立)?|国庆)": "1949-10-01",
    r"改革开放": "1978-12-18",
    r"(?:建军|解放军(?:建军)?)": "1927-08-01",
    r"(?:抗战胜利|抗日战争[^，。]{0,12}胜利|反法西斯[^，。]{0,6}胜利)": "1945-09-03",
    r"香港回归(?:祖国)?": "1997-07-01",
    r"澳门回归(?:祖国)?": "1999-12-20",
    r"(?:红军)?长征胜利": "1936-10-22",
    r"五四运动": "1919-05-04",
    r"辛亥革命": "1911-10-10",
    r"(?:抗美援朝|志愿军)[^，。]{0,8}作战": "1950-10-25",
    r"(?:加入|入)世(?:贸组织)?": "2001-12-11",
    r"一带一路[”’]?(?:倡议)?(?:提出)?": "2013-09-07",
    r"(?:恢复)?高考": "1977-12-10",
    r"汶川(?:特大|大)?地震": "2008-05-12",
}
_JUBILEES = tuple((re.compile(rf"{name}{_N}(?:周年|华诞)"), date.fromisoformat(day)) for name, day in _BEGUN.items())
_CENTENARY = re.compile(r"建党百年(?P<after>后的?(?:第一个|首个)(?:新年|春节|新春|春天)|之后)?|百年党庆|建党百年华诞")
# Days kept every year: the first year as papers count them (0: they do not), month, day.
_DAYS = {
    "世界读书日": (1996, 4, 23), "世界知识产权日": (2001, 4, 26), "世界电信日": (1969, 5, 17),
    "世界电信和信息社会日": (1969, 5, 17),
    "世界环境日": (1972, 6, 5), "世界地球日": (1970, 4, 22), "世界水日": (1993, 3, 22), "植树节": (1979, 3, 12),
    "全国助残日": (1991, 5, 17), "防灾减灾日": (2009, 5, 12), "科技工作者日": (2017, 5, 30), "教师节": (1985, 9, 10),
    "农民丰收节": (2018, 9, 23), "记者节": (2000, 11, 8), "国家宪法日": (2014, 12, 4), "护士节": (1912, 5, 12),
    "航天日": (2016, 4, 24), "国家安全教育日": (2016, 4, 15), "消防日": (1992, 11, 9), "医师节": (2018, 8, 19),
    "人民警察节": (2021, 1, 10), "博物馆日": (1977, 5, 18), "消费者权益日": (1983, 3, 15), "全国科普日": (0, 9, 17),
    "世界急救日": (0, 9, 13), "世界旅游日": (0, 9, 27), "世界粮食日": (1981, 10, 16), "国际禁毒日": (0, 6, 26),
    "消防宣传日": (0, 11, 9), "质量月": (0, 9, 15), "安全生产月": (0, 6, 15), "全民健身日": (2009, 8, 8),
    "烈士纪念日": (2014, 9, 30), "公祭日": (2014, 12, 13), "世界无烟日": (1988, 5, 31), "世界献血者日": (2004, 6, 14),
}  # fmt: skip
_DAY = re.compile(rf"(?:第{_N}[个届](?:全国|国际|中国|全民)?)?“?(?P<name>{'|'.join(_DAYS)})")
# Games: how they are named, and their days; a name that does not tell which games are meant has several.
_GAMES = (
    (r"北京冬奥会?", "2022-02-04/2022-02-20"),
    (r"东京奥运会?", "2021-07-23/2021-08-08"),
    (r"巴黎奥运会?", "2024-07-26/2024-08-11"),
    (r"杭州亚运会?", "2023-09-23/2023-10-08"),
    (r"卡塔尔世界杯", "2022-11-20/2022-12-18"),
    (r"成都大运会", "2023-07-28/2023-08-08"),
    (
        r"全(?:国)?运(?:动)?会",
        "2013-08-31/2013-09-12 2017-08-27/2017-09-08 2021-09-15/2021-09-27 2025-11-09/2025-11-21",
    ),
    (r"(?<!北京)冬奥会?", "2014-02-07/2014-02-23 2018-02-09/2018-02-25 2022-02-04/2022-02-20 2026-02-06/2026-02-22"),
    (
        r"(?<![冬京黎])奥运会?",
        "2012-07-27/2012-08-12 2016-08-05/2016-08-21 2021-07-23/2021-08-08 2024-07-26/2024-08-11",
    ),
    (r"(?<!杭州)亚运会?", "2014-09-19/2014-10-04 2018-08-18/2018-09-02 2023-09-23/2023-10-08 2026-09-19/2026-10-04"),
    (r"(?<!尔)世界杯", "2014-06-12/2014-07-13 2018-06-14/2018-07-15 2022-11-20/2022-12-18 2026-06-11/2026-07-19"),
)
_SPOKEN = r"(?P<how>前夕|在即|倒计时|开幕|期间|火热|闭幕|刚刚|落幕|(?:举办|召开)?之年)"
_GAME = tuple((re.compile(rf"{name}[^，。]{{0,3}}{_SPOKEN}"), days.split()) for name, days in _GAMES)
# Fairs held every year: the first year.
_FAIRS = (
    (re.compile(rf"第{_N}届(?:中国国际进口博览会|进博会)"), 2018, 11),
    (re.compile(rf"第{_N}届(?:中国国际消费品博览会|消博会)"), 2021, 5),
)
_AROUND, _BEFORE = timedelta(days=8), timedelta(days=45)


def observances(text: str) -> Iterator[Clue]:
    """The clues that a text gives by what it celebrates."""
    yield from _jubilees(text)
    yield from _centenary(text)
    yield from _days(text)
    yield from _games(text)


def _jubilees(text: str) -> Iterator[Clue]:
    for pattern, begun in _JUBILEES:
        for match in pattern.finditer(text):
            day = begun.replace(year=begun.year + int(parse_number(match["n"]) or 0))
            around = text[max(0, match.start() - 14) : match.end() + 10]
            if looked_back(text, match.start()):
                yield found(match, not_before(day), 0.2)
            elif _EVE.match(text, match.end()):
                yield found(match, days_from(day - _BEFORE, day), 4, 4)
            elif _KEPT.search(around):
                yield found(match, in_year(day.year), 4)
            else:
                yield found(match, not_before(date(day.year, 1, 1)), 0.2)


def _centenary(text: str) -> Iterator[Clue]:
    for match in _CENTENARY.finditer(text):
        if match["after"]:
            last = date(2022, 1, 31) if "新年" in match[0] else date(2022, 3, 31)
            yield found(match, days_from(date(2022, 1, 1), last), 4, 4)
        elif _KEPT.search(text, max(0, match.start() - 10), match.end() + 8) and not looked_back(text, match.start()):
            yield found(match, in_year(2021), 3)


def _days(text: str) -> Iterator[Clue]:
    for match in _DAY.finditer(text):
        first, month, day = _DAYS[match["name"]]
        yield found(match, yearly(month, day, 8, 6), rank=3)
        if match["n"] and first:
            yield found(match, in_year(first + int(parse_number(match["n"]) or 1) - 1), 3.5)


def _games(text: str) -> Iterator[Clue]:
    for pattern, known in _GAME:
        for match in pattern.finditer(text):
            if looked_back(text, match.start()):
                continue
            for days in known:
                opens, closes = map(date.fromisoformat, days.split("/"))
                yield _game(match, opens, closes, 1.6 if len(known) > 1 else 3)
    for fair, first, month in _FAIRS:
        for match in fair.finditer(text):
            year = first + int(parse_number(match["n"]) or 1) - 1
            yield found(match, days_from(date(year, month, 1), date(year, month, 28)), 2, 2)


def _game(match: re.Match[str], opens: date, closes: date, weight: float) -> Clue:
    how = match["how"]
    if how.endswith("之年"):
        return found(match, in_year(opens.year), weight)
    if how in ("前夕", "在即", "倒计时") or re.search("[将要即]", match[0]):
        return found(match, days_from(opens - _BEFORE, opens), weight, 3)
    return found(match, days_from(opens, closes + _AROUND), weight, 3)
