"""What a build tells when it is done: the files it found, what changed in them, and what was left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.files.sources import Unread
from index.keeping.kept import key
from index.keeping.manifest import Manifest, SourceFile


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build found and did. `added`, `changed` and `removed` are files; `encoded` counts passages.

    `published` is False where the index was up to date. An unread file has a reason; so has one that was read
    but for a story that stands in another file too. `repaired` is empty, or says what was wrong with the index
    before, which is mended now.
    """

    version: str
    files: int
    articles: int
    passages: int
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    unread: tuple[Unread, ...]
    seconds: float
    encoded: int = 0
    published: bool = True
    repaired: str = ""

    @classmethod
    def of(
        cls,
        before: Manifest | None,
        sources: Sequence[SourceFile],
        version: str,
        passages: int,
        encoded: int = 0,
        *,
        published: bool,
    ) -> BuildReport:
        """What changed since `before`, the manifest of the index that was served; `seconds` is left at nought."""
        then = {source.file: key(source) for source in before.sources if source.articles} if before else {}
        now = {source.file: key(source) for source in sources if source.articles}
        return cls(
            version=version,
            files=len(now),
            articles=sum(len(source.articles) for source in sources),
            passages=passages,
            added=tuple(file for file in now if file not in then),
            changed=tuple(file for file in now if file in then and now[file] != then[file]),
            removed=tuple(file for file in then if file not in now),
            unread=tuple(Unread(source.file, source.reason) for source in sources if source.reason),
            seconds=0.0,
            encoded=encoded,
            published=published,
        )
