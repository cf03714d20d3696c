"""What readers thought of the answers: kept in a SQLite file beside the indexes, exported for whoever mends Wenjin."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, astuple, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from index.errors import FeedbackError

NAME = "feedback.sqlite3"
_WAIT_SECONDS = 5.0
# A spreadsheet would take what begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Judgement:
    """One reader's judgement of one answer. `at` is UTC in ISO form; `verdict` is "up" or "down"."""

    key: str
    at: str
    verdict: str
    note: str
    question: str
    resolved: str
    answer: str
    index_version: str


_COLUMNS = tuple(field.name for field in fields(Judgement))
_TEXTS = ", ".join(f"{column} TEXT NOT NULL" for column in _COLUMNS[1:])
_CREATE = f"CREATE TABLE IF NOT EXISTS feedback (key TEXT PRIMARY KEY, {_TEXTS})"
_KEEP = f"INSERT OR REPLACE INTO feedback ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"
_ALL = f"SELECT {', '.join(_COLUMNS)} FROM feedback ORDER BY at, key"


def now() -> str:
    """This moment, as a judgement tells it."""
    return datetime.now(UTC).isoformat(timespec="seconds")


class Feedback:
    """The judgements kept under one home; safe to use from several threads and processes."""

    def __init__(self, home: Path) -> None:
        self.path = home / NAME

    def keep(self, judgement: Judgement) -> None:
        """Writes one judgement; a later one of the same key takes its place. Raises FeedbackError."""
        with self._open() as database:
            database.execute(_KEEP, astuple(judgement))

    def all(self) -> tuple[Judgement, ...]:
        """Every judgement, oldest first; none where nothing was ever judged. Raises FeedbackError."""
        if not self.path.exists():
            return ()
        with self._open() as database:
            return tuple(Judgement(*row) for row in database.execute(_ALL))

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self.path, timeout=_WAIT_SECONDS)) as database, database:
                database.execute(_CREATE)
                yield database
        except (sqlite3.Error, OSError) as error:
            raise FeedbackError(
                f"The feedback in {self.path} cannot be used: {error}.",
                "Check the disk and that the file may be written, or move it away to begin a new one.",
            ) from None


def write_lines(judgements: Iterable[Judgement], out: IO[str]) -> None:
    """One JSON object a line."""
    for judgement in judgements:
        out.write(json.dumps(asdict(judgement), ensure_ascii=False) + "\n")


def write_csv(judgements: Iterable[Judgement], out: IO[str]) -> None:
    """A header and one row a judgement; a cell that a spreadsheet would compute is kept as text by an apostrophe."""
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(_COLUMNS)
    for judgement in judgements:
        rows.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in astuple(judgement)])
