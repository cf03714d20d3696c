"""A model's checksums: whatever was lost, cut or changed is named before anything is loaded."""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from index import seal
from index.errors import ModelError

ROOT = Path(__file__).parents[2]
SEALED = sorted(path.parent for tree in ("index", "rag") for path in (ROOT / tree / "models").rglob(seal.NAME))
FILES = [path for folder in SEALED for path in seal._files(folder)]
SEED = int(os.environ.get("WENJIN_SEED", "7"))
DAMAGES = ("lost", "cut", "flipped")
STARTS = int(os.environ.get("WENJIN_STARTS", "2"))


def _damage(path: Path, how: str, chance: random.Random) -> None:
    """The file may be a link to the real one: it is never written to, only put in another's place."""
    data = bytearray(path.read_bytes())
    path.unlink()
    if how == "cut":
        path.write_bytes(data[: chance.randrange(len(data))])
    elif how == "flipped":
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        path.write_bytes(data)


def test_every_bundled_model_is_sealed_as_it_is() -> None:
    """After a change: python -m index.seal FOLDER."""
    everything = {path for tree in ("index", "rag") for path in (ROOT / tree / "models").rglob("*") if path.is_file()}
    apart = {path for path in everything if path.name.startswith(("README", "LICENSE", seal.NAME))}
    assert set(FILES) == everything - apart and len(FILES) > 15
    for folder in SEALED:
        seal.check(folder)
        assert set(seal._read(folder / seal.NAME)) == {p.relative_to(folder).as_posix() for p in seal._files(folder)}


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled models, as links, so that nothing large is copied."""
    there = tmp_path_factory.mktemp("models")
    for tree in ("index", "rag"):
        shutil.copytree(ROOT / tree / "models", there / tree / "models", copy_function=os.symlink)
    return there


@pytest.mark.parametrize("how", DAMAGES)
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_damaged_file_is_named_with_the_cure(copies: Path, path: Path, how: str) -> None:
    copy = copies / path.relative_to(ROOT)
    folder = next(copies / each.relative_to(ROOT) for each in (path.parent, path.parent.parent) if each in SEALED)
    _damage(copy, how, random.Random(f"{SEED} {path.name} {how}"))
    try:
        with pytest.raises(ModelError, match=re.escape(str(copy))) as told:
            seal.check(folder)
        assert told.value.cure.startswith("Install Wenjin again")
    finally:
        copy.unlink(missing_ok=True)
        copy.symlink_to(path)
    seal.check(folder)


@pytest.mark.parametrize("text", ["", "[]", "{", "\x00", '{"a": 1'])
def test_damaged_checksums_are_told_too(tmp_path: Path, text: str) -> None:
    (tmp_path / seal.NAME).write_text(text, encoding="utf-8")
    with pytest.raises(ModelError, match=seal.NAME):
        seal.check(tmp_path)


def test_a_model_made_anew_is_sealed_anew_where_it_was(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    for name in ("a.json", "inner/b.json", "README.md"):
        (tmp_path / name).write_text("1", encoding="utf-8")
    seal.reseal(tmp_path)
    assert not (tmp_path / seal.NAME).exists()
    seal.seal(tmp_path / "inner")
    seal.seal(tmp_path)
    assert set(seal._read(tmp_path / seal.NAME)) == {"a.json"}
    (tmp_path / "a.json").write_text("2", encoding="utf-8")
    with pytest.raises(ModelError, match=r"a\.json is damaged"):
        seal.check(tmp_path)
    seal.reseal(tmp_path)
    seal.check(tmp_path)


def _cases() -> Iterator[tuple[str, str]]:
    """Some files and ways to damage them; all of them where that many starts are asked for."""
    every = [(path.relative_to(ROOT).as_posix(), how) for path in FILES for how in DAMAGES]
    random.Random(SEED).shuffle(every)
    yield from every[:STARTS]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program, that may be damaged."""
    there = tmp_path_factory.mktemp("installed")
    apart = shutil.ignore_patterns("__pycache__")
    for tree in ("index", "rag", "ui", "eval", "articles"):
        shutil.copytree(ROOT / tree, there / tree, ignore=apart)
    return there


@pytest.mark.slow
@pytest.mark.parametrize(("file", "how"), list(_cases()))
def test_the_program_says_so_when_it_starts(installed: Path, tmp_path: Path, file: str, how: str) -> None:
    path, whole = installed / file, (installed / file).read_bytes()
    _damage(path, how, random.Random(f"{SEED} {file} {how}"))
    code = "import sys; sys.path.insert(0, sys.argv.pop(1)); from ui.cli import main; main()"
    command = [sys.executable, "-P", "-c", code, str(installed), "serve", "--port", "0"]
    environment = {**os.environ, "WENJIN_HOME": str(tmp_path), "WENJIN_THREADS": "1"}
    try:
        told = subprocess.run(command, capture_output=True, text=True, timeout=120, env=environment, cwd=tmp_path)
    finally:
        path.unlink(missing_ok=True)
        path.write_bytes(whole)
    assert (told.returncode, told.stdout) == (1, "")
    assert told.stderr.count("\n") == 1 and str(path) in told.stderr and "Install Wenjin again" in told.stderr
