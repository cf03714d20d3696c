"""The files of an index: the folder's own, never written to, and the uploads, less the withdrawn."""

from __future__ import annotations

import os
import re
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.build import build
from index.errors import FolderError, IndexBusy, ShelfError
from index.files.formats import FORMATS
from index.keeping.lock import locked
from index.keeping.shelf import Shelf, safe_name
from index.keeping.store import Store
from index.settings import Settings

ZOO = "青川动物园\n\n青川动物园今年新来了熊猫5只、金丝猴18只，门票每张40元。\n".encode()


@pytest.fixture
def shelf(settings: Settings) -> Shelf:
    store = Store(settings.home, settings.articles)
    return Shelf(store.root, store.articles)


def names(shelf: Shelf) -> list[str]:
    return [found.source.file for found in shelf.survey(20)]


def upload(shelf: Shelf, name: str, data: bytes = ZOO) -> str:
    with shelf.kept(name, data) as file:
        return file


def test_an_upload_is_surveyed_after_the_folders_own_files(shelf: Shelf) -> None:
    assert upload(shelf, "a-zoo.txt") == ".uploads/a-zoo.txt"
    assert names(shelf) == ["bridge.md", "school.txt", "tea.md", ".uploads/a-zoo.txt"]


def test_an_upload_of_a_files_name_replaces_nothing(shelf: Shelf) -> None:
    assert upload(shelf, "tea.md") == ".uploads/tea.md"
    assert {"tea.md", ".uploads/tea.md"} <= set(names(shelf))


def test_another_upload_of_a_name_gets_a_number_the_same_one_does_not(shelf: Shelf) -> None:
    assert upload(shelf, "zoo.txt", b"one") == ".uploads/zoo.txt"
    assert upload(shelf, "zoo.txt", b"two") == ".uploads/zoo-2.txt"
    assert upload(shelf, "zoo.txt", b"three") == ".uploads/zoo-3.txt"
    assert upload(shelf, "zoo.txt", b"two") == ".uploads/zoo-2.txt"
    assert (shelf.root / ".uploads" / "zoo.txt").read_bytes() == b"one"


def test_an_upload_is_taken_back_when_what_is_done_with_it_fails(shelf: Shelf) -> None:
    with pytest.raises(KeyError), shelf.kept("zoo.txt", ZOO):
        raise KeyError
    assert ".uploads/zoo.txt" not in names(shelf)
    upload(shelf, "zoo.txt")
    with pytest.raises(KeyError), shelf.kept("zoo.txt", ZOO):
        raise KeyError
    assert ".uploads/zoo.txt" in names(shelf)  # it was there before


def test_what_is_withdrawn_is_not_surveyed(shelf: Shelf) -> None:
    upload(shelf, "zoo.txt")
    shelf.withdraw({"tea.md", ".uploads/zoo.txt"})
    assert names(shelf) == ["bridge.md", "school.txt"]
    assert shelf.withdrawn() == {"tea.md", ".uploads/zoo.txt"}
    assert shelf.has("tea.md") and shelf.has(".uploads/zoo.txt") and not shelf.has("zoo.txt")


@pytest.mark.parametrize(
    "damaged", [b"", b"{", b"[]", b'{"withdrawn": 3}', b'{"withdrawn": [1]}', b"\xff", b"[" * 99999]
)
def test_a_damaged_list_of_the_withdrawn_is_named_with_its_cure(shelf: Shelf, damaged: bytes) -> None:
    shelf.withdraw(())
    (shelf.root / "withdrawn.json").write_bytes(damaged)
    with pytest.raises(ShelfError, match=r"withdrawn\.json, cannot be read. Delete that file"):
        shelf.survey(20)


def test_an_empty_folder_will_do_where_something_was_uploaded(shelf: Shelf) -> None:
    for path in shelf.folder.iterdir():
        path.unlink()
    with pytest.raises(FolderError, match="is empty"):
        shelf.survey(20)
    upload(shelf, "zoo.txt")
    assert names(shelf) == [".uploads/zoo.txt"]


def test_a_file_half_written_by_a_killed_process_is_no_article_and_goes(shelf: Shelf) -> None:
    upload(shelf, "zoo.txt")
    left = shelf.root / ".uploads" / ".farm.txt.new"
    left.write_bytes(b"half")
    assert ".uploads/.farm.txt.new" not in names(shelf)
    upload(shelf, "farm.txt", b"farm")
    assert not left.exists()
    left.write_bytes(b"half")
    os.utime(left, (time.time() - 9999, time.time() - 9999))
    upload(shelf, "barn.txt", b"barn")
    assert not left.exists()


NAMES = [
    ("报道.txt", "报道.txt"),
    ("../../etc/cron.d/job.txt", "job.txt"),
    ("..\\..\\windows\\system.md", "system.md"),
    ("/abs/olute.html", "olute.html"),
    ("a/../../b.pdf", "b.pdf"),
    (".hidden.txt", "hidden.txt"),
    ("~$open.docx", "open.docx"),
    ("x\x00y.txt", "xy.txt"),
    ("a\u202etxt.exe.md", "atxt.exe.md"),
    ('<img src="x">.html', "img src=x.html"),
    ("字" * 300 + ".TXT", "字" * 65 + ".TXT"),
    ("half\ud800.txt", "half.txt"),
]


@pytest.mark.parametrize(("given_name", "safe"), NAMES, ids=[ascii(name)[:30] for name, _ in NAMES])
def test_a_name_is_made_safe(given_name: str, safe: str) -> None:
    assert safe_name(given_name) == safe


@pytest.mark.parametrize("bad", ["", "..", "../", "a/", ".txt", "program.exe", "articles.toml", "noformat", "a.txt/b"])
def test_a_name_no_article_can_have_is_refused_with_a_cure(bad: str) -> None:
    with pytest.raises(ShelfError) as refused:
        safe_name(bad)
    assert refused.value.cure


@given(st.text(max_size=300), st.sampled_from([*FORMATS, ".exe", ""]))
def test_no_name_leads_elsewhere(text: str, suffix: str) -> None:
    try:
        name = safe_name(text + suffix)
    except ShelfError:
        return
    assert Path("/there/.uploads", name).resolve().parent == Path("/there/.uploads")
    assert not re.search(r"[\x00-\x1f/\\]", name) and not name.startswith(".") and len(name.encode()) <= 255
    assert safe_name(name) == name


READABLE = [
    ("zoo.txt", b"", "empty"),
    ("zoo.txt", b"  \n ", "only blanks"),
    ("zoo.pdf", ZOO, "named .pdf but is"),
    ("zoo.txt", b"%PDF-1.7 ...", "is a PDF"),
    ("zoo.docx", b"PK\x03\x04 no archive", "damaged Word document"),
    ("zoo.txt", b"x" * 2_000_001, r"too large \(2\.0 MB; the limit is 1 MB\)"),
]


@pytest.mark.parametrize(("name", "data", "words"), READABLE, ids=lambda value: ascii(value)[:20])
def test_what_holds_no_article_is_refused_and_not_kept(shelf: Shelf, name: str, data: bytes, words: str) -> None:
    with pytest.raises(ShelfError, match=words):
        shelf.read(name, data, max_mb=1)
    assert not (shelf.root / ".uploads").exists()


def test_an_upload_is_read_as_it_will_be_indexed(shelf: Shelf) -> None:
    articles = shelf.read("../zoo.txt", ZOO, max_mb=1)
    file = upload(shelf, "zoo.txt")
    assert [article.file for article in articles] == [file]


# --- in a build ---


def test_a_build_takes_uploads_in_and_leaves_the_withdrawn_out(settings: Settings, tiny_encoder, shelf: Shelf) -> None:
    build(settings, tiny_encoder)
    file = upload(shelf, "zoo.txt")
    shelf.withdraw({"tea.md"})
    tiny_encoder.encoded.clear()
    report = build(settings, tiny_encoder)
    assert (report.added, report.removed, report.encoded) == ((file,), ("tea.md",), 1)
    assert not build(settings, tiny_encoder).published


def test_a_build_can_be_told_what_is_withdrawn(settings: Settings, tiny_encoder, shelf: Shelf) -> None:
    assert build(settings, tiny_encoder, withdrawn={"tea.md"}).files == 2
    assert build(settings, tiny_encoder).added == ("tea.md",)
    with pytest.raises(FolderError, match=r"Every article of .* was removed. Restore one"):
        build(settings, tiny_encoder, withdrawn={"bridge.md", "school.txt", "tea.md"})


def test_a_builder_waits_for_another_as_long_as_it_is_told(settings: Settings, tiny_encoder, shelf: Shelf) -> None:
    shelf.root.mkdir(parents=True)
    with locked(shelf.root / "lock"):
        began = time.monotonic()
        with pytest.raises(IndexBusy):
            build(settings, tiny_encoder, patience=0.3)
        assert 0.3 <= time.monotonic() - began < 5
    assert build(settings, tiny_encoder, patience=0.3).published


def test_a_builder_that_waited_takes_in_what_came_meanwhile(settings: Settings, tiny_encoder, shelf: Shelf) -> None:
    shelf.root.mkdir(parents=True)

    def put_in_and_let_go() -> None:
        time.sleep(0.3)
        (shelf.folder / "late.md").write_text("# 新桥通车\n\n新桥今日通车，全长412米。\n", encoding="utf-8")
        held.close()

    with ExitStack() as held, ThreadPoolExecutor() as pool:
        held.enter_context(locked(shelf.root / "lock"))
        pool.submit(put_in_and_let_go)
        assert "late.md" in build(settings, tiny_encoder, patience=20).added
