"""A set of questions on disk, one JSON object a line → plain records; a bad line is named with what is wrong."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from index.article import Language
from index.errors import QuestionSetError

_HAN = re.compile(r"[\u3400-\u9fff]")
_CURE = "Write one JSON object a line, with at least an id and a question; see eval/questions/digests.jsonl."
UNANSWERABLE = "unanswerable"


@dataclass(frozen=True, slots=True)
class Gold:
    """The words of one file that tell the answer."""

    file: str
    quote: str


@dataclass(frozen=True, slots=True)
class EvalQuestion:
    """One question of a set. `history` holds the earlier questions, oldest first.

    `accepted` are groups of strings: a right answer holds one of each group. `forbidden` are the values that are easily
    taken for it. `line` counts from 1.
    """

    id: str
    question: str
    lang: Language
    type: str
    history: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    accepted: tuple[tuple[str, ...], ...] = ()
    forbidden: tuple[str, ...] = ()
    gold: tuple[Gold, ...] = ()
    note: str = ""
    line: int = 0

    @property
    def unanswerable(self) -> bool:
        return self.type == UNANSWERABLE

    @property
    def scored(self) -> bool:
        """Whether the set says what a right answer is."""
        return self.unanswerable or bool(self.accepted)


def load_questions(path: Path) -> tuple[EvalQuestion, ...]:
    """Every question of the set, in its order; raises QuestionSetError naming the first line that cannot be used."""
    questions = tuple(_questions(path))
    if not questions:
        raise QuestionSetError(f"The question set {path} holds no question.", _CURE)
    first: dict[str, int] = {}
    for question in questions:
        if question.id in first:
            raise _bad(path, question.line, f'the id "{question.id}" is already that of line {first[question.id]}')
        first[question.id] = question.line
    return questions


def _questions(path: Path) -> Iterator[EvalQuestion]:
    for number, line in enumerate(_text(path).split("\n"), start=1):
        if line.strip():
            try:
                yield _question(line, number)
            except ValueError as error:
                raise _bad(path, number, str(error)) from None


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise QuestionSetError(f"The question set {path} is not UTF-8: {error}.", "Save it as UTF-8.") from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise QuestionSetError(f"The question set {path} cannot be read: {reason}.", "Name a .jsonl file.") from None


def _bad(path: Path, number: int, what: str) -> QuestionSetError:
    return QuestionSetError(f"Line {number} of {path.name}: {what}.", _CURE)


def _question(line: str, number: int) -> EvalQuestion:
    try:
        record = json.loads(line)
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON ({error.msg} at column {error.colno})") from None
    if not isinstance(record, dict):
        raise ValueError(f"a JSON object was expected, not {_kind(record)}")
    question = _required(record, "question")
    return EvalQuestion(
        id=_required(record, "id"),
        question=question,
        lang=_language(record, question),
        type=_string(record, "type"),
        history=tuple(_required(turn, "q", 'the "history"') for turn in _objects(record, "history")),
        answers=_strings(record.get("answers"), '"answers"'),
        accepted=_groups(record),
        forbidden=_strings(record.get("must_not_contain"), '"must_not_contain"'),
        gold=tuple(
            Gold(_required(each, "file", 'the "gold"'), _required(each, "quote", 'the "gold"'))
            for each in _objects(record, "gold")
        ),
        note=_string(record, "note"),
        line=number,
    )


def _language(record: Mapping[str, object], question: str) -> Language:
    given = record.get("lang")
    if given is None:
        return "zh" if _HAN.search(question) else "en"
    if given not in ("zh", "en"):
        raise ValueError(f'"lang" must be "zh" or "en", not {json.dumps(given, ensure_ascii=False)}')
    return given


def _groups(record: Mapping[str, object]) -> tuple[tuple[str, ...], ...]:
    name = '"must_contain_any"'
    groups = tuple(_strings(group, f"a group of {name}") for group in _list(record.get("must_contain_any"), name))
    if not all(groups):
        raise ValueError(f"a group of {name} is empty, so no answer could be right")
    return groups


def _objects(record: Mapping[str, object], name: str) -> tuple[Mapping[str, object], ...]:
    items = _list(record.get(name), f'"{name}"')
    for item in items:
        if not isinstance(item, dict):
            raise ValueError(f'"{name}" must be a list of objects, and holds {_kind(item)}')
    return tuple(cast(Mapping[str, object], item) for item in items)


def _strings(value: object, name: str) -> tuple[str, ...]:
    items = _list(value, name)
    for item in items:
        if not isinstance(item, str) or not item.strip():
            held = "an empty one" if isinstance(item, str) else _kind(item)
            raise ValueError(f"{name} must be a list of strings, and holds {held}")
    return tuple(cast(list[str], items))


def _list(value: object, name: str) -> list[object]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise ValueError(f"{name} must be a list, not {_kind(value)}")
    return value


def _required(record: Mapping[str, object], name: str, of: str = "it") -> str:
    if name not in record:
        raise ValueError(f'"{name}" is missing' if of == "it" else f'{of} lacks "{name}"')
    value = _string(record, name)
    if not value.strip():
        raise ValueError(f'"{name}" is empty')
    return value


def _string(record: Mapping[str, object], name: str) -> str:
    value = record.get(name)
    if value is not None and not isinstance(value, str):
        raise ValueError(f'"{name}" must be a string, not {_kind(value)}')
    return value or ""


def _kind(value: object) -> str:
    names = {dict: "an object", list: "a list", str: "a string", bool: "true or false", type(None): "null"}
    return names.get(type(value), f"the number {value}")
