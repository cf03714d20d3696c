"""Units and measure words, Chinese and English, each with the one they are normalised to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

# "count" words only say how a thing is counted (家, 户); "measure" words say how much of it (公里, 天).
Family = Literal["money", "percent", "measure", "count"]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as written: the name it is normalised to, how many of that one it is, and what kind of unit it is."""

    name: str
    factor: Decimal
    family: Family


_MONEY = "元 美元 欧元 港元 日元 英镑 卢布 韩元 泰铢 澳元 加元 瑞郎"
_MEASURES = (
    "平方公里 平方米 立方米 公里 米 厘米 毫米 公顷 亩 吨 公斤 克 毫克 微克 斤 升 毫升 千瓦时 千瓦 ℃ 标箱 海里 里 "
    "兆 小时 分钟 秒 工作日 天 周 个月 年 岁 周年 倍 番 学时 课时 度 瓦 伏 安 赫兹 分贝 克拉 帕 吨公里 千瓦每时"
)
_COUNTS = (
    "人次 台次 艘次 航次 辆次 架次 车次 班次 件次 户次 例次 批次 家次 场次 趟次 人份 家 户 个 人 名 位 项 件 条 "
    "座 所 处 台 辆 架 列 艘 套 间 栋 幢 张 份 只 头 口 眼 株 棵 场 次 届 期 批 轮 种 类 款 门 支 部 册 篇 组 对 "
    "双 枚 盏 片 块 层 级 宗 起 例 单 笔 道 站 班 趟 匹 尾 羽 枝 桩 盒 瓶 袋 箱 车 步 章 页 字 集 根 颗 粒 孔 幅 "
    "段 节 分 卷 票 杯 包 管 自然箱 本 把 顶 盘 席 晚 员 样 句 首 村 镇 县 市 区 省 国"
)
# Written otherwise, the same: the unit it is normalised to, and how many of it one is.
_ALIASES: dict[str, tuple[str, str]] = {
    "元人民币": ("元", "1"), "块钱": ("元", "1"), "美金": ("美元", "1"), "千米": ("公里", "1"),
    "平方千米": ("平方公里", "1"), "㎡": ("平方米", "1"),
    "千克": ("公斤", "1"), "标准箱": ("标箱", "1"), "兆瓦": ("千瓦", "1000"), "兆瓦时": ("千瓦时", "1000"),
    "吉瓦": ("千瓦", "1000000"), "吉瓦时": ("千瓦时", "1000000"),
    "个航次": ("航次", "1"), "摄氏度": ("℃", "1"), "度电": ("千瓦时", "1"),
    "个小时": ("小时", "1"), "个工作日": ("工作日", "1"), "个星期": ("周", "1"), "星期": ("周", "1"),
    "日": ("天", "1"), "个年头": ("年", "1"), "月": ("个月", "1"),
    "立方": ("立方米", "1"), "平米": ("平方米", "1"), "平方": ("平方米", "1"), "周岁": ("岁", "1"),
    "个自然箱": ("自然箱", "1"), "个标箱": ("标箱", "1"), "个标准箱": ("标箱", "1"),
}  # fmt: skip
_PERCENT = {
    "%": ("%", "1"),
    "‰": ("‰", "1"),
    "个百分点": ("百分点", "1"),
    "百分点": ("百分点", "1"),
    "个基点": ("基点", "1"),
    "基点": ("基点", "1"),
    "个点": ("百分点", "1"),
}

# English words for each unit, singular/plural where they differ; the first is used to render.
_ENGLISH = {
    "元": "yuan, RMB, CNY, renminbi", "美元": "US dollar/US dollars, dollar/dollars, USD, U.S. dollar/U.S. dollars",
    "欧元": "euro/euros, EUR", "港元": "Hong Kong dollar/Hong Kong dollars, HKD", "日元": "yen, Japanese yen, JPY",
    "英镑": "pound sterling/pounds sterling, pound/pounds, GBP", "卢布": "rouble/roubles, ruble/rubles",
    "%": "per cent, percent", "百分点": "percentage point/percentage points, pp", "基点": "basis point/basis points",
    "‰": "per mille", "平方公里": "square kilometre/square kilometres, sq km, km2, km²",
    "平方米": "square metre/square metres, sq m, m2, m²", "立方米": "cubic metre/cubic metres, m3, m³",
    "公里": "km, kilometre/kilometres", "米": "metre/metres, m", "厘米": "centimetre/centimetres, cm",
    "毫米": "millimetre/millimetres, mm", "公顷": "hectare/hectares, ha", "亩": "mu",
    "吨": "tonne/tonnes, ton/tons, metric ton/metric tons, t", "公斤": "kilogram/kilograms, kg", "克": "gram/grams, g",
    "毫克": "milligram/milligrams, mg", "微克": "microgram/micrograms, μg", "斤": "jin", "升": "litre/litres",
    "毫升": "millilitre/millilitres, ml", "千瓦时": "kilowatt-hour/kilowatt-hours, kilowatt hour/kilowatt hours, kWh",
    "千瓦": "kilowatt/kilowatts, kW", "℃": "degree Celsius/degrees Celsius, °C", "标箱": "TEU/TEUs",
    "海里": "nautical mile/nautical miles", "里": "li", "兆": "megabit/megabits", "分贝": "decibel/decibels, dB",
    "小时": "hour/hours", "分钟": "minute/minutes", "秒": "second/seconds", "工作日": "working day/working days",
    "天": "day/days", "周": "week/weeks", "个月": "month/months", "岁": "year old/years old", "年": "year/years",
    "学时": "class hour/class hours",
}  # fmt: skip
_SPELLINGS = (("metre", "meter"), ("litre", "liter"))
CURRENCIES = {
    "RMB": "元",
    "CNY": "元",
    "¥": "元",
    "￥": "元",
    "US$": "美元",
    "USD": "美元",
    "$": "美元",
    "€": "欧元",
    "EUR": "欧元",
    "HK$": "港元",
    "£": "英镑",
    "JPY": "日元",
}

# With a Chinese numeral only words that always count: 三门, 八里, 六区 are places as often as numbers.
_PLACE_LIKE = frozenset("门里口道章片区市县镇村国分本把顶席样首段节字集步孔度安兆管车站") | {"平方", "立方"}
# 一 with one of these is an article: 一个重点, 一批项目.
ARTICLE_LIKE = frozenset("个批种次些场步点样系类股番轮项片带句部组对双份条根块段届期起层级支")


def _family(name: str) -> Family:
    if name in _MONEY.split():
        return "money"
    return "measure" if name in _MEASURES.split() else "count"


def _units() -> Iterable[tuple[str, Unit]]:
    for name in f"{_MONEY} {_MEASURES} {_COUNTS}".split():
        yield name, Unit(name, Decimal(1), _family(name))
    for written, (name, factor) in _ALIASES.items():
        yield written, Unit(name, Decimal(factor), _family(name))
    for written, (name, factor) in _PERCENT.items():
        yield written, Unit(name, Decimal(factor), "percent")


_CHINESE = dict(_units())
_LONGEST = max(map(len, _CHINESE))
_BY_WORD = {
    spelt.lower(): _CHINESE[name]
    for name, words in _ENGLISH.items()
    for word in re.split("/|, ", words)
    for spelt in {word, *(word.replace(*pair) for pair in _SPELLINGS)}
} | {"mw": _CHINESE["兆瓦"], "gw": _CHINESE["吉瓦"]}
# Letters that only mean a unit as they are written: 5 g, but not 5G.
_SHORT = 3
_WRITTEN = {word for words in _ENGLISH.values() for word in re.split("/|, ", words)} | {"MW", "GW"}
_WORD = re.compile(
    rf"[ -]?(?P<word>{'|'.join(re.escape(word) for word in sorted(_BY_WORD, key=len, reverse=True))})(?![A-Za-z])", re.I
)


def chinese_unit(text: str, position: int) -> tuple[str, Unit] | None:
    """The longest Chinese unit that begins at `position`, as written and as a Unit."""
    for length in range(_LONGEST, 0, -1):
        unit = _CHINESE.get(text[position : position + length])
        if unit:
            return text[position : position + length], unit
    return None


def english_unit(text: str, position: int) -> tuple[int, Unit] | None:
    """The English unit that begins at `position`, after a space or hyphen: where it ends, and the Unit."""
    match = _WORD.match(text, position)
    if not match or (len(match["word"]) <= _SHORT and match["word"] not in _WRITTEN):
        return None
    return match.end(), _BY_WORD[match["word"].lower()]


def counts_surely(written: str) -> bool:
    """Whether a Chinese numeral before this unit is a number, never part of a name."""
    return written not in _PLACE_LIKE


def family_of(name: str) -> Family | Literal["none"]:
    """The family of a normalised unit; "none" for no unit."""
    if not name:
        return "none"
    unit = _CHINESE.get(name)
    return unit.family if unit else "count"


def english_name(name: str, value: Decimal) -> str:
    """The English words for a normalised unit beside `value`; empty for measure words, which English does without."""
    one, _, many = _ENGLISH.get(name, "").partition(",")[0].partition("/")
    return one if value == 1 or not many else many
