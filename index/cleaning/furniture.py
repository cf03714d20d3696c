"""What a page has around its stories: navigation, share buttons, page numbers, editors' and copyright lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from index.article import Repair
from index.cleaning.credits import Credit
from index.cleaning.lines import Line
from index.cleaning.otherpages import other_pages
from index.cleaning.signs import HAN, simplified, width

_CONTROL = (
    r"分享(?:到|至)?|微信(?:好友)?|(?:新浪|腾讯)?微博|QQ(?:空间|好友)?|朋友圈|人人网|豆瓣|收藏(?:本文|本页)?|打印(?:本[页文])?|"
    r"关闭(?:窗口|本页)?|点赞|(?:我要)?评论|举报|转发|字[号体]|复制链接|返回(?:顶部|首页|列表|目录|上一?页|频道)|"
    r"回到(?:顶部|首页)|繁体|简体|朗读|纠错|默认|超大|特大|[Tt][+-]?|[Aa][+-]|手机版|客户端|登录|注册|扫一扫|更多|推荐|[大小]字|下载点点通|大|中|小"
)
_SECTION = (
    r"(?:要闻|综合|时政|经济|社会|国[内际]|体育|文化|娱乐|财经|民生|教育|健康|专题|专版|广告|副刊|新闻|时事|评论|热线)"
)
_NAMES = rf"(?:[:：/]\s*|\s+)[{HAN}]{{2,4}}(?:\s+[{HAN}]{{2,4}})*"
_RULES: dict[str, tuple[str, ...]] = {
    "drop navigation": (
        r"(?:[您你]?(?:现在|当前)?的?(?:所在)?的?位置(?:是)?\s*[:：]).{0,60}",
        r"(?:网站)?[首主]页(?:\s*[>›»＞→/|｜·-]+\s*\S.{0,60}|(?:\s+\S{1,6}){3,})",
        r"(?:返回|回到)(?:首页|主页|列表|顶部|上一?页|目录|频道|正文)\s*(?:[>»]*|[|｜]\s*\S.{0,40})",
        r"[^\s>]{1,12}\s*(?:>+\s*[^\s>]{1,10}\s*){1,5}>+\s*正文|https?://\S+|\d{12,}|EN",
    ),
    "drop links to the pages before and after": (
        r"[<《«]*[上下]一(?:篇|条|页|版|则|章|图集?)(?:\s*[:：].{0,80}|\s*[>»]*)",
        r"[\d\s<>]*[上下]一[篇页版期](?:[\d\s|｜<>]*[上下]一[篇页版期])?[\d\s<>]*",
        r"上一[篇条页版则].{0,60}\s下一[篇条页版则].{0,60}|[上下]一[篇条]\s*没有了?",
    ),
    "drop tags": (r"(?:本文|文章)?(?:标签|关键[词字]|[Tt]ags?|TAGS?|Keywords?)\s*[:：][^。！？]{0,100}",),
    "drop share buttons": (
        rf"[【\[]?(?:{_CONTROL})(?:[\s|｜/:：【】\[\]（）()]+(?:{_CONTROL}|\d+))*[\s|:：【】\]）)]*",
        r"分享(?:到|至)?\s*[:：].{0,30}",
        r".{0,12}(?:(?:扫一扫|长按).{0,12}(?:二维码|关注|分享|下载|查看)|扫码(?:关注|下载|分享|查看)|(?:扫描|识别).{0,6}二维码)[^。]{0,12}",
        r"(?:欢迎|敬请|点击|请)?关注.{0,16}(?:公众号|微信号|官方微[信博]|视频号|抖音号)[^。]{0,16}",
        r"(?:Share|Print|Email|Subscribe)(?: this (?:article|story|page))?",
    ),
    "drop reader counts": (
        r"(?:阅读|浏览|点击|访问|评论|播放)(?:量|数|次数|人数)?\s*[:：(（]\s*\d*\s*[)）]?\s*[次人条]?",
        r"\d+\s*次?(?:阅读|浏览|点击|评论|点赞|播放)|(?:阅读|浏览|点击|评论)\s*\d+",
    ),
    "drop the editors' line": (
        r"[（(\[【]?[^\s:：，。]{0,6}(?:编辑|责编)\s*[:：/／丨][^，。；！？]{0,70}",
        r"[（(\[【]?[^\s:：，。]{0,6}(?:编审|校对|审核|审校|审签|初审|复审|终审|监制|主编|总编|值班主任|版式|美编|制图|排版|录入|发布人|"
        r"签发)\s*[:：/／丨][^，。；！？\d]{0,70}",
        rf"(?:(?:本[版期]|本文)?(?:责编|编辑|校对|审读|版式|美编|组版|值班编委|策划|统筹){_NAMES}\s*)+",
    ),
    "drop the copyright note": (
        r".{0,30}(?:©|[Cc]opyright|COPYRIGHT|版权所有|ICP备|公网安备|备案号|许可证编?号\s*[:：]|"
        r"All [Rr]ights [Rr]eserved).{0,120}",
        r"[（(\[【※*]*(?:版权声明|免责声明|特别声明|本网声明)\s*[】\]]?\s*[:：].{0,300}",
        r"声明\s*[:：].{0,60}(?:本[文网站]|转载|版权|观点).{0,240}|凡(?:本网|本站|注明|来源|转载).{0,300}",
        r"(?:未经|如需|任何|欢迎).{0,40}转载.{0,60}|[（(]?本文(?:来源|转自|来自|系转载|转载自|仅代表|内容).{0,80}",
        r"[^。]{0,24}(?:版权问题|侵权)[^。]{0,16}(?:联系|删除)[^。]{0,24}[。！!]?",
        r"(?:违法|不良|违法和不良)信息举报.{0,60}|(?:新闻热线|投稿邮箱|举报电话|爆料热线)\s*[:：].{0,60}",
        r"(?:[关联][于系]我们|网站地图|广告(?:服务|刊登)|友情链接|法律声明|招聘信息)(?:[\s|｜-]+\S{2,8})*",
    ),
    "drop a picture's note": (
        r"[（(\[【]?(?:资料|配|网络|示意|效果|题)图(?:片)?[)）\]】]?|!\[[^\]]*\]\([^)]*\)",
        r"[（(]?(?:图片(?:来源|来自|源自)\s*[:：/／]?|图源\s*[:：/／]?|图\s*[/／])\s*\S{2,16}[)）]?",
        r"[（(]?(?:视频来源\s*[:：].{0,16}|视频截图|图文无关|(?:图为)?资料图片?(?:\s*[:：]?\s*\S{2,10}摄)?)[)）]?",
    ),
    "drop a page's number": (
        r"[-—–·•]\s*\d{1,4}\s*[-—–·•]|第\s*\d+\s*页(?:.{0,4}共\s*\d+\s*页)?|\d{1,3}\s*/\s*\d{1,3}|Page \d+(?: of \d+)?",
        rf"第\s*[A-Z]?\d{{1,3}}\s*版(?:[\s:：].{{0,20}}(?:上一版.{{0,6}}下一版)?)?|[A-D]\d{{2}}\s?版?[\s:：·]*{_SECTION}",
        r"[（(]?(?:下转|上接)[^。]{1,12}[版页][^。]{0,8}[)）]?",
    ),
    "drop the earlier headline": (r"[（(]?原标题\s*[:：].{0,60}",),
    "drop a link to more": (
        r"(?:点击)?(?:阅读|查看|浏览|展开|加载|了解)(?:原文|全文|更多|详情|大图).{0,4}|更多\s*[>»…]+",
        r"[\[【]详细[\]】]|广告|视频加载中.{0,12}|(?:全文|本文)共.{0,4}\d+字.{0,16}|Advertisement|Read more.{0,20}",
    ),
    "drop the end mark": (r"[（(【\[]\s*(?:未完待续|完|END|正文结束)\s*[)）】\]]|-*\s*END\s*-*",),
}
_LINES = tuple(
    (name, re.compile(rf"[\s·•>]*(?:{pattern})\s*")) for name, patterns in _RULES.items() for pattern in patterns
)
_ANY = re.compile("|".join(f"(?:{pattern.pattern})" for _, pattern in _LINES))
_END_MARKS = {"drop the editors' line", "drop the copyright note", "drop the end mark"}
_PAGE_EDGES = {"drop a running head", "drop a page's number"}
_NUMBER = re.compile(r"\d{1,3}")
_LONGEST = 340
_NOTE = 160


def rule_for(text: str) -> str:
    """The name of the rule that takes this whole line for page furniture, or an empty string."""
    if not 1 < len(text) <= _LONGEST:
        return ""
    words = simplified(text)
    if not _ANY.fullmatch(words):
        return ""
    return next((name for name, pattern in _LINES if pattern.fullmatch(words)), "")


def drop_furniture(lines: Sequence[Line]) -> tuple[list[Line | Credit], list[Repair]]:
    """The lines that are of stories, a credit where one ended, and a repair for each run of lines dropped."""
    dropped: dict[int, str] = dict.fromkeys(_running_heads(lines), "drop a running head")
    dropped |= dict.fromkeys(other_pages(lines), "drop a list of other pages")
    dropped |= dict.fromkeys(_bare_numbers(lines), "drop a page's number")
    for index, line in enumerate(lines):
        if index not in dropped and (rule := rule_for(line.text)):
            dropped[index] = rule
    return (_kept(lines, dropped), _repairs(lines, dropped)) if dropped else (list(lines), [])


def _kept(lines: Sequence[Line], dropped: dict[int, str]) -> list[Line | Credit]:
    """What is left; a gap stands where something was, save a page's edge, over which a line may run on."""
    kept: list[Line | Credit] = []
    gap = False
    for index, line in enumerate(lines):
        rule = dropped.get(index)
        if rule is None:
            kept.append(replace(line, gap=line.gap or gap))
            gap = False
            continue
        gap = gap or line.gap or rule not in _PAGE_EDGES
        if rule in _END_MARKS:
            kept.append(Credit(last=True))
    return kept


def _repairs(lines: Sequence[Line], dropped: dict[int, str]) -> list[Repair]:
    made: list[Repair] = []
    for index in sorted(dropped):
        words, name = lines[index].words, dropped[index]
        if made and index - 1 in dropped and made[-1].name == name:
            made[-1] = Repair(name, made[-1].start, words.raw_end, _shortened(f"{made[-1].note} / {words.text}"))
        else:
            made.append(Repair(name, words.raw_start, words.raw_end, _shortened(words.text)))
    return made


def _shortened(note: str) -> str:
    return note if len(note) <= _NOTE else f"{note[: _NOTE - 1].rstrip('…')}…"


def _running_heads(lines: Sequence[Line]) -> Iterator[int]:
    """The first and last lines of pages that stand, figures aside, on three pages or more."""
    if not lines or lines[-1].page < 2:
        return
    first = [i for i, line in enumerate(lines) if i == 0 or lines[i - 1].page != line.page]
    edges = sorted({*first, *(i - 1 for i in first[1:]), len(lines) - 1})
    seen = Counter(_masked(lines[i].text) for i in edges)
    yield from (i for i in edges if seen[_masked(lines[i].text)] >= 3 and width(lines[i].text) < 40)


def _masked(text: str) -> str:
    return re.sub(r"\d+", "0", text)


def _bare_numbers(lines: Sequence[Line]) -> Iterator[int]:
    """Numbers alone between blanks that can be pages' own: one by itself, or several that count up."""
    alone = [
        i
        for i, line in enumerate(lines)
        if _NUMBER.fullmatch(line.text) and line.gap and (i + 1 == len(lines) or lines[i + 1].gap)
    ]
    if all(int(lines[j].text) == int(lines[i].text) + 1 and j > i + 1 for i, j in pairwise(alone)):
        yield from alone
