"""Judgements kept in a file, and written out for a spreadsheet or a program."""

from __future__ import annotations

import csv
import io
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from index.errors import FeedbackError
from ui.feedback import Feedback, Judgement, write_csv, write_lines

ONE = Judgement("k1", "2032-01-02T03:04:05+00:00", "up", "很好，\n谢谢", "有多少家？", "有多少家？", "600家[1]。", "v1")
OTHER = replace(ONE, key="k2", at="2032-01-01T00:00:00+00:00", verdict="down", note='=HYPERLINK("x")')


def test_judgements_come_back_oldest_first(tmp_path: Path) -> None:
    feedback = Feedback(tmp_path / "new" / "home")
    assert feedback.all() == () and not feedback.path.exists()
    feedback.keep(ONE)
    feedback.keep(OTHER)
    assert feedback.all() == (OTHER, ONE)


def test_a_second_thought_takes_the_place_of_the_first(tmp_path: Path) -> None:
    feedback = Feedback(tmp_path)
    feedback.keep(ONE)
    feedback.keep(replace(ONE, verdict="down"))
    assert [each.verdict for each in feedback.all()] == ["down"]


def test_many_may_judge_at_once(tmp_path: Path) -> None:
    feedback = Feedback(tmp_path)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: feedback.keep(replace(ONE, key=f"k{n}")), range(40)))
    assert len(feedback.all()) == 40


def test_a_damaged_file_is_named_with_the_cure(tmp_path: Path) -> None:
    feedback = Feedback(tmp_path)
    feedback.path.write_bytes(b"not a database at all" * 100)
    with pytest.raises(FeedbackError) as told:
        feedback.all()
    assert str(feedback.path) in told.value.message and told.value.cure


def test_a_home_that_cannot_be_is_named_with_the_cure(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(FeedbackError) as told:
        Feedback(tmp_path / "file" / "home").keep(ONE)
    assert str(tmp_path) in told.value.message and told.value.cure


def test_lines_and_tables_tell_the_same() -> None:
    lines, table = io.StringIO(), io.StringIO()
    write_lines((ONE, OTHER), lines)
    write_csv((ONE, OTHER), table)
    objects = [json.loads(line) for line in lines.getvalue().splitlines()]
    rows = list(csv.DictReader(io.StringIO(table.getvalue())))
    assert objects[0] == rows[0] and objects[0]["note"] == "很好，\n谢谢"
    assert objects[1]["note"] == OTHER.note and rows[1]["note"] == f"'{OTHER.note}"
