"""Every failure as {"error", "cure"}: what happened, and what to do about it."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from index.errors import Busy, NoSuchArticle, QuestionError, ShelfError, WenjinError
from ui.schemas import ErrorOut

_ASK_FORM = 'Send JSON such as {"question": "..."}; the fields are question, history, k, as_of and articles.'
_FORM = "See /openapi.json for what this route takes."
_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
RETRY_SECONDS = 5

ERRORS: dict[int | str, dict[str, Any]] = {
    400: {"model": ErrorOut, "description": "The body is not JSON."},
    413: {"model": ErrorOut, "description": "The body is too large."},
    422: {"model": ErrorOut, "description": "A field is missing, unknown, or cannot be used."},
    503: {"model": ErrorOut, "description": "Too many questions wait, or the index or a model cannot be used now."},
}
MISSING: dict[int | str, dict[str, Any]] = {
    404: {"model": ErrorOut, "description": "There is no such article."},
    503: ERRORS[503],
}


def add_faults(app: FastAPI) -> None:
    """Tell every failure of `app`'s routes in this form."""
    app.add_exception_handler(RequestValidationError, _unusable)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(WenjinError, _failed)
    app.add_exception_handler(Exception, _broken)


def only(app: FastAPI, path: str, *methods: str) -> None:
    """Refuse all other methods at `path`: the page mounted at / would take such a request and answer in HTML."""

    async def not_this_way() -> None:
        raise HTTPException(405, f"{path} takes {' and '.join(methods)} only.", headers={"Allow": ", ".join(methods)})

    others = [method for method in _METHODS if method not in methods]
    app.add_api_route(path, not_this_way, methods=others, include_in_schema=False)


def fault(status: int, error: str, cure: str, headers: Any = None) -> JSONResponse:
    """The response that tells a failure."""
    # What the client sent may hold half a character, which no encoder would write.
    readable = error.encode("utf-8", "backslashreplace").decode("utf-8")
    return JSONResponse({"error": readable, "cure": cure}, status, headers=headers)


def broken() -> JSONResponse:
    """The response when something unforeseen went wrong: what, goes to the server's log, not to whoever asked."""
    return fault(500, "The request was not answered: something is wrong with the server.", "See the server's log.")


async def _unusable(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    first, form = error.errors()[0], _form(request)
    if first["type"] == "json_invalid":
        return fault(400, f"The body is not JSON: {first.get('ctx', {}).get('error', first['msg'])}.", form)
    return fault(422, _complaint(first), form)


def _form(request: Request) -> str:
    return _ASK_FORM if request.url.path == "/ask" else _FORM


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
    cure = _form(request) if error.status_code in (400, 405) else "See /openapi.json for what this server offers."
    return fault(error.status_code, str(error.detail), cure, error.headers)


async def _broken(request: Request, error: Exception) -> JSONResponse:
    return broken()


async def _failed(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, WenjinError)
    if isinstance(error, NoSuchArticle):
        return fault(404, error.message, error.cure)
    if isinstance(error, QuestionError | ShelfError):
        return fault(422, error.message, error.cure)
    seconds = error.seconds if isinstance(error, Busy) else RETRY_SECONDS
    return fault(503, error.message, error.cure, {"Retry-After": str(seconds)})
