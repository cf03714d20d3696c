"""The repairs that indexing makes to one file, for the command line to show; nothing is built."""

from __future__ import annotations

from pathlib import Path

from index.cleaning.clean import Explanation, explain
from index.errors import UnreadableFile
from index.files.sources import RawText, read_file
from index.settings import Settings


def explained(settings: Settings, file: Path) -> Explanation:
    """How the text of one file is repaired; raises UnreadableFile where it cannot be read."""
    return explain(_raw(settings, file))


def _raw(settings: Settings, file: Path) -> RawText:
    """The file as it is read when its folder is indexed; it may be named as the index names it."""
    folder = settings.articles
    path = file if file.exists() else folder / file
    if not path.is_file():
        raise UnreadableFile(f"There is no file {file}.", "Name one as it stands in the folder, or by its path.")
    inside = path.resolve().is_relative_to(folder.resolve())
    try:
        return read_file(path.resolve(), folder.resolve() if inside else path.resolve().parent, settings.max_file_mb)
    except UnreadableFile as error:
        raise UnreadableFile(f"{file} was not read: {error.message}", error.cure) from None
