"""Years as people write them in questions, written out: 2023金水区 is 2023年金水区, 22年 is 2022年, '22 is 2022."""

from __future__ import annotations

import re

from rag.units import chinese_unit

# Not the 2022 that a name in quotation marks begins with.
_BARE = re.compile(r"(?<![\da-zA-Z.第“《「\"-])(?:19|20)\d\d(?=[\u4e00-\u9fff])(?![年级届版号款新第亿万千百多余几])")
# 22年, but not the 20年 that something took.
_SHORT = re.compile(
    r"(?:^|(?<=[，,、和与至到在从比及那：:？? ]))[12]\d年"
    r"(?![来间内前后以多期长里]|的?(?:历史|时间|发展|努力|变化)|义务|制)"
)
_APOSTROPHE = re.compile(r"(?<!\w)['’](?=[012]\d(?!\d|s\b))")


def years_written_out(question: str) -> str:
    """The question with its years in full; a number with a measure word after it (2023家) is no year."""
    text = _APOSTROPHE.sub("20", question)
    text = _SHORT.sub(lambda match: "20" + match[0], text)
    return _BARE.sub(lambda match: match[0] + ("" if chinese_unit(match.string, match.end()) else "年"), text)
