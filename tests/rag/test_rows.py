"""Rows the span reader is trained on: the marked words where they say, the date before the title, a year asked of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer

from index.searching.translate import Translator
from index.settings import BUNDLED_ENCODER
from index.training.corpus import Question, QuestionedPassage
from index.training.glosses import read_glosses
from index.training.segmenter import segmenter
from rag.matches import Matcher
from rag.pieces import Cutter
from rag.training.rows import Pool, Reading, Row, pool_of, rivals_of
from tests.training_data import write_data

TEXT = "去年，全县新建公路桥梁7座，今年计划再建9座。到2025年，桥梁总数达到120座。全县渡口还有3处。"
PASSAGES = [
    QuestionedPassage(
        "bridges",
        "青川的桥",
        TEXT,
        (
            Question("新修了几座桥？", "7座", TEXT.index("7座"), "zh", "quantity"),
            Question("How many ferries are left?", "3处", TEXT.index("3处"), "en", "quantity"),
            Question("桥的总数哪年到？", "2025年", TEXT.index("2025年"), "zh", "date"),
            Question("2025年要有多少座桥？", "120座", TEXT.index("120座"), "zh", "quantity"),
            Question("有几条隧道？", "", -1, "zh", "impossible"),
        ),
        "青川日报",
        "2022-07-03",
    ),
    QuestionedPassage("tea", "茶厂", "全县有茶厂61家。", (Question("茶厂有几家？", "61家", 4, "zh", "quantity"),)),
]


@pytest.fixture(scope="module")
def cutter() -> Cutter:
    return Cutter(Tokenizer.from_file(str(BUNDLED_ENCODER / "tokenizer.json")))


@pytest.fixture(scope="module")
def pool(cutter: Cutter) -> Pool:
    return pool_of(PASSAGES, cutter, 0.0)


@pytest.fixture(scope="module")
def rows(pool: Pool, cutter: Cutter, tmp_path_factory: pytest.TempPathFactory) -> Sequence[Row]:
    data = write_data(tmp_path_factory.mktemp("data"))
    reading = Reading([pool, pool], cutter, Matcher(Translator.load()), read_glosses(data), segmenter(data))
    return [row for seed in range(12) for row in reading.rows(np.random.default_rng(seed))]


def test_a_question_is_asked_of_the_year_its_answer_is_told_of(pool: Pool) -> None:
    # Of last year and this year at once; of none in an article of July; for a time; with a time; of nothing told.
    assert [put.year for put in pool.puts] == [0, 2022, 0, 0, 2022, 0]


def test_what_is_marked_in_a_row_is_the_answer(pool: Pool, rows: Sequence[Row]) -> None:
    answers = {tuple(pool.passages[put.passage].ids[put.first : put.last + 1]) for put in pool.puts if put.first >= 0}
    marked = {tuple(row.ids[row.begin : row.end + 1]) for row in rows if row.begin}
    assert marked == answers
    assert any(row.begin == row.end == 0 for row in rows)


def test_most_rows_have_the_date_before_the_title(cutter: Cutter, rows: Sequence[Row]) -> None:
    dated = tuple(cutter(["2022年7月 青川的桥"])[0].ids)
    title = dated[-len(cutter(["青川的桥"])[0].ids) :]
    heads = [tuple(row.ids[row.first - 1 - len(dated) : row.first - 1]) for row in rows]
    share = np.mean([head == dated for head in heads if head[-len(title) :] == title])
    assert 0.5 < share < 0.9


def test_some_questions_say_the_year(cutter: Cutter, rows: Sequence[Row]) -> None:
    year = tuple(cutter(["2022"])[0].ids)
    asked = [tuple(row.ids[: np.flatnonzero(row.kinds)[0]]) for row in rows]
    said = [any(ids[at : at + len(year)] == year for at in range(len(ids))) for ids in asked]
    assert 0.02 < np.mean(said) < 0.3


def test_a_row_marks_what_question_and_passage_share(cutter: Cutter, pool: Pool, rows: Sequence[Row]) -> None:
    bridges = [row for row in rows if row.begin and cutter(["桥梁"])[0].ids[0] in row.ids[row.first :]]
    assert bridges
    for row in bridges:
        told = row.ids[row.first : row.first + row.told]
        met = row.met[row.first : row.first + row.told]
        assert met.max() > 0 and met[told == cutter(["，"])[0].ids[0]].max(initial=0) == 0
        assert row.met[0] == row.met[row.first - 1] == row.met[-1] == 0


def test_questions_are_put_to_what_a_search_for_them_finds_too(cutter: Cutter) -> None:
    far = [replace(PASSAGES[1], id=f"far-{n}", text=f"第{n}号仓库有{n}吨茶叶。", questions=()) for n in range(7)]
    ferries = replace(PASSAGES[1], id="ferries", text="邻县的渡口还剩3处，隧道有5条。", questions=())
    given = [replace(each, date="2022-07-03") for each in (*PASSAGES, *far, ferries)]
    rivals = rivals_of(given)
    assert [len(asked) for asked in rivals] == [len(each.questions) for each in given]
    assert rivals[0][1][0] == rivals[0][4][0] == given.index(replace(ferries, date="2022-07-03"))
    assert all(0 not in asked for asked in rivals[0])
    assert pool_of(given, cutter, 0.0, rivals).puts[1].rivals == rivals[0][1]


def test_what_a_search_finds_is_read_in_place_of_a_questions_own(cutter: Cutter, tmp_path: Path) -> None:
    far = [replace(PASSAGES[1], id=f"far-{n}", text=f"第{n}号仓库有{n}吨茶叶。", questions=()) for n in range(12)]
    given = [PASSAGES[0], *far]
    near = set(pool_of(given, cutter, 0.0).near[0])
    found = next(place for place in range(1, len(given)) if place not in near)
    rivals = [[(found,) for _ in each.questions] for each in given]
    data = write_data(tmp_path)
    pool = pool_of(given, cutter, 0.0, rivals)
    reading = Reading([pool, pool], cutter, Matcher(Translator.load()), read_glosses(data), segmenter(data))
    rows = [row for seed in range(6) for row in reading.rows(np.random.default_rng(seed))]
    ids = tuple(pool.passages[found].ids)
    assert any(tuple(row.ids[row.first : row.first + row.told]) == ids and row.begin == 0 for row in rows)
