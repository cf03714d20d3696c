"""POST /ask: one answer as JSON, or its text in pieces and then the whole of it as server-sent events."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.sse import EventSourceResponse, format_sse_event

from ui.desk import Desk
from ui.faults import ERRORS, only
from ui.schemas import AnswerOut, AskIn

_PIECE = re.compile(r"[\w.,%-]*[A-Za-z0-9][\w.,%-]*\s*|.", re.ASCII | re.DOTALL)
_STREAM: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {
            "text/event-stream": {
                "schema": {"type": "string"},
                "example": 'event: text\ndata: {"text": "723"}\n\nevent: answer\ndata: {"answer": "723…", …}\n\n',
            }
        }
    }
}


def add_ask(app: FastAPI, desk: Desk) -> None:
    """The route that questions are asked at."""

    @app.post("/ask", responses=ERRORS | _STREAM, response_model=AnswerOut, summary="Ask the articles")
    async def ask(body: AskIn, request: Request) -> AnswerOut | Response:
        """The answer with its citations, or the closest passages and a reason why there is none.

        With `Accept: text/event-stream` the text comes in events named `text`, then the whole answer, the same as
        without, in one named `answer`.
        """
        answer = AnswerOut.of(await desk.ask(body.question, body.history, body.k, body.scope))
        return EventSourceResponse(_events(answer)) if wants_stream(request) else answer

    only(app, "/ask", "POST")


def wants_stream(request: Request) -> bool:
    """Whether the client would rather have events."""
    return "text/event-stream" in request.headers.get("accept", "")


def pieces(text: str) -> list[str]:
    """The text in pieces as small as a reader sees it come: a word, a number, a Han character; joined they are it."""
    return _PIECE.findall(text)


def _events(answer: AnswerOut) -> Iterator[bytes]:
    for piece in pieces(answer.answer):
        yield event("text", json.dumps({"text": piece}))
    yield event("answer", answer.model_dump_json())


def event(name: str | None, data: str) -> bytes:
    """One server-sent event."""
    return format_sse_event(data_str=data, event=name)
