"""The HTTP face: POST /ask and GET /health, and every error as {"error", "cure"}."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from index.errors import QuestionError, WenjinError
from ui.desk import Desk
from ui.schemas import AnswerOut, AskIn, ErrorOut, HealthOut
from ui.version import version

_ABOUT = (
    "Ask a folder of Chinese news articles, in Chinese or English. Every answer carries the passages it was taken "
    "from, with the exact words marked, and the date of every figure. Offsets count Unicode code points."
)
_FORM = 'Send JSON such as {"question": "..."}; the fields are question, history and k.'
_ERRORS: dict[int | str, dict[str, Any]] = {
    400: {"model": ErrorOut, "description": "The body is not JSON."},
    413: {"model": ErrorOut, "description": "The body is too large."},
    422: {"model": ErrorOut, "description": "A field is missing, unknown, or cannot be used."},
    503: {"model": ErrorOut, "description": "The index or a model cannot be used now."},
}


def build_api(desk: Desk) -> FastAPI:
    """The HTTP application, without the chat page."""
    # The pages FastAPI would serve at /docs and /redoc fetch their scripts from other hosts.
    app = FastAPI(title="Wenjin 问津", description=_ABOUT, version=version(), docs_url=None, redoc_url=None)
    app.add_exception_handler(RequestValidationError, _unusable)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(WenjinError, _failed)
    app.add_exception_handler(Exception, _broken)
    _add_ask(app, desk)
    _add_health(app, desk)
    return app


def _add_ask(app: FastAPI, desk: Desk) -> None:
    @app.post("/ask", responses=_ERRORS, summary="Ask the articles")
    async def ask(body: AskIn) -> AnswerOut:
        """The answer with its citations, or the closest passages and a reason why there is none."""
        return AnswerOut.of(await desk.ask(body.question, body.history, body.k))

    @app.api_route("/ask", methods=["GET", "HEAD", "PUT", "PATCH", "DELETE"], include_in_schema=False)
    async def not_this_way() -> None:
        # Without this the page mounted at / would take the request and answer in HTML.
        raise HTTPException(405, "Questions are asked with POST.", headers={"Allow": "POST"})


def _add_health(app: FastAPI, desk: Desk) -> None:
    @app.get("/health", summary="Is the server alive")
    async def health() -> HealthOut:
        """The server answers, and from which index."""
        index = desk.snapshot
        return HealthOut(
            version=version(),
            index_version=index.version,
            articles=len(index.articles),
            passages=len(index.passages),
        )


def _error(status: int, error: str, cure: str, headers: Any = None) -> JSONResponse:
    # What the client sent may hold half a character, which no encoder would write.
    readable = error.encode("utf-8", "backslashreplace").decode("utf-8")
    return JSONResponse({"error": readable, "cure": cure}, status, headers=headers)


async def _unusable(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    if first["type"] == "json_invalid":
        return _error(400, f"The body is not JSON: {first.get('ctx', {}).get('error', first['msg'])}.", _FORM)
    return _error(422, _complaint(first), _FORM)


def _complaint(first: dict[str, Any]) -> str:
    name = ".".join(str(part) for part in first["loc"][1:])[:80]
    match first["type"], name:
        case _, "":
            return "The body is not a JSON object sent as application/json."
        case "missing", _:
            return f"The field {name} is missing."
        case "extra_forbidden", _:
            return f"There is no field {name}."
        case "string_too_short", "question":
            return "The question is empty."
        case "string_unicode", _:
            return f"The field {name} holds half a character (a lone surrogate)."
    return f"The field {name} cannot be used: {first['msg']}."


async def _refused(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    cure = _FORM if error.status_code in (400, 405) else "See /openapi.json for what this server offers."
    return _error(error.status_code, str(error.detail), cure, error.headers)


async def _broken(request: Request, error: Exception) -> JSONResponse:
    # What broke goes to the server's log, not to whoever asked.
    return _error(500, "The question was not answered: something is wrong with the server.", "See the server's log.")


async def _failed(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, WenjinError)
    return _error(422 if isinstance(error, QuestionError) else 503, error.message, error.cure)
