import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.results import lines, make_room, result, save, shortened, shown
from index.article import Span
from index.errors import WenjinError
from rag.answer import Answer, Citation

MakeCitation = Callable[..., Citation]


@pytest.mark.parametrize(
    ("text", "limit", "kept"),
    [
        ("一二三。四五六。", 8, "一二三。四五六。"),
        ("一二三。四五六。", 7, "一二三。"),
        ("一二三。四五六。", 4, "一二三。"),
        ("一二三四五六七", 4, "一二三…"),
        ("It is 3.5. Then more.", 12, "It is 3.5."),
        ("第一行\n第二行", 5, "第一行"),
        ("  一二。 ", 3, "一二。"),
    ],
)
def test_an_answer_is_cut_at_the_end_of_a_sentence(text: str, limit: int, kept: str) -> None:
    assert shortened(text, limit) == kept


@given(st.text("一二3. 。\n!a", max_size=60), st.integers(1, 40))
def test_a_cut_answer_fits_and_begins_like_the_whole(text: str, limit: int) -> None:
    short = shortened(text, limit)
    assert len(short) <= limit
    assert text.strip().startswith(short.removesuffix("…"))


def test_a_line_holds_what_was_read_and_the_plain_name_of_the_file(
    make_citation: MakeCitation, sentences: tuple[str, ...]
) -> None:
    citation = make_citation(sentences[0], "31座")
    answer = Answer("几座？", "几座？", "zh", "31座。", False, citations=(citation,) * 6)
    (line,) = lines([result("q1", answer)]).splitlines()
    record = json.loads(line)
    assert (record["id"], record["answer"], record["refused"]) == ("q1", "31座。", False)
    assert record["citations"] == [{"text": citation.text, "file": "yunling.txt"}] * 4


@pytest.mark.parametrize(("lists", "length"), [(False, 200), (True, 400)])
def test_a_list_may_be_twice_as_long(lists: bool, length: int) -> None:
    answer = Answer("几座？", "几座？", "zh", "桥" * 199 + "。" + "路" * 199 + "。更多", False)
    assert len(result("q1", answer, lists).answer) == length


@pytest.mark.parametrize("start", [0, 300, 900, 1000])
def test_of_a_long_passage_the_window_around_the_telling_sentence_is_shown(
    make_citation: MakeCitation, sentences: tuple[str, ...], start: int
) -> None:
    text = "话" * start + "全县有桥7座。" + "话" * (1000 - start)
    citation = replace(
        make_citation(sentences[0], "31座"),
        text=text,
        start=50,
        end=50 + len(text),
        evidence=Span(50 + start, 57 + start),
    )
    window = shown(citation)
    assert len(window) == 400
    assert "全县有桥7座。" in window


def test_saving_replaces_a_file_whole_and_makes_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "new" / "out.jsonl"
    make_room(path)
    save(path, "old\n")
    save(path, "问\n")
    assert path.read_text(encoding="utf-8") == "问\n"
    assert [each.name for each in path.parent.iterdir()] == ["out.jsonl"]


def test_a_device_is_written_to_and_not_replaced() -> None:
    device = Path("/dev/null")
    if not device.is_char_device():
        pytest.skip("this system has no /dev/null")
    save(device, "问\n")
    assert device.is_char_device()


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(WenjinError, match="cannot be written"):
        make_room(tmp_path / "file" / "out.jsonl")
    with pytest.raises(WenjinError, match="is a folder"):
        make_room(tmp_path)
    with pytest.raises(WenjinError, match="cannot be written"):
        save(tmp_path / "nowhere" / "out.jsonl", "")
