"""What lies in the articles folder now, by checksum; a file read into its articles, or why it has none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from index.article import Article
from index.clean import articles_of
from index.durable import sha256_of
from index.errors import UnreadableFile
from index.manifest import SourceFile
from index.sources import list_files, read_file

_METADATA = "articles.toml"
_MB = 1_000_000


def survey(folder: Path, max_mb: float) -> tuple[SourceFile, ...]:
    """Every file that would be read, in order; no checksum where the bytes cannot be read or are too many.

    Raises FolderError when the folder is missing or empty.
    """
    metadata = _metadata(folder)
    return tuple(
        SourceFile(path.relative_to(folder).as_posix(), _checksum(path, max_mb), metadata)
        for path in list_files(folder)
    )


def read_articles(found: SourceFile, folder: Path, max_mb: float) -> tuple[SourceFile, tuple[Article, ...]]:
    """The articles of one file, and its record; without articles the record says why."""
    try:
        articles = articles_of(read_file(folder / found.file, folder, max_mb))
    except UnreadableFile as error:
        return replace(found, reason=error.message), ()
    except Exception as error:  # whatever a damaged file makes a dozen libraries raise: the others shall be read
        return replace(found, reason=f"cannot be read ({type(error).__name__}: {error})"), ()
    unlike = {article.id: article for article in reversed(articles)}  # a story may stand twice on its page
    return replace(found, articles=tuple(reversed(unlike))), tuple(reversed(unlike.values()))


def without_repeats(
    record: SourceFile, articles: tuple[Article, ...], owners: Mapping[str, str]
) -> tuple[SourceFile, tuple[Article, ...]]:
    """What is left of a file when the articles that `owners` (id → file) already have are not taken again."""
    repeated = [article for article in articles if article.id in owners]
    if not repeated:
        return record, articles
    kept = tuple(article for article in articles if article.id not in owners)
    ids = tuple(article.id for article in kept)
    return replace(record, articles=ids, reason=_repeats(repeated, bool(kept), owners)), kept


def _repeats(repeated: list[Article], in_part: bool, owners: Mapping[str, str]) -> str:
    if in_part:
        return "; ".join(f"“{story.title}” in it: same text as {owners[story.id]}" for story in repeated)
    return f"same text as {', '.join(sorted({owners[story.id] for story in repeated}))}"


def _checksum(path: Path, max_mb: float) -> str:
    try:
        return sha256_of(path) if path.stat().st_size <= max_mb * _MB else ""
    except OSError:
        return ""


def _metadata(folder: Path) -> str:
    try:
        return sha256((folder / _METADATA).read_bytes()).hexdigest()
    except OSError:
        return ""
