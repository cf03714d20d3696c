"""What an earlier snapshot knows of the folder, so that only what changed is read and encoded again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from index.article import Article, Passage
from index.keeping.manifest import SourceFile
from index.keeping.recipe import recipe
from index.keeping.snapshot import Snapshot

Vectors = NDArray[np.float32]
Key = tuple[str, str]


def key(record: SourceFile) -> Key:
    """What must be equal for a file to be the same: its name, and its bytes with what articles.toml says of it."""
    return record.file, record.checksum


@dataclass(frozen=True, slots=True)
class Kept:
    """Files by key, articles by id, passages by article, and vectors by the text they stand for."""

    sources: dict[Key, SourceFile] = field(default_factory=dict)
    articles: dict[str, Article] = field(default_factory=dict)
    passages: dict[str, list[Passage]] = field(default_factory=dict)
    snapshot: Snapshot | None = None

    @classmethod
    def of(cls, snapshot: Snapshot | None) -> Kept:
        """What `snapshot` knows; nothing where another recipe made it."""
        if not snapshot or not snapshot.manifest or snapshot.manifest.recipe != recipe():
            return cls()
        passages: dict[str, list[Passage]] = {}
        for passage in snapshot.passages:
            passages.setdefault(passage.article_id, []).append(passage)
        # A file with a reason is read again: it may be readable now, or the file that had its story gone.
        whole = (s for s in snapshot.manifest.sources if s.checksum and not s.reason)
        sources = {key(source): source for source in whole}
        return cls(sources, {article.id: article for article in snapshot.articles}, passages, snapshot)

    def read(self, found: SourceFile) -> tuple[SourceFile, tuple[Article, ...]] | None:
        """The record and the articles of a file that did not change, else None."""
        record = self.sources.get(key(found))
        return (record, tuple(self.articles[id] for id in record.articles)) if record else None

    def split(self, article: Article) -> Sequence[Passage] | None:
        """The passages of an article that did not change, else None."""
        return self.passages.get(article.id) if self.articles.get(article.id) == article else None

    def rows(self, encoder: str, searchable: Callable[[Article, Passage], str]) -> dict[str, int]:
        """Text → its row in `vectors`, empty where another encoder made them."""
        snapshot = self.snapshot
        if not snapshot or snapshot.encoder != encoder:
            return {}
        return {searchable(snapshot.article(p.article_id), p): row for row, p in enumerate(snapshot.passages)}

    def vectors(self, rows: Sequence[int]) -> Vectors:
        """Those rows, float32 [n, dimension]."""
        assert self.snapshot, "rows come from a snapshot"
        return self.snapshot.dense.vectors()[list(rows)]
