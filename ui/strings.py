"""Every word the faces show, in Chinese and in English, and how each language writes a date."""

from __future__ import annotations

import re
from datetime import date

from index.article import Dating, Language
from index.period import Period

Words = dict[Language, str]

PAGE: dict[str, Words] = {
    "title": {"zh": "问津 Wenjin", "en": "Wenjin 问津"},
    "tagline": {
        "zh": "向报道提问：给出原话，标明每个数字是什么时候的。",
        "en": "Ask the articles: their exact words, and the date of every figure.",
    },
    "box": {"zh": "用中文或英文提问", "en": "Ask in English or Chinese"},
    "box_label": {"zh": "问题", "en": "Question"},
    "ask": {"zh": "提问", "en": "Ask"},
    "clear": {"zh": "清空", "en": "Clear"},
    "try": {"zh": "可以这样问", "en": "Questions to try"},
    "covered": {"zh": "可以查到的报道", "en": "What can be asked about"},
    "more": {"zh": "另有{}篇", "en": "and {} more"},
}

ANSWER: dict[str, Words] = {
    "reading": {"zh": "正在查找……", "en": "Reading the articles…"},
    "cited": {"zh": "第{}条出处", "en": "Source {}"},
    "understood": {"zh": "理解为：{}", "en": "Understood as: {}"},
    "sources": {"zh": "出处", "en": "Where it says so"},
    "closest": {"zh": "最接近的段落，但不是答案", "en": "Closest, but not an answer"},
    "figures": {"zh": "各个时间的数字，由新到旧", "en": "The figure at each date, newest first"},
    "figure": {"zh": "这个数字的时间", "en": "The date of this figure"},
    "other_figures": {"zh": "其他时间的数字，由新到旧", "en": "The figure at other dates, newest first"},
    "when": {"zh": "所指时间", "en": "Period"},
    "value": {"zh": "数字", "en": "Figure"},
    "reported": {"zh": "报道时间", "en": "Reported"},
    "source": {"zh": "出处", "en": "Source"},
    "unstated": {"zh": "文中未写明", "en": "not stated"},
    "undated": {"zh": "日期不详", "en": "undated"},
    "inferred": {"zh": "推断", "en": "inferred"},
    "inferred_from": {"zh": "日期由文中“{}”推断", "en": "Date inferred from “{}” in the text"},
    "inferred_plain": {"zh": "日期由文中内容推断", "en": "Date inferred from the text"},
    "page": {"zh": "第{}页", "en": "page {}"},
    "matched": {"zh": "命中的词：{}", "en": "Words matched: {}"},
    "score": {"zh": "得分 {}", "en": "score {}"},
    "failed": {
        "zh": "出错了，这个问题没有答成。详情见服务器日志，请再试一次。",
        "en": "Something went wrong and this question was not answered. The server's log says what; please try again.",
    },
    "no_match": {"zh": "这些报道没有谈到这件事。", "en": "The articles do not speak of this."},
    "no_answer": {"zh": "这些报道谈到了它，但没有给出答案。", "en": "The articles speak of it, but do not tell."},
    "no_date": {
        "zh": "这些报道里没有所问时间的说法。",
        "en": "The articles tell, but not for the time you asked about.",
    },
    "unsupported": {"zh": "找不到能支持这个答案的原话。", "en": "No words in the articles support an answer."},
}

# Asked of the bundled articles, and shown only where they are what is served.
EXAMPLES: dict[Language, tuple[str, ...]] = {
    "zh": (
        "金水区有多少家高新技术企业？",
        "2022年第一季度金水区的生产总值是多少？",
        "2023年金水区谋划了多少个重点项目？",
        "高新区新签约项目签约额的目标是多少？",
    ),
    "en": (
        "How many high-tech enterprises does Jinshui have?",
        "What was Jinshui's GDP in 2022?",
        "How many key projects did Jinshui plan for 2023?",
        "What is the High-tech Zone's target for newly signed contracts?",
    ),
}

_MONTHS = "January February March April May June July August September October November December".split()
_ORDINAL_ZH = "一二三四"
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def say(key: str, language: Language, *values: object) -> str:
    """The words under `key`, with `values` in their places."""
    return (ANSWER.get(key) or PAGE[key])[language].format(*values)


def language_of(text: str) -> Language:
    """Chinese where the text holds any Han character, else English."""
    return "zh" if _HAN.search(text) else "en"


def period_words(period: Period, language: Language) -> str:
    """The period as a newspaper writes it: "2022年第一季度", "Q1 2022"."""
    return _zh(period) if language == "zh" else _en(period)


def dating_words(dating: Dating | None, language: Language) -> str:
    """The date an article is of, or that it has none; whether it was inferred is shown beside it."""
    return period_words(dating.period, language) if dating else say("undated", language)


def inference_words(dating: Dating, language: Language) -> str:
    """What an inferred date rests on."""
    if dating.evidence:
        return say("inferred_from", language, dating.evidence)
    return say("inferred_plain", language)


def _zh(period: Period) -> str:
    year, month = period.start.year, period.start.month
    match period.precision:
        case "year":
            return f"{year}年"
        case "half":
            return f"{year}年{'上' if month == 1 else '下'}半年"
        case "quarter":
            return f"{year}年第{_ORDINAL_ZH[month // 3]}季度"
        case "month":
            return f"{year}年{month}月"
        case "day":
            return _day_zh(period.start)
    last = period.end
    if _whole_months(period):
        return f"{year}年{month}月至" + (f"{last.month}月" if last.year == year else f"{last.year}年{last.month}月")
    return f"{_day_zh(period.start)}至{_day_zh(last)}"


def _en(period: Period) -> str:
    year, month = period.start.year, period.start.month
    match period.precision:
        case "year":
            return f"{year}"
        case "half":
            return f"{'first' if month == 1 else 'second'} half of {year}"
        case "quarter":
            return f"Q{(month + 2) // 3} {year}"
        case "month":
            return f"{_MONTHS[month - 1]} {year}"
        case "day":
            return _day_en(period.start)
    last = period.end
    if _whole_months(period):
        first = _MONTHS[month - 1] if last.year == year else f"{_MONTHS[month - 1]} {year}"
        return f"{first} to {_MONTHS[last.month - 1]} {last.year}"
    return f"{_day_en(period.start)} to {_day_en(last)}"


def _whole_months(period: Period) -> bool:
    # str() writes days for a range that does not begin and end with whole months.
    return len(str(period).partition("/")[0]) == len("2022-03")


def _day_zh(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _day_en(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
