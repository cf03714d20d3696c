"""What a watcher asks: is the server alive, is it ready, what has it counted."""

from __future__ import annotations

from fastapi import FastAPI, Response

from index.errors import WenjinError
from ui.desk import Desk
from ui.faults import MISSING, only
from ui.schemas import HealthOut
from ui.version import version


def add_probes(app: FastAPI, desk: Desk) -> None:
    """GET /health, /ready and /metrics."""

    @app.get("/health", summary="Is the server alive")
    async def health() -> HealthOut:
        """The server answers, and from which index; it does where there is none to answer from."""
        try:
            return _told(desk)
        except WenjinError:
            return HealthOut(version=version(), index_version="", articles=0, passages=0)

    @app.head("/health", include_in_schema=False)
    async def alive() -> Response:
        return Response()

    @app.get("/ready", responses={503: MISSING[503]}, summary="Can questions be answered")
    async def ready() -> HealthOut:
        """The models are loaded and an index is open; 503 and the reason where it is not."""
        return _told(desk)

    @app.get("/metrics", summary="Figures for Prometheus", response_class=Response)
    async def metrics() -> Response:
        """Requests, questions, seconds by step, the queue and the index, in Prometheus' text form."""
        return Response(desk.metrics.text(), media_type="text/plain; version=0.0.4; charset=utf-8")

    only(app, "/health", "GET", "HEAD")
    for path in ("/ready", "/metrics"):
        only(app, path, "GET")


def _told(desk: Desk) -> HealthOut:
    index = desk.snapshot
    return HealthOut(
        version=version(),
        index_version=index.version,
        articles=len(index.articles),
        passages=len(index.passages),
    )
