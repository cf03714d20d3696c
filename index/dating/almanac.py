"""The Chinese calendar from 2000 to 2035: lunar days, festivals and holidays, solar terms, the animals of the years."""

from __future__ import annotations

from datetime import date, timedelta

FIRST, LAST = 2000, 2035

# A lunar year each: month and day its New Year's Day falls on, the month that is doubled (0: none), and the lengths
# of its months as bits from the left (1: 30 days, 0: 29).
_YEARS = (
    "02050192c 012441a95 021201a94 020101b4a 012220b55 020900ad4 01297155b 0218004ba 02070125a "
    "01265192b 02140152a 020301694 0123416aa 0210015aa 013190ab5 021900974 0208014b6 012860a57 "
    "021600a56 020501526 012540e95 021200d54 0201015aa 0122209b5 02100096c 0129614ae 02170149c "
    "020601a4c 012651d26 021301aa6 020300b54 012330d6a 0211012da 0131b095d 02190095a 02080149a"
).split()

_ANIMALS = "鼠牛虎兔龙蛇马羊猴鸡狗猪"
# (month, day, days): the first day of a holiday by the sun, and how long it lasts.
_SOLAR = {
    "元旦": (1, 1, 1), "五一": (5, 1, 5), "劳动节": (5, 1, 5), "五四": (5, 4, 1), "儿童节": (6, 1, 1),
    "六一": (6, 1, 1),
    "七一": (7, 1, 1), "八一": (8, 1, 1), "教师节": (9, 10, 1), "国庆": (10, 1, 7), "十一黄金周": (10, 1, 7),
    "双十一": (11, 11, 1), "三八": (3, 8, 1), "植树节": (3, 12, 1), "清明": (4, 4, 3),
    "立春": (2, 4, 1), "雨水节气": (2, 19, 1), "惊蛰": (3, 5, 1), "春分": (3, 20, 1), "谷雨": (4, 20, 1),
    "立夏": (5, 5, 1),
    "小满节气": (5, 21, 1), "芒种": (6, 5, 1), "夏至": (6, 21, 1), "小暑": (7, 7, 1), "大暑": (7, 22, 1),
    "立秋": (8, 7, 1),
    "处暑": (8, 23, 1), "白露": (9, 7, 1), "秋分": (9, 23, 1), "寒露": (10, 8, 1), "霜降": (10, 23, 1),
    "立冬": (11, 7, 1),
    "小雪节气": (11, 22, 1), "大雪节气": (12, 7, 1), "冬至": (12, 21, 1), "圣诞": (12, 25, 1),
}  # fmt: skip
# (lunar month, lunar day, days)
_LUNAR = {
    "元宵": (1, 15, 1),
    "端午": (5, 5, 3),
    "七夕": (7, 7, 1),
    "中秋": (8, 15, 3),
    "重阳": (9, 9, 1),
    "腊八": (12, 8, 1),
}

FESTIVALS = tuple(sorted((*_SOLAR, *_LUNAR, "除夕", "春节", "小年"), key=len, reverse=True))


def new_year(year: int) -> date:
    """The day the lunar year begins in `year`; raises ValueError outside 2000 to 2035."""
    written = _written(year)
    return date(year, int(written[:2]), int(written[2:4]))


def lunar_day(year: int, month: int, day: int) -> date:
    """The day of lunar `month` and `day` (never of a doubled month); raises ValueError as `new_year` does."""
    written = _written(year)
    leap, lengths = int(written[4], 16), int(written[5:], 16)
    months = month - 1 + (0 < leap < month)
    long = sum(lengths >> (12 - index) & 1 for index in range(months))
    return new_year(year) + timedelta(days=29 * months + long + day - 1)


def _written(year: int) -> str:
    if not FIRST <= year <= LAST:
        raise ValueError(f"the lunar calendar here runs from {FIRST} to {LAST}, not {year}")
    return _YEARS[year - FIRST]


def festival(name: str, year: int) -> tuple[date, date]:
    """First and last day of a festival in `year`; raises ValueError for lunar ones outside 2000 to 2035."""
    if name in _SOLAR:
        month, day, days = _SOLAR[name]
        return _run(date(year, month, day), days)
    if name in _LUNAR:
        month, day, days = _LUNAR[name]
        return _run(lunar_day(year, month, day), days)
    eve = new_year(year) - timedelta(days=1)
    match name:
        case "除夕":
            return eve, eve
        case "春节":
            return eve, eve + timedelta(days=8)
        case "小年":
            return _run(eve - timedelta(days=7), 2)
    raise ValueError(f"not a festival known here: {name!r}")


def animal_years(animal: str, first: int, last: int) -> tuple[int, ...]:
    """The years from `first` to `last` that stand under `animal` (兔: 2011, 2023)."""
    return tuple(year for year in range(first, last + 1) if (year - 4) % 12 == _ANIMALS.index(animal))


def _run(first: date, days: int) -> tuple[date, date]:
    return first, first + timedelta(days=days - 1)
