"""A story's title: headline, kicker and subtitle put together, and the words of the site around it trimmed off."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from index.cleaning.blocks import Block
from index.cleaning.crossing import word_across
from index.cleaning.signs import HAN, left_open, width

_WHEN = r"(?:全球|环球|世界|天天|每日|今日|当前|实时|即时|焦点|热点|全网|独家|速看|快看|最新|重点|精选|要闻|滚动)"
_WHAT = (
    r"(?:信息|[新热快短时]?消息|[热新最微]*资讯|讯息|热闻|快看|关注|[简时快短速热视]讯|速看|看点|观点|焦点|聚焦|要闻|速递|热推荐|微?[新]?动态|"
    r"微?头条|报道|播报|百事通|观速讯|热点|热议|视点|快播|快报|亮点|通讯)"
)
_BEFORE = re.compile(
    rf"(?:【\s*{_WHEN}{{1,2}}{_WHAT}\s*】|(?:{_WHEN}{{1,2}}{_WHAT}|[简时快短速]讯|资讯|讯息)\s*[:：!！丨|])\s*"
)
_SITE = (
    r"(?:[^|｜丨_]{0,12}(?:网|网站|日报|晚报|早报|晨报|时报|商报|都市报|周刊|杂志|在线|客户端|头条|门户|报业|com|cn|COM|CN|News|Daily|Times|Post)|"
    r"[^|｜丨_]{0,4}(?:新闻|频道|观察|资讯|视点|政府|融媒体?|媒体|传媒|平台|中心|快报|播报|号外|发布))"
)
_AFTER = re.compile(rf"(?:\s*[|｜丨_]\s*{_SITE}|\s+[-–—]\s+{_SITE}|(?<![\d\s—-])-{_SITE})\s*$")
_SECTION_SUFFIX = re.compile(rf"\s*[|｜丨_]\s*(?:[{HAN}]{{2,6}}(?:版|频道|专题|要闻|新闻)|首页|正文)\s*$")
_EMPTY = re.compile(
    r"(?:无标题|未命名|[Uu]ntitled|[Dd]ocument\d*|新建|Microsoft Word|首页|正文|详情页?|新闻)[\s\S]{0,8}"
)
_LONGEST = 30  # of a title made of a text's first words
_NUMBERED = re.compile(
    r"(?:第?[一二三四五六七八九十]{1,3}[、章节部篇：:]|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.、．](?!\d)|[①-⑳])"
)


@dataclass(frozen=True, slots=True)
class Headline:
    """A story's title, the block that is its headline, and all the blocks whose words are in the title."""

    title: str
    main: int
    lines: tuple[int, ...]


def is_numbered(text: str) -> bool:
    """Whether a heading counts a section: 一、 or （二） or 3."""
    return bool(_NUMBERED.match(text))


def is_subtitle(text: str) -> bool:
    """Whether a heading goes on from the headline before it."""
    return bool(re.match(r"——|—[^—]|--", text))


def trim_title(title: str) -> str:
    """The title without the site's words before and after it.

    >>> trim_title("当前快讯:河湾区两条新路通车_河湾新闻网")
    '河湾区两条新路通车'
    """
    held = " ".join(title.split())
    for _ in range(3):
        shorter = _SECTION_SUFFIX.sub("", _AFTER.sub("", held))
        if shorter == held or not shorter:
            break
        held = shorter
    held = _BEFORE.sub("", held, count=1) or held
    return "" if _EMPTY.fullmatch(held) else held


def read_headline(blocks: Sequence[Block], places: Sequence[int]) -> Headline | None:
    """The headline among the heads at `places`, which stand together; None where they hold none.

    A marked heading of the highest level there; without marks a line alone, but no kicker and no caption.
    """
    heads = [place for place in places if blocks[place].is_head]
    if not heads:
        return None
    marked = [place for place in heads if blocks[place].kind == "heading"]
    main = min(marked, key=lambda place: blocks[place].level) if marked else _main_line(blocks, heads)
    at = heads.index(main)
    lines = [main, *_second_line(blocks, heads, at)]
    title = _joined([blocks[place].text for place in lines])
    after = heads.index(lines[-1]) + 1
    if after < len(heads) and is_subtitle(blocks[heads[after]].text):
        lines.append(heads[after])
        title += re.sub("^(?:——?|--)", "——", blocks[heads[after]].text)
    if at and blocks[heads[at - 1]].text.endswith((":", "：")):
        lines.append(heads[at - 1])
        title = blocks[heads[at - 1]].text + title
    said = {_bare(title), *(_bare(blocks[place].text) for place in lines)}
    lines += [place for place in heads if place not in lines and _bare(blocks[place].text) in said]
    return Headline(trim_title(title) or " ".join(title.split()), main, tuple(sorted(lines)))


def says(title: str, headline: str) -> bool:
    """Whether a title says all that a headline does, signs aside."""
    return bool(headline) and _bare(headline) in _bare(title)


def first_words(text: str, file: str) -> str:
    """A title for a story without a headline: its file's name if that is in Chinese, else how its text begins.

    >>> first_words("全县今年新增学位一万两千个，村小都通了校车，家长不用再请假接送孩子。", "a7f3.txt")
    '全县今年新增学位一万两千个，村小都通了校车'
    """
    name = PurePosixPath(file).stem
    if len(re.findall(f"[{HAN}]", name)) >= 4:
        return name
    first = re.split(r"[。！？!?\n]", text.strip(), maxsplit=1)[0]
    held = ""
    for clause in re.split(r"(?<=[，,；;：:])", first):
        if held and len(held + clause) > _LONGEST:
            break
        held += clause
    return held[: 2 * _LONGEST].rstrip("，,；;：: ") or name


def _bare(text: str) -> str:
    return re.sub(r"[^\w]", "", text)


def _main_line(blocks: Sequence[Block], heads: Sequence[int]) -> int:
    """The headline of heads without marks: on a page's top the first, later the last, for captions end what is before.

    A kicker is shorter than the headline after it; a subtitle and a second line follow theirs.
    """
    tops = [place for place in heads if not is_subtitle(blocks[place].text)] or list(heads)
    if len(tops) > 1 and _is_kicker(blocks[tops[0]].text, blocks[tops[1]].text):
        tops = tops[1:]
    if heads[0] == 0 or len(tops) == 1 or all(block.kind != "paragraph" for block in blocks[: heads[0]]):
        return tops[0]
    if not blocks[tops[-1]].gap:
        return tops[-2]
    return tops[-1]


def _is_kicker(text: str, after: str) -> bool:
    return text.endswith((":", "：")) or (width(text) <= 12 and width(text) <= 0.6 * width(after))


def _second_line(blocks: Sequence[Block], heads: Sequence[int], at: int) -> list[int]:
    """The line after the headline's first where that is its second: set right under it, or of its level."""
    if at + 1 >= len(heads) or heads[at + 1] != heads[at] + 1:
        return []
    first, second = blocks[heads[at]], blocks[heads[at + 1]]
    if is_subtitle(second.text) or is_numbered(second.text):
        return []
    if first.kind == "heading":
        return [heads[at + 1]] if second.level == first.level else []
    after = blocks[heads[at + 1] + 1] if heads[at + 1] + 1 < len(blocks) else None
    apart = after is not None and (after.gap or after.kind == "credit")
    crosses = word_across(first.text, second.text) is not None or bool(left_open(first.text))
    return [heads[at + 1]] if not second.gap and second.kind == "line" and (apart or crosses) else []


def _joined(lines: Sequence[str]) -> str:
    title = lines[0]
    for line in lines[1:]:
        crosses = left_open(title) or word_across(title, line) is not None
        title += line if crosses else f" {line}"
    return title
