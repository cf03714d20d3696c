"""What is counted and timed, for Prometheus: requests, answers and their steps, the queue, the index."""

from __future__ import annotations

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from index.errors import WenjinError
from rag.answer import Answer

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.5, 3, 6, 12, 30)
_SIZES = (1, 2, 4, 8, 16, 32)
_METHODS = frozenset("GET HEAD POST PUT PATCH DELETE OPTIONS".split())


class Metrics:
    """One server's figures; each has its own, so that two servers in one process do not add up."""

    def __init__(self) -> None:
        self._registry = registry = CollectorRegistry()
        self._requests = Counter(
            "wenjin_http_requests", "Requests answered", ("method", "route", "status"), registry=registry
        )
        self._request_seconds = Histogram(
            "wenjin_http_request_seconds",
            "Seconds to answer a request",
            ("route",),
            buckets=_SECONDS,
            registry=registry,
        )
        self._questions = Counter(
            "wenjin_questions", "Questions by what became of them", ("outcome",), registry=registry
        )
        self._abstentions = Counter(
            "wenjin_abstentions", "Questions not answered, by reason", ("reason",), registry=registry
        )
        self._answer_seconds = Histogram(
            "wenjin_answer_seconds",
            "Seconds from question to answer, waiting included",
            buckets=_SECONDS,
            registry=registry,
        )
        self._step_seconds = Histogram(
            "wenjin_step_seconds", "Seconds of each step", ("step",), buckets=_SECONDS, registry=registry
        )
        self._batches = Histogram(
            "wenjin_batch_questions", "Questions answered together", buckets=_SIZES, registry=registry
        )

    def follow(self, name: str, about: str, value: Callable[[], float]) -> None:
        """Tell `value`, asked anew each time, under `name`; NaN while it cannot be had."""

        def told() -> float:
            try:
                return value()
            except WenjinError:
                return float("nan")

        Gauge(name, about, registry=self._registry).set_function(told)

    def requested(self, method: str, route: str, status: int, seconds: float) -> None:
        # A client may make up methods without end, and each would be counted for ever.
        self._requests.labels(method if method in _METHODS else "other", route, str(status)).inc()
        self._request_seconds.labels(route).observe(seconds)

    def batched(self, size: int) -> None:
        self._batches.observe(size)

    def answered(self, answer: Answer, seconds: float) -> None:
        self._questions.labels("abstained" if answer.abstained else "answered").inc()
        if answer.reason:
            self._abstentions.labels(answer.reason).inc()
        self._answer_seconds.observe(seconds)
        for step, taken in answer.timings.items():
            self._step_seconds.labels(step).observe(taken)

    def failed(self, outcome: str) -> None:
        """A question that got no answer: "refused", "busy" or "broken"."""
        self._questions.labels(outcome).inc()

    def text(self) -> bytes:
        """All of it, as Prometheus reads it."""
        return generate_latest(self._registry)
