"""What is written for each question: the answer as read, whether it was refused, and at most four citations."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath

from index.errors import WenjinError
from index.keeping.durable import replace_file
from rag.answer import Answer, Citation

ANSWER_CHARS, LIST_CHARS = 200, 400
CITATIONS, CITATION_CHARS = 4, 400
_SENTENCE_END = re.compile(r"[。！？；!?\n]|\.(?=\s)")


@dataclass(frozen=True, slots=True)
class Cited:
    """A passage as written to the results: its text and the name of the raw file."""

    text: str
    file: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the results."""

    id: str
    answer: str
    refused: bool
    citations: tuple[Cited, ...] = ()


def result(id: str, answer: Answer, lists: bool = False) -> Result:
    """The line for one answer; `lists` allows the longer answer that a list may take."""
    text = shortened(answer.text, LIST_CHARS if lists else ANSWER_CHARS)
    cited = tuple(
        Cited(shown(citation), PurePosixPath(citation.file).name) for citation in answer.citations[:CITATIONS]
    )
    return Result(id, text, answer.abstained, cited)


def shortened(text: str, limit: int) -> str:
    """The text, or as many whole sentences of it as `limit` characters hold (cut short where not even one fits)."""
    text = text.strip()
    if len(text) <= limit:
        return text
    ends = [match.end() for match in _SENTENCE_END.finditer(text[: limit + 1]) if match.end() <= limit]
    return text[: ends[-1]].rstrip() if ends else text[: limit - 1] + "…"


def shown(citation: Citation, limit: int = CITATION_CHARS) -> str:
    """The passage; where it is longer than `limit` characters, the window of it that holds the telling sentence."""
    if len(citation.text) <= limit:
        return citation.text
    middle = (citation.evidence.start + citation.evidence.end) // 2 - citation.start
    start = max(0, min(middle - limit // 2, len(citation.text) - limit))
    return citation.text[start : start + limit]


def lines(results: Iterable[Result]) -> str:
    """The results as JSON lines."""
    return "".join(json.dumps(asdict(each), ensure_ascii=False) + "\n" for each in results)


def make_room(path: Path) -> None:
    """Makes the folder a file will be written to, so that a long run does not end in vain; raises WenjinError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(path, error) from None
    if path.is_dir():
        raise WenjinError(f"{path} is a folder, so no file can be written there.", "Name a file.")


def save(path: Path, text: str) -> None:
    """Writes the text, whole or not at all; raises WenjinError naming what is in the way."""
    try:
        if path.exists() and not path.is_file():  # a pipe or a device: it must not be replaced
            path.write_text(text, encoding="utf-8")
        else:
            replace_file(path, text.encode("utf-8"))
    except OSError as error:
        raise _unwritable(path, error) from None


def _unwritable(path: Path, error: OSError) -> WenjinError:
    return WenjinError(f"{path} cannot be written: {error.strerror or error}.", "Name another file.")
