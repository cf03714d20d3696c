"""Who wrote a story, for whom and when it was printed is lifted out of its text, and nothing else is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from index.cleaning.credits import is_picture_credit, lift_ending, lift_lines, lift_opening, read_credit
from index.cleaning.lines import Line, lines_of
from index.cleaning.textmap import Mapped
from index.files.sources import RawText

CASES = json.loads((Path(__file__).parent / "cases_credits.json").read_text(encoding="utf8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_a_line_is_read_as_a_credit_or_left(case: dict[str, Any]) -> None:
    credit = read_credit(case["line"])
    if case.get("none"):
        assert credit is None
    else:
        assert credit is not None
        assert (credit.source, credit.printed) == (case["source"], case["printed"])


@pytest.mark.parametrize(
    ("text", "left", "lifted"),
    [
        (
            "全年用水下降一成…… 河湾报记者 王桥 通讯员 李安 文图",
            "全年用水下降一成……",
            "河湾报记者 王桥 通讯员 李安 文图",
        ),
        ("水价不变。（记者 王桥）", "水价不变。", "（记者 王桥）"),
        ("水价不变。(王桥 李安)", "水价不变。", "(王桥 李安)"),
        ("水价不变。 (王　思)", "水价不变。", "(王　思)"),
        ("水价不变。（不含工业用水）", "水价不变。（不含工业用水）", None),
        ("“水价不变。”王桥说。", "“水价不变。”王桥说。", None),
        ("水价不变。记者从会上获悉", "水价不变。记者从会上获悉", None),
    ],
)
def test_the_byline_at_a_paragraphs_end_is_lifted(text: str, left: str, lifted: str | None) -> None:
    words, byline = lift_ending(Mapped.of(text))
    assert (words.text, byline and byline.text) == (left, lifted)


@pytest.mark.parametrize(
    ("text", "left", "lifted"),
    [
        ("本报讯(记者 王桥 文/图) 5月2日,大桥通车。", "5月2日,大桥通车。", "本报讯(记者 王桥 文/图)"),
        ("本报讯 昨日，大桥通车。", "昨日，大桥通车。", "本报讯"),
        ("（本报记者 王桥）昨日，大桥通车。", "昨日，大桥通车。", "（本报记者 王桥）"),
        ("河湾网5月2日讯(记者 王桥)昨日，大桥通车。", "河湾网5月2日讯 昨日，大桥通车。", "(记者 王桥)"),
        ("本报河湾5月2日电 昨日，大桥通车。", "本报河湾5月2日电 昨日，大桥通车。", ""),
        ("本报记者从会上获悉，大桥通车。", "本报记者从会上获悉，大桥通车。", None),
        ("互联网消息传得很快。", "互联网消息传得很快。", None),
    ],
)
def test_the_dateline_at_a_paragraphs_start_is_lifted(text: str, left: str, lifted: str | None) -> None:
    words, dateline = lift_opening(Mapped.of(text))
    assert (words.text, None if dateline is None else dateline.text) == (left, lifted)


@pytest.mark.parametrize(
    ("line", "picture"),
    [
        ("本报记者 路遥 摄", True),
        ("柳河区委宣传部供图", True),
        ("本报记者 路遥 文/图", False),
        ("本报记者 路遥", False),
    ],
)
def test_a_pictures_credit_is_told_from_a_storys(line: str, picture: bool) -> None:
    assert is_picture_credit(line) is picture


def test_a_date_inside_wrapped_prose_is_left_where_it_is() -> None:
    text = "大桥的图纸画了三年，\n改了九稿，终于在\n前年定稿，又等了\n整整一个冬天，到\n2021年3月6日\n才打下第一根桩。"
    items, repairs = lift_lines(lines_of(RawText("page.txt", text, "txt"))[0])
    assert repairs == []
    assert len(items) == 6


def test_dates_that_head_a_chronicle_are_left() -> None:
    text = "\n\n".join(f"202{n}年3月6日\n\n第{n}座桥通车。" for n in range(4))
    items, repairs = lift_lines(lines_of(RawText("page.txt", text, "txt"))[0])
    assert repairs == []
    assert all(isinstance(item, Line) for item in items)
