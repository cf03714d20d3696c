"""A snapshot comes back as it was written, and a damaged one is told from a whole one."""

from __future__ import annotations

import errno
import json
import os
import random
import re
import resource
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import Article, Dating, Mark, Passage, Piece, Repair, Span
from index.build import build
from index.errors import EncoderMismatch, IndexBusy, SnapshotError
from index.keeping.manifest import Damaged, read_manifest
from index.keeping.records import dump_articles, dump_passages, load_articles, load_passages
from index.keeping.store import Store
from index.period import Period
from index.searching.dense import FaissStore
from index.settings import Settings

SEED = int(os.environ.get("WENJIN_SEED", "40"))
FLIPS = int(os.environ.get("WENJIN_FLIPS", "40"))
FILES = ["manifest.json", "articles.jsonl", "passages.jsonl", "vectors.faiss", "bm25"]


class Other:
    """Another encoder."""

    name = "other"
    fingerprint = "f" * 64


@pytest.fixture
def store(settings: Settings, tiny_encoder) -> Store:
    """A store with two snapshots: the one served has an article more than the one before."""
    build(settings, tiny_encoder)
    (settings.articles / "zoo.txt").write_text("青川动物园\n\n动物园里有熊猫5只。", encoding="utf-8")
    build(settings, tiny_encoder)
    return Store(settings.home, settings.articles)


def served(store: Store) -> Path:
    return store.snapshots / str(store.current())


def before(store: Store) -> str:
    (other,) = {path.name for path in store.snapshots.iterdir()} - {store.current()}
    return other


# --- records ---

texts = st.text(st.characters(codec=None), max_size=40)  # lone surrogates, U+2028 and controls among them
counts = st.integers(0, 10**6)
days = st.dates(date(618, 1, 1), date(2100, 1, 1))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    start, end = sorted((draw(days), draw(days)))
    return Period(start, end, draw(st.sampled_from(["day", "month", "quarter", "half", "year", "range"])))


spans = st.tuples(counts, counts).map(lambda pair: Span(*sorted(pair)))
datings = st.builds(Dating, periods(), st.sampled_from(["metadata", "dateline", "inferred"]), texts, st.none() | spans)
articles = st.builds(
    Article,
    id=texts,
    title=texts,
    text=texts,
    file=texts,
    source=texts,
    language=st.sampled_from(["zh", "en"]),
    dating=st.none() | datings,
    pieces=st.lists(st.builds(Piece, counts, counts, counts), max_size=2).map(tuple),
    marks=st.lists(st.builds(Mark, counts, st.just("page"), counts), max_size=2).map(tuple),
    repairs=st.lists(st.builds(Repair, texts, counts, counts, texts), max_size=2).map(tuple),
)


@given(st.lists(articles, max_size=3, unique_by=lambda article: article.id), st.data())
def test_articles_and_passages_come_back_to_the_last_code_point(many: list[Article], data: st.DataObject) -> None:
    passages = []
    for article in many:
        start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(article.text))] * 2)))
        passages.append(Passage(f"{article.id}:{start}", article.id, start, end, article.text[start:end]))
    back = load_articles(dump_articles(many))
    assert back == tuple(many)
    by_id = {article.id: article for article in back}
    assert load_passages(dump_passages(passages), by_id) == tuple(passages)


# --- opening ---


def test_an_opened_snapshot_is_what_was_published(store: Store, tiny_encoder) -> None:
    snapshot = store.open(encoder=tiny_encoder)
    assert snapshot.version == store.current() == snapshot.folder.name
    assert not snapshot.notice
    assert {article.file for article in snapshot.articles} == {"bridge.md", "school.txt", "tea.md", "zoo.txt"}
    assert len(snapshot.passages) == len(snapshot.dense) > 0
    for position, passage in enumerate(snapshot.passages):
        article = snapshot.article(passage.article_id)
        assert article.text[passage.start : passage.end] == passage.text
        vector = tiny_encoder.encode_queries([f"{article.title}\n{passage.text}"])[0]
        assert position in snapshot.dense.search(vector, 1)[0]


def test_opening_and_polling_write_nothing(store: Store, tmp_path: Path) -> None:
    def state() -> set[tuple[Path, int]]:
        return {(path, path.stat().st_mtime_ns) for path in (tmp_path / "home").rglob("*")}

    held = state()
    store.open()
    store.current()
    store.manifest()
    assert state() == held


def test_no_index_yet_is_one_sentence_with_the_cure(settings: Settings) -> None:
    store = Store(settings.home, settings.articles)
    assert store.current() is None
    with pytest.raises(SnapshotError, match=r"There is no index of .* yet. Run `wenjin index .*articles`"):
        store.open()
    assert not settings.home.exists()


def test_another_encoder_is_refused_by_both_names(store: Store) -> None:
    with pytest.raises(EncoderMismatch, match=r"encoder tiny \(.*not by other \(ffff.*wenjin index"):
        store.open(encoder=Other())


def test_two_folders_of_one_name_have_two_stores(tmp_path: Path) -> None:
    first, second = tmp_path / "a" / "news", tmp_path / "b" / "news"
    roots = {Store(tmp_path, folder).root for folder in (first, second, first / ".." / "news")}
    assert len(roots) == 2
    assert all(root.name.startswith("news-") for root in roots)


@pytest.mark.parametrize("name", ["长" * 90, "a b", "/"])
def test_a_folder_of_any_name_has_a_store(tmp_path: Path, name: str) -> None:
    root = Store(tmp_path, Path("/") / name).root
    root.mkdir(parents=True)
    assert root.is_dir()


# --- damage ---


def damaged_files(store: Store, name: str) -> list[Path]:
    path = served(store) / name
    return sorted(file for file in path.rglob("*") if file.is_file()) if path.is_dir() else [path]


def flip(path: Path, chance: random.Random) -> None:
    data = bytearray(path.read_bytes())
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(data)


def cut(path: Path, chance: random.Random) -> None:
    os.truncate(path, chance.randrange(path.stat().st_size))


def lose(path: Path, chance: random.Random) -> None:
    path.unlink()


@pytest.mark.parametrize("damage", [flip, cut, lose])
@pytest.mark.parametrize("name", FILES)
def test_damage_is_named_and_the_last_good_snapshot_serves(
    store: Store, name: str, damage: Callable[[Path, random.Random], None], tmp_path: Path
) -> None:
    old, chance = before(store), random.Random(f"{name} {damage.__name__}")
    for path in damaged_files(store, name):
        whole = path.read_bytes()
        damage(path, chance)
        with pytest.raises(SnapshotError, match=path.name) as caught:
            store.open(store.current())
        assert "wenjin index" in caught.value.cure
        snapshot = store.open()
        assert snapshot.version == old
        assert path.name in snapshot.notice
        assert "serves instead" in snapshot.notice
        path.write_bytes(whole)
    assert store.open().version == store.current()


def test_any_byte_flipped_or_file_cut_short_is_detected(store: Store) -> None:
    chance, old = random.Random(SEED), before(store)
    files = sorted(path for path in served(store).rglob("*") if path.is_file())
    for case in range(FLIPS):
        path = files[case % len(files)]
        whole = path.read_bytes()
        chance.choice([flip, cut])(path, chance)
        snapshot = store.open()
        assert (snapshot.version, path.name in snapshot.notice) == (old, True), case
        path.write_bytes(whole)


@pytest.mark.parametrize("text", [b"", b"\xff\xfe", b"0123456789abcdef\n", b"../../etc\n", None])
def test_a_damaged_current_is_named_and_the_last_good_snapshot_serves(store: Store, text: bytes | None) -> None:
    newest, current = store.current(), store.root / "CURRENT"
    current.unlink() if text is None else current.write_bytes(text)
    snapshot = store.open()
    assert snapshot.version == newest
    assert snapshot.notice.count("wenjin index") == 1
    assert snapshot.notice.startswith("The index in")


def test_every_flip_in_the_manifest_is_seen(store: Store) -> None:
    path = served(store) / "manifest.json"
    whole = path.read_bytes()
    for position in range(0, len(whole), max(1, len(whole) // 400)):
        path.write_bytes(whole[:position] + bytes([whole[position] ^ 4]) + whole[position + 1 :])
        with pytest.raises(Damaged, match=r"manifest\.json"):
            read_manifest(path.parent)
    path.write_bytes(whole)
    assert read_manifest(path.parent).version == store.current()


def test_an_index_of_another_format_is_told_apart_from_a_damaged_one(store: Store) -> None:
    path = served(store) / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "format": 99}))
    with pytest.raises(SnapshotError, match="format 99, this Wenjin reads 1"):
        store.open(store.current())


def test_a_snapshot_under_another_ones_name_is_refused(store: Store) -> None:
    old = before(store)
    shutil.rmtree(served(store))
    shutil.copytree(store.snapshots / old, served(store))
    with pytest.raises(SnapshotError, match="of another snapshot"):
        store.open(store.current())


def test_when_all_is_damaged_the_first_fault_is_told(store: Store) -> None:
    for folder in store.snapshots.iterdir():
        (folder / "articles.jsonl").write_bytes(b"")
    with pytest.raises(SnapshotError, match=f"{store.current()}.*articles.jsonl is damaged: 0 bytes"):
        store.open()


def test_building_repairs_a_damaged_index(store: Store, settings: Settings, tiny_encoder) -> None:
    version = store.current()
    (served(store) / "vectors.faiss").write_bytes(b"")
    report = build(settings, tiny_encoder)
    assert report.published
    assert report.version == version
    assert re.search(r"vectors\.faiss is damaged: 0 bytes .* It was built anew\.$", report.repaired)
    assert store.open().notice == ""
    assert build(settings, tiny_encoder).repaired == ""


def test_building_tells_when_no_snapshot_was_whole_and_when_there_was_none(
    settings: Settings, tiny_encoder, tmp_path: Path
) -> None:
    assert build(settings, tiny_encoder).repaired == ""
    store = Store(settings.home, settings.articles)
    (served(store) / "articles.jsonl").unlink()
    assert re.search(r"articles\.jsonl cannot be read .* It was built anew\.$", build(settings, tiny_encoder).repaired)


def test_building_repairs_a_lost_current_and_keeps_both_snapshots(
    store: Store, settings: Settings, tiny_encoder
) -> None:
    version, old = store.current(), before(store)
    (store.root / "CURRENT").unlink()
    report = build(settings, tiny_encoder)
    assert (report.version, report.encoded, report.published) == (version, 0, True)
    assert {path.name for path in store.snapshots.iterdir()} == {version, old}
    assert not store.open().notice


# --- publishing ---


def test_the_last_two_good_snapshots_are_kept(store: Store, settings: Settings, tiny_encoder) -> None:
    oldest, newer = before(store), store.current()
    reader = store.open()
    (settings.articles / "zoo.txt").unlink()
    (settings.articles / "tea.md").unlink()
    newest = build(settings, tiny_encoder).version
    assert {path.name for path in store.snapshots.iterdir()} == {newer, newest}
    assert oldest not in (newer, newest)
    assert store.open(newer).passages == reader.passages


def test_a_damaged_snapshot_is_never_the_one_kept(store: Store, settings: Settings, tiny_encoder) -> None:
    good = before(store)
    (served(store) / "articles.jsonl").write_bytes(b"")
    (settings.articles / "tea.md").unlink()
    newest = build(settings, tiny_encoder).version
    assert {path.name for path in store.snapshots.iterdir()} == {good, newest}


def test_a_reader_whose_snapshot_is_dropped_while_it_reads_gets_the_new_one(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    newest, old = store.current(), before(store)
    answers = iter([old, newest])
    monkeypatch.setattr(store, "current", lambda: next(answers, newest))
    shutil.rmtree(store.snapshots / old)
    snapshot = store.open()
    assert (snapshot.version, snapshot.notice) == (newest, "")


def test_readers_see_whole_snapshots_while_a_builder_publishes(store: Store, settings: Settings, tiny_encoder) -> None:
    seen, faults, stop = {str(store.current())}, [], threading.Event()

    def read() -> None:
        while not stop.is_set():
            try:
                snapshot = store.open(encoder=tiny_encoder)
                seen.add(snapshot.version)
                faults.extend([snapshot.notice] * bool(snapshot.notice))
                assert {p.article_id for p in snapshot.passages} == {a.id for a in snapshot.articles}
                assert len(snapshot.dense) == len(snapshot.lexical) == len(snapshot.passages)
            except Exception as error:
                faults.append(repr(error))

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    try:
        for number in range(8):
            zoo = f"青川动物园\n\n动物园里有猴子{number}只。"
            (settings.articles / "zoo.txt").write_text(zoo, encoding="utf-8")
            build(settings, tiny_encoder)
    finally:
        stop.set()
        for reader in readers:
            reader.join()
    assert faults == []
    assert len(seen) > 2


def test_all_is_synced_before_it_is_renamed_and_current_comes_last(
    settings: Settings, tiny_encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[tuple[str, str]] = []
    fsync, rename, swap = os.fsync, Path.rename, Path.replace

    def synced(handle: int) -> None:
        done.append(("sync", Path(f"/proc/self/fd/{handle}").readlink().name))
        fsync(handle)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "rename", lambda a, b: (done.append(("rename", b.name)), rename(a, b))[1])
    monkeypatch.setattr(Path, "replace", lambda a, b: (done.append(("replace", b.name)), swap(a, b))[1])
    version = build(settings, tiny_encoder).version
    files = {path.name for path in (settings.home / "indexes").rglob(f"{version}/**/*")}
    placed = done.index(("rename", version))
    assert files <= {name for action, name in done[:placed] if action == "sync"}
    assert done[placed:] == [
        ("rename", version),
        ("sync", "snapshots"),
        ("sync", "CURRENT.new"),
        ("replace", "CURRENT"),
        ("sync", done[-1][1]),
    ]


def test_a_second_builder_is_told_who_is_at_work(store: Store, settings: Settings, tiny_encoder) -> None:
    holder = (
        "import sys; from pathlib import Path; from index.keeping.store import Store\n"
        "with Store(Path(sys.argv[1]), Path(sys.argv[2])).lock(): print('held', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", holder, str(settings.home), str(settings.articles)]
    (settings.articles / "tea.md").unlink()
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout and other.stdout.readline() == "held\n"
        with pytest.raises(IndexBusy, match=rf"being built by process {other.pid}\. Try again"):
            build(settings, tiny_encoder)
        other.kill()
        other.wait()
    assert build(settings, tiny_encoder).removed == ("tea.md",)


def test_the_next_builder_sweeps_what_a_killed_one_left(store: Store) -> None:
    for name in ("building-x", "trash-y"):
        (store.root / name / "deep").mkdir(parents=True)
        (store.root / name / "deep" / "file").write_text("half")
    with store.lock():
        assert not [path for path in store.root.iterdir() if path.name.startswith(("building", "trash"))]


# --- a disk that will not take it ---


def fail_at(monkeypatch: pytest.MonkeyPatch, name: str, number: int) -> None:
    real = Path.write_bytes

    def full(path: Path, data: bytes) -> int:
        if path.name.startswith(name):
            real(path, data[: len(data) // 2])
            raise OSError(number, os.strerror(number), str(path))
        return real(path, data)

    monkeypatch.setattr(Path, "write_bytes", full)


@pytest.mark.parametrize("name", ["articles.jsonl", "passages.jsonl", "manifest.json", "CURRENT"])
def test_a_full_disk_leaves_the_old_index_as_it_was(
    store: Store, settings: Settings, tiny_encoder, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    old = store.open()
    (settings.articles / "tea.md").unlink()
    with monkeypatch.context() as patch:
        fail_at(patch, name, errno.ENOSPC)
        with pytest.raises(SnapshotError, match=r"the disk is full.*Free some space"):
            build(settings, tiny_encoder)
    assert replace(store.open(), dense=old.dense, lexical=old.lexical) == old
    assert build(settings, tiny_encoder).removed == ("tea.md",)


def test_what_a_full_disk_cut_short_in_silence_is_not_published(
    store: Store, settings: Settings, tiny_encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, save = store.current(), FaissStore.save

    def half(self: FaissStore, path: Path) -> None:
        save(self, path)
        os.truncate(path, path.stat().st_size // 2)

    (settings.articles / "tea.md").unlink()
    monkeypatch.setattr(FaissStore, "save", half)
    with pytest.raises(SnapshotError, match=r"could not be written .* cannot be read back"):
        build(settings, tiny_encoder)
    assert store.current() == old
    assert store.open().notice == ""


def test_a_home_that_is_a_file_is_one_sentence(settings: Settings, tiny_encoder) -> None:
    settings.home.write_text("a file")
    with pytest.raises(SnapshotError, match=r"could not be written to .* Set WENJIN_HOME"):
        build(settings, tiny_encoder)


def test_a_file_that_may_not_grow_leaves_the_old_index_as_it_was(
    store: Store, settings: Settings, tiny_encoder
) -> None:
    """The system's bound on the size of a file, as a full disk that anybody can try."""
    old, refused = store.current(), 0
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    half = max(path.stat().st_size for path in served(store).rglob("*")) // 2
    (settings.articles / "tea.md").unlink()
    for most in (0, 1, 20, 100, half):
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
        try:
            build(settings, tiny_encoder)
        except SnapshotError as error:
            refused += 1
            assert "could not be written" in error.message and "the index built before is untouched" in error.cure
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert (store.current(), store.open().notice) == (old, "")
    assert refused == 5
    assert build(settings, tiny_encoder).removed == ("tea.md",)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("a small disk can be mounted by root only")
    yield disk
    # Lazily: a reader may still have files of it mapped.
    subprocess.run(["umount", "-l", str(disk)], check=True)


def test_a_really_full_disk_leaves_the_old_index_as_it_was(
    small_disk: Path, articles_folder: Path, tiny_encoder
) -> None:
    settings = Settings(home=small_disk, articles=articles_folder)
    old = build(settings, tiny_encoder).version
    store = Store(settings.home, settings.articles)
    long = "\n\n".join(f"青川第{number}号公告说，全县种树{number * 7}棵。" for number in range(2000))
    (articles_folder / "long.txt").write_text(long, encoding="utf-8")
    filler, refused = small_disk / "filler", 0
    for kilobytes in range(0, 700, 40):
        free = shutil.disk_usage(small_disk).free
        filler.write_bytes(bytes(max(0, free - kilobytes * 1024)))
        try:
            build(settings, tiny_encoder)
        except SnapshotError as error:
            refused += 1
            assert "the disk is full" in error.message and "Free some space" in error.cure
            assert (store.current(), store.open().notice) == (old, "")
        filler.unlink()
        if store.current() != old:
            break
    assert refused > 2
    assert build(settings, tiny_encoder).files == 4
