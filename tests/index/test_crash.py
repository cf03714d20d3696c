"""A builder killed at any moment leaves the old index or the new one, whole, and the next build works."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

CRASHES = int(os.environ.get("WENJIN_CRASHES", "15"))
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a system that can fork")


def campaign(folder: Path, kind: str, count: int) -> list[dict[str, Any]]:
    driver = Path(__file__).with_name("crash_driver.py")
    paths = os.pathsep.join([str(driver.parents[1]), str(driver.parents[2]), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        [sys.executable, str(driver), str(folder), kind, str(count)],
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def check(kill: dict[str, Any]) -> None:
    assert kill["found"] in kill["may"], f"neither old nor new: {kill}"
    assert kill["notice"] == ""
    assert kill["left"] == []
    assert kill["hits"] == 1


def test_killed_at_random_it_leaves_old_or_new(tmp_path: Path) -> None:
    kills = campaign(tmp_path, "random", CRASHES)
    assert len(kills) == CRASHES
    for kill in kills:
        check(kill)


def test_killed_before_each_of_its_writes_it_leaves_old_or_new(tmp_path: Path) -> None:
    step = 1 if CRASHES > 15 else 2
    kills = campaign(tmp_path, "every", step)
    assert len(kills) > 10
    for kill in kills:
        check(kill)
    found = {kill["may"].index(kill["found"]) for kill in kills}
    assert found == {0, 1}, "some kills should come before the new index is in place, some after"
