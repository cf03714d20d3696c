"""The HTTP face: questions, articles and probes, each with its routes in a file of its own."""

from __future__ import annotations

from fastapi import FastAPI

from ui.articles import add_articles
from ui.asking import add_ask
from ui.completions import add_completions
from ui.desk import Desk
from ui.faults import add_faults
from ui.limit import BodyLimit
from ui.probes import add_probes
from ui.tools import Tools
from ui.version import version

MOST_BYTES = 1_000_000
_MB = 1_000_000
_ENVELOPE = 100_000  # bytes that a form has beside its file

_ABOUT = (
    "Ask a folder of Chinese news articles, in Chinese or English. Every answer carries the passages it was taken "
    "from, with the exact words marked, and the date of every figure. Offsets count Unicode code points."
)


def build_api(desk: Desk, max_file_mb: float = 20) -> FastAPI:
    """The HTTP application, without the chat page; an uploaded file may have `max_file_mb`."""
    tools = Tools(desk)
    # The pages FastAPI would serve at /docs and /redoc fetch their scripts from other hosts.
    app = FastAPI(
        title="Wenjin 问津",
        description=_ABOUT,
        version=version(),
        docs_url=None,
        redoc_url=None,
        lifespan=tools.lifespan,
    )
    for path in ("/ask", "/articles/restore", "/v1/chat/completions", "/mcp"):
        app.add_middleware(BodyLimit, path=path, most=MOST_BYTES)
    app.add_middleware(
        BodyLimit, path="/articles", most=int(max_file_mb * _MB) + _ENVELOPE, cure="Send a smaller file, or split it."
    )
    add_faults(app)
    add_ask(app, desk)
    add_articles(app, desk)
    add_completions(app, desk)
    add_probes(app, desk)
    app.router.routes.append(tools.route)
    return app
