"""The web server: a port taken before anything slow is loaded, and an address told once questions are answered."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from contextlib import closing
from typing import TYPE_CHECKING, Any

from index.errors import ServeError
from ui.visitor import is_loopback

if TYPE_CHECKING:
    from index.settings import Settings
    from ui.desk import Library

GRACE_SECONDS = 3
_FIRST_QUESTIONS = ("这些报道说了什么？", "What do the articles say?")


def take_port(host: str, port: int) -> socket.socket:
    """A socket bound to the address, not yet listening; raises ServeError where it cannot be had."""
    try:
        family, kind, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except (OSError, UnicodeError):
        raise ServeError(f"There is no address for the host {host!r}.", "Serve on 127.0.0.1.") from None
    taken = socket.socket(family, kind)
    if os.name == "posix":  # elsewhere this would share a port that is in use
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind(address)
    except OSError as error:
        taken.close()
        raise _refused(host, port, error) from None
    return taken


def _refused(host: str, port: int, error: OSError) -> ServeError:
    why = (error.strerror or str(error)).lower()
    return ServeError(
        f"Port {port} on {host} cannot be used: {why}.", "Choose another with --port, or 0 for any free one."
    )


def address_of(taken: socket.socket) -> str:
    """What to type into a browser to reach the socket."""
    host, port = taken.getsockname()[:2]
    reachable = "127.0.0.1" if host == "0.0.0.0" else "::1" if host == "::" else host
    return f"http://[{reachable}]:{port}" if ":" in reachable else f"http://{reachable}:{port}"


def check_reach(taken: socket.socket, settings: Settings) -> None:
    """Raises ServeError where other machines could reach the socket and no token would stop them."""
    host = taken.getsockname()[0]
    if not settings.token.get_secret_value() and not is_loopback(host):
        raise ServeError(
            f"Serving on {host} would let anyone who can reach it ask the articles, for no token is set.",
            "Set WENJIN_TOKEN, to what `python -c 'import secrets; print(secrets.token_urlsafe())'` prints, "
            "or serve on 127.0.0.1.",
        )


def warm_up(library: Library) -> None:
    """Asks one question in each language, so that the reader's first is answered as quickly as the next."""
    for question in _FIRST_QUESTIONS:
        library.ask(question)


def run(app: Any, taken: socket.socket, ready: Callable[[], None]) -> None:
    """Serves until it is told to stop; calls `ready` once it answers. Raises ServeError when it cannot listen."""
    import uvicorn

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                ready()

    # Gradio needs no websockets; requests are not logged, for they hold what was asked.
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, ws="none", timeout_graceful_shutdown=GRACE_SECONDS
    )
    with closing(taken):
        host, port = taken.getsockname()[:2]
        try:
            taken.listen(config.backlog)  # another server may have taken the port while the models were loaded
        except OSError as error:
            raise _refused(host, port, error) from None
        Server(config).run(sockets=[taken])
