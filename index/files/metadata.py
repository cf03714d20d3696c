"""What a file says about itself: title, source, date, period and language, in one form wherever written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from email.utils import parsedate_to_datetime

import yaml

_NAMES = {
    "title": ("title", "headline", "标题", "題名", "题目", "標題"),
    "source": ("source", "publisher", "newspaper", "来源", "來源", "出处", "媒体", "报纸"),
    "published": ("published", "date", "pubdate", "publish_date", "published_at", "日期", "发布日期",
                  "发布时间", "发表日期", "见报日期", "刊发日期", "出版日期", "时间", "發布日期"),
    "period": ("period", "时期", "期间", "时段", "所属时期", "時期"),
    "dating": ("dating", "日期依据"),
    "language": ("language", "lang", "语言", "语种", "語言"),
}  # fmt: skip
_FIELD = {name: field for field, names in _NAMES.items() for name in names}
_LANGUAGES = {
    "chinese": "zh",
    "中文": "zh",
    "汉语": "zh",
    "简体": "zh",
    "繁体": "zh",
    "english": "en",
    "英文": "en",
    "英语": "en",
}

_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)")
_MONTH = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?份?")
_PART = re.compile(r"(?P<year>\d{4})\s*年度?(?:第?(?P<part>[一二三四1-4]季度|[上下]半年))?")
_PARTS = {f"{sign}季度": f"-Q{1 + place % 4}" for place, sign in enumerate("一二三四1234")}
_PARTS |= {"上半年": "-H1", "下半年": "-H2"}
_FENCE = re.compile(r"\s*---[ \t]*\n(?P<head>.{0,20000}?\n)?(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_LINE = re.compile(r"^([^\s:：#][^:：\n]{0,30}?)[ \t]*[:：][ \t]*(.*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What front matter, `articles.toml` or a page's own head say; an empty string where they say nothing.

    `published` and `period` are ISO where they can be understood ("2023-02-13", "2022-Q1"), else as given. `dating`
    is "inferred" where whoever wrote it says that the date was not printed.
    """

    title: str = ""
    source: str = ""
    published: str = ""
    period: str = ""
    language: str = ""
    dating: str = ""

    def over(self, other: Metadata) -> Metadata:
        """This, with `other` where it says nothing."""
        return Metadata(*(getattr(self, f.name) or getattr(other, f.name) for f in fields(Metadata)))


def metadata_of(said: Mapping[str, object]) -> Metadata:
    """The fields `said` names in English or Chinese; other keys, and values that are no text, are left."""
    found: dict[str, str] = {}
    for key, value in said.items():
        field = field_named(key)
        if field and isinstance(value, str | int | date) and not isinstance(value, bool):
            found.setdefault(field, " ".join(str(value).split()))
    return Metadata(
        title=found.get("title", ""),
        source=found.get("source", ""),
        published=iso(found.get("published", "")),
        period=iso(found.get("period", "")),
        language=language_code(found.get("language", "")),
        dating="inferred" if found.get("dating", "").lower() in ("inferred", "推断") else "",
    )


def field_named(key: str) -> str:
    """The field of Metadata that `key` means, as "来源" means source; empty if none."""
    return _FIELD.get(key.strip().lower().replace("-", "_"), "")


def front_matter(text: str) -> tuple[Metadata, int]:
    """What the block between two --- lines at the top says, and where the body begins (0: no such block)."""
    match = _FENCE.match(text)
    if not match:
        return Metadata(), 0
    head = match["head"] or ""
    said = _yaml(head) or {key: value.strip("\"'“”") for key, value in _LINE.findall(head)}
    # A rule at the top and another further down fence off no front matter.
    if head.strip() and not any(field_named(key) for key in said):
        return Metadata(), 0
    return metadata_of(said), match.end()


def _yaml(head: str) -> dict[str, str]:
    """The head as YAML, scalars as written; empty where it is none, as with a colon in a title."""
    try:
        said = yaml.load(head, yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError, ValueError):
        return {}
    return {str(key): value for key, value in said.items()} if isinstance(said, dict) else {}


def iso(words: str) -> str:
    """A date or period as ISO, as precise as it is; words it cannot read ("去年底") come back as they are.

    >>> iso("2023年2月13日 14:20"), iso("2023/2/13"), iso("Mon, 13 Feb 2023 14:20:56 GMT")
    ('2023-02-13', '2023-02-13', '2023-02-13')
    >>> iso("2022年4月"), iso("2022年一季度"), iso("2022年上半年"), iso("2022-03/2022-05")
    ('2022-04', '2022-Q1', '2022-H1', '2022-03/2022-05')
    """
    words = words.strip()
    if "/" in words and re.search(r"\d-\d", words):
        return words
    if re.fullmatch(r"(19|20)\d{6}", words):
        words = f"{words[:4]}-{words[4:6]}-{words[6:]}"
    match = _DAY.match(words) or _MONTH.fullmatch(words)
    if match:
        return _checked(match.groups()) or words
    if part := _PART.fullmatch(words):
        return part["year"] + (_PARTS[part["part"]] if part["part"] else "")
    return _spelled(words)


def _checked(parts: tuple[str, ...]) -> str:
    numbers = [int(part) for part in parts]
    try:
        day = date(numbers[0], numbers[1], numbers[2] if len(numbers) > 2 else 1)
    except ValueError:
        return ""
    return day.isoformat() if len(numbers) > 2 else day.isoformat()[:7]


def _spelled(words: str) -> str:
    """A date as mail and HTTP headers spell it."""
    try:
        return parsedate_to_datetime(words).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return words


def language_code(words: str) -> str:
    """ "zh" for "zh-CN" or "中文", "en" for "en-US" or "English", empty for other languages."""
    first = words.strip().lower()
    code = re.split(r"[-_]", first)[0]
    return code if code in ("zh", "en") else _LANGUAGES.get(first, "")
