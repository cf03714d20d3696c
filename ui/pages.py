"""What the chat page fetches besides its answers: an article to read, and where a judgement goes."""

from __future__ import annotations

from typing import Annotated, Literal

from anyio import to_thread
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, ConfigDict, Field

from index.article import Language
from ui.desk import Desk
from ui.feedback import Feedback, Judgement, now
from ui.reader import Marked, article_html, missing_html, span_of

FEEDBACK = "/page/feedback"

_Short = Annotated[str, Field(max_length=100)]
_Words = Annotated[str, Field(max_length=10_000)]


class JudgementIn(BaseModel):
    """A reader's judgement as the page sends it."""

    model_config = ConfigDict(extra="forbid", strict=True)

    key: str = Field(pattern=r"^[a-z0-9]{1,32}$")
    verdict: Literal["up", "down"]
    note: str = Field("", max_length=2000)
    question: _Words
    resolved: _Words = ""
    answer: _Words = ""
    index_version: _Short = ""


def add_pages(app: FastAPI, desk: Desk, feedback: Feedback) -> None:
    """Adds what the page fetches; it is the page's own affair and stands in no published interface."""

    @app.get("/page/articles/{id}", include_in_schema=False)
    async def article(
        id: str, lang: Language = "zh", evidence: str = "", answer: str = "", near: str = ""
    ) -> HTMLResponse:
        try:
            found = (await desk.newest()).article(id)
        except KeyError:
            return HTMLResponse(missing_html(lang), 404)
        marked = Marked(span_of(evidence), span_of(answer), span_of(near))
        return HTMLResponse(article_html(found, marked, lang))

    @app.post(FEEDBACK, include_in_schema=False, status_code=204)
    async def judge(sent: JudgementIn) -> None:
        await to_thread.run_sync(feedback.keep, Judgement(at=now(), **sent.model_dump()))
