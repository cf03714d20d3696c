"""The HTTP face: questions, articles and probes, each with its routes in a file of its own."""

from __future__ import annotations

from fastapi import FastAPI

from ui.articles import add_articles
from ui.asking import add_ask
from ui.completions import add_completions
from ui.desk import Desk
from ui.faults import add_faults
from ui.probes import add_probes
from ui.tools import Tools
from ui.version import version

_ABOUT = (
    "Ask a folder of Chinese news articles, in Chinese or English. Every answer carries the passages it was taken "
    "from, with the exact words marked, and the date of every figure. Offsets count Unicode code points."
)


def build_api(desk: Desk) -> FastAPI:
    """The HTTP application, without the chat page."""
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
    add_faults(app)
    add_ask(app, desk)
    add_articles(app, desk)
    add_completions(app, desk)
    add_probes(app, desk)
    app.router.routes.append(tools.route)
    return app
