"""`import eval.x` binds the name `eval`, and so hides the builtin, in whichever module writes it."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("index", "rag", "ui", "eval", "tests", "training", "scripts")
FILES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))


def binds_eval(source: str) -> bool:
    """Whether the source imports the package eval by a name that hides the builtin."""
    return any(
        alias.asname == "eval" if alias.asname else isinstance(node, ast.Import) and alias.name.split(".")[0] == "eval"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for alias in node.names
    )


@pytest.mark.parametrize(
    ("source", "binds"),
    [
        ("import eval.run", True),
        ("import os, eval", True),
        ("def f():\n    import eval.run.x", True),
        ("import numpy as eval", True),
        ("from a import b as eval", True),
        ("import eval.run as run", False),
        ("from eval.run import run_eval", False),
        ("from eval import run", False),
        ("import evaluate", False),
    ],
)
def test_what_hides_the_builtin(source: str, binds: bool) -> None:
    assert binds_eval(source) is binds


def test_no_module_hides_the_builtin() -> None:
    assert len(FILES) > 20
    assert [str(path.relative_to(ROOT)) for path in FILES if binds_eval(path.read_text(encoding="utf-8"))] == []
