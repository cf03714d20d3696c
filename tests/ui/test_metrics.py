"""What is counted stays bounded, and is told even while the index cannot be read."""

from __future__ import annotations

from index.errors import SnapshotError
from ui.metrics import Metrics


def test_methods_that_clients_make_up_are_counted_as_one() -> None:
    metrics = Metrics()
    for number in range(50):
        metrics.requested(f"AAA{number}", "page", 405, 0.1)
    told = metrics.text().decode()
    assert "AAA" not in told and 'method="other"' in told and "50.0" in told


def test_a_value_that_cannot_be_had_leaves_the_others_told() -> None:
    def broken() -> float:
        raise SnapshotError("The index is gone.", "Build it.")

    metrics = Metrics()
    metrics.follow("wenjin_test_value", "A value.", broken)
    metrics.requested("GET", "page", 200, 0.1)
    assert "wenjin_test_value NaN" in metrics.text().decode() and 'method="GET"' in metrics.text().decode()
