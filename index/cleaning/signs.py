"""What the signs of Chinese and Latin print tell: how wide they are set, whether a sentence ends or goes on."""

from __future__ import annotations

import re

HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
CLOSERS = "”’）)》」』】〉］]"
_CLOSING = re.escape(CLOSERS)
_PAIRS = {"“": "”", "‘": "’", "（": "）", "(": ")", "《": "》", "「": "」", "『": "』", "【": "】"}

_PAGE_WORDS = str.maketrans(
    "記訊員攝圖來發時間責編輯報導網電閱讀評論標籤鍵詞轉載權聲專題選薦熱點關於實習駐體視頻繁簡頁顧評審統籌製錄簽總監執輿錯舉闢聯繫號認陳張劉楊黃趙吳孫馬羅鄭謝韓馮葉蘇許鄧蕭呂蔣閻譚鄒陸龍萬錢湯賀龔",
    "记讯员摄图来发时间责编辑报导网电阅读评论标签键词转载权声专题选荐热点关于实习驻体视频繁简页顾评审统筹制录签总监执舆错举辟联系号认陈张刘杨黄赵吴孙马罗郑谢韩冯叶苏许邓萧吕蒋阎谭邹陆龙万钱汤贺龚",
)
_NARROW = re.compile(r"[\x00-\u02ff\uff61-\uffdc]")
_END = re.compile(rf"(?:[。！？!?…；;：:]|\.|——|[~～])[{_CLOSING}“‘\"']*$")
_POINT = re.compile(rf"[{HAN}，、][0-9,]{{1,6}}\.$")
_COMMA = re.compile(r"[，、,]$")
_CANNOT_BEGIN = re.compile(r"[，、。；：！？,;!?”’）》」』】%％‰]")
_BOUND = re.compile(r"的(?![士确])|们")
_LIST = re.compile(
    r"(?:[（(]?[一二三四五六七八九十]{1,3}[、）)．]|[（(]?\d{1,2}(?:[、）)．]|\.(?!\d))|"
    r"[①-⑳●■▲◆★○□△◇※•·▪➤►▶]|[-*+] |——|—(?!—)|\|)"
)
_UNIT = re.compile(rf"[A-Za-z0-9.%+/-]+|[“‘（《「『【]*[^A-Za-z0-9][，。、；：！？{_CLOSING}]*")
_PUNCTUATION = re.compile(r"[，。、；：！？,.;:!?…—“”‘’（）()《》【】]")


def simplified(text: str) -> str:
    """`text` with the traditional characters of what pages say of themselves (記者, 來源) made simplified."""
    return text.translate(_PAGE_WORDS)


def width(text: str) -> float:
    """How wide `text` is set, in Han characters; a Latin letter or digit is half of one."""
    return len(text) - 0.5 * len(_NARROW.findall(text))


def first_unit(text: str) -> float:
    """The width of what a typesetter would not part at the start of `text`: a word, a number, a sign with its marks."""
    match = _UNIT.match(text)
    return width(match.group()) if match else 1.0


def ends_sentence(text: str) -> bool:
    """Whether `text` ends as a sentence, a clause before a list, or a quotation does; a decimal point is no stop."""
    return bool(_END.search(text[-12:])) and not _POINT.search(text[-8:])


def ends_in_comma(text: str) -> bool:
    """Whether `text` ends in a sign after which a sentence must go on."""
    return bool(_COMMA.search(text))


def ends_marked(text: str) -> bool:
    """Whether `text` ends in any punctuation."""
    return bool(_PUNCTUATION.match(text[-1:]))


def marks_in(text: str) -> int:
    """How many punctuation marks stand in `text`."""
    return len(_PUNCTUATION.findall(text))


def cannot_begin(text: str) -> bool:
    """Whether no sentence can begin as `text` does."""
    return bool(_CANNOT_BEGIN.match(text) or _BOUND.match(text))


def begins_item(text: str) -> bool:
    """Whether `text` begins with the mark of a list's item: a number, a bullet, a dash."""
    return bool(_LIST.match(text))


def left_open(text: str) -> str:
    """The closing signs that `text` still waits for, the innermost last."""
    waiting: list[str] = []
    for sign in text:
        if sign in _PAIRS:
            waiting.append(_PAIRS[sign])
        elif waiting and sign == waiting[-1]:
            waiting.pop()
    return "".join(waiting)


def closes_first(text: str) -> str:
    """The first closing sign in `text` that nothing in it opened, or an empty string."""
    waiting: list[str] = []
    for sign in text:
        if sign in _PAIRS:
            waiting.append(_PAIRS[sign])
        elif sign in CLOSERS:
            if not waiting:
                return sign
            if sign == waiting[-1]:
                waiting.pop()
    return ""


def han_share(text: str) -> float:
    """The share of Han characters among the Han characters and Latin words of `text`; 0 where it has neither."""
    han = len(re.findall(rf"[{HAN}]", text))
    words = len(re.findall(r"[A-Za-z]+", text))
    return han / (han + words) if han + words else 0.0
