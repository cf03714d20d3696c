"""Building brings the index up to the folder: adds, changes, removes, and does again only what changed."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import numpy as np
import pytest

from index import build as building
from index.build import build, searchable
from index.errors import FolderError, SettingsError
from index.keeping import kept, survey
from index.keeping import recipe as recipes
from index.keeping.snapshot import Snapshot
from index.keeping.store import Store
from index.settings import Settings

ZOO = "青川动物园\n\n青川动物园今年新来了熊猫5只、金丝猴18只，门票每张40元。\n"


def opened(settings: Settings) -> Snapshot:
    return Store(settings.home, settings.articles).open()


def write(settings: Settings, name: str, text: str) -> None:
    path = settings.articles / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_a_first_build_takes_everything_in(settings: Settings, tiny_encoder) -> None:
    report = build(settings, tiny_encoder)
    snapshot = opened(settings)
    assert report.added == ("bridge.md", "school.txt", "tea.md")
    assert (report.changed, report.removed, report.unread) == ((), (), ())
    assert (report.files, report.articles, report.published) == (3, 3, True)
    assert report.passages == report.encoded == len(snapshot.passages)
    assert report.version == snapshot.version
    assert report.seconds > 0


def test_articles_stand_by_file_and_passages_by_article(settings: Settings, tiny_encoder) -> None:
    build(settings, tiny_encoder)
    snapshot = opened(settings)
    assert [article.file for article in snapshot.articles] == ["bridge.md", "school.txt", "tea.md"]
    order = [article.id for article in snapshot.articles]
    where = [(order.index(passage.article_id), passage.start) for passage in snapshot.passages]
    assert where == sorted(where)


def test_a_second_build_does_nothing(settings: Settings, tiny_encoder) -> None:
    first = build(settings, tiny_encoder)
    state = {(path, path.stat().st_mtime_ns) for path in settings.home.rglob("*")}
    tiny_encoder.encoded.clear()
    second = build(settings, tiny_encoder)
    assert second.version == first.version
    assert (second.published, second.encoded, tiny_encoder.encoded) == (False, 0, [])
    assert (second.added, second.changed, second.removed) == ((), (), ())
    assert (second.files, second.articles, second.passages) == (first.files, first.articles, first.passages)
    assert {(path, path.stat().st_mtime_ns) for path in settings.home.rglob("*")} == state


def test_adding_changing_and_removing_is_one_build(settings: Settings, tiny_encoder) -> None:
    first = build(settings, tiny_encoder)
    write(settings, "zoo/zoo.txt", ZOO)
    (settings.articles / "tea.md").unlink()
    bridge = settings.articles / "bridge.md"
    bridge.write_text(bridge.read_text(encoding="utf-8").replace("3.6公里", "3.9公里"), encoding="utf-8")
    tiny_encoder.encoded.clear()
    report = build(settings, tiny_encoder)
    assert (report.added, report.changed, report.removed) == (("zoo/zoo.txt",), ("bridge.md",), ("tea.md",))
    assert report.version != first.version
    snapshot = opened(settings)
    assert [article.file for article in snapshot.articles] == ["bridge.md", "school.txt", "zoo/zoo.txt"]
    assert any("3.9公里" in passage.text for passage in snapshot.passages)
    assert not any("3.6公里" in passage.text for passage in snapshot.passages)
    assert report.encoded == len(tiny_encoder.encoded) > 0
    assert all("3.9公里" in text or "青川动物园" in text or "桥梁7座" in text for text in tiny_encoder.encoded)


def test_only_what_changed_is_read_again(settings: Settings, tiny_encoder, monkeypatch: pytest.MonkeyPatch) -> None:
    build(settings, tiny_encoder)
    write(settings, "zoo.txt", ZOO)
    read: list[str] = []
    read_file = survey.read_file
    monkeypatch.setattr(survey, "read_file", lambda path, *rest: (read.append(path.name), read_file(path, *rest))[1])
    build(settings, tiny_encoder)
    assert read == ["zoo.txt"]


def test_a_renamed_file_is_read_but_not_encoded_again(settings: Settings, tiny_encoder) -> None:
    build(settings, tiny_encoder)
    (settings.articles / "tea.md").rename(settings.articles / "green-tea.md")
    report = build(settings, tiny_encoder)
    assert (report.added, report.removed, report.encoded) == (("green-tea.md",), ("tea.md",), 0)
    assert {article.file for article in opened(settings).articles} == {"bridge.md", "green-tea.md", "school.txt"}


def test_small_steps_end_where_one_build_from_nothing_does(settings: Settings, tiny_encoder, tmp_path: Path) -> None:
    build(settings, tiny_encoder)
    write(settings, "a-zoo.txt", ZOO)
    build(settings, tiny_encoder)
    (settings.articles / "school.txt").unlink()
    stepwise = build(settings, tiny_encoder)
    elsewhere = Settings(home=tmp_path / "other-home", articles=tmp_path / "copy")
    shutil.copytree(settings.articles, elsewhere.articles)
    once = build(elsewhere, tiny_encoder)
    assert once.version == stepwise.version
    one, other = opened(settings), opened(elsewhere)
    assert (one.articles, one.passages) == (other.articles, other.passages)
    assert np.array_equal(one.dense.vectors(), other.dense.vectors())


def test_the_dense_store_holds_each_passage_with_its_title(settings: Settings, tiny_encoder) -> None:
    build(settings, tiny_encoder)
    write(settings, "zoo.txt", ZOO)
    build(settings, tiny_encoder)
    snapshot = opened(settings)
    texts = [searchable(snapshot.article(passage.article_id), passage) for passage in snapshot.passages]
    assert np.array_equal(snapshot.dense.vectors(), tiny_encoder.encode_queries(texts))


def test_going_back_serves_the_snapshot_that_still_lies_there(settings: Settings, tiny_encoder) -> None:
    first = build(settings, tiny_encoder)
    write(settings, "zoo.txt", ZOO)
    second = build(settings, tiny_encoder)
    (settings.articles / "zoo.txt").unlink()
    third = build(settings, tiny_encoder)
    assert (third.version, third.encoded, third.removed) == (first.version, 0, ("zoo.txt",))
    store = Store(settings.home, settings.articles)
    assert store.current() == first.version
    assert {path.name for path in store.snapshots.iterdir()} == {first.version, second.version}


def test_another_encoder_encodes_all_but_reads_nothing_again(
    settings: Settings, tiny_encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = build(settings, tiny_encoder)
    other = type(tiny_encoder)()
    other.name, other.fingerprint = "other", "0" * 64
    monkeypatch.setattr(survey, "read_file", None)
    report = build(settings, other)
    assert report.encoded == report.passages == first.passages
    assert report.published
    assert report.version != first.version
    assert (report.added, report.changed, report.removed) == ((), (), ())
    assert Store(settings.home, settings.articles).open(encoder=other).encoder == "0" * 64


def test_another_recipe_builds_everything_again(
    settings: Settings, tiny_encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = build(settings, tiny_encoder)
    for module in (building, kept):
        monkeypatch.setattr(module, "recipe", lambda: "another")
    report = build(settings, tiny_encoder)
    assert report.published
    assert report.version != first.version
    assert report.encoded == report.passages


def test_metadata_given_later_reads_the_file_again(settings: Settings, tiny_encoder) -> None:
    build(settings, tiny_encoder)
    write(settings, "articles.toml", '["school.txt"]\nsource = "青川电视台"\n')
    report = build(settings, tiny_encoder)
    assert "school.txt" in report.changed
    assert report.encoded == 0
    assert "青川电视台" in {article.source for article in opened(settings).articles}


# --- what cannot be read, and what stands there twice ---


def test_one_bad_file_is_named_and_the_rest_indexed(settings: Settings, tiny_encoder) -> None:
    (settings.articles / "empty.txt").write_bytes(b"")
    (settings.articles / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (settings.articles / "huge.txt").write_bytes("青川今年种树九万棵。\n".encode() * 2000)
    small = settings.model_copy(update={"max_file_mb": 0.02})
    report = build(small, tiny_encoder)
    assert report.files == 3
    assert [unread.file for unread in report.unread] == ["binary.txt", "empty.txt", "huge.txt"]
    assert "too large" in report.unread[2].reason
    assert "WENJIN_MAX_FILE_MB" in report.unread[2].reason
    assert all(unread.reason for unread in report.unread)
    again = build(small, tiny_encoder)
    assert (again.unread, again.published) == (report.unread, False)


def test_a_larger_limit_takes_in_what_was_too_large(settings: Settings, tiny_encoder) -> None:
    (settings.articles / "huge.txt").write_bytes("青川今年种树九万棵。\n".encode() * 2000)
    assert build(settings.model_copy(update={"max_file_mb": 0.02}), tiny_encoder).unread
    report = build(settings, tiny_encoder)
    assert (report.added, report.unread) == (("huge.txt",), ())


def test_a_parser_that_breaks_takes_down_one_file_only(
    settings: Settings, tiny_encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_file = survey.read_file

    def fragile(path: Path, folder: Path, max_mb: float) -> object:
        if path.name == "tea.md":
            raise RecursionError("too deep")
        return read_file(path, folder, max_mb)

    monkeypatch.setattr(survey, "read_file", fragile)
    report = build(settings, tiny_encoder)
    assert report.files == 2
    assert [(u.file, u.reason) for u in report.unread] == [("tea.md", "it cannot be read (RecursionError: too deep)")]


def test_a_file_that_turns_unreadable_leaves_the_index(settings: Settings, tiny_encoder) -> None:
    build(settings, tiny_encoder)
    (settings.articles / "tea.md").write_bytes(b"")
    report = build(settings, tiny_encoder)
    assert report.removed == ("tea.md",)
    assert [unread.file for unread in report.unread] == ["tea.md"]
    assert "tea.md" not in {article.file for article in opened(settings).articles}


def test_nothing_readable_is_refused_and_the_old_index_stays(settings: Settings, tiny_encoder) -> None:
    version = build(settings, tiny_encoder).version
    for path in settings.articles.iterdir():
        path.write_bytes(b"")
    with pytest.raises(FolderError, match=r"Nothing in .* can be read \(bridge\.md: .*Put articles"):
        build(settings, tiny_encoder)
    assert opened(settings).version == version


@pytest.mark.parametrize("make", [True, False], ids=["empty", "missing"])
def test_an_empty_or_missing_folder_is_refused(tmp_path: Path, tiny_encoder, make: bool) -> None:
    settings = Settings(home=tmp_path / "home", articles=tmp_path / "nothing")
    if make:
        settings.articles.mkdir()
    with pytest.raises(FolderError, match="nothing"):
        build(settings, tiny_encoder)
    assert not settings.home.exists()


def test_a_text_that_stands_in_two_files_is_indexed_once(settings: Settings, tiny_encoder) -> None:
    write(settings, "zoo-1.txt", ZOO)
    write(settings, "zoo-2.txt", ZOO)
    report = build(settings, tiny_encoder)
    assert (report.files, report.articles) == (4, 4)
    assert [(u.file, u.reason) for u in report.unread] == [("zoo-2.txt", "same text as zoo-1.txt")]
    assert not build(settings, tiny_encoder).published


def test_when_the_first_of_two_goes_the_second_takes_its_place(settings: Settings, tiny_encoder) -> None:
    write(settings, "zoo-1.txt", ZOO)
    write(settings, "zoo-2.txt", ZOO)
    build(settings, tiny_encoder)
    (settings.articles / "zoo-1.txt").unlink()
    report = build(settings, tiny_encoder)
    assert (report.added, report.removed, report.unread) == (("zoo-2.txt",), ("zoo-1.txt",), ())
    assert report.encoded == 0
    assert "zoo-2.txt" in {article.file for article in opened(settings).articles}


def test_stories_shared_by_two_pages_are_taken_from_the_first(
    settings: Settings, tiny_encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    articles_of = survey.articles_of

    def parted(raw):
        (article,) = articles_of(raw)
        return tuple(
            building.replace(article, id=f"story {line}", title=line, text=line * 9)
            for line in article.text.split("\n")
            if line
        )

    monkeypatch.setattr(survey, "articles_of", parted)
    for path in settings.articles.iterdir():
        path.unlink()
    write(settings, "page-1.txt", "页一\n\n甲说的话。\n\n乙说的话。\n\n甲说的话。")
    write(settings, "page-2.txt", "页二\n\n乙说的话。\n\n丙说的话。")
    report = build(settings, tiny_encoder)
    files = {article.id: article.file for article in opened(settings).articles}
    assert files["story 乙说的话。"] == "page-1.txt"
    assert files["story 丙说的话。"] == "page-2.txt"
    assert [(u.file, u.reason) for u in report.unread] == [
        ("page-2.txt", "“乙说的话。” in it: same text as page-1.txt")
    ]
    assert report.files == 2


# --- around it ---


def test_nothing_is_written_in_the_articles_folder(settings: Settings, tiny_encoder) -> None:
    def state() -> set[tuple[Path, int]]:
        return {(path, path.stat().st_mtime_ns) for path in settings.articles.rglob("*")}

    before = state()
    build(settings, tiny_encoder)
    assert state() == before


def test_an_index_among_the_articles_is_refused(settings: Settings, tiny_encoder) -> None:
    inside = settings.model_copy(update={"home": settings.articles / "home"})
    with pytest.raises(SettingsError, match=r"in the articles folder itself.* Set WENJIN_HOME"):
        build(inside, tiny_encoder)
    assert not inside.home.exists()
    hidden = settings.model_copy(update={"home": settings.articles / ".home"})  # hidden files are never read
    assert build(hidden, tiny_encoder).files == 3


def test_a_file_that_comes_back_is_taken_in_again(settings: Settings, tiny_encoder, tmp_path: Path) -> None:
    path, elsewhere = settings.articles / "tea.md", settings.articles / "hidden" / ".tea.md"
    elsewhere.parent.mkdir()
    path.rename(elsewhere)
    path.symlink_to(tmp_path / "nowhere.md")
    report = build(settings, tiny_encoder)
    assert [unread.file for unread in report.unread] == ["tea.md"]
    path.unlink()
    elsewhere.rename(path)
    assert build(settings, tiny_encoder).added == ("tea.md",)


def test_a_name_that_cannot_be_printed_is_named_all_the_same(settings: Settings, tiny_encoder) -> None:
    try:
        Path(os.fsdecode(os.fsencode(settings.articles) + b"/\xff\xfe.txt")).write_text(ZOO, encoding="utf-8")
    except OSError:
        pytest.skip("this system takes no such name")
    report = build(settings, tiny_encoder)
    assert [unread.file.encode() for unread in report.unread] == [b"??.txt"]
    assert not build(settings, tiny_encoder).published


def test_the_survey_knows_a_file_by_the_checksum_it_is_read_with(settings: Settings) -> None:
    write(settings, "articles.toml", '["school.txt"]\nsource = "青川电视台"\n')
    for found in survey.survey(settings.articles, 20):
        raw = survey.read_file(found.path, settings.articles, 20)
        assert (found.source.file, found.source.checksum) == (raw.file, raw.checksum)


class Told:
    """Remembers what it is told."""

    def __init__(self) -> None:
        self.steps: list[list[str | int]] = []

    def step(self, name: str, total: int) -> None:
        self.steps.append([name, total, 0])

    def advance(self, count: int = 1) -> None:
        self.steps[-1][2] += count


def test_progress_counts_files_then_passages_to_the_end(settings: Settings, tiny_encoder) -> None:
    told = Told()
    report = build(settings, tiny_encoder, told)
    passages = report.passages
    assert told.steps == [["read", 3, 3], ["encode", passages, passages], ["terms", passages, passages]]


def test_an_up_to_date_index_tells_no_progress(settings: Settings, tiny_encoder) -> None:
    build(settings, tiny_encoder)
    told = Told()
    build(settings, tiny_encoder, told)
    assert told.steps == []


def test_the_recipe_names_libraries_that_are_there() -> None:
    assert [library for library in recipes._LIBRARIES if not recipes._version(library)] == []


@pytest.mark.parametrize(
    ("name", "changes"), [("cleaning/clean.py", True), ("new.py", True), ("keeping/snapshot.py", False)]
)
def test_the_recipe_follows_the_code_that_reads_not_the_code_that_keeps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, changes: bool
) -> None:
    before, folder = recipes.recipe(), tmp_path / "index"
    floor = Path(recipes.__file__).parent.parent
    shutil.copytree(floor, folder, ignore=shutil.ignore_patterns("models", "training"))
    monkeypatch.setattr(recipes, "__file__", str(folder / "keeping" / "recipe.py"))
    assert recipes.recipe.__wrapped__() == before
    with (folder / name).open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    assert (recipes.recipe.__wrapped__() != before) == changes
