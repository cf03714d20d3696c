"""The articles as JSON: how they are listed and read, and what became of one added, removed or restored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from index.article import Article, Language
from index.keeping.shelf import is_upload
from ui.parts import DatingOut, SpanOut, Told
from ui.schemas import ErrorOut

if TYPE_CHECKING:
    from rag.library import Added


class HeadOut(Told):
    """What is known of an article besides its text."""

    id: str = Field(description="A hash of its title and text.")
    title: str
    source: str
    file: str = Field(description="The file it stands in; .uploads/ before one that was added.")
    uploaded: bool = Field(description="Whether it was added here, rather than found in the folder.")
    language: Language
    date: DatingOut | None

    @classmethod
    def of(cls, article: Article, **more: Any) -> Self:
        """The article's fields, and what else is told of it."""
        return cls(
            id=article.id,
            title=article.title,
            source=article.source,
            file=article.file,
            uploaded=is_upload(article.file),
            language=article.language,
            date=DatingOut.of(article.dating) if article.dating else None,
            **more,
        )


class ArticleOut(HeadOut):
    """One article of the index."""

    passages: int


class PassageOut(SpanOut):
    """A passage: a run of code points of the article's text."""

    id: str


class FullArticleOut(HeadOut):
    """One article, whole."""

    text: str = Field(description="What every offset counts in.")
    passages: list[PassageOut]


class UnreadOut(Told):
    """A file of which something was left out."""

    file: str
    reason: str


class ShelfOut(Told):
    """What can be asked about, and what cannot."""

    index_version: str
    articles: list[ArticleOut]
    unread: list[UnreadOut] = Field(description="Files that were left out, in whole or in part, and why.")
    removed: list[str] = Field(description="Files that were removed and can be restored.")


class AddedOut(Told):
    """What became of a file."""

    state: Literal["done"] = "done"
    file: str = Field(description="Its name in the index.")
    articles: list[str] = Field(description="The ids of its articles.")
    passages: int
    reason: str = Field(description="Empty, or which stories stand in another file already and were not taken again.")

    @classmethod
    def of(cls, added: Added) -> AddedOut:
        return cls(file=added.file, articles=list(added.articles), passages=added.passages, reason=added.reason)


class WorkingOut(Told):
    """An upload that is being read."""

    state: Literal["working"] = "working"
    id: str = Field(description="Ask for it at /articles/uploads/{id}.")
    name: str


class FailedOut(ErrorOut):
    """An upload that came to nothing."""

    state: Literal["failed"] = "failed"


class RemovedOut(Told):
    """What was removed."""

    file: str = Field(description="Send it to /articles/restore to undo this.")
    articles: list[str] = Field(description="The ids of all articles of that file.")


class RestoreIn(BaseModel):
    """A file that was removed."""

    model_config = ConfigDict(extra="forbid", strict=True)

    file: str = Field(min_length=1, max_length=1000, description="Its name, as GET /articles tells it.")


class RebuiltOut(Told):
    """What changed in the folder."""

    index_version: str
    added: list[str]
    changed: list[str]
    removed: list[str]
    unread: list[UnreadOut]
