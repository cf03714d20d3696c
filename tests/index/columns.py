"""Cuts sentences of clean prose in two and sets other text between the halves, as pages do."""

from __future__ import annotations

import random
from dataclasses import dataclass

_BEFORE, _AFTER = "。！？；：…”’）—", "，。、；：！？”’）%…—·."


@dataclass(frozen=True)
class Cut:
    """Two stories as sections of a page with one sentence cut in each: the raw page, and its paragraphs when whole."""

    raw: str
    whole: list[str]
    halves: tuple[str, str, str, str]


def cut(paragraph: str, chance: random.Random) -> tuple[str, str]:
    """The paragraph in two, inside a sentence, at no mark and inside no figure."""
    while True:
        at = chance.randrange(12, len(paragraph) - 8)
        left, right = paragraph[at - 1], paragraph[at]
        if left in _BEFORE or right in _AFTER or (left.isascii() and right.isascii()):
            continue
        return paragraph[:at], paragraph[at:]


def page(one: dict[str, list[str]], other: dict[str, list[str]], kind: str, chance: random.Random) -> Cut:
    """A page of two sections; `kind` says where the halves stand: near, around, nested or crossed."""
    a, b = one["paragraphs"], other["paragraphs"]
    i, j = chance.randrange(len(a) - 1), chance.randrange(len(b) - 1)
    (a1, a2), (b1, b2) = cut(a[i], chance), cut(b[j], chance)
    first, second = [f"## {one['title']}", *a[:i], a1], [f"## {other['title']}", *b[:j], b1]
    rest, last = a[i + 1 :], b[j + 1 :]
    blocks = {
        "near": [*first, a2, *rest, f"## {other['title']}", *b],
        "around": [*first, f"## {other['title']}", *b, a2, *rest],
        "nested": [*first, *second, b2, *last, a2, *rest],
        "crossed": [*first, *second, a2, *rest, b2, *last],
    }[kind]
    return Cut("# 两件事\n\n" + "\n\n".join(blocks), [*a, *b], (a1, a2, b1, b2))
