"""The staircase: survey the folder, read and clean what changed, split, encode what changed, publish."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index import apart
from index.article import Article, Passage
from index.chunk import chunk
from index.errors import FolderError, SettingsError, SnapshotError
from index.keeping.kept import Kept, key
from index.keeping.manifest import Manifest, SourceFile
from index.keeping.recipe import recipe
from index.keeping.shelf import Shelf
from index.keeping.snapshot import Content, Snapshot
from index.keeping.store import Store
from index.keeping.survey import Found, read_articles, without_repeats
from index.progress import Progress, Silent
from index.report import BuildReport
from index.searching.dense import FaissStore
from index.searching.lexical import BM25Store
from index.searching.terms import document_terms
from index.settings import Settings

Vectors = NDArray[np.float32]
_NAMED = 3  # so many unread files are named in an error


class PassageEncoder(Protocol):
    """What building asks of an encoder."""

    @property
    def name(self) -> str: ...

    @property
    def fingerprint(self) -> str: ...

    @property
    def dimension(self) -> int: ...

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int, int], None] | None = None) -> Vectors: ...


def searchable(article: Article, passage: Passage) -> str:
    """What a passage is searched by: its article's title, then its own text."""
    return f"{article.title}\n{passage.text}"


def build(
    settings: Settings,
    encoder: PassageEncoder,
    progress: Progress | None = None,
    withdrawn: Iterable[str] | None = None,
    patience: float = 0.0,
) -> BuildReport:
    """Bring the index of `settings.articles` up to date; publishes a snapshot only where something changed.

    `withdrawn` stands for the list of files not to be indexed that is kept beside the index; `patience` is how many
    seconds another builder is waited for.

    Raises FolderError when nothing in the folder can be read, IndexBusy while another process builds,
    SnapshotError when the index cannot be written, SettingsError when it would be written among the articles,
    ShelfError when the list of withdrawn files is damaged.
    """
    began = time.monotonic()
    store = Store(settings.home, settings.articles)
    _check_apart(store)
    shelf = Shelf(store.root, store.articles)
    found = shelf.survey(settings.max_file_mb, withdrawn)
    served = store.manifest()
    if served and _up_to_date(served, found, encoder):
        store.tidy()
        report = BuildReport.of(served, served.sources, served.version, served.passages, published=False)
    else:
        with store.lock(patience):
            try:
                found = shelf.survey(settings.max_file_mb, withdrawn)  # another builder may have been waited for
                report = _rebuild(store, found, settings.max_file_mb, encoder, progress or Silent())
            finally:
                apart.close()
    return replace(report, seconds=time.monotonic() - began)


def _check_apart(store: Store) -> None:
    """An index among the articles would be one of them, and change the folder with every build."""
    root = store.root.resolve()
    if not root.is_relative_to(store.articles):
        return
    if not any(part.startswith(".") for part in root.relative_to(store.articles).parts):
        raise SettingsError(
            f"The index would be kept in the articles folder itself, at {root}.",
            "Set WENJIN_HOME to a folder outside of it.",
        )


def _up_to_date(served: Manifest, found: Iterable[Found], encoder: PassageEncoder) -> bool:
    made = (served.encoder, served.recipe) == (encoder.fingerprint, recipe())
    return made and {key(source) for source in served.sources} == {key(file.source) for file in found}


def _rebuild(
    store: Store, found: Sequence[Found], max_mb: float, encoder: PassageEncoder, progress: Progress
) -> BuildReport:
    before, damage = _before(store)
    kept = Kept.of(before)
    sources, articles = _read(store.articles, found, max_mb, kept, progress)
    passages = tuple(p for article in articles for p in kept.split(article) or chunk(article))
    content = Content(articles, passages, sources, encoder.fingerprint, encoder.name, recipe())
    encoded = _publish(store, content, encoder, kept, progress)
    manifest = before.manifest if before else None
    report = BuildReport.of(
        manifest, sources, content.version, len(passages), encoded or 0, published=encoded is not None
    )
    return replace(report, repaired=f"{damage} It was built anew." if damage else "")


def _before(store: Store) -> tuple[Snapshot | None, str]:
    """The last good snapshot, and what is wrong with the published one, if anything is."""
    try:
        snapshot = store.open()
    except SnapshotError as error:
        return None, error.message if any(store.snapshots.iterdir()) else ""
    return snapshot, snapshot.damage


def _read(
    folder: Path, found: Sequence[Found], max_mb: float, kept: Kept, progress: Progress
) -> tuple[tuple[SourceFile, ...], tuple[Article, ...]]:
    """The record of every file and all articles, by file, then story. Raises FolderError if none."""
    sources: list[SourceFile] = []
    articles: list[Article] = []
    owners: dict[str, str] = {}
    progress.step("read", len(found))
    for file in found:
        record, own = kept.read(file.source) or read_articles(file, max_mb)
        record, own = without_repeats(record, own, owners)
        owners |= dict.fromkeys(record.articles, record.file)
        sources.append(record)
        articles.extend(own)
        progress.advance()
    if not articles:
        raise _nothing(folder, sources)
    return tuple(sources), tuple(articles)


def _nothing(folder: Path, sources: Sequence[SourceFile]) -> FolderError:
    if not sources:
        return FolderError(f"Every article of {folder} was removed.", "Restore one, or put another there.")
    named = "; ".join(f"{source.file}: {source.reason.rstrip('.')}" for source in sources[:_NAMED])
    more = f"; and {len(sources) - _NAMED} more" if len(sources) > _NAMED else ""
    return FolderError(
        f"Nothing in {folder} can be read ({named}{more}).",
        "Put articles there that can be read, or name another folder.",
    )


def _publish(store: Store, content: Content, encoder: PassageEncoder, kept: Kept, progress: Progress) -> int | None:
    """How many passages were encoded for it; None when it is served already."""
    version = content.version
    if store.manifest(version):
        if store.current() == version:
            return None
        store.adopt(version)
        return 0
    by_id = {article.id: article for article in content.articles}
    texts = [searchable(by_id[passage.article_id], passage) for passage in content.passages]
    vectors, encoded = _vectors(texts, encoder, kept, progress)
    store.publish(content, FaissStore.build(vectors), _lexical(texts, progress))
    return encoded


def _vectors(texts: Sequence[str], encoder: PassageEncoder, kept: Kept, progress: Progress) -> tuple[Vectors, int]:
    """The vectors of `texts`, float32 [n, dimension], and how many of them had to be encoded."""
    rows = kept.rows(encoder.fingerprint, searchable)
    old = [position for position, text in enumerate(texts) if text in rows]
    new = [position for position, text in enumerate(texts) if text not in rows]
    vectors = np.empty((len(texts), encoder.dimension), dtype=np.float32)
    if old:
        vectors[old] = kept.vectors([rows[texts[position]] for position in old])
    if new:
        progress.step("encode", len(new))
        vectors[new] = encoder.encode_passages([texts[position] for position in new], _counting(progress))
    return vectors, len(new)


def _counting(progress: Progress) -> Callable[[int, int], None]:
    """What an encoder tells, (done, total), told on as advances."""
    told = 0

    def tell(done: int, total: int) -> None:
        nonlocal told
        progress.advance(done - told)
        told = done

    return tell


def _lexical(texts: Sequence[str], progress: Progress) -> BM25Store:
    terms = []
    progress.step("terms", len(texts))
    for text in texts:
        terms.append(document_terms(text))
        progress.advance()
    return BM25Store.build(terms)
