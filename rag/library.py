"""The library a server asks: models loaded once, articles added and removed, the newest snapshot taken up."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from index.article import Article, Hit
from index.build import build
from index.errors import IndexBusy, NoSuchArticle, QuestionError, ShelfError
from index.keeping.shelf import Shelf
from index.keeping.snapshot import Snapshot
from index.keeping.store import Store
from index.progress import Progress
from index.report import BuildReport
from index.searching.encoder import Encoder
from index.searching.translate import Translator
from index.settings import Settings
from rag.answer import Answer
from rag.blend import Blend
from rag.fusion import load_fusion
from rag.kinds import LinearKinds
from rag.network import BUNDLED_READER, Network, load_words
from rag.pipeline import Limits, Pipeline
from rag.reader import TwoReaders
from rag.retrieve import HybridRetriever
from rag.scope import EVERYTHING, Asking, Scope
from rag.spans import SpanModel

PATIENCE = 60.0  # seconds that one change of the index waits for another


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a file: its name in the index, its articles by id, and how many passages they have.

    `reason` is empty, or says which stories stand in another file already and were not taken again.
    """

    file: str
    articles: tuple[str, ...]
    passages: int
    reason: str = ""


class Library:
    """Answers over one folder of articles. Safe to call from several threads; a question sees one whole snapshot."""

    def __init__(self, settings: Settings, encoder: Encoder) -> None:
        self._settings = settings
        self._encoder = encoder
        self._translator = Translator.load()
        self._kinds = LinearKinds.load(BUNDLED_READER)
        self._network = Network.load(BUNDLED_READER)
        self._words = load_words()
        self._spans = SpanModel.load(translator=self._translator)
        self._blend = Blend.load()
        self._store = Store(settings.home, settings.articles)
        self._shelf = Shelf(self._store.root, self._store.articles)
        self._opening = threading.Lock()
        self._changing = threading.Lock()
        self._pipeline: Pipeline | None = None
        self._seen: str | None = None
        self.repaired = ""

    @classmethod
    def open(cls, settings: Settings, progress: Progress | None = None) -> Library:
        """The library of the settings' folder, indexed first where files changed; raises WenjinError."""
        encoder = Encoder.load(settings)
        report = build(settings, encoder, progress)
        library = cls(settings, encoder)
        library.repaired = report.repaired
        library.pipeline  # noqa: B018 - a damaged index is told now, not at the first question
        return library

    @property
    def snapshot(self) -> Snapshot:
        """The snapshot that was taken up last; nothing is read for it."""
        return (self._pipeline or self.pipeline).snapshot

    def newest(self) -> Snapshot:
        """The newest published snapshot, taken up where it was not yet."""
        return self.pipeline.snapshot

    @property
    def pipeline(self) -> Pipeline:
        """The pipeline over the newest published snapshot; while that is being opened, over the one before."""
        if self._pipeline is None or self._store.current() not in (None, self._seen):
            first = self._pipeline is None
            if self._opening.acquire(blocking=first):
                try:
                    self._take_up()
                finally:
                    self._opening.release()
        assert self._pipeline
        return self._pipeline

    def ask(
        self, question: str, history: Sequence[str] = (), k: int | None = None, scope: Scope = EVERYTHING
    ) -> Answer:
        """The answer, as Pipeline.ask gives it, over the newest snapshot."""
        return self.pipeline.ask(question, history, k, scope)

    def ask_many(self, asked: Sequence[Asking]) -> Iterator[Answer | QuestionError]:
        """The answers, as Pipeline.ask_many gives them, all over one snapshot, the newest."""
        return self.pipeline.ask_many(asked)

    def retrieve(
        self, question: str, history: Sequence[str] = (), k: int | None = None, scope: Scope = EVERYTHING
    ) -> tuple[Hit, ...]:
        """The passages that would be read, best first."""
        return self.pipeline.retrieve(question, history, k, scope)

    def add(self, name: str, data: bytes) -> Added:
        """Take in one file, to be asked about at once; the same file twice is one.

        Raises ShelfError for a name, a format, a size or a content that cannot be an article's, SnapshotError when
        the index cannot be written.
        """
        with self._change():
            articles = self._shelf.read(name, data, self._settings.max_file_mb)
            if known := self._known(articles):
                return known
            with self._shelf.kept(name, data) as file:
                withdrawn = self._shelf.withdrawn()
                self._publish(withdrawn - {file}, withdrawn)
            return self._told(file)

    def remove(self, file: str) -> None:
        """Leave a file out, to be asked about no more; a file of the folder stays where it is.

        Raises NoSuchArticle for a file that is not indexed, ShelfError for the last one with an article.
        """
        with self._change():
            index = self.newest()
            if not index.manifest or file not in {source.file for source in index.manifest.sources}:
                raise NoSuchArticle(f"There is no file {file[:200]!r} in the index.", "Choose one of those listed.")
            if {article.file for article in index.articles} == {file}:
                raise ShelfError(
                    f"{file} cannot be removed: without it there is no article left.",
                    "Add another article first, then remove this one.",
                )
            withdrawn = self._shelf.withdrawn()
            self._publish(withdrawn | {file}, withdrawn)

    def restore(self, file: str) -> Added:
        """Take back in a file that was removed. Raises NoSuchArticle for any other, or one that is gone since."""
        with self._change():
            withdrawn = self._shelf.withdrawn()
            if file not in withdrawn or not self._shelf.has(file):
                raise NoSuchArticle(f"No file {file[:200]!r} was removed that is still there.", "Add it again.")
            self._publish(withdrawn - {file}, withdrawn)
            return self._told(file)

    def removed(self) -> tuple[str, ...]:
        """The files that were removed and can be restored, by name."""
        return tuple(file for file in sorted(self._shelf.withdrawn()) if self._shelf.has(file))

    def rebuild(self, progress: Progress | None = None) -> BuildReport:
        """Bring the index up to what lies in the folder now; only what changed is done anew."""
        with self._change():
            report = build(self._settings, self._encoder, progress, patience=PATIENCE)
            self._take_up_now()
            return report

    @contextmanager
    def _change(self) -> Iterator[None]:
        if not self._changing.acquire(timeout=PATIENCE):
            raise IndexBusy("The index is being changed by somebody else.", "Try again when that is done.")
        try:
            yield
        finally:
            self._changing.release()

    def _publish(self, withdrawn: frozenset[str], before: frozenset[str]) -> None:
        """The index without `withdrawn`. The list is written last: a kill in between undoes what nobody was told of."""
        build(self._settings, self._encoder, withdrawn=withdrawn, patience=PATIENCE)
        if withdrawn != before:
            self._shelf.withdraw(withdrawn)
        self._take_up_now()

    def _take_up_now(self) -> None:
        with self._opening:
            if self._store.current() != self._seen:
                self._take_up()

    def _take_up(self) -> None:
        published = self._store.current()
        if self._pipeline is None or published not in (None, self._seen):
            self._pipeline, self._seen = self._over(self._store.open(encoder=self._encoder)), published

    def _known(self, articles: Sequence[Article]) -> Added | None:
        """What was told of these articles before, where all of them are in the index from files still there."""
        ids = tuple(article.id for article in articles)
        files = {article.id: article.file for article in self.newest().articles}
        if not all(id in files and self._shelf.has(files[id]) for id in ids):
            return None
        owners = sorted({files[id] for id in ids})
        return Added(owners[0], ids, self._passages(ids), f"same text as {', '.join(owners)}")

    def _told(self, file: str) -> Added:
        manifest = self.snapshot.manifest
        for source in manifest.sources if manifest else ():
            if source.file == file:
                return Added(file, source.articles, self._passages(source.articles), source.reason)
        raise NoSuchArticle(f"{file} was taken away while it was added.", "Add it again.")

    def _passages(self, ids: Sequence[str]) -> int:
        return sum(passage.article_id in ids for passage in self.snapshot.passages)

    def _over(self, snapshot: Snapshot) -> Pipeline:
        retriever = HybridRetriever(snapshot, self._encoder, self._translator, load_fusion())
        idf = snapshot.lexical.idf
        reader = TwoReaders(self._network, self._translator, idf, self._words.encode, self._spans, self._blend)
        limits = Limits(self._settings.max_question_chars, self._settings.top_k, self._blend.abstain_above)
        return Pipeline(snapshot, retriever, reader, self._kinds, limits)
