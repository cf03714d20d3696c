"""English numbers in words: "two hundred and fifty", "three billion"."""

from __future__ import annotations

import re
from decimal import Decimal

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_VALUES = {word: value for value, word in enumerate(_SMALL)} | {word: 10 * ten for ten, word in enumerate(_TENS, 2)}
SCALES = {
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
    "bn": 10**9,
    "mn": 10**6,
    "tn": 10**12,
}

_WORD = "|".join(sorted(_VALUES, key=len, reverse=True))
_STEP = "hundred|thousand|million|billion|trillion"
# Not "a" alone, but "a thousand"; never a part of a longer word or name.
ENGLISH_NUMBER = (
    rf"(?<![A-Za-z0-9-])(?:(?:{_WORD})(?:[ -](?:and )?(?:{_WORD}|{_STEP}))*"
    rf"|an? (?:{_STEP})(?: (?:and )?(?:{_WORD}|{_STEP}))*)(?![A-Za-z])(?!-[a-z])"
)


def english_value(words: str) -> Decimal | None:
    """The value of an English number or scale in words; None where `words` are neither."""
    total = below = 0
    for word in re.split(r"[ -]+", words.lower()):
        if word in _VALUES:
            below += _VALUES[word]
        elif word == "hundred":
            below = (below or 1) * 100
        elif word in SCALES:
            total, below = total + (below or 1) * SCALES[word], 0
        elif word not in ("and", "a", "an"):
            return None
    return Decimal(total + below)
