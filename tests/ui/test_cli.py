"""The command line: quick to start, plain about failures, JSON where a program reads it."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner

from index.errors import QuestionError, WenjinError
from ui.cli import app, main

RUN = [sys.executable, "-c", "from ui.cli import main; main()"]


def _run(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*RUN, *words], capture_output=True, text=True, timeout=60, env={**os.environ, **environment}, check=False
    )


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch, fake_library: Any) -> Any:
    """The fake library, opened wherever a command opens one."""
    opened = type(fake_library)()
    shelf = SimpleNamespace(open=lambda settings, progress=None: opened)
    monkeypatch.setitem(sys.modules, "rag.library", SimpleNamespace(Library=shelf))  # the real one brings the models
    return opened


def test_help_is_there_in_no_time() -> None:
    times = []
    for _ in range(3):
        started = time.perf_counter()
        shown = _run("--help")
        times.append(time.perf_counter() - started)
        assert shown.returncode == 0 and all(name in shown.stdout for name in ("index", "ask", "serve", "eval"))
    assert min(times) < 2.0  # half a second on an idle machine


def test_help_imports_nothing_heavy() -> None:
    code = "import sys, ui.cli; print([name for name in sys.modules if name.split('.')[0] in sys.argv[1:]])"
    heavy = ("torch", "gradio", "fastapi", "pydantic", "numpy", "sentence_transformers", "faiss", "uvicorn")
    shown = subprocess.run([sys.executable, "-c", code, *heavy], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


def test_the_version_is_told() -> None:
    from ui.version import version

    assert _run("--version").stdout == f"wenjin {version()}\n"


@pytest.mark.parametrize(
    "words", [["bogus"], ["serve", "--port", "70000"], ["ask"], ["eval"], ["index", "--nope"], []], ids=str
)
def test_misuse_exits_with_two(words: list[str]) -> None:
    assert CliRunner().invoke(app, words).exit_code == 2


@pytest.mark.parametrize(
    "words",
    [["index", "NOWHERE"], ["index", "NOWHERE", "--json"], ["ask", "多少？", "--articles", "NOWHERE"]],
    ids=str,
)
def test_a_missing_folder_is_one_sentence_with_its_cure(tmp_path: Path, words: list[str]) -> None:
    nowhere = str(tmp_path / "no folder")
    told = _run(*(nowhere if word == "NOWHERE" else word for word in words), WENJIN_HOME=str(tmp_path))
    assert told.returncode == 1 and told.stdout == ""
    assert "no folder" in told.stderr and "Traceback" not in told.stderr and len(told.stderr.splitlines()) == 1


def test_a_setting_that_cannot_be_used_is_named() -> None:
    told = _run("index", WENJIN_PORT="many")
    assert told.returncode == 1 and "WENJIN_PORT" in told.stderr and "many" in told.stderr


def test_a_port_in_use_is_told_before_anything_is_loaded(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        started = time.perf_counter()
        told = _run("serve", "--port", str(busy.getsockname()[1]), WENJIN_HOME=str(tmp_path))
    assert told.returncode == 1 and "in use" in told.stderr and "--port" in told.stderr
    assert time.perf_counter() - started < 5 and list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("token", "told"),
    [("", "no token is set. Set WENJIN_TOKEN"), ("short-secret", "at least 16"), ("fifteen-and blank-0", "no blank")],
)
def test_serving_others_without_a_good_token_is_refused_at_once(tmp_path: Path, token: str, told: str) -> None:
    started = _run("serve", "--host", "0.0.0.0", "--port", "0", WENJIN_HOME=str(tmp_path), WENJIN_TOKEN=token)
    assert started.returncode == 1 and told in started.stderr and len(started.stderr.splitlines()) == 1
    assert (not token or token not in started.stderr) and list(tmp_path.iterdir()) == []


def test_a_failure_nobody_foresaw_is_still_one_sentence(monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    def fail() -> None:
        raise RuntimeError("two\nlines")

    monkeypatch.setattr("ui.cli.app", fail)
    monkeypatch.delenv("WENJIN_TRACEBACK", raising=False)
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 1
    assert capsys.readouterr().err.startswith("Wenjin stopped: RuntimeError: two lines.")
    monkeypatch.setenv("WENJIN_TRACEBACK", "1")
    with pytest.raises(RuntimeError):
        main()


@pytest.mark.parametrize(("raised", "code"), [(WenjinError("What.", "Cure."), 1), (KeyboardInterrupt(), 130)])
def test_a_foreseen_failure_and_an_interruption(
    monkeypatch: pytest.MonkeyPatch, capsys: Any, raised: BaseException, code: int
) -> None:
    def fail() -> None:
        raise raised

    monkeypatch.setattr("ui.cli.app", fail)
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == code and capsys.readouterr().err == ("What. Cure.\n" if code == 1 else "")


def test_an_answer_is_shown_with_its_source(library: Any) -> None:
    shown = CliRunner().invoke(app, ["ask", "临江区有多少家纺织企业？"])
    assert shown.exit_code == 0 and "600家" in shown.stdout and "大江网" in shown.stdout


def test_an_answer_as_json_is_what_http_gives(library: Any) -> None:
    from ui.schemas import AnswerOut

    shown = CliRunner().invoke(app, ["ask", "临江区有多少家纺织企业？", "--json"])
    told = AnswerOut.model_validate_json(shown.stdout)
    assert told == AnswerOut.of(library.ask("临江区有多少家纺织企业？")) and "纺织" in shown.stdout


def test_a_question_of_half_characters_can_be_asked(library: Any) -> None:
    CliRunner().invoke(app, ["ask", "多少\udcff家"])
    assert library.asked[-1][0] == "多少?家"


def test_an_empty_question_is_an_error(library: Any) -> None:
    assert isinstance(CliRunner().invoke(app, ["ask", " "]).exception, QuestionError)


def test_what_was_left_out_is_named(library: Any) -> None:
    sources = (SimpleNamespace(file="bad.bin", reason="it is binary"), SimpleNamespace(file="good.md", reason=""))
    library.snapshot.manifest = SimpleNamespace(sources=sources)
    library.snapshot.notice = "The newest index is damaged."
    shown = CliRunner().invoke(app, ["ask", "多少？"])
    assert "bad.bin: it is binary" in shown.stderr and "good.md" not in shown.stderr
    assert "The newest index is damaged." in shown.stderr


ARTICLE = "临江区的老桥\n\n临江区的三座老桥建于不同的\n年代，最老的一座叫望月桥，\n桥上有四十八只石狮子。\n"


def test_the_repairs_of_a_file_are_explained(tmp_path: Path) -> None:
    (tmp_path / "老桥.txt").write_text(ARTICLE, "utf-8")
    for named in ("老桥.txt", str(tmp_path / "老桥.txt")):
        shown = CliRunner().invoke(app, ["index", str(tmp_path), "--explain", named])
        assert shown.exit_code == 0 and "老桥.txt" in shown.stdout and "unwrap" in shown.stdout
    told = json.loads(CliRunner().invoke(app, ["index", str(tmp_path), "--explain", "老桥.txt", "--json"]).stdout)
    assert told["file"] == "老桥.txt" and told["findings"][0]["line"] > 0 and told["articles"][0]["title"]


@pytest.mark.parametrize(("name", "data"), [("gone.txt", None), ("binary.txt", b"\x00\x01\x02" * 99), ("a.xls", b"x")])
def test_a_file_that_cannot_be_explained_is_named(tmp_path: Path, name: str, data: bytes | None) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    failed = CliRunner().invoke(app, ["index", str(tmp_path), "--explain", name]).exception
    assert isinstance(failed, WenjinError) and name in failed.message and failed.cure


def test_serve_warms_up_tells_its_address_and_stops_when_told(tmp_path: Path) -> None:
    code = (
        "import importlib.util, sys\n"
        f"spec = importlib.util.spec_from_file_location('fakes', {str(Path(__file__).parent / 'fakes.py')!r})\n"
        "fakes = sys.modules['fakes'] = importlib.util.module_from_spec(spec)\n"
        "spec.loader.exec_module(fakes)\n"
        "library = fakes.FakeLibrary()\n"
        "shelf = fakes.SimpleNamespace(open=lambda settings, progress=None: library)\n"
        "sys.modules['rag.library'] = fakes.SimpleNamespace(Library=shelf)\n"
        "from ui.cli import main\n"
        "try:\n"
        "    main()\n"
        "finally:\n"
        "    print(len(library.asked), 'asked')\n"
    )
    pipe, home = subprocess.PIPE, {**os.environ, "WENJIN_HOME": str(tmp_path)}
    command = [sys.executable, "-c", code, "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, env=home) as server:
        try:
            assert server.stdout
            address = server.stdout.readline().split()[3]
            assert httpx.get(f"{address}/health").json()["status"] == "ok"
            assert "wj-masthead" in httpx.get(address).text
            server.send_signal(signal.SIGINT)
            said, complained = server.communicate(timeout=15)
        finally:
            server.kill()
    assert said.strip() == "2 asked" and complained == "" and server.returncode in (0, 130)


def test_what_readers_thought_is_exported(tmp_path: Path) -> None:
    from ui.feedback import Feedback, Judgement

    one = Judgement("k1", "2032-01-02T03:04:05+00:00", "down", "说的是=700", "几家？", "几家？", "600家", "v1")
    Feedback(tmp_path).keep(one)
    table = _run("feedback", WENJIN_HOME=str(tmp_path))
    assert table.returncode == 0 and table.stdout.splitlines()[1].startswith(
        "k1,2032-01-02T03:04:05+00:00,down,说的是=700"
    )
    lines = _run("feedback", "--format", "jsonl", WENJIN_HOME=str(tmp_path))
    assert json.loads(lines.stdout)["verdict"] == "down"
    written = tmp_path / "out.csv"
    assert _run("feedback", "--out", str(written), WENJIN_HOME=str(tmp_path)).stdout == ""
    assert written.read_text("utf-8") == table.stdout


def test_feedback_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    shown = _run("feedback", "--out", str(tmp_path / "no" / "such.csv"), WENJIN_HOME=str(tmp_path))
    assert shown.returncode == 1 and "such.csv cannot be written" in " ".join(shown.stderr.split())


def test_without_feedback_only_the_heads_are_exported(tmp_path: Path) -> None:
    shown = _run("feedback", WENJIN_HOME=str(tmp_path))
    assert shown.returncode == 0 and len(shown.stdout.splitlines()) == 1
    assert not list(tmp_path.iterdir())
