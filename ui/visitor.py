"""What one request tells of where it comes from: whose machine, to which name, and from which page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import Scope

_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9_.-]+)(?::(\d{1,5}))?")
_FORWARDED = ("forwarded", "via", "x-real-ip", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto")
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Visitor:
    """A request's origin. `address` is the client's, or empty; `host` the name it asked for, or empty."""

    headers: Headers
    method: str
    path: str
    address: str
    host: str
    port: int | None
    secure: bool

    @classmethod
    def of(cls, scope: Scope) -> Visitor:
        """The visitor behind an ASGI HTTP scope."""
        headers, client = Headers(scope=scope), scope.get("client")
        named = headers.getlist("host")
        host = _HOST.fullmatch(named[0].lower()) if len(named) == 1 else None
        return cls(
            headers=headers,
            method=scope["method"],
            path=scope["path"],
            address=client[0] if client else "",
            host=host[1].strip("[]").rstrip(".") if host else "",
            port=int(host[2]) if host and host[2] else None,
            secure=scope.get("scheme") == "https",
        )

    @property
    def forwarded(self) -> bool:
        """Whether something stands between the client and this server, and says so."""
        return any(name in self.headers for name in _FORWARDED)

    @property
    def local(self) -> bool:
        """Whether it comes straight from this machine."""
        return not self.forwarded and is_loopback(self.address)

    @property
    def client(self) -> str:
        """What its requests are counted under: its address, or its network where addresses are given out by the lot."""
        try:
            address = _address(self.address)
        except ValueError:
            return self.address
        return str(ip_network((address, 64), strict=False)) if isinstance(address, IPv6Address) else str(address)

    @property
    def origin(self) -> str:
        """The site whose page sent the request, as the browser tells it; empty where no page is known to have."""
        return self.headers.get("origin", "").lower()

    @property
    def from_own_page(self) -> bool:
        """Whether the page that sent it is one of this server's."""
        try:
            parts = urlsplit(self.origin)
            there = (parts.hostname, parts.port or _PORTS.get(parts.scheme))
        except ValueError:
            return False
        return there == (self.host, self.port or _PORTS.get(parts.scheme))

    @property
    def across_sites(self) -> bool:
        """Whether the browser says that another site's page sent it."""
        return self.headers.get("sec-fetch-site", "none") not in ("none", "same-origin")

    @property
    def navigating(self) -> bool:
        """Whether a person followed a link to it, or typed it in."""
        mode = self.headers.get("sec-fetch-mode", "navigate"), self.headers.get("sec-fetch-dest", "document")
        return self.method in ("GET", "HEAD") and mode == ("navigate", "document")

    @property
    def wants_html(self) -> bool:
        """Whether it is a browser that would show what comes back."""
        return "text/html" in self.headers.get("accept", "")

    @property
    def reads_chinese(self) -> bool:
        return self.headers.get("accept-language", "").lower().startswith("zh")


def _address(text: str) -> IPv4Address | IPv6Address:
    """The address; one of IPv4 is itself where a socket for both kinds tells it as one of IPv6."""
    address = ip_address(text)
    return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address


def is_loopback(address: str) -> bool:
    """Whether an address or host name can be reached from this machine alone."""
    try:
        return _address(address).is_loopback
    except ValueError:
        return address == "localhost" or address.endswith(".localhost")


def is_address(host: str) -> bool:
    """Whether a host is an address, not a name."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
