"""An English follow-up ("and in 2021?", "how many in Binhai?") made whole from the question before it."""

from __future__ import annotations

import re

from rag.timeless import timeless

_HAN = re.compile(r"[\u3400-\u9fff]")
_ATTRIBUTE = re.compile(
    r"\b(?:investment|rank|ranking|position|value|share|growth|rate|output|amount|area|total|number|name|date|reason|target"
    r"|price|size|cost|budget)\b",
    re.I,
)
_LEAD = re.compile(r"^(?:and|but|so|or|then|what about|how about|as for|what of)\b[, ]*", re.I)
_POINTS = re.compile(
    r"\b(?:it|its|they|them|their|those|these|that|this|he|she|his|her|there|ones?|same|the former|the latter)\b",
    re.I,
)
_ASKS = re.compile(
    r"\b(?:how (?:many|much|long|far|fast|large|big|often)|what|which|who|whom|whose|when|where|why|is|are|was|were"
    r"|does|did|do|has|have|will|by how)\b",
    re.I,
)
_TIME = re.compile(
    r"\b(?:in |for |at |by |of )?"
    r"(?:(?:the )?(?:first|second|third|fourth|last) (?:quarter|half)(?: of)? ?|(?:early|mid|late|spring|summer"
    r"|autumn|fall|winter|january|february|march|april|may|june|july|august|september|october|november|december)[ ,]*)?"
    r"(?:the )?(?:19|20)\d\d\b",
    re.I,
)
_LED_TIME = re.compile(r"(?:in|for|at|by|of)\b", re.I)
_OWN_TIME = re.compile(r"(?<!from )(?<!than )(?<!since )(?<!to )(?<!with )\b(?:19|20)\d\d\b", re.I)
_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_HOW_MANY = re.compile(
    r"^how (?:many|much)(?: (?:was|were|is|are) (?:it|there|they))? "
    rf"(?=(?:(?:in|for|at|by) (?:19|20)\d\d|(?-i:[Ii]n (?!{_MONTH}\b)[A-Z]\w+))$)",
    re.I,
)
_NOUNS = re.compile(
    r"\b(?:how many|how much|which|what)\s+(.+?)\s+"
    r"(?=(?:did|does|do|is|are|was|were|has|have|had|will|would|can|could)\b)",
    re.I,
)
_NAME = re.compile(
    r"\b(?!(?:How|What|Which|Who|When|Where|Why|In|On|By|At|The|And|Is|Are|Did|Does|Of|For|To)\b)"
    r"[A-Z][\w-]*(?: [A-Z][\w-]*)*(?:['’]s)?"
)
_SHORT = 6


def made_whole(asked: str, previous: str) -> tuple[str, str]:
    """What `rag.followup.resolve` gives."""
    stripped = asked.strip().rstrip("?!. ")
    core = _HOW_MANY.sub("", _LEAD.sub("", stripped))
    led = core != stripped
    asks = bool(_ASKS.match(core))
    points = bool(_POINTS.search(core))
    if not core or not (led or (points and len(core.split()) <= 12) or (not asks and len(core.split()) <= _SHORT)):
        return asked, ""
    if _HAN.search(previous):
        return f"{core}, {previous}", core
    if asks:
        before = timeless(previous) if _OWN_TIME.search(core) else previous
        return (f"{before.rstrip('?!. ')}: {core}?", core) if points or led else (asked, "")
    return _swapped(core, previous), core


def _swapped(core: str, previous: str) -> str:
    time = _TIME.search(previous)
    if _TIME.fullmatch(core):
        if not _LED_TIME.match(core) and (not time or _LED_TIME.match(time[0])):
            core = f"in {core}"
        if time:
            return previous[: time.start()] + core + previous[time.end() :]
        return f"{previous.rstrip('?!. ')} {core}?"
    bare = re.sub(r"^(?:for|in|of|at|the)\s+", "", core, flags=re.I)
    names = list(_NAME.finditer(previous))
    if _NAME.fullmatch(bare) and names:
        owned = "'s" if names[0].group().endswith(("'s", "’s")) and not bare.endswith(("'s", "’s")) else ""
        return previous[: names[0].start()] + bare + owned + previous[names[0].end() :]
    nouns = _NOUNS.search(previous)
    if nouns and _ATTRIBUTE.search(core):
        rest = re.sub(r"\b(?:did|does|do)\s+", "", previous[nouns.end(1) :]).strip(" ?")
        return f"What is {core} ({nouns[1]} {rest})?"
    if not nouns or _ATTRIBUTE.search(core):
        return f"{previous.rstrip('?!. ')}: {core}?"
    head = nouns[1].split(" of ")[0].split()[-1]
    whole = re.sub(r"\bones?\b", head, bare, flags=re.I)
    return previous[: nouns.start(1)] + whole + previous[nouns.end(1) :]
