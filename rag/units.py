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
    "平方公里 平方米 立方米 公里 米 厘米 毫米 公顷 亩 吨 公斤 克 毫克 微克 斤 升 毫升 千瓦时 千瓦 ℃ 标箱 海里 里 兆 小时 分钟 秒 "
    "工作日 天 周 个月 年 岁 周年 倍 番 学时 课时 度 瓦 伏 安 赫兹 分贝 克拉 帕 吨公里 千瓦每时"
)
_COUNTS = (
    "人次 台次 艘次 航次 辆次 架次 车次 班次 件次 户次 例次 批次 家次 场次 趟次 人份 家 户 个 人 名 位 项 件 条 座 所 处 台 辆 架 列 艘 套 间 栋 幢 "
    "张 份 只 头 口 眼 株 棵 场 次 届 期 批 轮 种 类 款 门 支 部 册 篇 组 对 双 枚 盏 片 块 层 级 宗 起 例 单 笔 道 站 班 趟 匹 尾 羽 枝 "
    "桩 盒 瓶 袋 箱 车 步 章 页 字 集 根 颗 粒 孔 幅 段 节 分 卷 票 杯 包 管 自然箱 本 把 顶 盘 席 晚 员 样 句 首 村 镇 县 市 区 省 国"
)
# Written otherwise, the same: the unit it is normalised to, and how many of it one is.
_ALIASES: dict[str, tuple[str, str]] = {
    "元人民币": ("元", "1"), "块钱": ("元", "1"), "美金": ("美元", "1"), "千米": ("公里", "1"), "平方千米": ("平方公里", "1"), "㎡": ("平方米", "1"),
    "千克": ("公斤", "1"), "标准箱": ("标箱", "1"), "兆瓦": ("千瓦", "1000"), "兆瓦时": ("千瓦时", "1000"), "吉瓦": ("千瓦", "1000000"), "个航次": ("航次", "1"), "摄氏度": ("℃", "1"), "度电": ("千瓦时", "1"),
    "个小时": ("小时", "1"), "个工作日": ("工作日", "1"), "个星期": ("周", "1"), "星期": ("周", "1"), "日": ("天", "1"), "个年头": ("年", "1"), "月": ("个月", "1"),
    "立方": ("立方米", "1"), "平米": ("平方米", "1"), "平方": ("平方米", "1"), "周岁": ("岁", "1"),
    "个自然箱": ("自然箱", "1"), "个标箱": ("标箱", "1"), "个标准箱": ("标箱", "1"),
}  # fmt: skip
_PERCENT = {
    "%": ("%", "1"),
    "‰": ("‰", "1"),
    "个百分点": ("百分点", "1"),
    "百分点": ("百分点", "1"),
    "个基点": ("基点", "1"),
    "个点": ("百分点", "1"),
}

# English words for units: singular, plural, the unit, and how many of it one is. The first of each unit is used to render.
_ENGLISH: tuple[tuple[str, str, str, str], ...] = (
    ("yuan", "yuan", "元", "1"), ("RMB", "RMB", "元", "1"), ("CNY", "CNY", "元", "1"), ("renminbi", "renminbi", "元", "1"),
    ("US dollar", "US dollars", "美元", "1"), ("dollar", "dollars", "美元", "1"), ("USD", "USD", "美元", "1"), ("U.S. dollar", "U.S. dollars", "美元", "1"),
    ("euro", "euros", "欧元", "1"), ("Hong Kong dollar", "Hong Kong dollars", "港元", "1"), ("Japanese yen", "Japanese yen", "日元", "1"), ("yen", "yen", "日元", "1"),
    ("pound sterling", "pounds sterling", "英镑", "1"), ("pound", "pounds", "英镑", "1"), ("rouble", "roubles", "卢布", "1"),
    ("per cent", "per cent", "%", "1"), ("percent", "percent", "%", "1"), ("percentage point", "percentage points", "百分点", "1"),
    ("basis point", "basis points", "基点", "1"), ("per mille", "per mille", "‰", "1"),
    ("square kilometre", "square kilometres", "平方公里", "1"), ("square metre", "square metres", "平方米", "1"), ("cubic metre", "cubic metres", "立方米", "1"),
    ("sq km", "sq km", "平方公里", "1"), ("sq m", "sq m", "平方米", "1"), ("km", "km", "公里", "1"), ("kilometre", "kilometres", "公里", "1"),
    ("metre", "metres", "米", "1"), ("m", "m", "米", "1"), ("centimetre", "centimetres", "厘米", "1"), ("cm", "cm", "厘米", "1"),
    ("millimetre", "millimetres", "毫米", "1"), ("mm", "mm", "毫米", "1"), ("hectare", "hectares", "公顷", "1"), ("mu", "mu", "亩", "1"),
    ("tonne", "tonnes", "吨", "1"), ("metric ton", "metric tons", "吨", "1"), ("ton", "tons", "吨", "1"), ("t", "t", "吨", "1"),
    ("kilogram", "kilograms", "公斤", "1"), ("kg", "kg", "公斤", "1"), ("gram", "grams", "克", "1"), ("milligram", "milligrams", "毫克", "1"),
    ("microgram", "micrograms", "微克", "1"), ("jin", "jin", "斤", "1"), ("litre", "litres", "升", "1"), ("millilitre", "millilitres", "毫升", "1"),
    ("kilowatt-hour", "kilowatt-hours", "千瓦时", "1"), ("kWh", "kWh", "千瓦时", "1"), ("kilowatt hour", "kilowatt hours", "千瓦时", "1"),
    ("kilowatt", "kilowatts", "千瓦", "1"), ("kW", "kW", "千瓦", "1"), ("MW", "MW", "千瓦", "1000"), ("°C", "°C", "℃", "1"),
    ("degree Celsius", "degrees Celsius", "℃", "1"), ("TEU", "TEUs", "标箱", "1"), ("nautical mile", "nautical miles", "海里", "1"), ("li", "li", "里", "1"),
    ("hour", "hours", "小时", "1"), ("minute", "minutes", "分钟", "1"), ("second", "seconds", "秒", "1"), ("working day", "working days", "工作日", "1"),
    ("day", "days", "天", "1"), ("week", "weeks", "周", "1"), ("month", "months", "个月", "1"), ("year old", "years old", "岁", "1"),
    ("year", "years", "年", "1"), ("class hour", "class hours", "学时", "1"), ("megabit", "megabits", "兆", "1"),
)  # fmt: skip
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
    spelt.lower(): _CHINESE.get(name) and Unit(name, Decimal(factor), _CHINESE[name].family)
    for one, many, name, factor in _ENGLISH
    for word in (one, many)
    for spelt in {word, *(word.replace(*pair) for pair in _SPELLINGS)}
}
_WORD = re.compile(
    rf"[ -]?(?P<word>{'|'.join(re.escape(word) for word in sorted(_BY_WORD, key=len, reverse=True))})(?![A-Za-z])", re.I
)
_TO_ENGLISH: dict[str, tuple[str, str]] = {}
for _one, _many, _name, _factor in _ENGLISH:
    if _factor == "1":
        _TO_ENGLISH.setdefault(_name, (_one, _many))


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
    unit = _BY_WORD.get(match["word"].lower()) if match else None
    return (match.end(), unit) if match and unit else None


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
    words = _TO_ENGLISH.get(name)
    return "" if words is None else words[0] if value == 1 else words[1]
