"""Holds articles against the raw text they were cleaned from: each sign leads back, and none is lost silently."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.article import Article
from index.files.sources import RawText

_TAKEN_OUT = re.compile(r"drop |lift |trim |join the headline|close |read an|write a")


def assert_leads_back(raw: RawText, articles: Sequence[Article]) -> None:
    """Every piece stands in the raw text verbatim, but for a space where two Latin words or lines met."""
    for article in articles:
        covered = 0
        for piece in article.pieces:
            assert covered <= piece.start < piece.end <= len(article.text)
            covered = piece.end
            said = article.text[piece.start : piece.end]
            stood = raw.text[piece.raw : piece.raw + piece.end - piece.start]
            assert len(said) == len(stood)
            odd = [(a, b) for a, b in zip(said, stood, strict=True) if a != b and not (a == " " and b in "\n\r　（(")]
            assert all(b == "&" or b in "⻝" for _, b in odd)


def unaccounted(raw: RawText, articles: Sequence[Article]) -> str:
    """The raw words that are in no article's text and were taken out by no repair: the titles are left."""
    seen = [False] * len(raw.text)
    for article in articles:
        for piece in article.pieces:
            seen[piece.raw : piece.raw + piece.end - piece.start] = [True] * (piece.end - piece.start)
        for repair in article.repairs:
            if _TAKEN_OUT.match(repair.name):
                seen[repair.start : repair.end] = [True] * (repair.end - repair.start)
    left = (sign for sign, known in zip(raw.text[raw.body_start :], seen[raw.body_start :], strict=True) if not known)
    return re.sub(r"[\s#]", "", "".join(left))
