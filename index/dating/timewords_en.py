"""Words of time in English text, read but not yet resolved: "the end of November 2021", "Q1 2022", "last spring"."""

from __future__ import annotations

import re
from collections.abc import Callable

from index.article import Span
from index.dating.timewords import Part, TimeWords

_Reader = Callable[[re.Match[str]], TimeWords | None]
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?"
    r"|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)(?![A-Za-z])"
)
_START, _END = r"(?<![A-Za-z0-9.,$¥£€])", r"(?![A-Za-z0-9]|[.,]\d|%)"
_YEARS_OFF = "(?:this|last|next) year|the (?:previous|current) year|the year before last|that year"
_Y = rf"(?:(?P<year>(?:19|20)\d\d){_END}|(?P<rel>{_YEARS_OFF}))"
_DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
_CARDINALS = "one two three four five six seven eight nine ten eleven twelve".split()
_NUMBERS = {word: number for words in (_CARDINALS, _ORDINALS) for number, word in enumerate(words, 1)}
_NUMBERS |= {"1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "last": 4, "final": 4}
_COUNT = r"(?:two|three|four|five|six|seven|eight|nine|ten|eleven|\d{1,2})"
_OF = r"(?:,? (?:of |in )?|-)"
_LINK = r"(?: |-|, )(?:of |in )?"
_OFFSETS = {
    "this year": 0, "the current year": 0, "last year": -1, "the previous year": -1, "next year": 1,
    "the year before last": -2,
}  # fmt: skip
_SEASONS = {"spring": "春", "summer": "夏", "autumn": "秋", "fall": "秋", "winter": "冬"}
_FESTIVALS = {
    "spring festival": "春节", "lunar new year": "春节", "chinese new year": "春节", "national day": "国庆",
    "lantern festival": "元宵",
    "dragon boat festival": "端午", "mid-autumn festival": "中秋", "may day": "五一", "labour day": "五一",
    "labor day": "五一",
    "qingming": "清明", "double ninth festival": "重阳",
}  # fmt: skip


_CASED = re.RegexFlag(0)


def _pattern(body: str, flags: re.RegexFlag = re.I) -> re.Pattern[str]:
    return re.compile(_START + body, flags)


def _base(match: re.Match[str]) -> dict[str, object]:
    """The year a match names, or counts from the report."""
    got = match.groupdict()
    if got.get("year"):
        return {"year": int(got["year"])}
    relative = (got.get("rel") or "").lower()
    if relative == "that year":
        return {"same_year": True}
    return {"offset": _OFFSETS[relative]} if relative else {}


def _made(match: re.Match[str], part: Part, *numbers: int, name: str = "", **more: object) -> TimeWords:
    return TimeWords(Span(*match.span()), match[0], part, numbers=numbers, name=name, **(_base(match) | more))  # type: ignore[arg-type]


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS[word.lower()]


def _month_number(word: str) -> int:
    return _MONTHS.index(word[:3].lower()) + 1


def _day(match: re.Match[str]) -> TimeWords:
    return _made(match, "day", _month_number(match["month"]), int(match["day"]))


def _month(match: re.Match[str]) -> TimeWords:
    return _made(match, "month", _month_number(match["month"]), last=_edge_of(match) in ("end", "close", "late"))


def _edge_of(match: re.Match[str]) -> str:
    got = match.groupdict()
    return (got.get("edge") or got.get("e2") or "").lower()


def _edge(match: re.Match[str]) -> TimeWords | None:
    edge = _edge_of(match)
    if edge in ("late", "early"):
        return _made(match, "quarter", 4 if edge == "late" else 1) if _base(match) else None
    parts: dict[str, Part] = {"end": "end", "close": "end", "mid": "middle", "middle": "middle"}
    return _made(match, parts.get(edge, "start"))


def _season(match: re.Match[str]) -> TimeWords:
    return _made(match, "season", name=_SEASONS[match["season"].lower()])


def _festival(match: re.Match[str]) -> TimeWords:
    more: dict[str, object] = {"year": int(match["before"])} if match["before"] else {}
    return _made(match, "festival", name=_FESTIVALS[match["festival"].lower()], **more)


def _years(match: re.Match[str]) -> TimeWords:
    first = int(match["from"])
    last = int(match["to"] if len(match["to"]) == 4 else match["from"][:2] + match["to"])
    return _made(match, "years", first, last, year=first)


def _months(match: re.Match[str]) -> TimeWords:
    return _made(match, "months", _month_number(match["from"]), _month_number(match["to"]))


def _off(match: re.Match[str]) -> TimeWords:
    return _made(match, "month", 0, months_off={"last": -1, "this": 0, "next": 1}[match["which"].lower()])


def _today(match: re.Match[str]) -> TimeWords:
    return _made(match, "today", {"yesterday": -1, "today": 0, "tomorrow": 1}[match[0].lower()])


def _year(match: re.Match[str]) -> TimeWords | None:
    return None if _SIZE.search(match.string, 0, match.start()) else _made(match, "year")


def _days(match: re.Match[str]) -> TimeWords:
    month = _month_number(match["month"])
    return _made(match, "days", month, int(match["first"]), month, int(match["last"]))


def _part(part: Part) -> _Reader:
    """A reader of a part of the year that is named by one number, the group "n"."""
    return lambda match: _made(match, part, _number(match["n"]))


def _first_months(match: re.Match[str]) -> TimeWords:
    return _made(match, "months", 1, _number(match["n"]))


# "over 2000 firms" counts firms: a year never follows these.
_SIZE = re.compile(r"(?:over|more than|than|about|around|nearly|almost|some|least|exceed\w*) $", re.I)
_EDGES = "end|close|start|beginning|middle"
_QUARTERS = "first|second|third|fourth|last|final|1st|2nd|3rd|4th"
_TWO = r"(?P<first>3[01]|[12]\d|0?[1-9])(?:-| to )(?P<last>3[01]|[12]\d|0?[1-9])"
_OF_Y, _LINK_Y = f"(?:{_OF}{_Y})?", f"(?:{_LINK}(?:the year )?{_Y})?"
_READERS: tuple[tuple[re.Pattern[str], _Reader], ...] = (
    (_pattern(rf"(?P<month>{_MONTH}) {_DAY}(?!\d|,\d){_OF_Y}"), _day),
    (_pattern(rf"{_DAY} (?:of )?(?P<month>{_MONTH}){_OF_Y}"), _day),
    (_pattern(rf"(?P<month>{_MONTH}) {_TWO}(?!\d|,\d){_OF_Y}"), _days),
    (_pattern(rf"{_TWO} (?:of )?(?P<month>{_MONTH}){_OF_Y}"), _days),
    (_pattern(rf"(?P<from>{_MONTH})(?:-| to | through | and )(?P<to>{_MONTH}){_OF_Y}"), _months),
    (_pattern(rf"(?:the )?(?:(?P<edge>{_EDGES}) of |(?P<e2>late|early|mid)[- ])?(?P<month>{_MONTH}){_OF}{_Y}"), _month),
    # "May" and "March" are months alone only with a capital and a preposition.
    (
        _pattern(
            rf"(?<=in |by |of |ce |il |om )(?:the )?(?:(?P<edge>{_EDGES}) of )?(?P<month>{_MONTH})(?! \d)", _CASED
        ),
        _month,
    ),
    (_pattern(rf"(?:the )?(?P<edge>{_EDGES}) of (?:the year )?{_Y}"), _edge),
    (_pattern(rf"(?P<edge>end|late|early|mid)[- ](?:of )?{_Y}"), _edge),
    (_pattern(rf"(?:the )?end of the year|year-?end(?: {_Y})?"), lambda match: _made(match, "end")),
    (_pattern(rf"(?:the )?(?P<n>{_QUARTERS}) quarter{_LINK_Y}"), _part("quarter")),
    (_pattern(rf"Q(?P<n>[1-4]){_LINK_Y}"), _part("quarter")),
    (_pattern(rf"{_Y} ?Q(?P<n>[1-4])"), _part("quarter")),
    (_pattern(rf"(?:the )?first (?P<n>two|three|2|3) quarters{_LINK_Y}"), _part("quarters")),
    (_pattern(rf"(?:the )?first (?P<n>{_COUNT}) months{_LINK_Y}"), _first_months),
    (_pattern(rf"(?:the )?(?P<n>first|second|1st|2nd) half(?: year)?{_LINK_Y}"), _part("half")),
    (_pattern(rf"H(?P<n>[12]){_LINK}{_Y}"), _part("half")),
    (_pattern(rf"(?:the )?(?P<season>{'|'.join(_SEASONS)}){_LINK}{_Y}"), _season),
    (
        _pattern(rf"(?:(?P<before>(?:19|20)\d\d) )?(?P<festival>{'|'.join(_FESTIVALS)})(?: holiday)?{_LINK_Y}"),
        _festival,
    ),
    (
        _pattern(rf"(?:between )?(?P<from>(?:19|20)\d\d)(?:-| to | and | through )(?P<to>(?:19|20)\d\d|\d\d){_END}"),
        _years,
    ),
    (_pattern(_Y), _year),
    (_pattern(r"(?P<which>last|this|next) month"), _off),
    (_pattern(r"(?:yesterday|today|tomorrow)"), _today),
    (_pattern(r"(?:(?:a|one) year (?:earlier|ago)|the year before(?! last))"), lambda match: _made(match, "ago", 1)),
    (_pattern(rf"(?P<n>{_COUNT}) years (?:ago|earlier|before)"), _part("ago")),
    (_pattern(rf"(?:past|last|recent) (?P<n>{_COUNT}) years"), _part("recent")),
    (_pattern(rf"next (?P<n>{_COUNT}) years"), _part("ahead")),
    (
        _pattern(rf"(?:the )?same (?:period|time)(?: (?:of |in )?{_Y})?"),
        lambda match: _made(match, "same", name="同期"),
    ),
    (_pattern(r"(?:so far|to date|at present|currently|as of now|until now)"), lambda match: _made(match, "now")),
)


def find_english(folded: str) -> list[TimeWords]:
    """Every expression of time in English words, in no order, overlaps included; `folded` is half-width."""
    return [words for pattern, reader in _READERS for match in pattern.finditer(folded) if (words := reader(match))]
