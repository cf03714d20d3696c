"""How often each client may do a thing: so many at once, then so many a minute, in bounded memory."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from math import ceil

MOST_CLIENTS = 10_000
_NOTHING = 1e-6  # what rounding may leave of a bucket that is full again


class Pace:
    """A bucket of `burst` a client, filled again at `per_minute`; the idlest of too many clients is forgotten."""

    def __init__(self, per_minute: float, burst: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_second, self._burst, self._clock = per_minute / 60, burst, clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, client: str) -> int:
        """Zero when it may, else the whole seconds until it may."""
        wait = self.wait(client)
        if not wait:
            self._left[client] = (self._now(client) - 1, self._clock())
            self._left.move_to_end(client)
            if len(self._left) > MOST_CLIENTS:
                self._left.popitem(last=False)
        return wait

    def wait(self, client: str) -> int:
        """What `take` would say, without taking."""
        short = 1 - self._now(client)
        return max(1, ceil(short / self._per_second)) if short > _NOTHING else 0

    def _now(self, client: str) -> float:
        left, then = self._left.get(client, (float(self._burst), self._clock()))
        return min(float(self._burst), left + (self._clock() - then) * self._per_second)

    def __len__(self) -> int:
        return len(self._left)
