"""Articles and passages as JSON lines and back, the same to the last code point."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from index.article import Article, Dating, Mark, Passage, Piece, Repair, Span
from index.period import Period

# A PDF may yield lone surrogates, and so may a file name: they must come back as they were.
_LONE = "surrogatepass"


def dump_articles(articles: Iterable[Article]) -> bytes:
    """One JSON line an article."""
    return _dump(_from_article(article) for article in articles)


def load_articles(data: bytes) -> tuple[Article, ...]:
    """The articles that `dump_articles` wrote. Raises ValueError, KeyError or TypeError for anything else."""
    return tuple(_to_article(record) for record in _load(data))


def dump_passages(passages: Iterable[Passage]) -> bytes:
    """One JSON line a passage; its text is not repeated, being a run of its article."""
    return _dump({"id": p.id, "article": p.article_id, "start": p.start, "end": p.end} for p in passages)


def load_passages(data: bytes, articles: Mapping[str, Article]) -> tuple[Passage, ...]:
    """The passages that `dump_passages` wrote, cut from `articles` by id. Raises as `load_articles` does."""
    return tuple(
        Passage(
            r["id"],
            r["article"],
            r["start"],
            r["end"],
            articles[r["article"]].text[r["start"] : r["end"]],
        )
        for r in _load(data)
    )


def _dump(records: Iterable[dict[str, Any]]) -> bytes:
    lines = (json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n" for record in records)
    return "".join(lines).encode("utf-8", _LONE)


def _load(data: bytes) -> Iterator[dict[str, Any]]:
    # Not splitlines(): a text may hold U+2028, which JSON leaves as it is.
    return (json.loads(line.decode("utf-8", _LONE)) for line in data.split(b"\n") if line)


def _from_article(article: Article) -> dict[str, Any]:
    return {
        "id": article.id,
        "title": article.title,
        "text": article.text,
        "file": article.file,
        "source": article.source,
        "language": article.language,
        "dating": _from_dating(article.dating) if article.dating else None,
        "pieces": [[p.start, p.end, p.raw] for p in article.pieces],
        "marks": [[m.raw, m.kind, m.number] for m in article.marks],
        "repairs": [[r.name, r.start, r.end, r.note] for r in article.repairs],
    }


def _to_article(record: dict[str, Any]) -> Article:
    return Article(
        id=record["id"],
        title=record["title"],
        text=record["text"],
        file=record["file"],
        source=record["source"],
        language=record["language"],
        dating=_to_dating(record["dating"]) if record["dating"] else None,
        pieces=tuple(Piece(*piece) for piece in record["pieces"]),
        marks=tuple(Mark(*mark) for mark in record["marks"]),
        repairs=tuple(Repair(*repair) for repair in record["repairs"]),
    )


def _from_dating(dating: Dating) -> dict[str, Any]:
    period = dating.period
    return {
        "period": [period.start.isoformat(), period.end.isoformat(), period.precision],
        "basis": dating.basis,
        "evidence": dating.evidence,
        "span": [dating.span.start, dating.span.end] if dating.span else None,
    }


def _to_dating(record: dict[str, Any]) -> Dating:
    start, end, precision = record["period"]
    period = Period(date.fromisoformat(start), date.fromisoformat(end), precision)
    span = Span(*record["span"]) if record["span"] else None
    return Dating(period, record["basis"], record["evidence"], span)
