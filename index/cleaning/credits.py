"""Who wrote a story, for whom and when it was printed: lines and brackets that say so, lifted out of its text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.article import Repair
from index.cleaning.lines import Line
from index.cleaning.signs import HAN, simplified
from index.cleaning.textmap import Mapped

_SURNAMES = (
    "王李张刘陈杨黄赵周吴徐孙朱马胡郭林何高梁郑罗宋谢唐韩曹许邓萧冯曾程蔡彭潘袁于董余苏叶吕魏蒋田杜丁沈姜范江"
    "傅钟卢汪戴崔任陆廖姚方金邱夏谭韦贾邹石熊孟秦阎薛侯雷白龙段郝孔邵史毛常万顾赖武康贺严尹钱施牛洪龚汤陶黎温"
    "莫易樊乔文安殷颜庄章鲁倪庞邢俞翟蓝聂齐向申葛柴伍覃骆关焦柳欧祝纪尚毕耿芦左季管符辛苗詹曲靳祁路涂兰甘裴梅"
    "童翁霍游阮尤岳柯牟滕谷舒卜成饶宁凌盛查单冉鲍华包屈房喻解蒲卫简时连车项闵邬吉党阳费卓岑景娄桂丛揭应冷敖宗"
    "佟边郎楚巫仇艾闫肖付代荆晏苟晋原匡戚阚仝都晁苑郜郗铁朴仲储权郁练昝鹿冀栾隋慎逯米窦嵇池谌薄楼丰初展刁巩明"
    "臧桑巴麻计强商闻植褚迟麦漆逄缪甄寇尧禹粟眭"
)
_DOUBLE = "欧阳|司马|上官|诸葛|司徒|东方|皇甫|尉迟|公孙|慕容|令狐|夏侯|端木|申屠"
_NAME = rf"(?:[{_SURNAMES}][{HAN}]{{1,2}}|(?:{_DOUBLE})[{HAN}]{{1,2}}|[{HAN}]{{2,5}}·[{HAN}]{{2,5}})"
_ROLE = r"(?:记者|通讯员|实习生|撰稿人?|评论员|作者|撰文|编译|采写|特约作者|采访人员|摄影师?|编辑)"
_TAIL = r"(?:文[/／、]?图|图[/／、]?[文表]|文|图|(?:摄影|综合|视频)?报道|整理|摄影?|供图|供稿|图片|视频|/|／)"
_TOKEN = re.compile(
    rf"[{HAN}·]{{0,14}}{_ROLE}(?:{_NAME})?{_TAIL}?|{_NAME}{_TAIL}?|{_TAIL}|[{HAN}]{{2,14}}(?:供图|供稿|摄影?)|"
    rf"[{HAN}·]{{2,12}}(?:报|网|社|台|新闻|传媒|融媒体?|中心|客户端|杂志|周刊)|[{HAN}]"
)
_NAMES = re.compile(rf"(?:{_NAME}[\s、]*)+")
_IS_ROLE = re.compile(rf"{_ROLE}|供图|供稿|文[/／、]?图|(?:^|[\s/／])[文图](?:$|[\s/／])|摄|报道")
_SHORT_NAME = re.compile(rf"[{HAN}]{{2,3}}")
_PARTING = re.compile(r"[\s、，,;；:：/／|丨]+")
_APART = re.compile(rf"(?<=(?<![{HAN}])[{HAN}])[ \u3000]+(?=[{HAN}](?![{HAN}]))")
_REPORTER = re.compile(rf"(?:本报|[{HAN}·]{{0,12}}(?:报|网|社|台|新闻|媒体?))[{HAN}]{{0,4}}(?:记者|通讯员)")
_BRACKETS = re.compile(r"[（(【\[]([^（）()【】\[\]]{2,90})[)）】\]]$")
_STOP = re.compile(r"[。！？!?…][”’」』）)]?(?=\s*\S)|(?<=\.{3})(?=\s*[^.\s])|[”。！？](?=\s+\S)")

_DATE = r"\d{4}(?:\s?[-/.年]|\s(?=\d\d-))\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?"
_TIME = re.compile(rf"{_DATE}(?:\s*(?:星期|周)[一二三四五六日天])?(?:\s*\d{{1,2}}[:：]\d{{2}}(?:[:：]\d{{2}})?)?")
_SOURCE = re.compile(
    r"(?:文章|信息|新闻|稿件)?(?:来源(?:于)?|稿源|[Ss]ource)\s*[:：]\s*(?P<name>[^\s:：|｜]{2,20}?)"
    r"(?=\s|$|[|｜】\])）]|发布|作者|编辑|责任|时间|\d{4}[-年])"
)
_FIELD = re.compile(
    r"(?:发布|发表|更新|刊发|见报|编辑)?(?:时间|日期)\s*[:：]?|"
    r"(?:作者|记者|撰稿|编辑|责任编辑|责编|发布者|发布人|审核|校对)\s*[:：]\s*"
    r"[^\s|｜]{2,12}(?:\s[^\s|｜:：]{2,4}(?=\s|$))*|"
    r"(?:来源|稿源)\s*[:：]|(?:阅读|浏览|点击|访问)(?:量|数|次数)?\s*[:：]?\s*\d+\s*次?|字[号体]\s*[:：]?(?:\s*[大中小])*|"
    r"https?://[\w./-]+|(?:人气|热度)\s*[:：]\s*\d+|"
    r"分享(?:到|至)?\s*[:：]?|打印|收藏|评论|发布于|发表于|[Pp]ublished(?: on)?\s*:?|[Dd]ate\s*:|农历\S{3,8}|"
    r"今日\d+版|总?第\d+期"
)
_MEDIUM = re.compile(rf"[{HAN}A-Za-z·]{{1,14}}(?:报|网|社|台|新闻|传媒|融媒体?|客户端|杂志|周刊|频道|在线|发布)")
_LEFT = re.compile(r"[\s|｜·,，;；:：/\\【】\[\]（）()<>-]+")

_PAPER = rf"(?:本[报网刊台]|新华[社网]|人民网|中新[社网]|央视网|[{HAN}]{{2,8}}[报网社])"
_DATELINE = re.compile(
    rf"(?:【[^】]{{2,14}}】\s*)?(?P<place>{_PAPER}(?:[{HAN}]{{0,8}}?\d{{1,2}}月\d{{1,2}}日|[{HAN}]{{2,4}})?(?:讯|电|消息))"
    r"(?:\s*[（(](?P<who>[^（）()]{2,90})[)）])?(?P<space>[\s:：]*)"
)
_LEAD = re.compile(rf"(?:{_PAPER})?\s*[（(](?P<who>(?:[{HAN}]{{0,10}}(?:记者|通讯员))[^（）()]{{2,80}})[)）]\s*")


@dataclass(frozen=True, slots=True)
class Credit:
    """What one credit says: `fresh` where it can only stand at the start of a story, `last` where at its end."""

    source: str = ""
    printed: str = ""
    fresh: bool = False
    last: bool = False


def is_byline(text: str) -> bool:
    """Whether `text` names reporters, photographers or their offices and says nothing else."""
    if len(text) > 100:
        return False
    inside = _BRACKETS.match(text)
    words = _joined_names(simplified(inside[1] if inside else text))
    if not _IS_ROLE.search(words) or _REPORTER.fullmatch(words):
        return bool(_REPORTER.fullmatch(words))
    tokens = [token for token in _PARTING.split(words) if token]
    roles = sum(bool(_IS_ROLE.search(token)) for token in tokens)
    strange = [token for token in tokens if not _TOKEN.fullmatch(token)]
    # A rare surname passes where all else is as in a byline: "记者 某某 通讯员 张某 文/图".
    if not roles or (strange and (len(strange) > 1 or roles < 2 or not _SHORT_NAME.fullmatch(strange[0]))):
        return False
    return len(tokens) > 1 or bool(re.search(_NAME, words))


def _joined_names(words: str) -> str:
    """Names of two characters set apart for evenness put together: 王 思."""
    return _APART.sub("", words)


def is_picture_credit(text: str) -> bool:
    """Whether a byline is of a picture only."""
    words = simplified(text)
    return bool(re.search(r"摄|供图|图片", words)) and not re.search(r"文|报道|通讯员|记者[^摄]*$", words)


def read_credit(text: str) -> Credit | None:
    """What a line says that holds nothing but a source, a time, or names; None for any other line."""
    if len(text) > 120:
        return None
    words = simplified(text)
    source, time = _SOURCE.search(words), _TIME.search(words)
    if source or time:
        rest = _FIELD.sub(" ", _TIME.sub(" ", _SOURCE.sub(" ", words)))
        medium = _MEDIUM.fullmatch(_LEFT.sub("", rest))
        if not _LEFT.sub("", rest) or medium or is_byline(rest.strip()):
            name = text[slice(*source.span("name"))] if source else medium.group() if medium else ""
            printed = re.sub(r"^(\d{4})\s(?=\d\d-)", r"\1-", time.group().strip()) if time else ""
            return Credit("" if name.startswith("http") else name.strip("《》"), printed, fresh=True)
    opening = _DATELINE.fullmatch(words)
    if opening and opening["who"] and not re.search(r"\d", opening["place"]):
        return Credit(fresh=True)
    return Credit(fresh=not is_picture_credit(text)) if is_byline(text) else None


def lift_ending(words: Mapped) -> tuple[Mapped, Mapped | None]:
    """A paragraph without the byline at its end, and that byline, or None where it has none."""
    text = simplified(words.text)
    stops = [match.end() for match in _STOP.finditer(text, max(0, len(text) - 120))]
    for stop in stops:
        rest = text[stop:].strip()
        names = _BRACKETS.match(rest)
        if is_byline(rest) or (names and _NAMES.fullmatch(_joined_names(names[1]))):
            return words[:stop].strip(), words[stop:].strip()
    return words, None


def lift_opening(words: Mapped) -> tuple[Mapped, Mapped | None]:
    """A paragraph without the dateline or reporters' bracket it opens with, and those words, or None.

    A dateline that prints a day stays, for it dates the story.
    """
    text = simplified(words.text)
    opening = _DATELINE.match(text) or _LEAD.match(text)
    if not opening or (opening.re is _DATELINE and not _is_opening(opening, text)):
        return words, None
    if opening.re is _DATELINE and re.search(r"\d", opening["place"]):
        return _without_names(words, opening)
    return words[opening.end() :], words[: opening.end()].strip()


def _without_names(words: Mapped, opening: re.Match[str]) -> tuple[Mapped, Mapped]:
    """A paragraph with its dateline but without the reporters in brackets behind it, and those, maybe none."""
    start, end = opening.span("who")
    if start < 0:
        return words, words[:0]
    space = Mapped(" ", words.offsets[start - 1 : start])
    return Mapped.join((words[: start - 1], space, words[opening.end() :])), words[start - 1 : end + 1]


def _is_opening(opening: re.Match[str], text: str) -> bool:
    return bool(
        opening["who"] or opening["space"] or re.search(r"\d", opening["place"]) or opening["place"][:2] == "本报"
    )


def lift_lines(items: Sequence[Line | Credit]) -> tuple[list[Line | Credit], list[Repair]]:
    """The lines with each that is only a credit made one, and a repair for each.

    Three lines or more that are only dates are headings of a chronicle, and stay; a date without a label must stand
    near the head of the file or by a gap, for in wrapped text a line can hold one by chance.
    """
    chronicle = sum(isinstance(item, Line) and bool(_TIME.fullmatch(item.text)) for item in items) >= 3
    found: list[Line | Credit] = []
    repairs: list[Repair] = []
    for index, item in enumerate(items):
        credit = read_credit(item.text) if isinstance(item, Line) else None
        if isinstance(item, Credit) or credit is None:
            found.append(item)
            continue
        if credit.printed and not _SOURCE.search(item.text):
            after = items[index + 1] if index + 1 < len(items) else Credit()
            apart = item.gap or index < 4 or isinstance(after, Credit) or after.gap or isinstance(found[-1], Credit)
            if not apart or (chronicle and _TIME.fullmatch(item.text)):
                found.append(item)
                continue
        found.append(credit)
        name = "lift the source and time" if credit.source or credit.printed else "lift a byline"
        repairs.append(Repair(name, item.words.raw_start, item.words.raw_end, item.text))
    return found, repairs
