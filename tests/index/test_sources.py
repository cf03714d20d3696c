"""A folder is read file by file: what can be read comes back whole, what cannot is named with its reason."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path
from unittest import mock

import pytest

from index.errors import FolderError, UnreadableFile
from index.files.metadata import Metadata
from index.files.sources import list_files, read_file, read_folder
from tests.index.files import docx, pdf

TEXT = "青石县一季度完成投资12亿元，同比增长6.1%。"


def named(folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in list_files(folder)]


def reasons(folder: Path, max_mb: float = 1) -> dict[str, str]:
    return {unread.file: unread.reason for unread in read_folder(folder, max_mb)[1]}


def test_every_format_in_folder_and_subfolder(tmp_path: Path) -> None:
    (tmp_path / "sub" / "更深").mkdir(parents=True)
    (tmp_path / "a.TXT").write_bytes(TEXT.encode("gb18030"))
    (tmp_path / "b.md").write_text(f"# 开门红\n\n{TEXT}", encoding="utf-8")
    (tmp_path / "c.HTM").write_bytes(f"<meta charset=gbk><p>{TEXT}".encode("gbk"))
    (tmp_path / "sub" / "d.Pdf").write_bytes(pdf([TEXT, TEXT]))
    (tmp_path / "sub" / "更深" / "e.docx").write_bytes(docx(TEXT))
    texts, unread = read_folder(tmp_path, 1)
    assert unread == ()
    assert [text.file for text in texts] == ["a.TXT", "b.md", "c.HTM", "sub/d.Pdf", "sub/更深/e.docx"]
    assert [text.format for text in texts] == ["txt", "md", "html", "pdf", "docx"]
    assert all(TEXT in text.text for text in texts)
    assert [len(text.marks) for text in texts] == [0, 0, 0, 2, 1]


def test_checksum_is_of_the_bytes_and_of_what_the_catalogue_says(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    plain = read_file(path, tmp_path, 1)
    assert plain.checksum == sha256(TEXT.encode()).hexdigest()
    (tmp_path / "articles.toml").write_text('["b.txt"]\ntitle = "别的"\n', encoding="utf-8")
    assert read_file(path, tmp_path, 1).checksum == plain.checksum
    (tmp_path / "articles.toml").write_text('["a.txt"]\ntitle = "开门红"\n', encoding="utf-8")
    assert read_file(path, tmp_path, 1).checksum != plain.checksum


def test_the_catalogue_goes_over_what_the_file_says(tmp_path: Path) -> None:
    head = "---\ntitle: 旧题\nsource: 青石日报\n---\n"
    (tmp_path / "a.md").write_text(head + TEXT, encoding="utf-8")
    (tmp_path / "articles.toml").write_text('["a.md"]\ntitle = "新题"\npublished = 2023-02-13\n', encoding="utf-8")
    raw = read_file(tmp_path / "a.md", tmp_path, 1)
    assert raw.metadata == Metadata("新题", "青石日报", "2023-02-13")
    assert raw.text[raw.body_start :] == TEXT
    assert named(tmp_path) == ["a.md"]


def test_what_the_catalogue_says_in_vain_is_reported(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "articles.toml").write_text('["a.txt"]\nautor = "x"\n["b.txt"]\ntitle = "x"\n', encoding="utf-8")
    texts, unread = read_folder(tmp_path, 1)
    assert [text.file for text in texts] == ["a.txt"]
    assert [each.file for each in unread] == ["articles.toml"]
    assert "[a.txt] autor" in unread[0].reason and "[b.txt]: no such file" in unread[0].reason


def test_a_catalogue_that_is_no_toml_stops_the_reading(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "articles.toml").write_text("[青石.txt]\n", encoding="utf-8")
    with pytest.raises(FolderError, match="line 1"):
        list_files(tmp_path)


def test_one_bad_file_of_each_kind_among_good_ones(tmp_path: Path) -> None:
    bad = {
        "empty.txt": (b"", "empty (0 bytes)"),
        "blank.md": ("　\n".encode(), "only blanks"),
        "binary.txt": (bytes(range(256)), "not text"),
        "big.txt": (TEXT.encode() * 20_000, "too large (1.2 MB; the limit is 1 MB)"),
        "broken.pdf": (b"%PDF-1.4\n", "damaged PDF"),
        "broken.docx": (b"PK\x03\x04", "damaged Word document"),
        "liar.txt": (pdf([TEXT]), "is a PDF"),
        "old.doc": (b"\xd0\xcf", ".doc is not a format Wenjin reads"),
        "photo.JPG": (b"\xff\xd8", ".JPG is not a format Wenjin reads"),
        "README": (b"x", "does not end in a format"),
    }
    for name, (data, _) in bad.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "good.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "good.docx").write_bytes(docx(TEXT))
    texts, unread = read_folder(tmp_path, 1)
    assert [text.file for text in texts] == ["good.docx", "good.txt"]
    assert {each.file for each in unread} == set(bad)
    for each in unread:
        assert bad[each.file][1] in each.reason and each.reason.endswith(".")


def test_hidden_files_and_litter_are_skipped(tmp_path: Path) -> None:
    for name in (".hidden.txt", "~$a.docx", "Thumbs.db", "desktop.ini", ".git/x.txt", "__MACOSX/x.txt", "a.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    assert named(tmp_path) == ["a.txt"]


def test_links_out_of_the_folder_are_named_not_followed(tmp_path: Path) -> None:
    folder, outside = tmp_path / "articles", tmp_path / "outside"
    folder.mkdir()
    outside.mkdir()
    (outside / "secret.txt").write_text(TEXT, encoding="utf-8")
    (folder / "file.txt").symlink_to(outside / "secret.txt")
    (folder / "folder").symlink_to(outside)
    (folder / "nowhere.txt").symlink_to(folder / "gone.txt")
    (folder / "circle.txt").symlink_to(folder / "circle.txt")
    texts, unread = read_folder(folder, 1)
    assert texts == ()
    assert {each.file for each in unread} == {"file.txt", "folder", "nowhere.txt", "circle.txt"}
    assert "leads out of the folder" in reasons(folder)["file.txt"]
    assert "leads out of the folder" in reasons(folder)["folder"]
    assert "leads nowhere" in reasons(folder)["nowhere.txt"]


def test_links_within_the_folder_are_read_once(tmp_path: Path) -> None:
    (tmp_path / ".data").mkdir()
    (tmp_path / ".data" / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "a.txt").symlink_to(tmp_path / ".data" / "a.txt")
    (tmp_path / "b.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "c.txt").symlink_to(tmp_path / "b.txt")
    (tmp_path / "loop").symlink_to(tmp_path)
    texts, unread = read_folder(tmp_path, 1)
    assert ([text.file for text in texts], unread) == (["a.txt", "b.txt"], ())


def test_a_folder_that_is_a_link_is_read(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert [text.file for text in read_folder(tmp_path / "link", 1)[0]] == ["a.txt"]


def test_pipes_are_skipped_and_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    assert named(tmp_path) == ["a.txt"]
    with pytest.raises(UnreadableFile, match="no ordinary file"):
        read_file(tmp_path / "pipe.txt", tmp_path, 1)


def test_a_name_that_is_no_utf8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode("青石.txt".encode("gb18030"))
    path.write_text(TEXT, encoding="utf-8")
    with pytest.raises(UnreadableFile, match="name is not UTF-8"):
        read_file(list_files(tmp_path)[0], tmp_path, 1)


@pytest.mark.parametrize("error", [PermissionError(13, "Permission denied"), OSError(5, "Input/output error")])
def test_a_file_that_may_not_be_opened(tmp_path: Path, error: OSError) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    told = pytest.raises(UnreadableFile, match=f"may not be opened .{error.strerror}")
    with mock.patch.object(Path, "read_bytes", side_effect=error), told:
        read_file(tmp_path / "a.txt", tmp_path, 1)


def test_whatever_a_parser_raises_is_one_unreadable_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    with mock.patch("index.files.outside.extract", side_effect=MemoryError("out of it")):
        assert reasons(tmp_path)["a.txt"].startswith("it cannot be read (MemoryError: out of it).")


def test_a_file_that_is_gone(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="no longer there"):
        read_file(tmp_path / "a.txt", tmp_path, 1)


def test_missing_empty_and_wrong_folders(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    (tmp_path / "empty" / ".git").mkdir(parents=True)
    for name, message in (("none", "does not exist"), ("empty", "is empty"), ("file", "is a file, not a folder")):
        with pytest.raises(FolderError, match=message) as caught:
            list_files(tmp_path / name)
        assert str(tmp_path / name) in caught.value.message and caught.value.cure
