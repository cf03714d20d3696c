"""The shelf a server asks: models loaded once, the index built when it must be, the newest snapshot taken up."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from index.article import Hit
from index.build import build
from index.keeping.snapshot import Snapshot
from index.keeping.store import Store
from index.progress import Progress
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
from rag.spans import SpanModel


class Library:
    """Answers over one folder of articles. Safe to call from several threads; a question sees one whole snapshot."""

    def __init__(self, settings: Settings, encoder: Encoder) -> None:
        self._settings = settings
        self._encoder = encoder
        self._translator = Translator.load()
        self._kinds = LinearKinds.load(BUNDLED_READER)
        self._network = Network.load(BUNDLED_READER)
        self._words = load_words()
        self._spans = SpanModel.load()
        self._blend = Blend.load()
        self._store = Store(settings.home, settings.articles)
        self._lock = threading.Lock()
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
        return self.pipeline.snapshot

    @property
    def pipeline(self) -> Pipeline:
        """The pipeline over the newest published snapshot."""
        with self._lock:
            published = self._store.current()
            if self._pipeline is None or published not in (None, self._seen):
                self._pipeline, self._seen = self._over(self._store.open(encoder=self._encoder)), published
            return self._pipeline

    def ask(self, question: str, history: Sequence[str] = (), k: int | None = None) -> Answer:
        """The answer, as Pipeline.ask gives it, over the newest snapshot."""
        return self.pipeline.ask(question, history, k)

    def retrieve(self, question: str, history: Sequence[str] = (), k: int | None = None) -> tuple[Hit, ...]:
        """The passages that would be read, best first."""
        return self.pipeline.retrieve(question, history, k)

    def _over(self, snapshot: Snapshot) -> Pipeline:
        retriever = HybridRetriever(snapshot, self._encoder, self._translator, load_fusion())
        idf = snapshot.lexical.idf
        reader = TwoReaders(self._network, self._translator, idf, self._words.encode, self._spans, self._blend)
        limits = Limits(self._settings.max_question_chars, self._settings.top_k, self._blend.abstain_above)
        return Pipeline(snapshot, retriever, reader, self._kinds, limits)
