"""Other words for those of questions: read from the file, mixed into the table's, searched beside a question's own."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import ModelError
from index.searching.lexical import BM25Store
from index.searching.terms import document_terms, is_han, weigh
from index.searching.translate import BUNDLED, Translator
from index.searching.wordings import REWORDED, WORDED, Wordings

FILE = BUNDLED / "lexicon" / "wordings.tsv"
SMALL = Wordings({"砸": ["投资", "出资"], "honour": ["荣誉", "获评"]})


@pytest.fixture(scope="module")
def translator() -> Translator:
    return Translator.load()


def test_a_file_is_read_line_by_line(tmp_path: Path) -> None:
    file = tmp_path / "wordings.tsv"
    file.write_text("砸\t投资 出资\nempty\t\n\nno tab\nhonour\t荣誉\n", encoding="utf-8")
    read = Wordings.load(file)
    assert [read.of(word) for word in ("砸", "honour", "empty", "no tab", "")] == [
        ("投资", "出资"),
        ("荣誉",),
        (),
        (),
        (),
    ]


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_a_file_that_cannot_be_read_says_so(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "wordings.tsv"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(ModelError, match=r"wordings\.tsv cannot be read"):
        Wordings.load(file)


def test_a_row_leans_to_what_papers_print() -> None:
    row = (("荣幸", 0.8), ("荣誉", 0.2))
    mixed = dict(SMALL.mixed(row, ("honours", "honour")))
    assert mixed == pytest.approx(
        {"荣幸": 0.8 * (1 - WORDED), "荣誉": 0.2 * (1 - WORDED) + WORDED / 2, "获评": WORDED / 2}
    )
    assert SMALL.mixed(row, ("other",)) == row
    assert SMALL.mixed((), ("honour",)) == (("荣誉", 0.5), ("获评", 0.5))


@given(
    st.lists(st.tuples(st.sampled_from("甲乙丙丁"), st.floats(0.01, 0.25)), max_size=4, unique_by=lambda each: each[0])
)
def test_a_mixed_row_weighs_no_more_than_one_and_comes_heaviest_first(row: list[tuple[str, float]]) -> None:
    weights = [weight for _, weight in SMALL.mixed(row, ("honour",))]
    assert sum(weights) <= 1.001 and weights == sorted(weights, reverse=True)


def test_the_words_of_a_question_are_looked_up_once_each() -> None:
    found = SMALL.of_question("砸了多少钱，还要砸多少？")
    assert [(each.source, each.terms, each.weight) for each in found] == [
        ("砸", (("投资", 0.5), ("出资", 0.5)), REWORDED)
    ]
    assert SMALL.of_question("2023年GDP") == ()


def test_a_passage_in_other_words_is_found(translator: Translator) -> None:
    texts = ["全区新增工业企业三十家。", "该项目由市里出资三亿元。", "公园里种了三百棵树。"]
    store = BM25Store.build([document_terms(text) for text in texts])
    question = "盖这个砸了多少？"
    assert 1 not in store.search(weigh(question), 3)[0]
    assert store.search(translator.terms(question, "zh"), 3)[0][0] == 1


def test_every_line_of_the_bundled_file_is_whole() -> None:
    lines = FILE.read_text(encoding="utf-8").splitlines()
    words = [line.split("\t")[0] for line in lines]
    assert words == sorted(set(words)) and len(words) > 5000
    for line in lines:
        word, printed = line.split("\t")
        terms = printed.split(" ")
        assert word == word.strip().lower() and word not in terms and len(terms) == len(set(terms)), line
        assert all(is_han(term) or term.isalnum() for term in terms), line
