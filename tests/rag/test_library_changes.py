"""Articles added, removed and restored while questions are asked."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from index.errors import NoSuchArticle, ShelfError
from index.settings import Settings
from rag.library import Library
from tests.stories import HALF_YEAR, QUARTER

QUESTION = "临江区有多少家重点实验室？"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "first.md").write_text(QUARTER, encoding="utf-8")
    return Library.open(Settings(home=tmp_path / "home", articles=folder))


def newest(library: Library) -> str:
    return library.ask(QUESTION).figures[0].text


def test_an_added_article_is_asked_about_at_once(library: Library, tmp_path: Path) -> None:
    state = {(path, path.stat().st_mtime_ns) for path in (tmp_path / "articles").rglob("*")}
    assert newest(library) == "41家"
    added = library.add("../second.md", HALF_YEAR.encode())
    assert newest(library) == "47家"
    assert added.file == ".uploads/second.md" and added.passages >= 1 and added.reason == ""
    assert library.snapshot.article(added.articles[0]).title == "临江区上半年再添新园"
    assert {(path, path.stat().st_mtime_ns) for path in (tmp_path / "articles").rglob("*")} == state


def test_the_same_article_again_is_the_same_article(library: Library) -> None:
    added = library.add("second.md", HALF_YEAR.encode())
    version = library.snapshot.version
    again = library.add("other-name.md", HALF_YEAR.encode())
    assert (again.file, again.articles, again.passages) == (added.file, added.articles, added.passages)
    assert again.reason == "same text as .uploads/second.md"
    assert library.snapshot.version == version


def test_a_removed_article_is_gone_until_it_is_restored(library: Library) -> None:
    added = library.add("second.md", HALF_YEAR.encode())
    library.remove(added.file)
    assert newest(library) == "41家" and library.removed() == (added.file,)
    assert library.restore(added.file) == added
    assert newest(library) == "47家" and library.removed() == ()


def test_a_file_of_the_folder_is_removed_and_stays_where_it_is(library: Library, tmp_path: Path) -> None:
    library.add("second.md", HALF_YEAR.encode())
    library.remove("first.md")
    assert [article.file for article in library.snapshot.articles] == [".uploads/second.md"]
    assert (tmp_path / "articles" / "first.md").read_text(encoding="utf-8") == QUARTER
    library.restore("first.md")
    assert len(library.snapshot.articles) == 2


def test_an_upload_that_was_removed_can_be_uploaded_again(library: Library) -> None:
    file = library.add("second.md", HALF_YEAR.encode()).file
    library.remove(file)
    assert library.add("second.md", HALF_YEAR.encode()).file == file
    assert library.removed() == () and newest(library) == "47家"


def test_what_was_added_and_removed_outlives_the_process(library: Library, tmp_path: Path) -> None:
    library.add("second.md", HALF_YEAR.encode())
    library.remove("first.md")
    again = Library.open(Settings(home=tmp_path / "home", articles=tmp_path / "articles"))
    assert [article.file for article in again.snapshot.articles] == [".uploads/second.md"]
    assert again.removed() == ("first.md",)


def test_the_last_article_is_not_removed(library: Library) -> None:
    with pytest.raises(
        ShelfError, match=r"first\.md cannot be removed: without it there is no article left. Add another"
    ):
        library.remove("first.md")
    assert newest(library) == "41家" and library.removed() == ()


def test_what_is_not_there_can_be_neither_removed_nor_restored(library: Library, tmp_path: Path) -> None:
    for change in (library.remove, library.restore):
        with pytest.raises(NoSuchArticle, match=r"nowhere\.md"):
            change("nowhere.md")
    library.add("second.md", HALF_YEAR.encode())
    library.remove("first.md")
    (tmp_path / "articles" / "first.md").unlink()
    assert library.removed() == ()
    with pytest.raises(NoSuchArticle):
        library.restore("first.md")


@pytest.mark.parametrize(("name", "data"), [("a.exe", b"MZ"), ("", b"x"), ("a.txt", b""), ("a.pdf", b"no pdf")])
def test_what_cannot_be_added_leaves_everything_as_it_was(library: Library, name: str, data: bytes) -> None:
    version = library.snapshot.version
    with pytest.raises(ShelfError):
        library.add(name, data)
    assert library.snapshot.version == version


def test_rebuild_takes_up_what_changed_in_the_folder(library: Library, tmp_path: Path) -> None:
    (tmp_path / "articles" / "second.md").write_text(HALF_YEAR, encoding="utf-8")
    assert library.rebuild().added == ("second.md",)
    assert newest(library) == "47家"
    assert not library.rebuild().published


def test_questions_asked_while_articles_come_and_go_see_a_whole_index(library: Library) -> None:
    ended, seen, failed = threading.Event(), set(), []

    def ask() -> None:
        while not ended.is_set():
            try:
                answer = library.ask(QUESTION)
                seen.add((answer.index_version, answer.figures[0].text))
            except Exception as error:
                failed.append(error)

    def change(name: str) -> None:
        try:
            for _ in range(2):
                library.remove(library.add(name, HALF_YEAR.replace("47家", f"4{len(name)}家").encode()).file)
        except Exception as error:
            failed.append(error)

    asking = [threading.Thread(target=ask) for _ in range(2)]
    changing = [threading.Thread(target=change, args=(name,)) for name in ("a.md", "bb.md")]
    for thread in (*asking, *changing):
        thread.start()
    for thread in changing:
        thread.join(60)
    ended.set()
    for thread in asking:
        thread.join(60)
    assert failed == []
    assert len({version for version, _ in seen}) == len(seen) >= 2  # one answer from each index
    assert newest(library) == "41家" and len(library.removed()) == 2
