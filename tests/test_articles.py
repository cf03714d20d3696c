"""The bundled digests: well-formed, long enough to be worth searching, complete, and in words of their own."""

import os
import re
import unicodedata
from pathlib import Path

import pytest
import yaml

from index.files.sources import read_file
from index.period import Period
from index.settings import bundled_articles

ROOT = Path(__file__).parents[1]
DIGESTS = sorted(bundled_articles().glob("*.md"))
WRITTEN = {".py", ".md", ".json", ".jsonl", ".toml", ".txt", ".tsv", ".css", ".js", ".yml", ".yaml", ".html"}
SKIPPED = {".git", ".venv", ".hypothesis", "node_modules", "__pycache__", "dist", "build"}
RUN = 18  # so many Han characters in a row, marks aside, are a borrowed sentence


def _parts(path: Path) -> tuple[dict[str, str], str]:
    """The front matter and the body."""
    _, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
    return yaml.safe_load(head), body


def _han(text: str) -> str:
    return "".join(re.findall(r"[\u3400-\u9fff]", unicodedata.normalize("NFKC", text)))


def _figures(text: str) -> set[str]:
    """Every number that says something: a decimal one, or one of two digits and more."""
    joined = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    return {figure for figure in re.findall(r"\d+(?:\.\d+)?", joined) if len(figure) > 1}


@pytest.fixture(scope="session")
def real() -> Path:
    """The folder of the articles that the digests were made from."""
    folder = os.environ.get("WENJIN_TEST_ARTICLES")
    if not folder:
        pytest.skip("WENJIN_TEST_ARTICLES does not name the folder of the original articles")
    return Path(folder)


def test_there_are_five_with_titles_of_their_own() -> None:
    assert len({_parts(path)[0]["title"] for path in DIGESTS}) == len(DIGESTS) == 5


@pytest.mark.parametrize("path", DIGESTS, ids=lambda path: path.stem)
def test_the_front_matter_names_title_language_and_one_date(path: Path) -> None:
    head, _ = _parts(path)
    assert head["language"] == "zh"
    assert set(head) <= {"title", "source", "published", "period", "dating", "language"}
    assert ("published" in head) != ("period" in head)
    assert ("period" in head) == (head.get("dating") == "inferred")
    period = Period.parse(str(head.get("published") or head["period"]))
    assert period.start.year in (2022, 2023)


@pytest.mark.parametrize("path", DIGESTS, ids=lambda path: path.stem)
def test_what_is_read_of_the_front_matter_is_what_was_written(path: Path) -> None:
    head, body = _parts(path)
    raw = read_file(path, path.parent, max_mb=1)
    assert (raw.metadata.title, raw.metadata.source) == (head["title"], head.get("source", ""))
    assert raw.metadata.published == str(head.get("published", ""))
    assert raw.metadata.period == head.get("period", "")
    assert raw.text[raw.body_start :].strip() == body.strip()


@pytest.mark.parametrize("path", DIGESTS, ids=lambda path: path.stem)
def test_a_digest_is_worth_searching_and_soon_read(path: Path) -> None:
    _, body = _parts(path)
    assert 600 <= len(re.sub(r"\s", "", body)) <= 1800


@pytest.mark.parametrize("path", DIGESTS, ids=lambda path: path.stem)
def test_no_digest_speaks_of_last_year(path: Path) -> None:
    _, body = _parts(path)
    assert not re.search(r"今年|去年|前年|明年|上年|本月|日前|近日", body)


def test_no_sentence_of_the_originals_stands_anywhere_in_the_project(real: Path) -> None:
    originals = [_han(path.read_text(encoding="utf-8")) for path in sorted(real.iterdir())]
    runs = {text[start : start + RUN] for text in originals for start in range(len(text) - RUN + 1)}
    assert runs
    borrowed = [
        f"{path.relative_to(ROOT)}: {line.strip()[:60]}"
        for path in _written()
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines()
        if _borrowed(_han(line), runs)
    ]
    assert borrowed == []


def _written() -> list[Path]:
    """What people wrote in this project, by file."""
    files = []
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in SKIPPED]
        files += [Path(folder, name) for name in names if Path(name).suffix in WRITTEN]
    return sorted(files)


def _borrowed(line: str, runs: set[str]) -> bool:
    return any(line[start : start + RUN] in runs for start in range(len(line) - RUN + 1))


def test_every_figure_of_the_originals_stands_in_a_digest(real: Path) -> None:
    from index.cleaning.clean import articles_of

    digests = [_figures(path.read_text(encoding="utf-8")) for path in DIGESTS]
    missing = {}
    for path in sorted(real.iterdir()):
        figures = _figures(" ".join(article.text for article in articles_of(read_file(path, real, max_mb=1))))
        nearest = max(digests, key=lambda digest: len(figures & digest))
        if left := figures - nearest:
            missing[path.name] = sorted(left)
    assert missing == {}
