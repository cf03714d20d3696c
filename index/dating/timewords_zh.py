"""Chinese words of time, read but not yet resolved: "去年底", "前11个月", "2023年2月12日", "正月初七"."""

from __future__ import annotations

import re
from collections.abc import Callable

from index.article import Span
from index.dating.almanac import FESTIVALS
from index.dating.numerals import parse_number
from index.dating.timewords import Part, TimeWords

_NUMBER = r"(?:\d{1,2}|[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])"
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_DAY = r"(?:3[01]|[12]\d|0?[1-9]|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_TO = r" ?(?:至|到|-|~)+ ?"
_HAN_YEAR = "[一二][九零〇○][零〇○一二三四五六七八九]{2}"
_YEAR = rf"(?<![\d.])(?P<year>(?:19|20)\d\d|{_HAN_YEAR}) ?年(?!代|级|龄|版|[月日])(?:度(?!假))?"
_OFFSETS = {
    "今年": 0, "本年度": 0, "本年": 0, "去年": -1, "上年度": -1, "上一年度": -1, "上一年": -1, "上年": -1, "头一年": -1,
    "前年": -2, "大前年": -3, "明年": 1, "来年": 1, "下一年": 1, "下年": 1, "后年": 2, "今": 0, "去": -1, "明": 1,
}  # fmt: skip
_SAME = ("当年", "同年", "该年", "那一年")
# What comes before 去年 or 前年 can belong to another word: 过去年均, 以前年度, 三年前.
_RELATIVE = (
    r"(?<![过以之说表证声今往])(?P<rel>大前年|今年|本年度?|去年|上一?年度?|头一年|前年|明年|来年|下一?年|(?<![成完建投竣产])后年|当年|同年|该年|那一年"
    r"|[今去明](?=[春夏秋冬])(?!春节))(?![龄轻均级])"
)
_TO_DAY = rf"(?:日|号)?{_TO}(?:(?P<month2>{_MONTH})月)?(?P<day2>{_DAY}) ?"
_FESTIVAL = "|".join(FESTIVALS)
_PART = (
    r"(?P<part>(?P<since>(?:年初|开年|入[春夏秋冬汛冬])?以来)"
    r"|(?P<half>[上下前后])半年(?P<half_last>末|底)?"
    rf"|(?:第?(?P<quarter>[一二三四1-4])季度|(?P<first>首季度?)|(?P<fourth>末季度))(?P<quarter_last>末|底)?"
    r"|(?:前|头)(?P<quarters>[两二三23])个?季度?(?![度报])(?P<quarters_last>末|底)?"
    r"|[一1](?:至|到|-|~)(?P<quarters_to>[二三23])季度"
    rf"|(?<!\d)(?P<from>{_MONTH})月?份?{_TO}(?P<to>{_MONTH})月份?(?!\d{{1,2}}[日号])(?P<to_last>末|底)?"
    r"|(?:前|头)(?P<months>\d{1,2}|[一二两三四五六七八九十]{1,2})个月"
    rf"|(?<!\d)(?P<month>{_MONTH}) ?月(?:份)?(?: ?(?P<day>{_DAY}) ?(?:{_TO_DAY})?(?:日|号)"
    r"|(?P<third>上旬|中旬|下旬)|(?P<edge>底|末|初|中(?![国央部医小药西心]))|(?![球亮饼嫂薪租子]))"
    r"|(?P<end>年?(?:底|末(?!端)|终(?![于止究极]))|岁末|收尾|收官之?[时际])|(?P<start>年初|岁首|开年|伊始|初(?=[，、的]))"
    r"|(?P<middle>年中(?![国央部医小药西])|过半)"
    r"|(?P<whole>全年|一整年|整年|年内|内(?=[，、将要再新建]))"
    r"|(?:[初早阳暮晚深金仲盛隆入开]?(?P<season>[春夏秋冬])(?![节分至晓])(?:天|季|日(?!报))?)"
    rf"|[“‘]?(?P<festival>{_FESTIVAL})(?:节)?[”’]?(?:假期|长假|黄金周|小长假|期间|当天)?"
    r"|(?:农历)?(?:正月|大年)(?P<lunar>初[一二三四五六七八九十]|十[一二三四五])"
    r"|(?P<same>同期|同一时期|同月))"
)
_WITH_YEAR = re.compile(rf"(?:{_YEAR}|{_RELATIVE})(?: ?的?{_PART})?")
# Without a year before them, 底, 初 and the bare seasons are too little to go by.
_FIRSTS = "".join(sorted({name[0] for name in FESTIVALS}))
_BARE = re.compile(rf"(?=[\d年开入上下前后第一二三四五六七八九十首末头岁全整收过农正大同“‘{_FIRSTS}]){_PART}")
_BARE_NEEDS = re.compile(r"底|末|终|初|内|过半|收|[初早阳暮晚深金仲盛隆入开]?[春夏秋冬](?!节)|伊始")
_YEARS = re.compile(
    rf"(?<![\d.])(?P<first>(?:19|20)\d\d) ?年?{_TO}(?P<last>(?:19|20)\d\d) ?年|(?<!\d)(?P<short>20\d\d)-(?P<end>\d\d)年"
)
_ISO = re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)[-/.](?P<m>1[0-2]|0?[1-9])[-/.](?P<d>3[01]|[12]\d|0?[1-9])(?!\d)")
_PRINTED = re.compile(
    r"[（(](?P<year>(?:19|20)\d\d)[）)]|(?<![\d.])(?P<event>(?:19|20)\d\d)(?=中国|全国|世界|全球|国际|年度|亚洲|亚太)"
)
_MONTHS_OFF = {"本": 0, "这个": 0, "上个": -1, "上": -1, "下个": 1, "下": 1, "当": 0, "同": 0}
_MONTH_OFF = re.compile(
    rf"(?P<which>本|这个|上个?|下个?|当|同)月(?:(?P<day>{_DAY})(?:日|号)|(?P<third>上旬|中旬|下旬)|(?P<edge>底|末|初))?"
)
_BARE_DAY = re.compile(
    rf"(?<![\d月.:作节假])(?P<day>3[01]|[12]\d|[1-9])(?:{_TO}(?P<day2>3[01]|[12]\d|[1-9]))?日(?![元均报])"
)
_TODAYS = {"昨": -1, "今": 0, "前": -2, "明": 1, "当": 0, "同": 0}
_TODAY = re.compile(r"(?P<which>[昨今前明当])[日天](?!下|后|[起]?实施)|昨[晚夜]|今[晨晚早]|日前(?!往)|同日")
_NOW = re.compile(r"截[至止]到?(?:目前|现在|今)|到?目前(?:为止)?|时至今日|[至迄]今|如今|现在|眼下|当前|现有(?![的])")
_AGO = re.compile(
    rf"(?<![\d第每])(?P<years>{_NUMBER})(?:多)?年(?:多)?(?:之|以)?前(?P<day>的今天)?(?!\d)|(?<![\d第每])(?P<months>{_NUMBER})个多?月(?:之|以)?前"
)
_RECENT = re.compile(
    rf"(?:近|最近|过去|刚过去的?|这)的?(?P<a>{_NUMBER})(?:多)?年(?:多)?(?:来|间|以来|里)?|(?<![\d第])(?P<b>{_NUMBER})年(?:多)?(?:以来|来|间)"
    rf"|(?:今后|未来)(?P<ahead>{_NUMBER})年(?:内)?"
)
_PLAN = re.compile(
    r"[“‘\"]?十(?P<plan>[一二三四五六])五[”’\"]?(?:规划)?(?P<when>期间|时期|期末|末期?|以来|收官之年|收官|开局之年|开局|头年|首年)"
)
_RECURRING = re.compile(r"每(?:个|逢|到)?(?:年|月|季度?|周|旬|天)?的?(?:第)?$")


def find_chinese(folded: str) -> list[TimeWords]:
    """Every expression of time in Chinese words, in no order, overlaps included; `folded` is half-width."""
    return [
        words
        for pattern, reader in _READERS
        for match in pattern.finditer(folded)
        if (words := reader(match)) and not _RECURRING.search(folded, max(0, match.start() - 6), match.start())
    ]


def _int(text: str) -> int:
    value = parse_number(text)
    return int(value) if value is not None else 0


def _words(match: re.Match[str], part: Part, *numbers: int, **more: object) -> TimeWords:
    return TimeWords(Span(*match.span()), match[0], part, numbers=numbers, **more)  # type: ignore[arg-type]


def _with_year(match: re.Match[str]) -> TimeWords | None:
    year = _int(match["year"]) if match["year"] else None
    same = match["rel"] in _SAME
    offset = None if year or same else _OFFSETS[match["rel"]]
    part, numbers, name, last = _part(match) if match["part"] else ("year", (), "", False)
    return _words(match, part, *numbers, year=year, offset=offset, name=name, last=last, same_year=same)


def _bare(match: re.Match[str]) -> TimeWords | None:
    if _BARE_NEEDS.fullmatch(match[0]) or match["middle"] or match["season"]:
        return None
    part, numbers, name, last = _part(match)
    return _words(match, part, *numbers, name=name, last=last)


def _part(match: re.Match[str]) -> tuple[Part, tuple[int, ...], str, bool]:
    """The part of the year a match of _PART names: kind, numbers, name, and whether its last month is meant."""
    got = {name: value for name, value in match.groupdict().items() if value is not None}
    if "month" in got:
        return _month(got)
    if "from" in got:
        return "months", (_int(got["from"]), _int(got["to"])), "", "to_last" in got
    if "months" in got:
        return "months", (1, _int(got["months"])), "", False
    if "half" in got:
        return "half", (1 if got["half"] in "上前" else 2,), "", "half_last" in got
    if "quarters" in got or "quarters_to" in got:
        return "quarters", (_int(got.get("quarters") or got["quarters_to"]),), "", "quarters_last" in got
    if "quarter" in got or "first" in got or "fourth" in got:
        quarter = _int(got["quarter"]) if "quarter" in got else 1 if "first" in got else 4
        return "quarter", (quarter,), "", "quarter_last" in got
    if "lunar" in got:
        return "lunar", (1, _int(got["lunar"].lstrip("初"))), "", False
    for part in ("since", "end", "start", "middle", "season", "festival", "same"):
        if part in got:
            return part, (), got[part], False
    return "year", (), got.get("whole", ""), False


def _month(got: dict[str, str]) -> tuple[Part, tuple[int, ...], str, bool]:
    month = _int(got["month"])
    if "day2" in got:
        return (
            "days",
            (month, _int(got["day"]), _int(got.get("month2") or got["month"]), _int(got["day2"])),
            "",
            False,
        )
    if "day" in got:
        return "day", (month, _int(got["day"])), "", False
    if "third" in got:
        return "third", (month, "上中下".index(got["third"][0])), "", False
    return "month", (month,), "", got.get("edge") in ("底", "末")


def _years(match: re.Match[str]) -> TimeWords:
    first = int(match["first"] or match["short"])
    last = int(match["last"] or str(first)[:2] + match["end"])
    return _words(match, "years", first, last, year=first)


def _iso(match: re.Match[str]) -> TimeWords:
    return _words(match, "day", int(match["m"]), int(match["d"]), year=int(match["y"]))


def _printed(match: re.Match[str]) -> TimeWords:
    return _words(match, "year", year=int(match["year"] or match["event"]))


def _month_off(match: re.Match[str]) -> TimeWords:
    off, same = _MONTHS_OFF[match["which"]], match["which"] in "当同"
    if match["day"]:
        return _words(match, "day", 0, _int(match["day"]), months_off=off, same_year=same)
    if match["third"]:
        return _words(match, "third", 0, "上中下".index(match["third"][0]), months_off=off, same_year=same)
    return _words(match, "month", 0, months_off=off, same_year=same)


def _bare_day(match: re.Match[str]) -> TimeWords:
    day = int(match["day"])
    if match["day2"]:
        return _words(match, "days", 0, day, 0, int(match["day2"]))
    return _words(match, "day", 0, day)


def _today(match: re.Match[str]) -> TimeWords:
    which = match[0][0]
    return _words(match, "today", _TODAYS.get(which, 0), same_year=which in "当同")


def _ago(match: re.Match[str]) -> TimeWords:
    if match["months"]:
        return _words(match, "month", 0, months_off=-_int(match["months"]))
    return _words(match, "ago", _int(match["years"]), name=match["day"] or "")


def _recent(match: re.Match[str]) -> TimeWords:
    if match["ahead"]:
        return _words(match, "ahead", _int(match["ahead"]))
    return _words(match, "recent", _int(match["a"] or match["b"]))


def _plan(match: re.Match[str]) -> TimeWords:
    first = 2006 + 5 * (_int(match["plan"]) - 1)
    when = match["when"]
    if "末" in when:
        return _words(match, "end", year=first + 4)
    if "收官" in when or when[0] in "开头首":
        return _words(match, "year", year=first + 4 if "收官" in when else first)
    return _words(match, "plan", first, first + 4, year=first)


_Reader = Callable[[re.Match[str]], TimeWords | None]
_READERS: tuple[tuple[re.Pattern[str], _Reader], ...] = (
    (_YEARS, _years),
    (_ISO, _iso),
    (_WITH_YEAR, _with_year),
    (_PRINTED, _printed),
    (_PLAN, _plan),
    (_BARE, _bare),
    (_MONTH_OFF, _month_off),
    (_BARE_DAY, _bare_day),
    (_TODAY, _today),
    (_NOW, lambda match: _words(match, "now")),
    (_AGO, _ago),
    (_RECENT, _recent),
)
