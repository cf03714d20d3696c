"""The same answers in the form that existing chat clients know: /v1/chat/completions and /v1/models."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Annotated, Any, Literal
from uuid import uuid4

from fastapi import FastAPI, Response
from fastapi.sse import EventSourceResponse
from pydantic import BaseModel, ConfigDict, Field

from ui.asking import event, pieces
from ui.desk import Desk
from ui.faults import ERRORS, only
from ui.schemas import AnswerOut, ArticleId, AskIn, CitationOut, Day

MODEL = "wenjin"
_MADE = 0  # the model has no date of its own, and clients want a number


class PartIn(BaseModel):
    """A part of a message; only text is read."""

    type: str
    text: str = ""


Content = Annotated[str, Field(max_length=100_000)] | Annotated[list[PartIn], Field(max_length=100)] | None


class MessageIn(BaseModel):
    """One message of the chat. Those of the user are read; the last of them is the question."""

    role: str = Field(examples=["user"])
    content: Content = None

    @property
    def text(self) -> str:
        """Its words."""
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content if part.type == "text")
        return self.content or ""


class CompletionIn(BaseModel):
    """A chat; what a language model would be told beside it (temperature and the like) is taken and has no effect."""

    model_config = ConfigDict(extra="ignore")

    messages: list[MessageIn] = Field(min_length=1, max_length=200)
    model: str = Field(MODEL, max_length=200)
    stream: bool = False
    k: int | None = Field(None, ge=1, le=100, description="As for /ask.")
    as_of: Day | None = Field(None, description="As for /ask.")
    articles: list[ArticleId] | None = Field(None, max_length=1000, description="As for /ask.")

    def asked(self) -> AskIn:
        """The chat as a question with its history; an empty one, which is refused, where nobody asks."""
        questions = [message.text for message in self.messages if message.role == "user"]
        if not questions:
            return AskIn.model_construct(question="", history=[], k=None, as_of=None, articles=None)
        *history, question = questions
        return AskIn.model_construct(
            question=question, history=history[-50:], k=self.k, as_of=self.as_of, articles=self.articles
        )


class MessageOut(BaseModel):
    """What is answered."""

    role: Literal["assistant"] = "assistant"
    content: str


class ChoiceOut(BaseModel):
    """The one answer."""

    index: Literal[0] = 0
    message: MessageOut
    finish_reason: Literal["stop"] = "stop"


class CompletionOut(BaseModel):
    """The answer as a chat completion; `wenjin` is what POST /ask would have given."""

    id: str
    object: Literal["chat.completion"] = "chat.completion"
    created: int
    model: str
    choices: list[ChoiceOut]
    wenjin: AnswerOut = Field(description="The whole answer: its citations, figures and timings.")


class ModelOut(BaseModel):
    """A model a client may name."""

    id: str = MODEL
    object: Literal["model"] = "model"
    created: int = _MADE
    owned_by: str = "wenjin"


class ModelsOut(BaseModel):
    """The models there are: one."""

    object: Literal["list"] = "list"
    data: list[ModelOut]


def add_completions(app: FastAPI, desk: Desk) -> None:
    """The two routes that chat clients ask."""

    @app.get("/v1/models", summary="The models a chat client may name")
    async def models() -> ModelsOut:
        """One model, whatever articles it answers from."""
        return ModelsOut(data=[ModelOut()])

    @app.post("/v1/chat/completions", responses=ERRORS, response_model=CompletionOut, summary="Ask as chat clients do")
    async def completions(body: CompletionIn) -> CompletionOut | Response:
        """The answer with numbered marks, the sources they stand for beneath, and all of it in the field `wenjin`."""
        asked = body.asked()
        answer = AnswerOut.of(await desk.ask(asked.question, asked.history, asked.k, asked.scope))
        head: dict[str, Any] = {"id": f"chatcmpl-{uuid4().hex}", "created": int(time.time()), "model": body.model}
        if body.stream:
            return EventSourceResponse(_chunks(head, answer))
        choice = ChoiceOut(message=MessageOut(content=text_with_sources(answer)))
        return CompletionOut(**head, choices=[choice], wenjin=answer)

    only(app, "/v1/models", "GET")
    only(app, "/v1/chat/completions", "POST")


def text_with_sources(answer: AnswerOut) -> str:
    """The answer, and beneath it what each of its marks stands for; an answer that abstains cites nothing."""
    if answer.abstained and not answer.figures:
        return answer.answer
    sources = [f"[{number}] {_source(each)}" for number, each in enumerate(answer.citations, 1)]
    return "\n\n".join([answer.answer, "\n".join(sources)]) if sources else answer.answer


def _source(citation: CitationOut) -> str:
    told = [f"《{citation.title}》", citation.source, citation.date.period.iso if citation.date else ""]
    quote = f"“{citation.evidence.text.strip()}”" if citation.evidence else ""
    return f"{' '.join(part for part in told if part)} {quote}".strip()


def _chunks(head: dict[str, Any], answer: AnswerOut) -> Iterator[bytes]:
    yield _chunk(head, {"role": "assistant", "content": ""})
    for piece in pieces(text_with_sources(answer)):
        yield _chunk(head, {"content": piece})
    yield _chunk(head, {}, finish="stop", wenjin=answer.model_dump(mode="json"))
    yield event(None, "[DONE]")


def _chunk(head: dict[str, Any], delta: dict[str, Any], finish: str | None = None, **more: Any) -> bytes:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return event(None, json.dumps({**head, "object": "chat.completion.chunk", "choices": [choice], **more}))
