"""The same questions for other programs' assistants: the tools `ask` and `search` over MCP, at /mcp."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import date
from typing import TYPE_CHECKING, Annotated

from fastapi import FastAPI
from pydantic import BaseModel, Field
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from index.article import Hit
from index.errors import WenjinError
from rag.scope import Scope as ArticleScope
from ui.desk import Desk
from ui.parts import DatingOut, SpanOut, Told
from ui.schemas import AnswerOut, ArticleId, Day, Earlier
from ui.version import version

if TYPE_CHECKING:
    from fastmcp import FastMCP

PATH = "/mcp"
_ABOUT = (
    "Answers questions, in Chinese or English, from a folder of Chinese news articles, with the exact words and the "
    "date of every figure. Cite what it cites; where it abstains, the articles do not tell."
)
_Question = Annotated[str, Field(description="A question in Chinese or English.")]
_Count = Annotated[int | None, Field(ge=1, le=100, description="How many passages to read.")]
_AsOf = Annotated[Day | None, Field(description="Leave out what was published after this day.")]
_Articles = Annotated[list[ArticleId] | None, Field(max_length=1000, description="Only these articles, by id.")]


class FoundOut(Told):
    """A passage that a search found."""

    passage_id: str
    article_id: str
    title: str
    source: str
    date: DatingOut | None
    passage: str
    span: SpanOut = Field(description="Where the passage stands in the article's text, in code points.")
    score: float
    dense: float | None = Field(description="How near its meaning is; null where that was not asked.")
    lexical: float | None = Field(description="How well its words match.")
    terms: list[str] = Field(description="The search terms that matched.")


class SearchOut(BaseModel):
    """The passages found, best first."""

    index_version: str
    passages: list[FoundOut]


class Tools:
    """The MCP server, made when it is first called: its library takes seconds to load, and few ask for it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._app: ASGIApp | None = None
        self._making = asyncio.Lock()
        self._running: asyncio.Task[None] | None = None
        self._end = asyncio.Event()
        self.route = Route(PATH, _Endpoint(self), methods=["GET", "POST", "DELETE"], include_in_schema=False)

    @asynccontextmanager
    async def lifespan(self, app: FastAPI) -> AsyncIterator[None]:
        """Ends the MCP server, where it was made, together with `app`."""
        yield
        self._end.set()
        if self._running:
            await self._running

    async def app(self) -> ASGIApp:
        """The MCP server's application, running."""
        async with self._making:
            if self._app is None:
                server = await asyncio.to_thread(tool_server, self._desk)
                # This server's own guard keeps strange hosts and origins out, for every route alike.
                made = server.http_app(path=PATH, stateless_http=True, host_origin_protection=False)
                started = asyncio.Event()
                self._running = asyncio.create_task(self._run(made, started))
                await started.wait()
                self._app = made
            return self._app

    async def _run(self, made: ASGIApp, started: asyncio.Event) -> None:
        # Entered and left in one task, as its task group requires.
        async with made.router.lifespan_context(made):  # type: ignore[attr-defined]
            started.set()
            await self._end.wait()


class _Endpoint:
    """An ASGI application, which Starlette tells from a function by its not being one."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        app = await self._tools.app()
        await app(scope, receive, send)


def tool_server(desk: Desk) -> FastMCP:
    """An MCP server with the two tools."""
    os.environ.setdefault("FASTMCP_LOG_ENABLED", "false")
    os.environ.setdefault("FASTMCP_CHECK_FOR_UPDATES", "off")
    from fastmcp import FastMCP
    from fastmcp.exceptions import ToolError

    server: FastMCP = FastMCP("Wenjin 问津", instructions=_ABOUT, version=version(), mask_error_details=True)

    @server.tool(annotations={"readOnlyHint": True})
    async def ask(
        question: _Question,
        history: Annotated[
            list[Earlier] | None, Field(max_length=50, description="Earlier questions, oldest first.")
        ] = None,
        k: _Count = None,
        as_of: _AsOf = None,
        articles: _Articles = None,
    ) -> AnswerOut:
        """Answer a question from the articles: the sentence, the cited passages with the exact words, every figure."""
        try:
            return AnswerOut.of(await desk.ask(question, history or (), k, _scope(as_of, articles)))
        except WenjinError as error:
            raise ToolError(str(error)) from None

    @server.tool(annotations={"readOnlyHint": True})
    async def search(query: _Question, k: _Count = None, as_of: _AsOf = None, articles: _Articles = None) -> SearchOut:
        """Find the passages that are nearest to a question, best first, without answering it."""
        try:
            return _found(desk, await desk.search(query, k, _scope(as_of, articles)))
        except WenjinError as error:
            raise ToolError(str(error)) from None

    return server


def _scope(as_of: date | None, articles: list[str] | None) -> ArticleScope:
    return ArticleScope(as_of, None if articles is None else frozenset(articles))


def _found(desk: Desk, hits: Sequence[Hit]) -> SearchOut:
    index = desk.snapshot
    told = []
    for hit in hits:
        try:
            article = index.article(hit.passage.article_id)
        except KeyError:  # removed since it was found
            continue
        told.append(
            FoundOut(
                passage_id=hit.passage.id,
                article_id=article.id,
                title=article.title,
                source=article.source,
                date=DatingOut.of(article.dating) if article.dating else None,
                passage=hit.passage.text,
                span=SpanOut.of(hit.passage.span),
                score=hit.score,
                dense=hit.dense,
                lexical=hit.lexical,
                terms=list(hit.terms),
            )
        )
    return SearchOut(index_version=index.version, passages=told)
