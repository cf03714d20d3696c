"""Small words that tell figures apart: new or total, target or result, a share or a growth; and how many are asked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rag.question import Question
    from rag.reader import AnswerSpan

# Words that make one figure another: new against total, target against result. Chinese cue, English cue.
MODIFIERS: dict[str, tuple[str, str]] = {
    "new": (
        r"新增|新登记|新设|新引进|新引育|新培育|新签|新建|新认定|新开|新成立|新注册|新投产|新上|新招|新落户|新入|新申报|净增",
        r"\b(?:new|newly|added|add|adds|additional|net)\b",
    ),
    "total": (
        r"累计|总量|总数|合计|一共|总共|达到?|突破|拥有|共有|现有|共|总(?![监经裁部理书])",
        r"\b(?:total|altogether|overall|cumulative\w*|in all|so far|have|has)\b",
    ),
    "target": (
        r"力争|力求|目标|计划|打算|预计|预期|期望|将(?!军)|拟|争取|到20\d\d年|规划|瞄准|确保|要",
        r"\b(?:target\w*|aim\w*|plan\w*|expect\w*|goals?|intend\w*|will|seek\w*|hop(?:e[sd]?|ing)|by 20\d\d|set to"
        r"|wants?|striv\w*|shoot\w* for|aspir\w*|envisag\w*|slated|should|ambition\w*)\b",
    ),
    "growth": (
        r"增长|同比|增速|增幅|涨|提高|提升|增加|上升|下降|降|跌|减少",
        r"\b(?:gr[eo]w\w*|growth|increase\w*|rise|rose|up|rate|fell|fall|drop\w*|decline\w*|faster|surge\w*|jump\w*|climb\w*)\b",
    ),
    "share": (
        r"占|比重|比例|份额|占比|[成之]|率",
        r"\b(?:share|proportion|percent\w*|account\w*|fraction|part of|rate)\b",
    ),
    "average": (r"平均|人均|亩均|日均|户均|每(?![月年])", r"\b(?:average|per|each|every|mean)\b"),
    "rank": (
        r"第[一二三四五六七八九十\d]+[位名]?|排名|位居|名列|居|前[一二三四五六七八九十\d]|强",
        r"\b(?:rank\w*|place\w*|position|top|first|second|third|standing)\b",
    ),
    "past": (
        r"去年|上年|同期|此前|原来|以前|曾|从前|过去|年初",
        r"\b(?:last year|previous\w*|before|earlier|former\w*|used to|originally|ago|past)\b",
    ),
    "invest": (r"投资|总投资", r"\b(?:invest\w*)\b"),
    "sign": (r"签约|签订|协议|合同", r"\b(?:sign\w*|contract\w*|agree\w*)\b"),
    "part": (r"其中|里面|当中|包括", r"\b(?:of these|of those|of them|among|of which|within|including)\b"),
    "most": (
        r"最|首",
        r"\b(?:most|least|largest|smallest|highest|lowest|biggest|first|best|max\w*|at most|at least)\b",
    ),
    "done": (
        r"完成|实际|已|建成|竣工|投产|投用|投运|到位|落地|开业|兑现|办结",
        r"\b(?:complet\w*|finish\w*|actual\w*|achiev\w*|already|built|done|deliver\w*|in place|opened)\b",
    ),
    "begun": (
        r"开工|动工|在建|续建|启动|破土|建设中|施工",
        r"\b(?:start\w*|beg[aiu]n\w*|under ?way|under construction|ground|launch\w*|ongoing|in progress)\b",
    ),
    "ahead": (
        r"储备|谋划|洽谈|在谈|意向|线索|跟踪|后备|筹|待",
        r"\b(?:reserve\w*|pipeline|talks|negotiat\w*|leads?|prospect\w*|pending|waiting|candidate\w*)\b",
    ),
    "left": (r"余|剩|还有|还没|尚|未|其他|其它|另", r"\b(?:remain\w*|left|still|yet|not|other|rest)\b"),
    "wider": (
        r"全[市省国]|[省国]内",
        r"\b(?:city|citywide|province|country|china|national\w*|provincial\w*|municipal\w*)\b",
    ),
}
CUES = {name: (re.compile(zh), re.compile(en, re.I)) for name, (zh, en) in MODIFIERS.items()}
_ASKED_SIZE = re.compile(
    r"[哪几这](?:几|([一二两三四五六七八九十]|\d+))[个大种项类家座条位]?|(\d+|two|three|four|five|six|seven|eight|nine|ten)\s",
    re.I,
)
_SIZES = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_EN_SIZES = {
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
}


def asks(question: Question, cue: str) -> bool:
    """Whether the question holds one of the small words of this family."""
    chinese, english = CUES[cue]
    return bool((chinese if question.language == "zh" else english).search(question.text))


def says(span: AnswerSpan, cue: str) -> bool:
    """Whether the clause up to the figure holds one of the small words of this family."""
    text = span.found.article.text
    return bool(CUES[cue][0].search(text[span.clause.start : span.answer.start]))


def asked_size(text: str) -> int:
    """How many things a question asks for ("哪4个", "which three"); 0 where it does not say."""
    match = _ASKED_SIZE.search(text)
    if not match:
        return 0
    word = (match[1] or match[2] or "").lower()
    return _SIZES.get(word) or _EN_SIZES.get(word) or (int(word) if word.isdigit() and len(word) < 3 else 0)
