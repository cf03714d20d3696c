"""What docs/service.md says of the service is so: its examples run, and it tells of every route, field and metric."""

from __future__ import annotations

import contextlib
import io
import json
import re
import subprocess
from pathlib import Path
from typing import Any

import httpx
import pytest

DOCUMENT = (Path(__file__).parent.parent.parent / "docs" / "service.md").read_text(encoding="utf-8")
ADDRESS = "http://127.0.0.1:7860"
SHELL = re.findall(r"```sh\n(.*?)```", DOCUMENT, re.DOTALL)
PYTHON = re.findall(r"```python\n(.*?)```", DOCUMENT, re.DOTALL)
COMMANDS = [command for block in SHELL for command in re.split(r"\n(?=curl)", block.strip())]
SECOND = """---
title: 临江区上半年再添新园
published: 2023-07-18
---
截至6月底，临江区重点实验室达到47家，新开工产业园2座。
"""


def article_id(server: str) -> str:
    articles = httpx.get(f"{server}/articles").json()["articles"]
    return str(next(article["id"] for article in articles if article["uploaded"]))


def test_every_command_in_it_runs(real_server: str, tmp_path: Path) -> None:
    (tmp_path / "second.md").write_text(SECOND, encoding="utf-8")
    assert len(COMMANDS) > 8
    for command in COMMANDS:
        ready = command.replace(ADDRESS, real_server)
        ready = ready.replace("ARTICLE_ID", article_id(real_server)) if "ARTICLE_ID" in ready else ready
        ready = ready.replace("curl ", "curl --fail-with-body --max-time 60 ", 1)
        done = subprocess.run(["bash", "-c", ready], cwd=tmp_path, capture_output=True, text=True)
        assert done.returncode == 0 and done.stdout, (command, done.stdout, done.stderr)


@pytest.mark.parametrize("code", PYTHON, ids=lambda code: code.split()[1])
def test_every_program_in_it_runs(real_server: str, code: str) -> None:
    told = io.StringIO()
    with contextlib.redirect_stdout(told):
        exec(compile(code.replace(ADDRESS, real_server), "docs/service.md", "exec"), {"__name__": "example"})
    assert told.getvalue().strip()


def test_it_tells_of_every_route_and_field(real_server: str) -> None:
    document = httpx.get(f"{real_server}/openapi.json").json()
    routes = [path for path in document["paths"] if path not in DOCUMENT]
    assert routes == []
    own = {
        "ErrorOut",
        "HTTPValidationError",
        "ValidationError",
        "PartIn",
        "MessageIn",
        "CompletionIn",
        "Body_add_articles_post",
    }
    chat = {"ChoiceOut", "CompletionOut", "MessageOut", "ModelOut", "ModelsOut"}  # in the form that clients know
    schemas = {name: schema for name, schema in document["components"]["schemas"].items() if name not in own | chat}
    fields = {field for schema in schemas.values() for field in schema.get("properties", {})}
    assert {"as_of", "citation_id", "in_article", "removed"} <= fields
    assert [field for field in sorted(fields) if f"`{field}`" not in DOCUMENT] == []


def test_it_tells_of_every_metric(real_server: str) -> None:
    httpx.post(f"{real_server}/ask", json={"question": "望月桥长多少米？"}, timeout=30)
    types = re.findall(r"^# TYPE (\w+) (\w+)", httpx.get(f"{real_server}/metrics").text, re.MULTILINE)
    names = [name for name, _ in types if not name.endswith("_created")]
    assert len(names) >= 8 and [name for name in names if f"`{name}`" not in DOCUMENT] == []


def test_the_numbers_in_it_are_those_of_the_code() -> None:
    from ui import access, articles, batcher, desk, uploads

    assert f"{access.MOST_BYTES:,} bytes" in DOCUMENT
    assert f"at most {batcher.WAITING} of them, and are answered together, up to {batcher.BATCH} at once:" in DOCUMENT
    assert articles.PATIENCE == 5 and "longer than five seconds" in DOCUMENT
    assert uploads.PENDING == 8 and "At most eight\nuploads" in DOCUMENT
    assert desk.PLACES == 2 and "Two threads answer" in DOCUMENT


def test_its_errors_are_those_of_the_routes(real_server: str) -> None:
    document: dict[str, Any] = json.loads(httpx.get(f"{real_server}/openapi.json").text)
    told = {
        status
        for path in document["paths"].values()
        for route in path.values()
        for status in route["responses"]
        if status >= "400"
    }
    assert [status for status in sorted(told) if f"| {status} |" not in DOCUMENT] == []
