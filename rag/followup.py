"""A follow-up ("那管城区呢？", "and in 2021?") made whole from the question before it, by rule."""

from __future__ import annotations

import re

from rag import followup_en, followup_zh

_HAN = re.compile(r"[\u3400-\u9fff]")


def resolve(asked: str, previous: str) -> tuple[str, str]:
    """The question made whole and the words it brought in itself ("" when it stands alone and is returned unchanged).

    `previous` is the question before it, itself made whole. A follow-up that swaps one thing for another has that
    thing replaced; one that asks something else of the same subject has the subject put before it.
    """
    if _HAN.search(asked):
        return followup_zh.made_whole(asked, previous)
    return followup_en.made_whole(asked, previous)
