"""`articles.toml` gives metadata by file; what in it cannot be used is said in words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from index.errors import FolderError
from index.files.catalogue import CATALOGUE, load_catalogue
from index.files.metadata import Metadata


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    (folder / CATALOGUE).write_bytes(text.encode(encoding))
    return folder


def test_no_catalogue_says_nothing(tmp_path: Path) -> None:
    catalogue = load_catalogue(tmp_path)
    assert (catalogue.of("a.txt"), catalogue.problems) == (None, ())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_tables_by_file(tmp_path: Path, encoding: str) -> None:
    text = '["开门红.txt"]\ntitle = "开门红"\npublished = 2023-02-13\n["a/b.md"]\n"来源" = "青石日报"\nperiod = 2022\n'
    catalogue = load_catalogue(written(tmp_path, text, encoding))
    assert catalogue.of("开门红.txt") == Metadata(title="开门红", published="2023-02-13")
    assert catalogue.of("a/b.md") == Metadata(source="青石日报", period="2022")
    assert catalogue.problems == ()


@pytest.mark.parametrize("name", ["[a.txt]", '["./a.txt"]', '["a.txt"]'])
def test_ways_to_name_a_file(tmp_path: Path, name: str) -> None:
    assert load_catalogue(written(tmp_path, f'{name}\ntitle = "甲"\n')).of("a.txt") == Metadata(title="甲")


def test_backslashes_and_composed_accents(tmp_path: Path) -> None:
    text = "['s\\u.txt']\ntitle = '甲'\n['caf\u00e9.txt']\ntitle = '乙'\n"
    catalogue = load_catalogue(written(tmp_path, text))
    assert catalogue.of("s/u.txt") == Metadata(title="甲")
    assert catalogue.of("cafe\u0301.txt") == Metadata(title="乙")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('["a.txt"]\nautor = "x"\n', r"\[a.txt\] autor = 'x': no such key"),
        ('["a.txt"]\ntitle = ["x"]\n', r"title = \['x'\]: not a value"),
        ('["a.txt"]\nlanguage = "Klingon"\n', "language = 'Klingon': not a value"),
        ('title = "x"\n', "title: under no file's name"),
    ],
)
def test_problems_are_named_and_the_rest_is_used(tmp_path: Path, text: str, problem: str) -> None:
    catalogue = load_catalogue(written(tmp_path, text + '["b.txt"]\ntitle = "乙"\n'))
    assert len(catalogue.problems) == 1
    assert re.search(problem, catalogue.problems[0])
    assert catalogue.of("b.txt") == Metadata(title="乙")


@pytest.mark.parametrize("text", ["[开门红.txt]\ntitle = '甲'\n", "title = \n", "[" * 2000, '["a"]\nx=1\n["a"]\nx=1\n'])
def test_no_toml_is_told_with_the_place_and_the_cure(tmp_path: Path, text: str) -> None:
    with pytest.raises(FolderError, match=r"articles\.toml cannot be read: .*line \d|nested") as caught:
        load_catalogue(written(tmp_path, text))
    assert '["file.txt"]' in caught.value.cure


def test_a_changed_catalogue_is_read_again(tmp_path: Path) -> None:
    load_catalogue(written(tmp_path, '["a.txt"]\ntitle = "甲"\n'))
    assert load_catalogue(written(tmp_path, '["a.txt"]\ntitle = "乙"\n')).of("a.txt") == Metadata(title="乙")
