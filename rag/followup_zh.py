"""A Chinese follow-up ("那管城区呢？", "2021年有多少？") made whole from the question before it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.timeless import timeless

_HAN = re.compile(r"[\u3400-\u9fff]")
_LEAD = re.compile(r"^(?:那么|那|还有|而|至于|另外|再问|请问)[，, ]?")
_TAIL = re.compile(r"(?:又|的话)?呢?[？?。!！\s]*$")
_ASKS = re.compile(
    r"多少|几|什么|谁|哪|何时|何地|吗|是否|怎么|怎样|如何|为什么|为何|多大|多高|多长|多久|多快|占比|排名|第几"
)
_POINTS = re.compile(r"^(?:其中|它们?|他们?|她们?|这些|这个|该|其|占|比|同比|增长|什么时候|为什么|谁|在哪)")
_TIME = re.compile(
    r"(?:\d{4}|[一二〇零两]{2,4}[一二三四五六七八九〇零]{1,2})年(?:(?:第?[一二三四1-4]季度|首季|春|夏|秋|冬|[上下]半年|底|末|初|\d{1,2}月(?:\d{1,2}日)?))?"
    r"|今年|去年|前年|明年|当年|第?[一二三四1-4]季度|[上下]半年|\d{1,2}月份?(?:\d{1,2}日)?"
)
_QUESTION_WORDS = re.compile(
    r"(?:有|是|为|达到?|共有?|一共)?(?:多少|几)(?:亿元|万元|个|家|户|人次|台次|人|名|位|项|条|座|件|种|类|次|天|元|钱)?"
    r"|(?:是|叫|为)?(?:什么|谁|哪些|哪个|哪里|哪几个?|何时)|多大|怎么样|如何|吗"
)
_PLACE = re.compile(r"[\u4e00-\u9fff]{1,6}?(?:新区|区|县|市|省|镇|乡|街道)")
# What is asked of a thing, rather than another thing of its kind.
_ATTRIBUTE = re.compile(
    r"(?:投资|投资额|产值|金额|总额|额度|面积|增速|涨幅|增幅|率|占比|比例|比重|排名|名次|位次|规模|数量|总量|总数|价格|时间|名字|名称|原因|目标)$"
)
# A year that is asked of, not one that something is held against or goes on since.
_OWN_TIME = re.compile(r"(?<![比较到从自于])(?:\d{4}年|[今去前明]年)(?!相比|以来|起)")


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    tag: str


def made_whole(asked: str, previous: str) -> tuple[str, str]:
    """What `rag.followup.resolve` gives."""
    core = _TAIL.sub("", _LEAD.sub("", asked))
    led = core != _TAIL.sub("", asked)
    asks = bool(_ASKS.search(core))
    if not core or not _is_followup(asked, core, led, asks):
        return asked, ""
    if not _HAN.search(previous):
        return f"{core} {previous}", core
    if _is_bare_time(core):
        core, asks = _TIME.search(core)[0], False  # type: ignore[index]
    if asks and _OWN_TIME.search(core):  # it asks of its own time, and of no other
        return f"{_subject(timeless(previous))}，{core}？", core
    bare = re.sub(r"(?:又?(?:有|是))?多少$|有?几个$", "", core)
    if asks and bare != core and not _POINTS.search(core) and not _ASKS.search(bare):
        core, asks = bare, False
    if asks or _ATTRIBUTE.search(core):
        return f"{_subject(previous)}，{core}{'' if asks else '是多少'}？", core
    return _swapped(core, previous), core


def _is_followup(asked: str, core: str, led: bool, asks: bool) -> bool:
    if not asks:
        return led or len(core) <= 14 or bool(re.search(r"呢[？?]*$", asked))
    return _is_bare_time(core) or (len(core) <= 12 and (led or bool(_POINTS.search(core))))


def _is_bare_time(core: str) -> bool:
    """Whether a time is all that is new: 2021年有多少."""
    asks = _QUESTION_WORDS.search(core)
    return bool(asks and _TIME.fullmatch(_QUESTION_WORDS.sub("", core).strip("，, ？?又")))


def _subject(previous: str) -> str:
    """The question before with its asking words taken out."""
    return _QUESTION_WORDS.sub("", previous.rstrip("？?。 ")).rstrip("，, ")


def _swapped(core: str, previous: str) -> str:
    time = _TIME.search(previous)
    if _TIME.fullmatch(core):
        return previous[: time.start()] + core + previous[time.end() :] if time else core + previous
    slot = _slot(core, previous)
    if slot is None:
        return f"{core}，{previous}"
    start, end = slot
    whole = previous[:start] + core + previous[end:]
    if core[-1] != previous[end - 1]:  # another kind of thing may be counted in another unit
        whole = re.sub(r"(多少|几)(?:人次|台次|个|家|户|人|名|位|项|条|座|件|辆)(?=[？?]|$)", r"\1", whole)
    return whole


def _slot(core: str, previous: str) -> tuple[int, int] | None:
    """The run of words in the question before that the follow-up stands in for, or None where it cannot be told."""
    asks = _QUESTION_WORDS.search(previous)
    words = _tagged(previous[: asks.start()] if asks else previous)
    if asks:
        words += [_Word(w.start + asks.end(), w.end + asks.end(), w.tag) for w in _tagged(previous[asks.end() :])]
    best: tuple[float, int, int] | None = None
    for first in range(len(words)):
        for last in range(first, min(first + 5, len(words))):
            run = words[first : last + 1]
            start, end = run[0].start, run[-1].end
            if (asks and start < asks.end() and asks.start() < end) or not all(_nominal(word) for word in run):
                continue
            beside = asks is not None and (end == asks.start() or start == asks.end())
            score = _likeness(core, previous[start:end], run, beside)
            score -= 0.8 * sum(_goes_on(words, word) for word in (first - 1, last + 1))
            if best is None or score > best[0]:
                best = (score, start, end)
    return (best[1], best[2]) if best and best[0] >= 1.5 else None


def _goes_on(words: list[_Word], index: int) -> bool:
    """Whether the run could have been longer: its neighbour is part of the same noun."""
    return 0 <= index < len(words) and _nominal(words[index]) and words[index].tag != "ns"


def _likeness(core: str, run: str, words: list[_Word], beside: bool) -> float:
    score = 0.0
    tail = _common_tail(core, run)
    score += 1.5 * min(tail, 2) if tail < len(run) or tail == 0 else -1.0
    if _PLACE.fullmatch(core) or _is_place(core):
        return score + (3.0 if _PLACE.fullmatch(run) or words[-1].tag == "ns" else -2.0)
    if _PLACE.fullmatch(run) or _TIME.search(run):
        return score - 2.0
    score += 1.6 if beside else 0.0
    return score + 0.2 * min(len(run), len(core)) - 0.05 * abs(len(core) - len(run))


def _is_place(core: str) -> bool:
    words = _tagged(core)
    return len(words) == 1 and words[0].tag == "ns"


def _common_tail(one: str, other: str) -> int:
    size = 0
    while size < min(len(one), len(other)) and one[-1 - size] == other[-1 - size]:
        size += 1
    return size


def _nominal(word: _Word) -> bool:
    return word.tag[:1] in ("n", "j", "l", "b", "i", "a", "k", "s", "e") or word.tag in ("vn", "eng", "q")


def _tagged(text: str) -> list[_Word]:
    import rjieba

    words, position = [], 0
    for word, tag in rjieba.tag(text):
        words.append(_Word(position, position + len(word), tag))
        position += len(word)
    return words
