"""Bytes in an encoding nobody named → text: by mark, else strict UTF-8, else what reads best."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache

from index.errors import UnreadableFile

# The UTF-32 marks begin like the UTF-16 ones, so they come first.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What each is worth unread: short texts often read as well in two. GB2312 and GBK are GB18030.
_CANDIDATES = {"gb18030": 1.0, "utf-16-le": 0.95, "utf-16-be": 0.95, "big5hkscs": 0.9, "cp1252": 0.85}
# Pages declare the narrower name and hold the wider set.
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "euc_kr": "cp949", "shift_jis": "cp932"}
_WIDE = frozenset((*_WIDER, "gb18030", "big5hkscs", "cp949", "cp932", "euc_jp"))
_READABLE = 0.6
_SAMPLE = 20_000
_CURE = "Open it in an editor and save it again as UTF-8."

_ACCENT = re.compile(r"(?<![^\x00-\x7f])[À-ÖØ-öø-ÿ](?![^\x00-\x7f])")
_TYPESET = frozenset("‘’“”–—―…·•‰€£¥§©®™°±×÷～、。〃〈〉《》「」『』【】〔〕〖〗　①②③④⑤⑥⑦⑧⑨⑩→←↑↓■□▲△●○◆◇★☆※²³㎡％℃\xa0")
_LETTERS = re.compile(r"[\xa0-ſͰ-Ͽ-џ]")
_HAN = re.compile(r"[㐀-䶿一-鿿]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")


def decode(data: bytes, declared: str = "") -> str:
    """The text of `data`, its lines ending in \\n, without a byte order mark.

    `declared` is the encoding the file says it is in; strict UTF-8 with Han in it is believed before that.
    Raises UnreadableFile for bytes that are no text, and for text spoilt by an earlier wrong conversion.
    """
    text = _marked(data)
    if text is None:
        text = _utf8(data)
    if text is None:
        text = _declared(data, declared)
    if text is None:
        text = _best(data)
    if _spoilt(text):
        raise UnreadableFile("its characters were spoilt by a wrong conversion.", "Save it again from its source.")
    if _junk(text) > 0.1:
        raise UnreadableFile("it holds signs that are no writing.", _CURE)
    return re.sub(r"\r\n?", "\n", text).removeprefix("\ufeff").rstrip("\x1a")


def _marked(data: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = _strict(data[len(mark) :], encoding)
            if text is None:
                raise UnreadableFile(f"it begins as {encoding.upper()} text but does not go on as such.", _CURE)
            return text
    return None


def _utf8(data: bytes) -> str | None:
    text = _strict(data, "utf-8")
    if text is None or "\0" in text or 50 * len(_CONTROL.findall(text)) > len(text):
        return None
    if text.isascii() or _HAN.search(text):
        return text
    return None if _chinese_by_accident(data, text) else text


def _chinese_by_accident(data: bytes, text: str) -> bool:
    """Whether `data` is a short GB18030 text whose bytes happen to be UTF-8, all of it two-byte letters."""
    other = _strict(data, "gb18030")
    if other is None or readability(other) < 0.95 or readability(text) >= 0.95:
        return False
    mostly_han = 2 * len(_HAN.findall(other)) >= len(re.sub(r"\s", "", other))
    return mostly_han or not _LETTERS.search(text)


def _declared(data: bytes, declared: str) -> str | None:
    """The text in the encoding a page declares; as in a browser, a few damaged characters do not spoil it.

    None for one-byte encodings, in which anything can be read and which servers declare by default.
    """
    try:
        encoding = codecs.lookup(declared.strip()).name
        text = data.decode(_WIDER.get(encoding, encoding), "replace")
    except (LookupError, UnicodeError):
        return None
    sound = 1000 * text.count("\ufffd") <= len(text) + 1000 and _junk(text) < 0.02
    return text if encoding in _WIDE and sound else None


def _best(data: bytes) -> str:
    rated = [(worth * readability(text), text) for worth, text in _readings(data)]
    score, text = max(rated, key=lambda pair: pair[0], default=(0.0, ""))
    if score >= _READABLE:
        return text
    raise UnreadableFile(_damage(data) or "it is not text in any encoding Wenjin knows.", _CURE)


def _readings(data: bytes) -> Iterator[tuple[float, str]]:
    for encoding in dict.fromkeys((*_CANDIDATES, *_guessed(data))):
        text = _strict(data, encoding)
        if text is not None:
            yield _CANDIDATES.get(encoding, 0.8), text


def _guessed(data: bytes) -> tuple[str, ...]:
    from charset_normalizer import from_bytes

    guess = from_bytes(data[:_SAMPLE]).best()
    return (guess.encoding,) if guess else ()


def _strict(data: bytes, encoding: str) -> str | None:
    """The text, or None; a last character cut off by the end of the file is dropped."""
    try:
        return codecs.getincrementaldecoder(encoding)("strict").decode(data, final=False)
    except (UnicodeDecodeError, LookupError):
        return None


def readability(text: str) -> float:
    """How far the characters beyond ASCII are ones a newspaper prints: 1 all of them, 0 none.

    Worked: 金水区，2022 → (1 + 1 + 1 + 1) / 4 = 1; its GB18030 bytes as UTF-16 are Hangul → 0.2.
    """
    counts = Counter(_ACCENT.sub("a", text))
    rated = [
        (_weight(sign), count) for sign, count in counts.items() if not " " <= sign <= "~" and sign not in "\t\n\r"
    ]
    total = sum(count for _, count in rated)
    return sum(weight * count for weight, count in rated) / total if total else 1.0


def _weight(sign: str) -> float:
    if sign in _common_han() or sign in _TYPESET or "！" <= sign <= "～":
        return 1.0
    if sign in _known_han():
        return 0.8
    match unicodedata.category(sign):
        case "Cc" | "Cn" | "Co" | "Cs":
            return 0.0
        case "Lo" | "Ll" | "Lu":
            return 0.2
    return 0.5


@cache
def _common_han() -> frozenset[str]:
    """The 3,755 characters of GB2312's first level, which make 99% of a newspaper."""
    return _square("gb2312", range(0xB0, 0xD8), range(0xA1, 0xFF))


@cache
def _known_han() -> frozenset[str]:
    """GB2312's second level and the 5,401 everyday traditional characters of Big5."""
    low = [*range(0x40, 0x7F), *range(0xA1, 0xFF)]
    return _square("gb2312", range(0xD8, 0xF8), range(0xA1, 0xFF)) | _square("big5", range(0xA4, 0xC7), low)


def _square(encoding: str, high: range, low: range | list[int]) -> frozenset[str]:
    return frozenset("".join(bytes((first, last)).decode(encoding, "ignore") for first in high for last in low))


def _junk(text: str) -> float:
    """The share of characters that are no writing: controls, unassigned, private."""
    counts = Counter(text)
    kinds = ((unicodedata.category(sign), count) for sign, count in counts.items() if not sign.isspace())
    return sum(count for kind, count in kinds if kind in ("Cc", "Cn", "Co", "Cs")) / max(1, len(text))


def _spoilt(text: str) -> bool:
    """Whether the text was read in a wrong encoding once and saved so: 閲戞按 for 金水, or 锟斤拷."""
    sample = text[:_SAMPLE]
    if sample.isascii():
        return False
    if 50 * (sample.count("\ufffd") + 3 * sample.count("锟斤拷")) > len(sample):
        return True
    return any(_was_utf8(sample, encoding) for encoding in ("gb18030", "cp1252", "latin-1"))


def _was_utf8(text: str, encoding: str) -> bool:
    beyond = re.sub(r"[\x00-\x7f]+", " ", text)
    again = beyond.encode(encoding, "ignore").decode("utf-8", "replace")
    written = again.replace(" ", "")
    # Right text turned round is almost all replacement signs; three characters may agree by accident.
    return len(_HAN.findall(again)) >= 4 and written.count("\ufffd") < 0.2 * len(written)


def _damage(data: bytes) -> str:
    """Where a text in a known encoding breaks off, in words; empty if no encoding gets far."""
    for encoding in ("utf-8", "gb18030"):
        try:
            data.decode(encoding)
        except UnicodeDecodeError as error:
            before = data[: error.start].decode(encoding)
            if len(_HAN.findall(before)) >= 20 and readability(before) > 0.9:
                line = before.count("\n") + 1
                return f"it is {encoding.upper()} text with a damaged character on line {line}."
    return ""
