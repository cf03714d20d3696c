"""Who a request is from."""

from __future__ import annotations

import pytest

from ui.visitor import Visitor, is_loopback


def _from(address: str) -> Visitor:
    scope = {"type": "http", "method": "GET", "path": "/", "headers": [], "client": (address, 40000)}
    return Visitor.of(scope)


@pytest.mark.parametrize(
    ("address", "client"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("testclient", "testclient"),
    ],
)
def test_requests_are_counted_by_address_or_network(address: str, client: str) -> None:
    assert _from(address).client == client


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "::ffff:127.0.0.1", "localhost", "a.localhost"])
def test_this_machine_is_known_under_all_its_names(address: str) -> None:
    assert is_loopback(address)


@pytest.mark.parametrize("address", ["::ffff:203.0.113.7", "10.0.0.1", "localhost.example"])
def test_another_machine_is_not(address: str) -> None:
    assert not is_loopback(address)
