"""The web application: the HTTP face, with the chat page mounted on it at /."""

from __future__ import annotations

import asyncio
import os

from fastapi import FastAPI

from index.settings import Settings, bundled_articles
from ui.api import build_api
from ui.desk import Desk, Library


def create_app(library: Library, settings: Settings) -> FastAPI:
    """The application that answers from `library`."""
    # Gradio reads this when it is imported; without it the first start would call home.
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    from ui.chat import mount_chat

    desk = Desk(library)
    bundled = settings.articles.resolve() == bundled_articles().resolve()

    async def made() -> FastAPI:
        app = build_api(desk)
        mount_chat(app, desk, examples=bundled, most_chars=settings.max_question_chars)
        return app

    # Outside an event loop Gradio would make one for each of its locks, and close none.
    return asyncio.run(made())
