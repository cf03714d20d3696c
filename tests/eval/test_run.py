import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from eval.outcome import EvalReport
from eval.question_set import EvalQuestion, Gold
from eval.run import evaluate, run_eval
from index.errors import QuestionSetError, WenjinError
from index.settings import Settings

MakeQuestion = Callable[..., EvalQuestion]
Counted = list[tuple[str, int]]


class Counter:
    """Progress that remembers what it was told."""

    def __init__(self) -> None:
        self.steps: Counted = []
        self.done = 0

    def step(self, name: str, total: int) -> None:
        self.steps.append((name, total))

    def advance(self, count: int = 1) -> None:
        self.done += count


@pytest.fixture
def questions(make_question: MakeQuestion, sentences: tuple[str, ...]) -> list[EvalQuestion]:
    libraries = Gold("yunling.txt", "2021年有图书馆31座")
    return [
        make_question(id="a", question="云陵区有多少座图书馆？", accepted=(("31",),), forbidden=(), gold=(libraries,)),
        make_question(
            id="b",
            question="How many books do they hold?",
            lang="en",
            type="followup",
            history=("云陵区有多少座图书馆？", "真的吗？"),
            accepted=(("12 million", "1200万"),),
            forbidden=("8.6 million",),
            gold=(Gold("yunling.txt", "馆藏1200万册"),),
        ),
        make_question(
            id="c", question="区长是谁？", accepted=(("罗乔松",),), forbidden=(), gold=(Gold("x", "区长是罗乔松"),)
        ),
        make_question(id="d", question="区长多少岁？", type="unanswerable", accepted=(), forbidden=(), gold=()),
    ]


@pytest.fixture
def report(library: object, questions: list[EvalQuestion]) -> EvalReport:
    return evaluate(library, questions, Path("set.jsonl"), Path("papers"))  # type: ignore[arg-type]


def test_every_question_gets_its_verdict(report: EvalReport) -> None:
    assert {each.question.id: each.verdict.outcome for each in report.asked} == {
        "a": "correct",
        "b": "wrong",
        "c": "false_refusal",
        "d": "refused",
    }


def test_the_shares_are_of_the_right_questions(report: EvalReport) -> None:
    shares = {name: (rate.hits, rate.total) for name, rate in report.rates.items()}
    assert shares == {
        "overall": (2, 4),
        "answer_accuracy": (1, 3),
        "accuracy_when_answered": (1, 2),
        "right_but_wrong_headline": (0, 3),
        "citation_support_answered": (2, 2),
        "citation_support_all": (2, 3),
        "all_gold_cited": (2, 2),
        "file_agreement": (2, 2),
        "grounded": (1, 3),
        "unfounded_figures": (0, 2),
        "refusal_accuracy": (1, 1),
        "false_refusals": (1, 3),
    }


def test_shares_are_also_told_by_type_and_language(report: EvalReport) -> None:
    plain = json.loads(json.dumps(report.as_dict()))
    assert plain["by_lang"]["en"]["answer_accuracy"]["hits"] == 0
    assert plain["by_type"]["unanswerable"]["refusal_accuracy"]["share"] == 1
    assert plain["outcomes"]["c"] == "false_refusal"
    assert plain["recall"]["all"]["recall@3"] == pytest.approx(2 / 3)
    assert plain["recall"]["en"]["recall@1"] == 0


def test_the_marked_words_are_held_against_the_wanted_answers(report: EvalReport) -> None:
    assert report.marked == {}
    wanted = replace(report.asked[0], question=replace(report.asked[0].question, answers=("共31座", "三十一")))
    again = replace(report, asked=(wanted, *report.asked[1:]))
    assert again.marked == {"exact_match": 0, "f1": pytest.approx(0.8), "count": 1}


def test_each_step_has_a_median_and_a_95th_percentile(report: EvalReport) -> None:
    assert report.seconds["read"] == (0.004, 0.004)
    assert list(report.seconds) == ["retrieve", "read", "total"]


def test_earlier_questions_are_asked_first_in_order_with_what_went_before(library, questions) -> None:  # type: ignore[no-untyped-def]
    evaluate(library, questions[1:2], Path("set.jsonl"), Path("papers"))
    first, second = questions[1].history
    assert library.asked == [(first, ()), (second, (first,)), (questions[1].question, (first, second))]


def test_progress_hears_of_every_question(library, questions) -> None:  # type: ignore[no-untyped-def]
    counter = Counter()
    evaluate(library, questions, Path("set.jsonl"), Path("papers"), counter)
    assert (counter.steps, counter.done) == ([("ask", 4)], 4)


def test_a_question_that_cannot_be_asked_is_named_by_its_line(library, make_question: MakeQuestion) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(QuestionSetError, match=r"Line 12 of set\.jsonl: The question has over 100 characters"):
        evaluate(library, [make_question(question="几" * 101, line=12)], Path("set.jsonl"), Path("papers"))


@pytest.fixture
def opened(library: object, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The settings of every library that is opened; opening gives the canned one."""
    opened: list[object] = []

    def open_(settings: object, progress: object) -> object:
        opened.append(settings)
        return library

    module = SimpleNamespace(Library=SimpleNamespace(open=open_))
    monkeypatch.setitem(sys.modules, "rag.library", module)  # type: ignore[arg-type]
    return opened


def _set(path: Path, *records: dict[str, object]) -> Path:
    path.write_text("\n".join(json.dumps(record, ensure_ascii=False) for record in records), encoding="utf-8")
    return path


def test_a_run_writes_results_and_page(tmp_path: Path, opened: list[object]) -> None:
    settings = Settings(home=tmp_path, articles=tmp_path)
    questions = _set(
        tmp_path / "set.jsonl", {"id": "a", "question": "云陵区有多少座图书馆？"}, {"id": "b", "question": "区长？"}
    )
    out, html = tmp_path / "runs" / "out.jsonl", tmp_path / "runs" / "out.html"
    report = run_eval(questions, settings, out, html)
    records = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [(record["id"], record["answer"], record["refused"]) for record in records] == [
        ("a", "31座（2021年）。", False),
        ("b", "文章里没有说。", True),
    ]
    assert records[0]["citations"][0]["file"] == "yunling.txt"
    assert "31座" in html.read_text(encoding="utf-8")
    assert opened == [settings]
    assert not report.scored
    assert report.rates["overall"].total == 0


def test_nothing_is_opened_for_a_set_or_a_place_that_cannot_be_used(tmp_path: Path, opened: list[object]) -> None:
    settings = Settings(home=tmp_path, articles=tmp_path)
    good = _set(tmp_path / "set.jsonl", {"id": "a", "question": "几座？"})
    with pytest.raises(QuestionSetError):
        run_eval(_set(tmp_path / "bad.jsonl", {"id": "a"}), settings)
    with pytest.raises(WenjinError, match="is a folder"):
        run_eval(good, settings, out=tmp_path)
    assert opened == []
