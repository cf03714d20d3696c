"""Words that date a Chinese text by public knowledge: five-year plans, congresses, jubilees, games, animal years."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from index.almanac import FIRST, LAST, animal_years, new_year
from index.clues import Clue, Within, found, in_period, in_year, not_before
from index.numerals import parse_number
from index.period import Period

_N = r"(?P<n>\d{1,3}|[一二三四五六七八九十百]{1,5})"
_PAST = re.compile(r"(?:过去的|刚刚过去的|刚过去的|回顾|早在|曾在|当时|那年|当年)[^，。]{0,12}$")
_NOW = r"(?:之际|之年|之时|献礼|今年|迎来|喜迎|庆祝|正值|恰逢|适逢)"

_PLAN = re.compile(
    r"[“‘\"]?十(?P<plan>[一二三四五六])五[”’\"]?(?P<what>[^，。；“”]{0,14}?(?:开局|起步|收官|承上启下|中期|首年|头一年|第[一二三四五]年|最后一年|关键一?年|满[一二三四]年))"
)
_PLAN_YEARS = {"开局": 0, "起步": 0, "首年": 0, "头一年": 0, "第一年": 0, "第二年": 1, "承上启下": 2, "中期": 2,
"第三年": 2, "第四年": 3,
               "第五年": 4, "收官": 4, "最后一年": 4, "关键年": 2, "关键一年": 2, "满一年": 1, "满二年": 2,
               "满两年": 2, "满三年": 3, "满四年": 4}  # fmt: skip

# First and last day of the Party's national congresses, the latest known first.
_CONGRESSES = {
    "二十大": (date(2022, 10, 16), date(2022, 10, 22)),
    "十九大": (date(2017, 10, 18), date(2017, 10, 24)),
    "十八大": (date(2012, 11, 8), date(2012, 11, 14)),
}
_CONGRESS = re.compile(
    r"党的?(?P<name>二十大|十九大|十八大)|(?P<bare>二十大|十九大|十八大)(?=精神|召开|报告|胜利|闭幕|开幕)"
)
_PLENUMS = {
    "十八届五中全会": date(2015, 10, 29), "十八届六中全会": date(2016, 10, 27), "十九届四中全会": date(2019, 10, 31),
    "十九届五中全会": date(2020, 10, 29), "十九届六中全会": date(2021, 11, 11), "二十届二中全会": date(2023, 2, 28),
    "二十届三中全会": date(2024, 7, 18), "二十届四中全会": date(2025, 10, 23),
}  # fmt: skip
_PLENUM = re.compile("|".join(_PLENUMS))
# What is counted in years since: the year it began in.
_SINCE = {
    r"(?:建党|(?:中国)?共产党(?:成立|建党)|党的?(?:诞生|成立)|党诞辰)": 1921,
    r"(?:新中国(?:成立)?|中华人民共和国成立|建国|共和国成立)": 1949,
    r"改革开放": 1978, r"(?:建军|解放军建军)": 1927, r"(?:抗战胜利|抗日战争[^，。]{0,12}胜利)": 1945,
    r"香港回归(?:祖国)?": 1997, r"澳门回归(?:祖国)?": 1999, r"(?:红军)?长征胜利": 1936, r"五四运动": 1919,
    r"辛亥革命": 1911,
}  # fmt: skip
_JUBILEES = tuple((re.compile(rf"{name}{_N}(?:周年|华诞)"), begun) for name, begun in _SINCE.items())
_CENTENARY = re.compile(r"建党百年(?P<after>后的?(?:第一个|首个)(?:新年|春节|新春|春天)|之后)?|百年党庆|建党100年")
# Years known by one event, and the months it marks: (words, year, first month, last month).
_EVENTS = (
    (r"(?:脱贫攻坚|全面(?:建成)?小康(?:社会)?)[^，。]{0,12}?(?:决胜|收官|决战决胜)之?年|决战决胜脱贫攻坚", 2020, 1, 12),
    (r"第七次(?:全国)?人口普查", 2020, 1, 12),
    (r"第四次(?:全国)?经济普查", 2018, 6, 12),
    (r"第五次(?:全国)?经济普查", 2023, 1, 12),
    (r"北京冬奥(?:会)?(?:举办|召开|开幕)?之年", 2022, 1, 12),
    (r"北京冬奥会?(?:开幕|期间|火热)", 2022, 2, 3),
    (r"杭州亚运会?(?:之年|开幕|期间)", 2023, 1, 12),
    (r"成都大运会(?:之年|开幕|期间)", 2023, 1, 12),
    (r"巴黎奥运会?(?:之年|开幕|期间)", 2024, 1, 12),
    (r"东京奥运会?(?:之年|开幕|期间)", 2021, 1, 12),
    (r"三年疫情|疫情三年", 2023, 1, 12),
)
_EVENT = tuple((re.compile(words), year, first, last) for words, year, first, last in _EVENTS)
_PANDEMIC = re.compile(r"新冠|疫情(?:防控|冲击|影响|反复|期间|发生)|抗疫|抗击疫情")
_ANIMAL = re.compile(
    r"(?<![一-鿿])?(?P<before>赶在|迎|备战|喜迎|迎接)?(?P<animal>[鼠牛虎兔龙蛇马羊猴鸡狗猪])年(?P<what>新春|春节|新年|首个?|伊始|到来|将至|春晚|大吉|第一|开工|[^，。]{0,6}(?:春|夏|秋|冬|刚过|将至))"
)
_ENTERING = re.compile(r"(?:进入|跨入|迈入|步入|踏入|走进)(?P<animal>[鼠牛虎兔龙蛇马羊猴鸡狗猪])年")
_COMING = re.compile(r"将至|近了|来临|到来之际|临近|前夕|前备|节前|赶在|[即快]将|前")
# The twelve years a bare animal year is looked for in: those most of what is online was written in.
_ANIMAL_ERA = (2015, 2026)


def milestones(text: str) -> list[Clue]:
    """The clues a Chinese text gives by naming what everybody can date."""
    return [
        clue
        for find in (_plans, _congresses, _plenums, _jubilees, _centenary, _events, _pandemic, _animals)
        for clue in find(text)
    ]


def _past(match: re.Match[str]) -> bool:
    return bool(_PAST.search(match.string, max(0, match.start() - 24), match.start()))


def _plans(text: str) -> Iterator[Clue]:
    for match in _PLAN.finditer(text):
        first = 2006 + 5 * (int(parse_number(match["plan"]) or 0) - 1)
        step = next((step for word, step in _PLAN_YEARS.items() if match["what"].endswith(word)), None)
        if step is None or _past(match):
            continue
        year = first + step
        if match["what"][-3:-1].startswith("满") or "满" in match["what"]:
            yield found(match, in_period(Period(date(year, 1, 1), date(year, 4, 30), "range")), 4, 3)
        else:
            yield found(match, in_year(year), 4)


def _congresses(text: str) -> Iterator[Clue]:
    for match in _CONGRESS.finditer(text):
        opens, closes = _CONGRESSES[match["name"] or match["bare"]]
        before = text[max(0, match.start() - 16) : match.start()]
        after = text[match.end() : match.end() + 18]
        yield from _congress(match, opens, closes, before, after)


def _congress(match: re.Match[str], opens: date, closes: date, before: str, after: str) -> Iterator[Clue]:
    year = opens.year
    if re.search(r"喜迎|迎接|即将召开|就要召开的?|将要?召开的?|迎$", before) or re.match(
        r"即?将[要于]?(?:在今年)?召开", after
    ):
        yield found(match, in_period(Period(date(year, 1, 1), opens, "range")), 4, 2)
    elif re.match(r"(?:召开|举办)?之年", after):
        yield found(match, in_year(year), 4)
    elif re.match(r"[^，。]{0,4}(?:胜利)?(?:闭幕|召开|举行|开幕)(?:之际|期间|不久|刚刚)|期间|[^，。]{0,3}刚刚", after):
        yield found(match, in_period(Period(opens, closes + timedelta(days=9), "range")), 4, 5)
    elif re.match(r"[^，。]{0,4}后[^，。]{0,3}(?:首个|第一个)[“‘\"]?(?:新春|春节|春天|新年)", after):
        yield found(match, in_period(Period(date(year + 1, 1, 1), date(year + 1, 3, 31), "range")), 4, 4)
    elif re.match(r"[^，。]{0,4}(?:精神)?[^，。]{0,6}(?:开局|起步|第一|首)之?年?", after) or re.match(
        r"后[^，。]{0,3}(?:首|第一)个?[整完]?年", after
    ):
        yield found(match, in_year(year + 1), 4)
    else:
        yield found(match, not_before(opens - timedelta(days=300)), 0, 0, veto=True)


def _plenums(text: str) -> Iterator[Clue]:
    for match in _PLENUM.finditer(text):
        yield found(match, not_before(_PLENUMS[match[0]]), 0, 1, veto=True)


def _jubilees(text: str) -> Iterator[Clue]:
    for pattern, begun in _JUBILEES:
        for match in pattern.finditer(text):
            year = begun + int(parse_number(match["n"]) or 0)
            around = text[max(0, match.start() - 14) : match.end() + 10]
            now = re.search(_NOW, around) and not _past(match)
            yield found(match, in_year(year), 4) if now else found(match, not_before(date(year, 1, 1)), 0.2)


def _centenary(text: str) -> Iterator[Clue]:
    for match in _CENTENARY.finditer(text):
        if match["after"]:
            yield found(
                match,
                in_period(Period(date(2022, 1, 1), date(2022, 1 if "新年" in match[0] else 3, 28), "range")),
                4,
                4,
            )
        elif re.search(_NOW, text[max(0, match.start() - 10) : match.end() + 8]) and not _past(match):
            yield found(match, in_year(2021), 3)


def _events(text: str) -> Iterator[Clue]:
    for pattern, year, first, last in _EVENT:
        for match in pattern.finditer(text):
            if not _past(match):
                within = in_period(Period(date(year, first, 1), Period.month(year, last).end, "range"))
                yield found(match, within, 2.5, 2 if last - first < 11 else 0)


def _pandemic(text: str) -> Iterator[Clue]:
    match = _PANDEMIC.search(text)
    if match:
        yield found(match, in_period(Period(date(2020, 1, 20), date(2024, 12, 31), "range")), 0.3)


def _animals(text: str) -> Iterator[Clue]:
    for match in (*_ANIMAL.finditer(text), *_ENTERING.finditer(text)):
        coming = _COMING.search(match[0] + text[match.end() : match.end() + 8])
        for weight, years in ((2.0, (FIRST, LAST)), (0.5, _ANIMAL_ERA)):
            chosen = animal_years(match["animal"], *years)
            yield found(match, _animal_window(chosen, bool(coming), match[0]), weight, 4)


def _animal_window(years: tuple[int, ...], coming: bool, words: str) -> Within:
    def within(year: int) -> Period | None:
        if year not in years:
            return None
        begins = new_year(year)
        if coming:
            return Period(min(date(year, 1, 1), begins), begins, "range")
        spring = re.search("新春|春节|新年|首|伊始|第一|开工|进入|迈入|跨入|步入|踏入|走进", words)
        # Papers also speak of the animal from 1 January on, before its year begins.
        return (
            Period(date(year, 1, 5), begins + timedelta(days=20 if spring else 340), "range")
            if spring
            else Period(begins, date(year, 12, 31), "range")
        )

    return within
