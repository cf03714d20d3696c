"""Files made to fill the memory or to take for ever: refused with a reason, in bounded memory and time."""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from index import apart
from index.build import build
from index.errors import UnreadableFile
from index.files.sources import read_file
from index.keeping.store import Store
from index.settings import Settings
from tests.index.bombs import BOMBS
from tests.index.files import docx, pdf

# Under `make soak` each bomb has the time that a real file has.
LONG = os.environ.get("WENJIN_CASES", "") != ""
SECONDS = apart.MOST_SECONDS if LONG else 2.0


@pytest.fixture(autouse=True)
def ended() -> Iterator[None]:
    """No process is left behind."""
    yield
    apart.close()


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_with_a_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    path = tmp_path / f"bomb.{name.partition('-')[0]}"
    path.write_bytes(BOMBS[name]())
    assert path.stat().st_size < 20_000_000
    monkeypatch.setattr(apart, "MOST_SECONDS", SECONDS)
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    with pytest.raises(UnreadableFile) as told:
        read_file(path, tmp_path, 20)
    assert told.value.message and told.value.cure and "Error" not in told.value.message.replace("XMLSyntaxError", "")
    assert "root:" not in told.value.message  # what another file holds
    assert time.monotonic() - began < SECONDS + 10
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000  # kilobytes


def test_the_next_file_is_read_after_one_that_broke_the_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bomb.html").write_bytes(BOMBS["html-html_of_headers"]())
    (tmp_path / "good.pdf").write_bytes(pdf(["临江区有纺织企业412家。"]))
    (tmp_path / "good.docx").write_bytes(docx("临江区有纺织企业412家。"))
    with monkeypatch.context() as patch:
        patch.setattr(apart, "MOST_SECONDS", 1.0)
        with pytest.raises(UnreadableFile, match=r"longer than 1 seconds"):
            read_file(tmp_path / "bomb.html", tmp_path, 20)
    for name in ("good.pdf", "good.docx"):
        assert "412家" in read_file(tmp_path / name, tmp_path, 20).text


def test_a_reader_that_dies_is_told_and_replaced(tmp_path: Path) -> None:
    (tmp_path / "good.pdf").write_bytes(pdf(["临江区有纺织企业412家。"]))
    read_file(tmp_path / "good.pdf", tmp_path, 20)
    apart._workers[0]._process.kill()
    with pytest.raises(UnreadableFile, match="breaks the reader"):
        read_file(tmp_path / "good.pdf", tmp_path, 20)
    assert "412家" in read_file(tmp_path / "good.pdf", tmp_path, 20).text


def test_a_long_text_is_cleaned_alike_here_and_there(
    tmp_path: Path, tiny_encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    lines = "\n\n".join(
        f"2031年{n % 12 + 1}月，临江区第{n}号公告\u2028说，\ud7ff全区种树{n * 7}棵。" for n in range(400)
    )
    (folder / "long.md").write_text(f"---\ntitle: 临江种树\npublished: 2031-05-06\n---\n{lines}", encoding="utf-8")
    stored = []
    for short in (5_000, 10_000_000):
        monkeypatch.setattr("index.keeping.survey._SHORT", short)
        settings = Settings(home=tmp_path / str(short), articles=folder)
        build(settings, tiny_encoder)
        stored.append(Store(settings.home, folder).open().articles)
        assert apart._workers == []
    assert stored[0] == stored[1] and stored[0][0].title == "临江种树"


def test_a_text_that_takes_for_ever_to_clean_is_named_and_the_rest_indexed(
    settings: Settings, tiny_encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    (settings.articles / "months.txt").write_text("1月" * 200_000, encoding="utf-8")
    monkeypatch.setattr(apart, "MOST_SECONDS", 2.0)
    report = build(settings, tiny_encoder)
    assert report.files == 3
    (left_out,) = report.unread
    assert left_out.file == "months.txt" and "longer than 2 seconds" in left_out.reason
