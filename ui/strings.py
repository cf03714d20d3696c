"""Every word the faces show of their own, in Chinese and in English."""

from __future__ import annotations

import re

from index.article import Dating, Language
from index.period import Period
from rag.figures import render_period

Words = dict[Language, str]

# What the page says of its own, whatever the language of a question.
PAGE: dict[str, Words] = {
    "title": {"zh": "问津 Wenjin", "en": "Wenjin 问津"},
    "tagline": {
        "zh": "向报道提问：给出原话，标明每个数字是什么时候的。",
        "en": "Ask the articles: their exact words, and the date of every figure.",
    },
    "box": {"zh": "用中文或英文提问", "en": "Ask in English or Chinese"},
    "box_label": {"zh": "问题", "en": "Question"},
    "ask": {"zh": "提问", "en": "Ask"},
    "stop": {"zh": "停止", "en": "Stop"},
    "clear": {"zh": "清空", "en": "Clear"},
    "try": {"zh": "可以这样问", "en": "Questions to try"},
    "covered": {"zh": "可以查到的报道", "en": "What can be asked about"},
    "nothing_covered": {"zh": "还没有报道。请到“报道”里添加。", "en": "No articles yet. Add some under Articles."},
    "more": {"zh": "另有{}篇", "en": "and {} more"},
    "rooms": {"zh": "页面", "en": "Pages"},
    "room_ask": {"zh": "提问", "en": "Ask"},
    "room_articles": {"zh": "报道", "en": "Articles"},
    "this_language": {"zh": "中文", "en": "English"},
    "theme": {"zh": "切换浅色和深色", "en": "Switch between light and dark"},
    "stopped": {"zh": "已停止。", "en": "Stopped."},
    "copied": {"zh": "已复制", "en": "Copied"},
    "not_copied": {"zh": "浏览器不让复制", "en": "The browser did not let it be copied"},
    "drop": {"zh": "添加报道", "en": "Add articles"},
    "formats": {"zh": "可以添加 txt、md、html、pdf、docx 文件。", "en": "Files may be txt, md, html, pdf or docx."},
    "rebuild": {"zh": "重建索引", "en": "Rebuild"},
    "rebuilding": {"zh": "正在重建索引……", "en": "Rebuilding the index…"},
    "was_rebuilt": {
        "zh": "索引已更新：{}篇报道，{}个段落。",
        "en": "The index was rebuilt: {} articles, {} passages.",
    },
    "was_current": {
        "zh": "没有变化：{}篇报道，{}个段落。",
        "en": "Nothing had changed: {} articles, {} passages.",
    },
    "adding": {"zh": "正在添加：已完成{}个，共{}个", "en": "Adding: {} of {} done"},
    "was_added": {"zh": "已添加：{}篇报道，{}个段落。", "en": "Added: articles {}, passages {}."},
    "shelf_count": {"zh": "共{}篇报道，{}个段落", "en": "{} articles, {} passages"},
    "title_of": {"zh": "标题", "en": "Title"},
    "source_of": {"zh": "来源", "en": "Source"},
    "passages": {"zh": "段落", "en": "Passages"},
    "remove": {"zh": "移除", "en": "Remove"},
    "remove_file": {"zh": "移除{}", "en": "Remove {}"},
    "was_removed": {"zh": "已移除{}。", "en": "{} was removed."},
    "undo": {"zh": "撤销", "en": "Undo"},
    "put_back": {"zh": "放回", "en": "Put back"},
    "was_put_back": {"zh": "{}已放回。", "en": "{} is back."},
    "removed_files": {"zh": "已移除的文件", "en": "Removed files"},
    "close": {"zh": "关闭", "en": "Close"},
    "passage": {"zh": "出处{}", "en": "Source {}"},
    "open_article": {"zh": "打开全文", "en": "Open the article"},
    "reader": {"zh": "报道全文", "en": "The article"},
    "loading": {"zh": "正在打开……", "en": "Opening…"},
    "unreachable": {
        "zh": "连不上服务器。请看看它是否还在运行，再试一次。",
        "en": "The server cannot be reached. See whether it is still running, and try again.",
    },
    "article_gone": {
        "zh": "这篇报道已不在文件夹里，或者改过了。请再问一次。",
        "en": "This article is no longer in the folder, or has changed. Ask again.",
    },
    "copy_citation": {"zh": "复制引文", "en": "Copy citation"},
    "retry": {"zh": "再问一次", "en": "Ask again"},
    "repaired": {"zh": "原文做过哪些修整？", "en": "How was the text repaired?"},
    "no_repairs": {"zh": "没有做过修整。", "en": "Nothing in it was repaired."},
    "from_file": {"zh": "文件：{}", "en": "File: {}"},
    "raw_place": {"zh": "标出的句子在文件中是第{}个字。", "en": "The marked sentence is characters {} of the file."},
    "note": {"zh": "哪里好，哪里不对？（可不填）", "en": "What was good, or wrong? (optional)"},
    "send": {"zh": "发送", "en": "Send"},
    "thanks": {"zh": "已记下，谢谢。", "en": "Noted, thank you."},
    "not_noted": {"zh": "没有记下来，请再试一次。", "en": "It was not noted; please try again."},
}

# What stands in a turn, in the language of its question.
ANSWER: dict[str, Words] = {
    "reading": {"zh": "正在查找……", "en": "Reading the articles…"},
    "cited": {"zh": "出处{}", "en": "Source {}"},
    "understood": {"zh": "理解为：{}", "en": "Understood as: {}"},
    "sources": {"zh": "出处", "en": "Where it says so"},
    "closest": {"zh": "最接近的段落，但不是答案", "en": "Closest, but not an answer"},
    "suggested": {"zh": "这些报道谈的是", "en": "What the articles do cover"},
    "figures": {"zh": "各个时间的数字，由新到旧", "en": "The figure at each date, newest first"},
    "other_figures": {"zh": "其他时间的数字，由新到旧", "en": "The figure at other dates, newest first"},
    "plotted": {"zh": "随时间的变化：{}", "en": "Over time: {}"},
    "disagree": {"zh": "各篇说法不一", "en": "the articles disagree"},
    "disagrees": {"zh": "说法不一", "en": "disputed"},
    "when": {"zh": "所指时间", "en": "Period"},
    "value": {"zh": "数字", "en": "Figure"},
    "reported": {"zh": "报道时间", "en": "Reported"},
    "reported_on": {"zh": "{}报道", "en": "reported {}"},
    "source": {"zh": "出处", "en": "Source"},
    "unstated": {"zh": "文中未写明", "en": "not stated"},
    "undated": {"zh": "日期不详", "en": "undated"},
    "inferred": {"zh": "推断", "en": "inferred"},
    "inferred_from": {"zh": "日期由文中“{}”推断", "en": "Date inferred from “{}” in the text"},
    "inferred_plain": {"zh": "日期由文中内容推断", "en": "Date inferred from the text"},
    "page": {"zh": "第{}页", "en": "page {}"},
    "open": {"zh": "打开全文", "en": "Open the article"},
    "copy_answer": {"zh": "复制答案", "en": "Copy answer"},
    "copy_link": {"zh": "复制链接", "en": "Copy link"},
    "judged": {"zh": "这个答案怎么样？", "en": "Was this answer right?"},
    "vote_up": {"zh": "答得对", "en": "Good answer"},
    "vote_down": {"zh": "答得不对", "en": "Bad answer"},
    "why": {"zh": "为什么选它？", "en": "Why this?"},
    "why_file": {"zh": "文件", "en": "File"},
    "why_date": {"zh": "日期", "en": "Date"},
    "why_terms": {"zh": "命中的词", "en": "Words matched"},
    "why_score": {"zh": "得分", "en": "Score"},
    "failed": {"zh": "出错了，这个问题没有答成。", "en": "Something went wrong and this question was not answered."},
    "failed_cure": {
        "zh": "详情见服务器日志，请再试一次。",
        "en": "The server's log says what; please try again.",
    },
    "no_match": {"zh": "这些报道没有谈到这件事。", "en": "The articles do not speak of this."},
    "no_answer": {"zh": "这些报道谈到了它，但没有给出答案。", "en": "The articles speak of it, but do not tell."},
    "no_date": {
        "zh": "这些报道里没有所问时间的说法。",
        "en": "The articles tell, but not for the time you asked about.",
    },
    "unsupported": {"zh": "找不到能支持这个答案的原话。", "en": "No words in the articles support an answer."},
}

# The repairs that index/cleaning names.
REPAIRS: dict[str, Words] = {
    name: {"zh": chinese, "en": name}
    for name, chinese in {
        "close the space at a figure": "去掉数字旁的空格",
        "drop a link to more": "去掉“更多”链接",
        "drop a list of other pages": "去掉其他页面的列表",
        "drop a page's number": "去掉页码",
        "drop a picture's note": "去掉图片说明",
        "drop a running head": "去掉页眉",
        "drop invisible signs": "去掉看不见的符号",
        "drop links to the pages before and after": "去掉上一篇、下一篇的链接",
        "drop navigation": "去掉导航",
        "drop reader counts": "去掉阅读数",
        "drop share buttons": "去掉分享按钮",
        "drop tags": "去掉标签",
        "drop the copyright note": "去掉版权说明",
        "drop the earlier headline": "去掉原标题",
        "drop the editors' line": "去掉编辑署名",
        "drop the end mark": "去掉结束标记",
        "drop the repeated headline": "去掉重复的标题",
        "find the headline below the lede": "从导语下找到标题",
        "join a cut sentence": "接上断开的句子",
        "join a sentence across a block": "接上被隔开的句子",
        "join the headline": "接上分行的标题",
        "lift a byline": "移出记者署名",
        "lift the dateline": "移出电头",
        "lift the source and time": "移出来源和时间",
        "read an HTML entity": "还原 HTML 字符",
        "trim the title": "修剪标题",
        "unwrap lines": "接上硬换行",
        "write a radical as a character": "把部首写成汉字",
    }.items()
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
        "2022年金水区谋划了多少个重点项目？",
        "高新区新签约项目签约额的目标是多少？",
    ),
    "en": (
        "How many high-tech enterprises does Jinshui have?",
        "What was Jinshui's GDP in the first quarter of 2022?",
        "How many key projects did Jinshui plan in 2022?",
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
