"""What lies in the articles folder now, by checksum; a file read into its articles, or why it has none."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from hashlib import file_digest
from pathlib import Path

from index.apart import ask
from index.article import Article, Mark
from index.cleaning.clean import articles_of
from index.errors import UnreadableFile
from index.files.catalogue import Catalogue, load_catalogue
from index.files.sources import Metadata, RawText, list_files, read_file
from index.keeping.manifest import SourceFile
from index.keeping.records import dump_articles, load_articles

_MB = 1_000_000
_SHORT = 5_000


@dataclass(frozen=True, slots=True)
class Found:
    """A file, the folder its name is relative to, and its record as far as it is known before reading."""

    path: Path
    folder: Path
    source: SourceFile


def survey(folder: Path, max_mb: float, may_be_empty: bool = False) -> tuple[Found, ...]:
    """Every file that a person put into the folder, in order. Raises FolderError as `list_files` does.

    A checksum is that of `RawText`; it is empty where the bytes cannot be read or are too many.
    """
    files = list_files(folder, may_be_empty)
    catalogue = load_catalogue(folder)
    return tuple(found_file(path, folder, max_mb, catalogue) for path in files)


def read_articles(found: Found, max_mb: float) -> tuple[SourceFile, tuple[Article, ...]]:
    """The articles of one file, and its record; without articles the record says why."""
    try:
        raw = read_file(found.path, found.folder, max_mb)
        articles = cleaned(raw)
    except UnreadableFile as error:
        return replace(found.source, reason=_sentences(error)), ()
    except Exception as error:  # whatever cleaning makes of a strange text: the others shall be indexed
        return replace(found.source, reason=f"it cannot be read ({type(error).__name__}: {error})"), ()
    unlike = {article.id: article for article in reversed(articles)}  # a story may stand twice on its page
    record = replace(found.source, checksum=raw.checksum, articles=tuple(reversed(unlike)))
    return record, tuple(reversed(unlike.values()))


def cleaned(raw: RawText) -> tuple[Article, ...]:
    """The articles of a text; a long one is cleaned apart, for what takes a second for most may take hours for some."""
    if len(raw.text) <= _SHORT:
        return articles_of(raw)
    told = ask(f"{__name__}:told", json.dumps(asdict(raw)).encode())
    return load_articles(told["articles"].encode("utf-8", "surrogatepass"))


def told(data: bytes) -> dict[str, str]:
    """The articles of a text, both as JSON can hold them."""
    given = json.loads(data)
    marks = tuple(Mark(**mark) for mark in given.pop("marks"))
    raw = RawText(**{**given, "metadata": Metadata(**given["metadata"]), "marks": marks})
    return {"articles": dump_articles(articles_of(raw)).decode("utf-8", "surrogatepass")}


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


def _sentences(error: UnreadableFile) -> str:
    return f"{error.message.rstrip('.')}. {error.cure}" if error.cure else error.message


def found_file(path: Path, folder: Path, max_mb: float, catalogue: Catalogue | None = None) -> Found:
    """One file as it lies there; `catalogue` is what the folder's owner says of its files."""
    # A name that is not UTF-8 can neither be printed nor sent; such a file is never read.
    file = path.relative_to(folder).as_posix().encode(errors="replace").decode()
    given = catalogue.of(file) if catalogue else None
    return Found(path, folder, SourceFile(file, _checksum(path, repr(given) if given else "", max_mb)))


def _checksum(path: Path, given: str, max_mb: float) -> str:
    try:
        if not path.is_file() or path.stat().st_size > max_mb * _MB:
            return ""
        with path.open("rb") as file:
            digest = file_digest(file, "sha256")
    except OSError:
        return ""
    digest.update(given.encode())
    return digest.hexdigest()
