"""The web application: the HTTP face, with the chat page mounted on it at /."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable

from fastapi import FastAPI

from index.settings import Settings, bundled_articles
from ui.api import build_api
from ui.desk import Desk, Library
from ui.trace import Trace


def create_app(library: Library, settings: Settings) -> FastAPI:
    """The application that answers from `library`."""
    # Gradio reads these as it goes: nobody is called home, and no event waits for statistics nobody looks at.
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"] = "1000000000"
    from ui.chat import mount_chat

    desk = Desk(library)
    bundled = settings.articles.resolve() == bundled_articles().resolve()
    app = build_api(desk, settings.max_file_mb)
    _in_a_loop(lambda: mount_chat(app, desk, examples=bundled, most_chars=settings.max_question_chars))
    # Last, and so around all the others: what they refuse has its number too.
    app.add_middleware(Trace, metrics=desk.metrics)
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
