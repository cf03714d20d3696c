"""Every word the faces show of their own, in Chinese and in English."""

from __future__ import annotations

import re

from index.article import Dating, Language
from index.period import Period
from rag.figures import render_period

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

DOOR: dict[str, Words] = {
    "token": {"zh": "访问令牌", "en": "Access token"},
    "whence": {"zh": "令牌由架设这个服务的人给出。", "en": "Whoever set up this server can give it to you."},
    "sign_in": {"zh": "登录", "en": "Sign in"},
    "sign_out": {"zh": "退出登录", "en": "Sign out"},
    "signed_in": {"zh": "您已登录。", "en": "You are signed in."},
    "onward": {"zh": "去提问", "en": "Ask the articles"},
    "wrong": {"zh": "令牌不对，请核对后再输入。", "en": "That is not the token. Check it and type it again."},
    "too_often": {
        "zh": "试错的次数太多，请过{}秒再试。",
        "en": "Too many wrong tokens were tried. Try again in {} seconds.",
    },
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

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def say(key: str, language: Language, *values: object) -> str:
    """The words under `key`, with `values` in their places."""
    return (ANSWER.get(key) or PAGE.get(key) or DOOR[key])[language].format(*values)


def language_of(text: str) -> Language:
    """Chinese where the text holds any Han character, else English."""
    return "zh" if _HAN.search(text) else "en"


def period_words(period: Period, language: Language) -> str:
    """The period as it stands beside a name or in a table: "2022年第一季度", "first quarter of 2022"."""
    return render_period(period, language).removeprefix("the ")


def dating_words(dating: Dating | None, language: Language) -> str:
    """The date an article is of, or that it has none; whether it was inferred is shown beside it."""
    return period_words(dating.period, language) if dating else say("undated", language)


def inference_words(dating: Dating, language: Language) -> str:
    """What an inferred date rests on."""
    if dating.evidence:
        return say("inferred_from", language, dating.evidence)
    return say("inferred_plain", language)
