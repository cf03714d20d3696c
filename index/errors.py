"""Every error a person can meet, as one tree.

WenjinError               what happened, the value, and the cure
├── FolderError           the articles folder is missing, empty, or holds nothing readable
├── UnreadableFile        one file cannot be read; the rest of the folder can
├── ShelfError            an article cannot be added, removed or restored
│   └── NoSuchArticle     there is no article or file of that name
├── SnapshotError         the index on disk is missing, damaged, or of another version
│   ├── EncoderMismatch   the index was made by another encoder
│   └── IndexBusy         another process is building the index
├── ModelError            a model is missing, damaged, or not what the settings say
├── QuestionError         the question is empty or too long
├── QuestionSetError      a line of a question set cannot be read
├── Busy                  so many questions wait that another would wait too long
├── SettingsError         a setting has a value that cannot be used
├── FeedbackError         what readers thought of the answers cannot be kept or read
└── ServeError            the server cannot start, as when the port is in use
"""

from __future__ import annotations


class WenjinError(Exception):
    """A failure told to a person: `message` says what happened and to what, `cure` what to do about it."""

    def __init__(self, message: str, cure: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.cure = cure

    def __str__(self) -> str:
        return f"{self.message} {self.cure}".strip()


class FolderError(WenjinError):
    """The articles folder is missing, empty, or holds nothing readable."""


class UnreadableFile(WenjinError):
    """One file cannot be read; the rest of the folder can."""


class ShelfError(WenjinError):
    """An article cannot be added, removed or restored."""


class NoSuchArticle(ShelfError):
    """There is no article or file of that name."""


class SnapshotError(WenjinError):
    """The index on disk is missing, damaged, or of another version."""


class EncoderMismatch(SnapshotError):
    """The index was made by another encoder."""


class IndexBusy(SnapshotError):
    """Another process is building the index."""


class ModelError(WenjinError):
    """A model is missing, damaged, or not what the settings say."""


class QuestionError(WenjinError):
    """The question is empty or too long."""


class QuestionSetError(WenjinError):
    """A line of a question set cannot be read."""


class Busy(WenjinError):
    """So many questions wait that another would wait too long: after `seconds` there may be room."""

    def __init__(self, message: str, cure: str, seconds: int) -> None:
        super().__init__(message, cure)
        self.seconds = seconds


class SettingsError(WenjinError):
    """A setting has a value that cannot be used."""


class FeedbackError(WenjinError):
    """What readers thought of the answers cannot be kept or read."""


class ServeError(WenjinError):
    """The server cannot start, as when the port is in use."""
