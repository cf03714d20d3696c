"""The articles over HTTP: listed, read with the offsets of their passages, added, removed, restored."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Any

from fastapi import FastAPI, File, Response, UploadFile

from index.article import Article
from index.errors import NoSuchArticle, WenjinError
from ui.desk import Desk, Indexed
from ui.faults import ERRORS, MISSING, only
from ui.listing import (
    AddedOut,
    ArticleOut,
    FailedOut,
    FullArticleOut,
    PassageOut,
    RebuiltOut,
    RemovedOut,
    RestoreIn,
    ShelfOut,
    UnreadOut,
    WorkingOut,
)
from ui.uploads import Uploads

PATIENCE = 5.0  # seconds an upload is waited for before its sender is told where to look


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
        told = [ArticleOut.of(each, passages=counts[each.id]) for each in index.articles]
        sources = index.manifest.sources if index.manifest else ()
        unread = [UnreadOut(file=source.file, reason=source.reason) for source in sources if source.reason]
        return ShelfOut(index_version=index.version, articles=told, unread=unread, removed=list(removed))

    @app.get("/articles/{id}", responses=MISSING, summary="Read one article")
    async def article(id: str) -> FullArticleOut:
        """The article's text, and where its passages stand in it."""
        index = await desk.newest()
        found = _article(index, id)
        own = [PassageOut(id=p.id, start=p.start, end=p.end) for p in index.passages if p.article_id == id]
        return FullArticleOut.of(found, text=found.text, passages=own)


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
