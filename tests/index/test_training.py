"""The readers of the data folder, and the encoder's training from end to end on a folder of a few lines."""

from __future__ import annotations

import gzip
import json
import random
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.errors import FolderError
from index.training.corpus import (
    read_cedict,
    read_domain,
    read_pairs,
    read_series,
    read_squad,
    read_terms,
    to_simplified,
)

_NEWS = [
    ("青川大桥昨天通车。", "The Qingchuan bridge opened yesterday."),
    ("学校新建图书馆。", "The school built a new library."),
    ("企业数量增加了一成。", "The number of enterprises rose by a tenth."),
    ("茶叶卖到二十三个国家。", "The tea is sold in 23 countries."),
]


def _squad(title: str, context: str, question: str, answer: str, start: int) -> dict[str, Any]:
    asked = {"id": f"{title}-1", "question": question, "answers": [{"text": answer, "answer_start": start}]}
    return {"title": title, "paragraphs": [{"id": title, "context": context, "qas": [asked]}]}


def _domain(id: str, title: str, text: str, answer: str) -> dict[str, Any]:
    start = text.index(answer)
    return {
        "id": id, "title": title, "source": "青川日报", "date": None, "text": text,
        "qas": [
            {"lang": "zh", "q": f"{title}多少？", "answer": answer, "answer_start": start, "kind": "quantity"},
            {"lang": "en", "q": "How many?", "answer": answer, "answer_start": start, "kind": "quantity"},
            {"lang": "en", "q": "Who?", "answer": "", "answer_start": -1, "kind": "impossible"},
        ],
    }  # fmt: skip


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with every file, a few lines in each."""
    folder = tmp_path_factory.mktemp("data")
    pairs = "".join(f"{zh}\t{en}\tsome\n" for zh, en in _NEWS * 4)
    files = {f"{name}.zh-en.tsv": pairs for name in ("tatoeba", "wmt_ref", "wmt_mt", "sentences", "ntrex")}
    files["cedict.txt"] = (
        "# a comment\n企業 企业 [qi3 ye4] /company/firm/CL:家[jia1]/\n青川 青川 [Qing1 chuan1] /Qingchuan county/\n"
        "綠 绿 [lu:4] /green/\n川 川 [chuan1] /river/\n"
    )
    files["terms.tsv"] = "高新技术企业\thigh-tech enterprise | high-tech firm\n"
    paragraphs = [
        _squad("大橋", "去年，這座大橋全長3公里。", "大橋多長？", "3公里", 8),
        _squad("圖書館", "圖書館有五層樓，藏書七萬冊。", "有多少藏書？", "七萬冊", 11),
    ]
    files |= {f"{name}.json": json.dumps({"data": paragraphs}) for name in ("DRCD_dev", "DRCD_test", "cmrc2018_trial")}
    passages = [_domain("d1", "茶厂", "全县茶厂有61家。", "61家"), _domain("d2", "桥", "新建桥梁7座。", "7座")]
    files |= {f"domain_{split}.jsonl": "\n".join(map(json.dumps, passages)) for split in ("train", "dev")}
    files["series.jsonl"] = json.dumps({"group": "g", "articles": [{"title": "桥", "text": "今年新建桥梁8座。"}]})
    for name, content in files.items():
        with gzip.open(folder / f"{name}.gz", "wt", encoding="utf-8") as file:
            file.write(content)
    return folder


def test_every_file_is_read(data: Path) -> None:
    assert [(pair.zh, pair.en) for pair in read_pairs(data, "ntrex")] == _NEWS * 4
    assert read_cedict(data)[0].glosses == ("company", "firm", "CL:家[jia1]")
    assert len(read_cedict(data)) == 4
    assert read_terms(data)[0].en == ("high-tech enterprise", "high-tech firm")
    assert read_series(data)[0]["group"] == "g"
    passage = read_domain(data, "dev")[0]
    assert [question.answerable for question in passage.questions] == [True, True, False]
    assert passage.questions[1].id == "d1-1"


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


def test_what_is_left_out_is_in_no_example(data: Path) -> None:
    from index.training.examples import examples
    from index.training.glosses import read_glosses
    from index.training.segmenter import segmenter, training_passages

    first = training_passages(data)[0].text
    whole, part = (examples(data, read_glosses(data), segmenter(data), 1, leave_out) for leave_out in (0, 3))
    assert any(first in found for pairs in whole.values() for pair in pairs for found in pair)
    assert not any(first in found for pairs in part.values() for pair in pairs for found in pair)


def test_a_question_is_switched_to_english_word_by_word(data: Path) -> None:
    from index.training.examples import switch
    from index.training.glosses import read_glosses
    from index.training.segmenter import segmenter

    words = switch("青川企业 5G", read_glosses(data), segmenter(data), random.Random(1)).split()
    assert words[0] == "qingchuan"
    assert words[2] in ("company", "firm")
    assert "5" in words


def test_training_writes_the_same_model_twice(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from safetensors.numpy import load_file

    from index.searching.static import StaticModel
    from index.training import encoder, segmenter

    monkeypatch.setattr(encoder, "Rows", lambda: segmenter.Rows(total=600, characters=60, english=80, numbers=10))
    monkeypatch.setattr(encoder, "DIMENSION", 16)
    for name in ("one", "two"):
        given = ["encoder", str(data), "--out", str(tmp_path / name), "--steps", "12"]
        monkeypatch.setattr(sys, "argv", given)
        encoder.main()
    one, two = (load_file(tmp_path / name / "model.safetensors")["embedding.weight"] for name in ("one", "two"))
    assert "step 12/12" in capsys.readouterr().out
    assert one.dtype == np.float16
    assert np.array_equal(one, two)
    assert not one[0].any()
    assert StaticModel.reads(tmp_path / "one")
    assert StaticModel.load(tmp_path / "one").encode(["青川企业"]).any()
