"""What could be the answer in one passage: figures, dates, names, lists and clauses, each with its kind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from index.article import Span
from index.dating.periods import find_words
from rag.figures import Figure, find_figures
from rag.sentences import clauses, segments, sentences

# The kinds of answer a question can ask for; the first seven are typed, the last is any clause.
KINDS = ("count", "money", "percent", "rank", "date", "person", "list", "name", "clause")

FIGURES = KINDS[:4]

_LIST = re.compile(r"[^，。；：！？\s、,;:!?（）()]{1,24}(?:、[^，。；：！？\s、,;:!?（）()]{1,24})+")
_QUOTED = re.compile(r"“([^“”\n]{1,40})”|《([^《》\n]{1,40})》|「([^「」\n]{1,40})」")
_CLOCK = re.compile(
    r"(?:每[天日月周])?(?:凌晨|早上?|上午|中午|下午|傍晚|晚上?|次日)*\d{1,2}(?:[:：]\d\d|[时点](?:\d{1,2}分|半|整)?)"
    r"|每月(?:的)?\d{1,2}[日号]|\d{1,2}[日号]"
)
_FIRST = re.compile(r"首位|榜首|头名|居首|第一|前[一二三四五六七八九十\d]+[位名强]?|倒数第?[一二三\d]")
_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"
    "鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈"
    "项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫经房裘缪干解应宗丁宣邓郁单杭洪包诸左石崔吉"
    "龚程邢裴陆荣翁荀羊惠甄封芮储靳邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全班仰秋仲伊宫宁仇栾甘厉戎祖武符刘景詹束龙叶幸司黎薄"
    "印白怀蒲邰鄂索籍赖卓蔺屠蒙池乔阴郁胥苍闻莘党翟谭贡劳姬申扶堵冉宰雍桑桂牛寿通边扈燕冀浦尚农温别庄晏柴瞿阎充慕连茹习艾鱼容向古易"
    "慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩聂晁勾敖融冷辛阚那简饶曾毋沙养鞠须丰巢关蒯相查后荆红游权盖益桓公折隋"
)
_PERSON = re.compile(rf"[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}|[\u4e00-\u9fff]+·[\u4e00-\u9fff·]+")
_TITLED = re.compile(
    r"(?:书记|主任|市长|县长|区长|镇长|乡长|局长|处长|科长|部长|厅长|院长|校长|所长|站长|会长|理事长|秘书长|社长|行长|队长|组长|经理|总裁|董事长|总监"
    r"|负责人|创始人|老板|店主|村民|居民|市民|司机|教授|博士|专家|研究员|工程师|记者|通讯员|代表|委员|校友|农户|主播|大户|厂长|师傅|法人|人士|首席|发言人)"
    rf"(?P<name>[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}?)(?=[说表介透坦告指认称在为对与和带率出要算笑从任就深、，。：；“（(\s]|$)"
)
_BODY = re.compile(
    r"(?:公司|集团|[总分支]行|银行|委|局|院|厅|部|所|社|站|厂|店|会|办|中心|大学|学院|学校|医院|政府|平台|基地|园区?|镇|村|乡|区|县|市|省|州|盟|旗|街道?|路|港"
    r"|口岸|机场|岛|湾|山|桥|广场|项目|计划|行动|工程|条例|办法|方案|活动|品牌|指数|企业|大会|论坛|赛)$"
)
_DEFINING = re.compile(r"(?:就?是指|指的是|即是?|意思是|叫做|名为|简称|是|为|叫|成为|取名)")
_NAME_HEADS = ("n", "j", "l", "eng", "vn", "s")
_SURE_KINDS = {
    "count": "count",
    "money": "money",
    "percent": "percent",
    "fraction": "percent",
    "rank": "rank",
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A run of the passage's text that could be the answer; `figure` where it is a number."""

    start: int
    end: int
    kind: str
    sentence: Span
    clause: Span
    segment: Span
    figure: Figure | None = None
    list_size: int = 0


@lru_cache(maxsize=2048)
def candidates(text: str) -> tuple[Candidate, ...]:
    """Every candidate of a passage, in reading order; the same words may stand as several kinds."""
    figures = find_figures(text)
    found: dict[tuple[int, int, str], Candidate] = {}
    for sentence in sentences(text):
        for start, end, kind, figure, size in _in_sentence(text, sentence, figures):
            key = (start, end, kind)
            if key not in found:
                clause = _around(clauses(text, sentence), start, sentence)
                segment = _around(segments(text, sentence), start, sentence)
                found[key] = Candidate(start, end, kind, sentence, clause, segment, figure, size)
    return tuple(sorted(found.values(), key=lambda candidate: (candidate.start, candidate.end, candidate.kind)))


def candidate(text: str, start: int, end: int, kind: str) -> Candidate | None:
    """The run from `start` to `end` as a candidate; None where it goes beyond one sentence."""
    for sentence in sentences(text):
        if sentence.start <= start and end <= sentence.end:
            clause = _around(clauses(text, sentence), start, sentence)
            segment = _around(segments(text, sentence), start, sentence)
            size = text.count("、", start, end) + 1 if kind == "list" else 0
            return Candidate(start, end, kind, sentence, clause, segment, list_size=size)
    return None


Found = tuple[int, int, str, Figure | None, int]


def _in_sentence(text: str, sentence: Span, figures: tuple[Figure, ...]) -> Iterator[Found]:
    for figure in figures:
        if sentence.start <= figure.start and figure.end <= sentence.end:
            yield figure.start, figure.end, _SURE_KINDS.get(figure.kind, "count"), figure, 0
    yield from _dates(text, sentence)
    yield from _ranks(text, sentence)
    yield from _people(text, sentence)
    yield from _lists(text, sentence)
    yield from _quoted(text, sentence)
    yield from _tagged(text, sentence)
    yield from _clauses(text, sentence)


def _dates(text: str, sentence: Span) -> Iterator[Found]:
    for words in find_words(text[sentence.start : sentence.end]):
        yield sentence.start + words.span.start, sentence.start + words.span.end, "date", None, 0
    for match in _CLOCK.finditer(text, sentence.start, sentence.end):
        yield match.start(), match.end(), "date", None, 0


def _ranks(text: str, sentence: Span) -> Iterator[Found]:
    for match in _FIRST.finditer(text, sentence.start, sentence.end):
        yield match.start(), match.end(), "rank", None, 0


def _lists(text: str, sentence: Span) -> Iterator[Found]:
    """Runs of items between enumeration commas: whole, and without the words that lead in or go on."""
    for match in _LIST.finditer(text, sentence.start, sentence.end):
        size = match.group().count("、") + 1
        first, last = match.group().index("、"), match.group().rindex("、") + 1
        lead, tail = _lead(match.group()[:first]), last + _tail(match.group()[last:])
        for start, end in {(0, len(match.group())), (lead, len(match.group())), (0, tail), (lead, tail)}:
            yield match.start() + start, match.start() + end, "list", None, size


def _lead(item: str) -> int:
    """How many characters at the head of a list's first item lead up to it: the words before its last noun run."""
    position = last = 0
    for word, tag in _tags(item):
        position += len(word)
        if tag[:1] in ("v", "p", "d", "u", "c") and tag != "vn" and position < len(item):
            last = position
    return last


def _tail(item: str) -> int:
    """How many characters of a list's last item belong to it: up to a number, a verb or 等."""
    position = 0
    for word, tag in _tags(item):
        if position and (tag[:1] in ("m", "d", "p", "f") or tag == "v" or word in ("等", "等等")):
            break
        position += len(word)
    return position


def _quoted(text: str, sentence: Span) -> Iterator[Found]:
    for match in _QUOTED.finditer(text, sentence.start, sentence.end):
        group = next(number for number in (1, 2, 3) if match[number] is not None)
        yield match.start(group), match.end(group), "name", None, 0
        yield match.start(), match.end(), "name", None, 0


def _people(text: str, sentence: Span) -> Iterator[Found]:
    for match in _TITLED.finditer(text, sentence.start, sentence.end):
        yield match.start("name"), match.end("name"), "person", None, 0


def _tagged(text: str, sentence: Span) -> Iterator[Found]:
    """People by their tag, and names: runs of noun-like words, and what ends in a word for a body or a place."""
    words: list[tuple[int, int, str]] = []
    position = sentence.start
    for word, tag in _tags(text[sentence.start : sentence.end]):
        words.append((position, position + len(word), tag))
        if tag == "nr" and _PERSON.fullmatch(word):
            yield position, position + len(word), "person", None, 0
        position += len(word)
    yield from _noun_runs(text, words)
    yield from _bodies(text, words)


def _noun_runs(text: str, words: list[tuple[int, int, str]]) -> Iterator[Found]:
    run: list[tuple[int, int, str]] = []
    for start, end, tag in [*words, (0, 0, "x")]:
        if tag.startswith(("n", "j", "l", "eng", "vn", "b", "s", "i")) and text[start:end].strip():
            run.append((start, end, tag))
            continue
        if run and run[-1][2].startswith(_NAME_HEADS) and run[-1][1] - run[0][0] >= 2:
            yield run[0][0], run[-1][1], "name", None, 0
        run = []


def _bodies(text: str, words: list[tuple[int, int, str]]) -> Iterator[Found]:
    for last, (_, end, _) in enumerate(words):
        if not _BODY.search(text[max(0, end - 2) : end]):
            continue
        first = last
        while first > 0 and last - first < 6 and words[first - 1][2][:1] not in ("x", "p", "c", "u", "d", "r"):
            first -= 1
            if end - words[first][0] >= 3:
                yield words[first][0], end, "name", None, 0


def _tags(text: str) -> list[tuple[str, str]]:
    import rjieba

    tagged: list[tuple[str, str]] = rjieba.tag(text)
    return tagged


def _clauses(text: str, sentence: Span) -> Iterator[Found]:
    for clause in clauses(text, sentence):
        end = clause.end
        while end > clause.start and text[end - 1] in "，；：、,;:。！？!?…”’ ":
            end -= 1
        if end - clause.start >= 4:
            yield clause.start, end, "clause", None, 0
        match = _DEFINING.search(text, clause.start, end)
        if match and end - match.end() >= 2:
            yield match.end(), end, "clause", None, 0


def _around(spans: tuple[Span, ...], position: int, default: Span) -> Span:
    return next((span for span in spans if span.start <= position < span.end), default)
