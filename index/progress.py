"""How a long piece of work tells how far it is, and the listener for whoever does not ask."""

from __future__ import annotations

from typing import Literal, Protocol

# "read": files; "encode" and "terms": passages. A face puts its own words to them.
Step = Literal["read", "encode", "terms"]


class Progress(Protocol):
    """Told of one step after another: a step begins with how much it has to do, then advances to it."""

    def step(self, name: Step, total: int) -> None: ...

    def advance(self, count: int = 1) -> None: ...


class Silent:
    """Progress that nobody watches."""

    def step(self, name: Step, total: int) -> None:
        """Says nothing."""

    def advance(self, count: int = 1) -> None:
        """Says nothing."""
