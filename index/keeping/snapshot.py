"""One built index: what it is made of, how it is written into a folder and read back, verified."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from threading import Lock

from index.article import Article, Passage
from index.keeping.manifest import (
    FORMAT,
    NAME,
    Damaged,
    Manifest,
    SourceFile,
    list_stored,
    read_manifest,
    render,
    verify,
)
from index.keeping.records import dump_articles, dump_passages, load_articles, load_passages
from index.searching.dense import FaissStore
from index.searching.lexical import BM25Store

_ARTICLES = "articles.jsonl"
_PASSAGES = "passages.jsonl"
_VECTORS = "vectors.faiss"
_TERMS = "bm25"
# numpy reads the head of an array by `ast`, which in Python 3.11 fails when two threads are at it together.
_ONE_AT_A_TIME = Lock()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One index, open and whole. Both stores address a passage by its position in `passages`.

    `notice` is empty, or says that the newest index is damaged and this one, the last good, serves instead;
    `damage` is then what is wrong with the newest.
    """

    version: str
    articles: tuple[Article, ...]
    passages: tuple[Passage, ...]
    dense: FaissStore
    lexical: BM25Store
    encoder: str
    folder: Path
    manifest: Manifest | None = None
    notice: str = ""
    damage: str = ""
    _by_id: dict[str, Article] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_id", {article.id: article for article in self.articles})

    def article(self, id: str) -> Article:
        """The article of that id. Raises KeyError when the snapshot has none."""
        return self._by_id[id]


@dataclass(frozen=True, slots=True)
class Content:
    """What a snapshot is made of, before it is encoded; the same content has the same version anywhere."""

    articles: tuple[Article, ...]
    passages: tuple[Passage, ...]
    sources: tuple[SourceFile, ...]
    encoder: str
    encoder_name: str
    recipe: str

    @property
    def version(self) -> str:
        """Sixteen hex digits that stand for all of it but the words in which a file's fault is told."""
        digest = sha256(f"{FORMAT}\n{self.encoder}\n{self.recipe}\n".encode())
        for source in self.sources:
            told = ascii((source.file, source.checksum, source.articles))
            digest.update(f"{told}\n".encode())
        for data in (dump_articles(self.articles), dump_passages(self.passages)):
            digest.update(sha256(data).digest())
        return digest.hexdigest()[:16]


def write_snapshot(folder: Path, content: Content, dense: FaissStore, lexical: BM25Store) -> None:
    """Write everything into the empty `folder`, the manifest last. Raises OSError."""
    (folder / _ARTICLES).write_bytes(dump_articles(content.articles))
    (folder / _PASSAGES).write_bytes(dump_passages(content.passages))
    dense.save(folder / _VECTORS)
    lexical.save(folder / _TERMS)
    manifest = Manifest(
        version=content.version,
        created=datetime.now(UTC).isoformat(),
        encoder=content.encoder,
        encoder_name=content.encoder_name,
        recipe=content.recipe,
        articles=len(content.articles),
        passages=len(content.passages),
        sources=content.sources,
        files=list_stored(folder),
    )
    (folder / NAME).write_bytes(render(manifest))


def read_snapshot(folder: Path) -> Snapshot:
    """The snapshot in `folder`, every byte of it verified. Raises Damaged, or the stores' SnapshotError."""
    with _ONE_AT_A_TIME:
        return _read(folder, verified_manifest(folder))


def _read(folder: Path, manifest: Manifest) -> Snapshot:
    try:
        articles = load_articles((folder / _ARTICLES).read_bytes())
        by_id = {article.id: article for article in articles}
        passages = load_passages((folder / _PASSAGES).read_bytes(), by_id)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Damaged(f"its articles cannot be read ({error!r})") from None
    dense, lexical = FaissStore.load(folder / _VECTORS), BM25Store.load(folder / _TERMS)
    if not len(dense) == len(passages) == manifest.passages:
        raise Damaged(f"{_VECTORS} holds {len(dense)} vectors for {len(passages)} passages")
    return Snapshot(manifest.version, articles, passages, dense, lexical, manifest.encoder, folder, manifest=manifest)


def verified_manifest(folder: Path) -> Manifest:
    """The manifest in `folder`, once every file it lists proved to be as written. Raises Damaged."""
    manifest = read_manifest(folder)
    verify(folder, manifest)
    return manifest
