"""Whether two articles are about the same place and matter, by the words they share."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from math import log, sqrt

from index.article import Article

_KEPT = 64  # articles whose words are remembered
_LONGEST = 10_000  # code points that are looked at: what a long one is about it says soon
_WORDS = re.compile(r"[\u3400-\u9fff]+|[^\W\d_\u3400-\u9fff]{2,}")


def akin(one: Article, other: Article) -> float:
    """The cosine, 0 to 1, of how often each word stands in either article, a repeated one counting by its logarithm.

    Words are pairs of Han characters, and whole words of other scripts. No word is rare or common in advance: in a
    folder about one city its name is in every article, and is still what they share.
    """
    first, second = _weights(_whole(one)), _weights(_whole(other))
    return sum(weight * second[word] for word, weight in first.items() if word in second)


def _whole(article: Article) -> str:
    return "\n".join((article.title, article.source, article.text[:_LONGEST]))


@lru_cache(_KEPT)
def _weights(text: str) -> dict[str, float]:
    """What each word counts; their squares add up to one."""
    counts: Counter[str] = Counter()
    for run in _WORDS.findall(text):
        han = "\u3400" <= run[0] <= "\u9fff"
        counts.update((run[at : at + 2] for at in range(len(run) - 1)) if han else (run.lower(),))
    length = sqrt(sum((1 + log(count)) ** 2 for count in counts.values()))
    return {word: (1 + log(count)) / length for word, count in counts.items()}
