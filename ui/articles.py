"""The articles over HTTP: listed, read with the offsets of their passages, added, removed, restored."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import TYPE_CHECKING, Annotated, Any, Literal
from uuid import uuid4

from fastapi import FastAPI, File, Response, UploadFile
from pydantic import BaseModel, ConfigDict, Field

from index.article import Article, Language
from index.errors import Busy, NoSuchArticle, WenjinError
from index.keeping.shelf import is_upload
from ui.desk import Desk, Indexed
from ui.faults import ERRORS, MISSING, RETRY_SECONDS, only
from ui.schemas import DatingOut, ErrorOut, SpanOut, Told

if TYPE_CHECKING:
    from rag.library import Added

PATIENCE = 5.0  # seconds an upload is waited for before its sender is told where to look
PENDING = 8  # uploads that may be at work; each holds its bytes
REMEMBERED = 200  # outcomes kept to be asked for


class ArticleOut(Told):
    """One article of the index."""

    id: str = Field(description="A hash of its title and text.")
    title: str
    source: str
    file: str = Field(description="The file it stands in; .uploads/ before one that was added.")
    uploaded: bool = Field(description="Whether it was added here, rather than found in the folder.")
    language: Language
    date: DatingOut | None
    passages: int

    @classmethod
    def told(cls, article: Article, passages: int) -> dict[str, Any]:
        """Its fields."""
        return {
            "id": article.id,
            "title": article.title,
            "source": article.source,
            "file": article.file,
            "uploaded": is_upload(article.file),
            "language": article.language,
            "date": DatingOut.of(article.dating) if article.dating else None,
            "passages": passages,
        }


class PassageOut(SpanOut):
    """A passage: a run of code points of the article's text."""

    id: str


class FullArticleOut(Told):
    """One article, whole."""

    id: str
    title: str
    source: str
    file: str
    uploaded: bool
    language: Language
    date: DatingOut | None
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


class Uploads:
    """Uploads at work and what became of them, by id; the oldest are forgotten."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._tasks: dict[str, tuple[str, asyncio.Task[Added]]] = {}

    def begin(self, name: str, data: bytes) -> str:
        """The id of an upload now at work. Raises Busy beyond so many."""
        if sum(not task.done() for _, task in self._tasks.values()) >= PENDING:
            raise Busy(f"{PENDING} uploads are at work already.", "Wait for them, then send it.", RETRY_SECONDS)
        for old in list(self._tasks)[: -REMEMBERED or None]:
            del self._tasks[old]
        id, task = uuid4().hex, asyncio.create_task(self._desk.add(name, data))
        task.add_done_callback(_seen)
        self._tasks[id] = (name, task)
        return id

    async def outcome(self, id: str, seconds: float = 0.0) -> AddedOut | WorkingOut:
        """What became of it within so many seconds; raises what adding raised, or NoSuchArticle for an unknown id."""
        if id not in self._tasks:
            raise NoSuchArticle(f"There is no upload {id[:80]!r}.", "Ask for the id that POST /articles gave.")
        name, task = self._tasks[id]
        await asyncio.wait([task], timeout=seconds)
        return AddedOut.of(task.result()) if task.done() else WorkingOut(id=id, name=name)


def _seen(task: asyncio.Task[Added]) -> None:
    """An outcome that nobody asks for is no error of the server, and a refusal holds no longer what was sent."""
    error = None if task.cancelled() else task.exception()
    if isinstance(error, WenjinError):
        error.__context__ = error.__traceback__ = None


def add_articles(app: FastAPI, desk: Desk) -> None:
    """The routes at which articles are read and changed."""
    for path in ("/articles/restore", "/articles/rebuild"):  # first: neither is an article's id
        only(app, path, "POST")
    _add_reading(app, desk)
    _add_uploading(app, Uploads(desk))
    _add_removing(app, desk)
    only(app, "/articles", "GET", "POST")
    only(app, "/articles/uploads/{id}", "GET")
    only(app, "/articles/{id}", "GET", "DELETE")


def _add_reading(app: FastAPI, desk: Desk) -> None:
    @app.get("/articles", responses={503: MISSING[503]}, summary="List the articles")
    async def articles() -> ShelfOut:
        """Every article that can be asked about, every file that was left out, and why."""
        index, removed = await desk.newest(), await desk.removed()
        counts = Counter(passage.article_id for passage in index.passages)
        told = [ArticleOut(**ArticleOut.told(each, counts[each.id])) for each in index.articles]
        sources = index.manifest.sources if index.manifest else ()
        unread = [UnreadOut(file=source.file, reason=source.reason) for source in sources if source.reason]
        return ShelfOut(index_version=index.version, articles=told, unread=unread, removed=list(removed))

    @app.get("/articles/{id}", responses=MISSING, summary="Read one article")
    async def article(id: str) -> FullArticleOut:
        """The article's text, and where its passages stand in it."""
        index = await desk.newest()
        found = _article(index, id)
        own = [PassageOut(id=p.id, start=p.start, end=p.end) for p in index.passages if p.article_id == id]
        return FullArticleOut(**ArticleOut.told(found, 0) | {"text": found.text, "passages": own})


def _add_uploading(app: FastAPI, uploads: Uploads) -> None:
    later: dict[int | str, dict[str, Any]] = {
        201: {"model": AddedOut, "description": "It was added and can be asked about."},
        202: {"model": WorkingOut, "description": "It is being read; Location says where to ask what became of it."},
    }

    @app.post("/articles", status_code=201, responses=ERRORS | later, summary="Add an article")
    async def add(
        file: Annotated[UploadFile, File(description="A .txt, .md, .html, .pdf or .docx file.")], response: Response
    ) -> AddedOut | WorkingOut:
        """Take in one file. It can be asked about once this says so, without a restart; the same file twice is one."""
        id = uploads.begin(file.filename or "", await file.read())
        outcome = await uploads.outcome(id, PATIENCE)
        if isinstance(outcome, WorkingOut):
            response.status_code = 202
            response.headers["Location"] = f"/articles/uploads/{id}"
        return outcome

    @app.get("/articles/uploads/{id}", responses=MISSING, summary="What became of an upload")
    async def upload(id: str) -> AddedOut | WorkingOut | FailedOut:
        """Whether it is still being read, was added, or why not."""
        try:
            return await uploads.outcome(id)
        except NoSuchArticle:
            raise
        except WenjinError as error:
            return FailedOut(error=error.message, cure=error.cure)


def _add_removing(app: FastAPI, desk: Desk) -> None:
    @app.delete("/articles/{id}", responses=MISSING | {422: ERRORS[422]}, summary="Remove an article")
    async def remove(id: str) -> RemovedOut:
        """Leave out the file the article stands in, with all its articles; a file of the folder stays where it is."""
        index = await desk.newest()
        file = _article(index, id).file
        await desk.remove(file)
        return RemovedOut(file=file, articles=[each.id for each in index.articles if each.file == file])

    @app.post("/articles/restore", responses=ERRORS | MISSING, summary="Restore a removed file")
    async def restore(body: RestoreIn) -> AddedOut:
        """Take back in a file that was removed."""
        return AddedOut.of(await desk.restore(body.file))

    @app.post("/articles/rebuild", responses={503: MISSING[503]}, summary="Take up what changed in the folder")
    async def rebuild() -> RebuiltOut:
        """Read what was added to the folder, changed in it or taken away; the rest is not done again."""
        report = await desk.rebuild()
        unread = [UnreadOut(file=each.file, reason=each.reason) for each in report.unread]
        changes = {"added": list(report.added), "changed": list(report.changed), "removed": list(report.removed)}
        return RebuiltOut(index_version=report.version, unread=unread, **changes)


def _article(index: Indexed, id: str) -> Article:
    try:
        return index.article(id)
    except KeyError:
        cure = "GET /articles lists them."
        raise NoSuchArticle(f"There is no article {id[:80]!r} in the index.", cure) from None
