"""Lists that lead to other pages: under a label such as "you may like", or headline, teaser and time over and over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.cleaning.lines import Line
from index.cleaning.signs import ends_sentence, simplified, width

_SURE = (
    r"(?:猜[你您]|[你您]可能)(?:可能)?[也还会]*(?:喜欢|感兴趣|想看|关注)的?(?:文章|新闻|内容)?|(?:大家|网友)[都还正]?在[看搜]|[为给][你您]推荐|"
    r"(?:热门|热点|精彩|精选|图片|图文|视频|编辑|频道|本站|今日|站内|猜你)推荐|推荐(?:阅读|新闻|文章|资讯|内容|图文|视频)|"
    r"(?:热门|热点|最新|最热|相似|同类|随机|本类)(?:文章|新闻|资讯|内容|图文|排行|消息|阅读|评论)|"
    r"(?:新闻|阅读|点击|热文|一周|24小时)(?:排行榜?|热文|热榜|热点|热门)|更多(?:新闻|精彩|内容|文章|资讯|推荐|报道|阅读)(?:内容|推荐)?|"
    r"新闻推荐|网友评论|友情链接|You may also like|Related (?:articles|stories|news)|Recommended(?: for you)?|Most read"
)
_MAYBE = r"相关(?:阅读|新闻|报道|文章|推荐|链接|资讯|内容|稿件|专题)|延伸阅读|新闻链接|往期(?:回顾|推荐|精彩)"
_LABEL = re.compile(
    rf"[\s【\[▼◆■]*(?:(?P<sure>{_SURE})|(?:{_MAYBE}))[】\]▼]*\s*[:：]?\s*(?:更多)?\s*[>»…]*", re.IGNORECASE
)
# Not 2021年3月6日, which heads the entries of a chronicle.
_DATE = r"(?:\d{4}[-/.])?\d{1,2}[-/.]\d{1,2}"
_CLOCK = r"\s*\d{1,2}:\d{2}(?::\d{2})?"
_STAMP = re.compile(
    rf"[\[(（]?(?:{_DATE}(?:{_CLOCK})?|\d{{4}}年\d{{1,2}}月\d{{1,2}}日{_CLOCK})[\])）]?|\d+\s*(?:秒|分钟|小时|天)前"
)
_DATED = re.compile(rf"[·•▪>-]?\s*(?:[\[(（]{_DATE}[\])）]\s*\S.{{4,40}}|\S.{{4,40}}\s*[\[(（]{_DATE}[\])）])")
_MORE = re.compile(r"(?:更多|[\[【]?详[细情][\]】]?|阅读全文|查看全文|Read more)\s*[>»]*$")


def other_pages(lines: Sequence[Line]) -> Iterator[int]:
    """The positions of the lines that only lead to other pages, labels included."""
    first = next((start for start, end in _groups(lines, 0) if _is_prose(lines[start:end])), len(lines))
    index = 0
    while index < len(lines):
        label = _LABEL.fullmatch(simplified(lines[index].text)) if len(lines[index].text) < 30 else None
        if label:
            end = _list_end(lines, index + 1, patient=bool(label["sure"]) and index > first)
            if end > index + 1 or label["sure"]:
                yield from range(index, end)
            index = max(index, end - 1)
        index += 1
    yield from _teasers(lines)


def _groups(lines: Sequence[Line], start: int) -> Iterator[tuple[int, int]]:
    """Runs of lines with no gap between them; a line as long as a paragraph is a run of its own."""
    for index in range(start + 1, len(lines) + 1):
        if (
            index == len(lines)
            or lines[index].gap
            or width(lines[index - 1].text) >= 50
            or width(lines[index].text) >= 50
        ):
            yield start, index
            start = index


def _list_end(lines: Sequence[Line], start: int, patient: bool) -> int:
    """Where the list that begins at `start` ends: at prose; a patient one only at prose that goes on or is headed."""
    first = None
    for begin, end in _groups(lines, start):
        if not _is_prose(lines[begin:end]):
            first = None
            continue
        headed = begin > start and bool(lines[begin - 1].level)
        if first is not None or headed or not patient:
            at = begin if first is None else first
            return at - 1 if at > start and lines[at - 1].level else at
        first = begin
    return len(lines)


def _is_prose(group: Sequence[Line]) -> bool:
    text = "".join(line.text for line in group)
    whole = ends_sentence(text) and not _MORE.search(text) and not text.endswith("...")
    return whole and width(text) >= 50 and bool(re.search(r"[，,]", text))


def _teasers(lines: Sequence[Line]) -> Iterator[int]:
    """The lines of lists without a label: four or more links or times with no prose between them."""
    run: list[int] = []
    for index, line in enumerate(lines):
        if _is_hook(line.text):
            run.append(index)
        elif run and (ends_sentence(line.text) or line.level or index - run[-1] > 2):
            yield from _whole(lines, run)
            run = []
    yield from _whole(lines, run)


def _is_hook(text: str) -> bool:
    return bool(_MORE.search(text[-12:]) or _STAMP.fullmatch(text) or (len(text) < 60 and _DATED.fullmatch(text)))


def _whole(lines: Sequence[Line], run: Sequence[int]) -> range:
    if len(run) < 4:
        return range(0)
    first = run[0]
    if not _DATED.fullmatch(lines[first].text) and first and not ends_sentence(lines[first - 1].text):
        first -= 1
    return range(first, run[-1] + 1)
