"""Words that date a Chinese text by public knowledge: five-year plans, policies, the pandemic, animal years."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from index.article import Span
from index.dating.almanac import FIRST, LAST, animal_years, new_year
from index.dating.clues import Clue, Within, days_from, found, in_year, looked_back, not_before
from index.dating.gatherings import gatherings
from index.dating.numerals import parse_number
from index.dating.observances import observances
from index.period import Period

# How a text speaks of a five-year plan: the year of the plan (from 0) it is then in, and the months.
_STEPS = (
    (r"(?:谋划|编制|展望)[“‘]?$", "", -1, 1, 12),
    (
        "",
        r"(?:开局|起步|首年|头一?年|第一年|启幕|启航|扬帆|大幕(?:开启|拉开)|首个春天|新征程(?:开启|起步)|良好开局)",
        0,
        1,
        12,
    ),
    ("", r"第二年", 1, 1, 12),
    ("", r"满一年", 1, 1, 4),
    ("", r"(?:承上启下|中期|第三年|关键一?年|过半)", 2, 1, 12),
    ("", r"第四年", 3, 1, 12),
    ("", r"满三年", 3, 1, 4),
    ("", r"(?:收官在即|即将收官|画上句号|[圆满胜利]{2}收官|交卷|交出|进入最后|完成之际|收官阶段|最后冲刺)", 4, 7, 12),
    ("", r"(?:收官|第五年|最后一年|末年)", 4, 1, 12),
)
_PLAN = re.compile(r"[“‘\"]?十(?P<plan>[一二三四五六])五[”’\"]?(?P<what>[^，。；“”]{0,16})")
# Policies and things new when they came: nothing that names them is older.
_NEW_SINCE = {
    r"供给侧结构性改革": "2015-11-10", r"全面(?:二孩|两孩)": "2016-01-01", r"营改增": "2016-05-01",
    r"乡村振兴战略": "2017-10-18", r"5G(?:商用|基站|网络|用户)": "2019-06-06", r"新基建": "2020-03-04",
    r"六稳六保|“六保”": "2020-04-17", r"双循环": "2020-05-14", r"碳达峰|碳中和|双碳": "2020-09-22",
    r"三孩": "2021-05-31", r"双减": "2021-07-24", r"元宇宙": "2021-08-01", r"新质生产力": "2023-09-07",
    r"ChatGPT": "2022-11-30", r"DeepSeek": "2025-01-20", r"人工智能\+": "2024-03-05", r"乙类乙管": "2023-01-08",
    r"疫情防控[^，。]{0,4}(?:转段|优化|调整)|三年疫情|疫情三年|疫后|疫情后": "2022-12-07",
    r"新冠|疫情防控|(?:受|因)[^，。]{0,4}疫情|疫情(?:冲击|影响|反复)|抗疫": "2020-01-20",
}  # fmt: skip
_NEW = tuple((re.compile(words), date.fromisoformat(day)) for words, day in _NEW_SINCE.items())
# "落地后", "后的首个": said while it is still news.
_FRESH = re.compile(
    r"[^，。]{0,4}(?:落地|出台|实施|施行|推行|放开|转段|发布)[^，。]{0,2}(?:后|以来|首)|[^，。]{0,3}后的?(?:首个|第一个)"
)
_STILL_NEWS = timedelta(days=400)
_EVENTS = (
    (r"(?:脱贫攻坚|全面(?:建成)?小康(?:社会)?)[^，。]{0,12}?(?:决胜|收官|决战决胜)之?年|决战决胜脱贫攻坚", 2020),
    (r"第七次(?:全国)?人口普查", 2020),
    (r"第四次(?:全国)?经济普查", 2018),
    (r"第五次(?:全国)?经济普查", 2023),
)
_EVENT = tuple((re.compile(words), year) for words, year in _EVENTS)
# The years the pandemic is told of as this year's, or last year's: how much the words speak for each.
_PANDEMIC = re.compile(r"(?P<year>今年|去年)[^。]{0,14}?(?:疫情|新冠)(?!后|防控[^，。]{0,4}(?:转段|优化))")
_PANDEMIC_YEARS = {"今年": {2020: 1.2, 2022: 0.8, 2021: 0.4}, "去年": {2021: 1.1, 2023: 0.9, 2022: 0.5}}
_AFTER_PANDEMIC = re.compile(r"疫情防控[^，。]{0,4}(?:转段|优化|调整)|三年疫情|疫情三年|乙类乙管|疫情放开")
_ANIMAL = re.compile(
    r"(?P<before>赶在|迎|备战|喜迎|迎接)?(?P<animal>[鼠牛虎兔龙蛇马羊猴鸡狗猪])年"
    r"(?P<what>新春|春节|新年|首个?|伊始|到来|将至|春晚|大吉|第一|开工|[^，。]{0,6}(?:春|夏|秋|冬|刚过|将至))"
)
_ENTERING = re.compile(r"(?:进入|跨入|迈入|步入|踏入|走进)(?P<animal>[鼠牛虎兔龙蛇马羊猴鸡狗猪])年")
_COMING = re.compile(r"将至|近了|来临|到来之际|临近|前夕|前备|节前|赶在|[即快]将|前")
_SPRING = re.compile(r"新春|春节|新年|首|伊始|第一|开工|进入|迈入|跨入|步入|踏入|走进")
# The twelve years a bare animal year is looked for in: those most of what is online was written in.
_ANIMAL_ERA = (2015, 2026)


def milestones(text: str) -> list[Clue]:
    """The clues a Chinese text gives by naming what everybody can date."""
    finders = (_plans, gatherings, observances, _novelties, _events, _pandemic, _animals)
    return [clue for find in finders for clue in find(text)]


def _plans(text: str) -> Iterator[Clue]:
    for match in _PLAN.finditer(text):
        first = 2006 + 5 * (int(parse_number(match["plan"]) or 0) - 1)
        before = text[max(0, match.start() - 6) : match.start()]
        for lead, words, step, begin, end in _STEPS:
            said = re.search(words, match["what"]) if words else re.search(lead, before)
            if said and not looked_back(text, match.start()):
                year = first + step
                stop = match.start("what") + (said.end() if words else 0)
                yield Clue(
                    *_words(text, match.start(), stop),
                    days_from(date(year, begin, 1), _end(year, end)),
                    4,
                    3 * (end - begin < 11),
                )
                break


def _words(text: str, start: int, end: int) -> tuple[Span, str]:
    return Span(start, end), text[start:end]


def _end(year: int, month: int) -> date:
    return Period.month(year, month).end


def _novelties(text: str) -> Iterator[Clue]:
    for pattern, since in _NEW:
        match = pattern.search(text)
        if match:
            yield found(match, not_before(since), veto=True)
            if _FRESH.match(text, match.end()) or _FRESH.search(match[0]):
                yield found(match, days_from(since, since + _STILL_NEWS), 1)


def _events(text: str) -> Iterator[Clue]:
    for pattern, year in _EVENT:
        for match in pattern.finditer(text):
            if not looked_back(text, match.start()):
                yield found(match, in_year(year), 2.5)


def _pandemic(text: str) -> Iterator[Clue]:
    if match := _PANDEMIC.search(text):
        for year, weight in _PANDEMIC_YEARS[match["year"]].items():
            yield found(match, in_year(year), weight)
    if match := _AFTER_PANDEMIC.search(text):
        yield found(match, in_year(2023), 1.2)
        yield found(match, in_year(2024), 0.4)


def _animals(text: str) -> Iterator[Clue]:
    for match in (*_ANIMAL.finditer(text), *_ENTERING.finditer(text)):
        coming = _COMING.search(match[0] + text[match.end() : match.end() + 8])
        for weight, years in ((2.0, (FIRST, LAST)), (0.5, _ANIMAL_ERA)):
            chosen = animal_years(match["animal"], *years)
            yield found(match, _animal_window(chosen, bool(coming), bool(_SPRING.search(match[0]))), weight, 4)


def _animal_window(years: tuple[int, ...], coming: bool, spring: bool) -> Within:
    def within(year: int) -> Period | None:
        if year not in years:
            return None
        begins = new_year(year)
        if coming:
            return Period(date(year, 1, 1), begins, "range")
        if spring:  # Papers speak of the animal from the first days of January on, before its year begins.
            return Period(date(year, 1, 5), begins + timedelta(days=20), "range")
        return Period(begins, date(year, 12, 31), "range")

    return within
