"""The readers of the data folder, and what the models' training makes of them, on a folder of a few lines."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from index.errors import FolderError
from index.period import Period
from index.training.corpus import (
    read_cedict,
    read_domain,
    read_pairs,
    read_series,
    read_squad,
    read_terms,
    read_written,
    to_simplified,
)
from tests.training_data import NEWS, write_data


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_data(tmp_path_factory.mktemp("data"))


def test_every_file_is_read(data: Path) -> None:
    assert [(pair.zh, pair.en) for pair in read_pairs(data, "ntrex")] == NEWS * 4
    assert read_cedict(data)[0].glosses == ("company", "firm", "CL:家[jia1]")
    assert len(read_cedict(data)) == 4
    assert read_terms(data)[0].en == ("high-tech enterprise", "high-tech firm")
    assert read_series(data)[0]["group"] == "g"
    passage = read_domain(data, "dev")[0]
    assert [question.answerable for question in passage.questions] == [True, True, False]
    assert passage.questions[1].id == "d1-1"


def test_what_is_written_for_training_says_what_it_marks() -> None:
    passages = read_written()
    assert len(passages) > 250 and len({passage.id for passage in passages}) == len(passages)
    for passage in passages:
        Period.parse(passage.date)
        for asked in passage.questions:
            marked = passage.text[asked.start : asked.start + len(asked.answer)]
            assert marked == asked.answer if asked.answerable else not asked.answer


def test_traditional_paragraphs_come_simplified_with_their_offsets(data: Path) -> None:
    for paragraph in read_squad(data, "DRCD_dev"):
        question = paragraph.questions[0]
        assert paragraph.text == to_simplified(paragraph.text)
        assert paragraph.text[question.start : question.start + len(question.answer)] == question.answer
    assert read_squad(data, "DRCD_dev")[1].questions[0].answer == "七万册"


def test_an_offset_that_misses_is_settled_on_the_nearest_place(data: Path) -> None:
    paragraph = read_squad(data, "cmrc2018_trial")[0]
    assert paragraph.text.index("3公里") == paragraph.questions[0].start != 8


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FolderError, match=r"no file ntrex\.zh-en\.tsv\.gz"):
        read_pairs(tmp_path, "ntrex")


def test_glosses_lose_the_dictionarys_notes_and_names_get_pinyin(data: Path) -> None:
    from index.training.glosses import read_glosses, read_names

    glosses = read_glosses(data)
    assert glosses["企业"] == ["company", "firm"]
    assert glosses["高新技术企业"] == ["high-tech enterprise", "high-tech firm"]
    assert read_names(data) == [("qingchuan", "青川")]


def test_the_tokenizer_cuts_both_languages_and_spares_inflected_words_a_row(data: Path) -> None:
    from index.training.glosses import read_glosses
    from index.training.segmenter import Rows, choose_pieces, count, make_tokenizer, segmenter, training_texts

    counts = count([*training_texts(data), "bridge bridge bridge"], segmenter(data))
    rows = Rows(total=600, characters=60, english=80, numbers=10)
    pieces = choose_pieces(counts, read_glosses(data), data, rows)
    tokenizer = make_tokenizer(pieces)
    assert tokenizer.get_vocab_size() <= rows.total
    assert tokenizer.encode("企业，ＢＲＩＤＧＥＳ 2023!").tokens == ["企业", "bridge", "s", "2023"]
    assert "bridges" not in pieces


def test_a_question_is_switched_to_english_word_by_word(data: Path) -> None:
    from index.training.examples import switch
    from index.training.glosses import read_glosses
    from index.training.segmenter import segmenter

    words = switch("青川企业 5G", read_glosses(data), segmenter(data), random.Random(1)).split()
    assert words[0] == "qingchuan"
    assert words[2] in ("company", "firm")
    assert "5" in words
