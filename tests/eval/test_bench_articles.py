"""The bench over one's own articles, as it is called: every search, in both languages, and what goes wrong."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from eval.bench import articles

QUESTIONS = [
    {
        "id": "z1",
        "question": "青川大桥全长多少公里？",
        "gold": [{"file": "bridge.md", "quote": "全长3.6公里的青川大桥"}],
    },
    {"id": "z2", "question": "新增学位有多少个？", "gold": [{"file": "school.txt", "quote": "新增学位9300个"}]},
    {"id": "z3", "question": "没有证据的问题？"},
    {"id": "e1", "question": "How long is the bridge?", "gold": [{"file": "x", "quote": "这句话哪里也没有"}]},
]


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(json.dumps(question, ensure_ascii=False) for question in QUESTIONS), encoding="utf-8")
    return path


def _run(patch: pytest.MonkeyPatch, *given: object) -> int:
    patch.setattr(sys, "argv", ["articles", *map(str, given)])
    return articles.main()


def test_every_search_is_measured_in_both_languages(
    articles_folder: Path, questions: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(monkeypatch, questions, "--articles", articles_folder) == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()[1:]]
    assert [(line[0], line[1], line[3]) for line in lines] == [
        ("zh", "2", "dense"),
        ("zh", "2", "lexical"),
        ("zh", "2", "hybrid"),
        ("en", "1", "dense"),
        ("en", "1", "lexical"),
        ("en", "1", "translated"),
        ("en", "1", "hybrid"),
    ]
    first = {(line[0], line[3]): line[line.index("recall@1") + 1] for line in lines}
    assert first["zh", "hybrid"] == "1.000"
    assert first["en", "hybrid"] == "0.000"


def test_a_folder_that_is_not_there_is_told(
    questions: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(monkeypatch, questions, "--articles", tmp_path / "nowhere") == 1
    assert "nowhere" in capsys.readouterr().err
