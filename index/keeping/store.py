"""The snapshots of one articles folder on disk: published whole by one rename, the one before kept at hand.

<home>/indexes/<folder's name>-<hash of its path>/
├── CURRENT               the version that is served
├── .uploads/, withdrawn.json   what was uploaded and what was removed (shelf.py)
├── lock                  held by the one builder
├── snapshots/<version>/  manifest.json, articles.jsonl, passages.jsonl, vectors.faiss, bm25/
└── building-*, trash-*   what a killed builder left; the next one sweeps it away (scratch.py)
"""

from __future__ import annotations

import errno
import os
import re
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from index.errors import EncoderMismatch, IndexBusy, SnapshotError
from index.keeping.durable import move_folder, replace_file
from index.keeping.lock import Taken, locked
from index.keeping.manifest import Damaged, Manifest, read_manifest
from index.keeping.scratch import Scratch
from index.keeping.snapshot import Content, Snapshot, read_snapshot, verified_manifest, write_snapshot
from index.searching.dense import FaissStore
from index.searching.lexical import BM25Store

_VERSION = re.compile(r"[0-9a-f]{16}")
_ATTEMPTS = 3
_PAUSE = 0.05
# None is numpy's: it tells a write that was cut short without a number.
_FULL = (errno.ENOSPC, errno.EDQUOT, None)


class EncoderIdentity(Protocol):
    """What tells two encoders apart."""

    @property
    def name(self) -> str: ...

    @property
    def fingerprint(self) -> str: ...


class Store:
    """Where the snapshots are. Opening never writes; `publish` and `adopt` are for whoever holds `lock`."""

    def __init__(self, home: Path, articles: Path) -> None:
        self.articles = articles.expanduser().resolve()
        digest = sha256(os.fsencode(self.articles)).hexdigest()[:8]
        self.root = home.expanduser().absolute() / "indexes" / f"{self.articles.name[:40] or 'root'}-{digest}"
        self.snapshots = self.root / "snapshots"
        self._current = self.root / "CURRENT"
        self._scratch = Scratch(self.root)
        self._cure = f"Run `wenjin index {self.articles}` to build it."

    def current(self) -> str | None:
        """The version published last, None where CURRENT is missing or damaged: one small read, to be polled.

        Compare it with what it said before the last `open`, not with `Snapshot.version`: where an older
        snapshot stands in for a damaged one, the two differ until the next build.
        """
        try:
            text = self._current.read_text(encoding="ascii")
        except (OSError, UnicodeDecodeError):
            return None
        return text[:-1] if text.endswith("\n") and _VERSION.fullmatch(text[:-1]) else None

    def open(self, version: str | None = None, encoder: EncoderIdentity | None = None) -> Snapshot:
        """The published snapshot (or that `version`), fully verified, else the last good one with a notice.

        Raises EncoderMismatch when it was made by another encoder than the one given, SnapshotError when none
        of this folder can be used.
        """
        if version is not None:
            return self._load(version, encoder)
        try:
            return self._load_current(encoder)
        except EncoderMismatch:
            raise
        except SnapshotError as error:
            return self._last_good(error, encoder)

    def manifest(self, version: str | None = None) -> Manifest | None:
        """The manifest of the published snapshot (or that `version`), None unless all of it is whole."""
        version = version or self.current()
        try:
            return verified_manifest(self.snapshots / version) if version else None
        except Damaged:
            return None

    @contextmanager
    def lock(self, patience: float = 0.0) -> Iterator[None]:
        """Be the only builder, with what killed ones left swept away.

        Raises IndexBusy when another still builds after `patience` seconds, or SnapshotError.
        """
        with ExitStack() as stack:
            with self._writing():
                self.snapshots.mkdir(parents=True, exist_ok=True)
                stack.enter_context(self._lock_within(patience))
                self._scratch.sweep()
            yield

    def _lock_within(self, patience: float) -> ExitStack:
        end = time.monotonic() + patience
        while True:
            try:
                with ExitStack() as stack:
                    stack.enter_context(locked(self.root / "lock"))
                    return stack.pop_all()
            except Taken as taken:
                if time.monotonic() >= end:
                    raise self._busy(taken.holder) from None
            time.sleep(_PAUSE)

    def publish(self, content: Content, dense: FaissStore, lexical: BM25Store) -> str:
        """Write a snapshot beside the others, put it in place, make it current; its version comes back.

        Raises SnapshotError when it cannot be written; then, as after a kill at any point, the index before
        stands as it was.
        """
        version = content.version
        with self._writing(), self._scratch.building() as folder:
            building = folder / version
            building.mkdir()
            write_snapshot(building, content, dense, lexical)
            self._read_back(building)
            self._scratch.discard(self.snapshots / version)
            move_folder(building, self.snapshots / version)
        self.adopt(version)
        return version

    def adopt(self, version: str) -> None:
        """Make current a snapshot that lies there whole, and drop all others but one. Raises SnapshotError.

        The one kept is the good one served before, which a running reader may have open.
        """
        before = [self.current(), *(other for _, other in self._versions())]
        kept = next((other for other in before if other != version and self.manifest(other)), None)
        with self._writing():
            replace_file(self._current, f"{version}\n".encode())
            for folder in self.snapshots.iterdir():
                if folder.name not in (version, kept):
                    self._scratch.discard(folder)

    def tidy(self) -> None:
        """Sweep what a builder killed at its very end left, where that can be done: nobody waits for it."""
        if self._scratch.left():
            with suppress(SnapshotError), self.lock():
                pass

    def _load_current(self, encoder: EncoderIdentity | None) -> Snapshot:
        for _ in range(_ATTEMPTS):
            version = self.current()
            if version is None:
                raise self._no_current()
            try:
                return self._load(version, encoder)
            except SnapshotError as error:
                failure = error
            # While this one was being read, a builder may have published twice and dropped it.
            if self.current() == version:
                break
        raise failure

    def _no_current(self) -> SnapshotError:
        if self._current.exists():
            return SnapshotError(f"The index in {self.root} is damaged: CURRENT names no version.", self._cure)
        if self._versions():
            return SnapshotError(f"The index in {self.root} is damaged: CURRENT is missing.", self._cure)
        return SnapshotError(f"There is no index of {self.articles} yet.", self._cure)

    def _last_good(self, error: SnapshotError, encoder: EncoderIdentity | None) -> Snapshot:
        for created, version in self._versions():
            try:
                snapshot = self._load(version, encoder)
            except SnapshotError:
                continue
            notice = f"{error.message} The index built {created[:16]} UTC serves instead. {error.cure}"
            return replace(snapshot, notice=notice, damage=error.message)
        raise error

    def _versions(self) -> list[tuple[str, str]]:
        """When built, and version, of every snapshot whose manifest can be read, the last built first."""
        found = []
        for folder in self.snapshots.glob("*"):
            try:
                found.append((read_manifest(folder).created, folder.name))
            except Damaged:
                continue
        return sorted(found, reverse=True)

    def _load(self, version: str, encoder: EncoderIdentity | None) -> Snapshot:
        folder = self.snapshots / version
        try:
            snapshot = read_snapshot(folder)
        except Damaged as damage:
            raise SnapshotError(f"The index in {folder} cannot be used: {damage}.", self._cure) from None
        if encoder is not None and snapshot.encoder != encoder.fingerprint:
            raise self._mismatch(snapshot, encoder)
        return snapshot

    def _mismatch(self, snapshot: Snapshot, encoder: EncoderIdentity) -> EncoderMismatch:
        made = snapshot.manifest.encoder_name if snapshot.manifest else ""
        return EncoderMismatch(
            f"The index of {self.articles} was made by the encoder {made} ({snapshot.encoder[:12]}), "
            f"not by {encoder.name} ({encoder.fingerprint[:12]}).",
            f"Run `wenjin index {self.articles}` to build it again, or set WENJIN_ENCODER to the other.",
        )

    def _busy(self, holder: str) -> IndexBusy:
        who = f"process {holder}" if holder else "another process"
        return IndexBusy(f"The index of {self.articles} is being built by {who}.", "Try again when it is done.")

    def _read_back(self, building: Path) -> None:
        """A full disk may cut a file short and tell nobody: what cannot be read is not published."""
        try:
            read_snapshot(building)
        except (Damaged, SnapshotError) as error:
            raise OSError(errno.EIO, f"what was written cannot be read back, {error}") from None

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            full = error.errno in _FULL
            fault = "the disk is full" if full else error.strerror or str(error)
            cure = "Free some space" if full else "Set WENJIN_HOME to a folder that can be written to"
            raise SnapshotError(
                f"The index could not be written to {self.root}: {fault}.",
                f"{cure} and try again; the index built before is untouched.",
            ) from None
