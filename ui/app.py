"""The web application: the HTTP face, with the chat page mounted on it at /."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable

from fastapi import FastAPI
from starlette.types import ASGIApp

from index.settings import Settings, bundled_articles
from ui.access import guarded
from ui.api import build_api
from ui.desk import Desk, Library
from ui.feedback import Feedback
from ui.pages import add_pages
from ui.trace import Trace


def create_app(library: Library, settings: Settings) -> ASGIApp:
    """The application that answers from `library`, guarded as the settings say."""
    desk = Desk(library)
    # The trace stands around all: what the guard refuses has its number too.
    return Trace(guarded(application(desk, settings), settings), desk.metrics)


def application(desk: Desk, settings: Settings) -> FastAPI:
    """The application itself, open to whoever can reach it."""
    # Gradio reads these as it goes: nobody is called home, and no event waits for statistics nobody looks at.
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"] = "1000000000"
    from ui.chat import mount_chat

    bundled = settings.articles.resolve() == bundled_articles().resolve()
    app = build_api(desk)
    add_pages(app, desk, Feedback(settings.home))
    _in_a_loop(lambda: mount_chat(app, desk, examples=bundled, settings=settings))
    return app


def _in_a_loop(make: Callable[[], None]) -> None:
    # Where no event loop runs, Gradio makes one for each of its locks and closes none.
    async def made() -> None:
        make()

    try:
        asyncio.get_running_loop()
    except RuntimeError:
        asyncio.run(made())
    else:
        make()
