"""An error as the page tells it: in the reader's language, with what to do about it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.article import Language
from index.errors import (
    Busy,
    FolderError,
    IndexBusy,
    ModelError,
    NoSuchArticle,
    QuestionError,
    ShelfError,
    SnapshotError,
    UnreadableFile,
    WenjinError,
)

_CHINESE: dict[type[WenjinError], tuple[str, str]] = {
    QuestionError: ("这个问题没法回答：里面没有字。", "请用中文或英文写一个问题。"),
    Busy: ("排队的问题太多了。", "请过一会儿再试。"),
    IndexBusy: ("另一个程序正在更新索引。", "请过一会儿再试。"),
    SnapshotError: ("索引现在不能用。", "请运行 wenjin index 重建索引。"),
    ModelError: ("有一个模型不能用。", "请检查设置，或重新安装。"),
    FolderError: ("文章文件夹不能用。", "请检查文件夹里有没有可读的文件。"),
    UnreadableFile: ("这个文件读不了。", "请换一个文件，或另存为别的格式。"),
    NoSuchArticle: ("没有这个文件。", "请刷新页面，再看一看。"),
    ShelfError: ("没有做成。", "请换一个文件再试。"),
    WenjinError: ("出错了。", "请再试一次。"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """What happened, the cure, and where those say less than the error did, its own words in English."""

    text: str
    cure: str
    detail: str = ""


def told(error: WenjinError, language: Language) -> Told:
    """The error in that language."""
    if language == "en":
        return Told(error.message, error.cure)
    if isinstance(error, QuestionError):
        return _question(error)
    known = next(kind for kind in type(error).__mro__ if kind in _CHINESE)
    text, cure = _CHINESE[known]
    return Told(text, cure, detail=str(error))


def _question(error: QuestionError) -> Told:
    lengths = re.findall(r"\d+", error.message)
    if len(lengths) == 2:
        return Told(f"问题有{lengths[0]}个字，最多读{lengths[1]}个字。", "请问得短一些。")
    return Told(*_CHINESE[QuestionError])
