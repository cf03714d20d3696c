import json
from pathlib import Path

import pytest

from eval.question_set import EvalQuestion, Gold, load_questions
from index.errors import QuestionSetError

BAD = json.loads(Path(__file__).with_name("cases_bad_lines.json").read_text(encoding="utf-8"))
FIRST = '{"id": "first", "question": "有几座桥？"}'


def _written(folder: Path, *lines: str) -> Path:
    path = folder / "set.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.mark.parametrize("case", BAD, ids=[case["label"] for case in BAD])
def test_a_bad_line_is_named_with_what_is_wrong(tmp_path: Path, case: dict[str, str]) -> None:
    with pytest.raises(QuestionSetError) as raised:
        load_questions(_written(tmp_path, FIRST, "", case["line"]))
    assert raised.value.message.startswith("Line 3 of set.jsonl: ")
    assert case["says"] in raised.value.message
    assert raised.value.cure


def test_everything_a_line_may_say_is_read(tmp_path: Path) -> None:
    line = {
        "id": "a",
        "lang": "en",
        "type": "followup",
        "question": "And bridges?",
        "answers": ["7"],
        "must_contain_any": [["7", "seven"], ["2021"]],
        "must_not_contain": ["9"],
        "gold": [{"file": "a.txt", "quote": "桥7座"}],
        "note": "n",
        "history": [{"q": "How many schools?"}, {"q": "And roads?"}],
        "more": 1,
    }
    assert load_questions(_written(tmp_path, json.dumps(line, ensure_ascii=False))) == (
        EvalQuestion(
            id="a",
            question="And bridges?",
            lang="en",
            type="followup",
            history=("How many schools?", "And roads?"),
            answers=("7",),
            accepted=(("7", "seven"), ("2021",)),
            forbidden=("9",),
            gold=(Gold("a.txt", "桥7座"),),
            note="n",
            line=1,
        ),
    )


def test_a_line_needs_only_an_id_and_a_question(tmp_path: Path) -> None:
    chinese, english = load_questions(_written(tmp_path, FIRST, '{"id": "b", "question": "How many?"}'))
    assert (chinese.lang, english.lang) == ("zh", "en")
    assert not chinese.scored


def test_an_unanswerable_question_is_scored_without_accepted_strings(tmp_path: Path) -> None:
    (question,) = load_questions(_written(tmp_path, '{"id": "a", "question": "几家？", "type": "unanswerable"}'))
    assert question.scored


def test_a_byte_order_mark_and_windows_line_ends_are_no_matter(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + FIRST.encode() + b"\r\n")
    assert [question.id for question in load_questions(path)] == ["first"]


@pytest.mark.parametrize(
    ("content", "says"), [(b"\n \n", "holds no question"), ('{"id":"问"}'.encode("gb18030"), "is not UTF-8")]
)
def test_a_file_that_is_no_set_says_so(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "set.jsonl"
    path.write_bytes(content)
    with pytest.raises(QuestionSetError, match=says):
        load_questions(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(QuestionSetError, match=r"nowhere\.jsonl cannot be read"):
        load_questions(tmp_path / "nowhere.jsonl")
