"""The short form of the load and soak benchmarks: a real `wenjin serve`, many clients, no errors, nothing kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from eval.bench.load import offline_rate, report
from eval.bench.serving import Driven, Served, batches, distinct, drive, serving
from eval.bench.soak import Size, Soaked, soak
from index.settings import Settings
from rag.library import Library
from tests.stories import BRIDGE, QUARTER

ROOT = Path(__file__).parent.parent.parent
QUESTIONS = [f"{before}{question}" for before in ("", "请问", "查一下，", "报道里说，") for question in (
    "望月桥长多少米？", "修望月桥花了多少钱？", "临江区有多少家重点实验室？", "临江区有多少个签约项目？",
    "How long is the bridge?", "工程技术中心有多少家？", "望月桥什么时候通车？", "巴黎有多少座地铁站？",
)]  # fmt: skip


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("articles")
    (folder / "bridge.md").write_text(BRIDGE, encoding="utf-8")
    (folder / "laboratories.md").write_text(QUARTER, encoding="utf-8")
    return Settings(home=tmp_path_factory.mktemp("home"), articles=folder)


@pytest.fixture(scope="module")
def served(settings: Settings) -> Iterator[Served]:
    with serving(settings.articles, settings.home) as started:
        yield started


@pytest.mark.slow
def test_many_clients_get_their_answers_and_are_answered_together(served: Served) -> None:
    before = batches(served.address)
    driven = drive(served.address, QUESTIONS, clients=16)
    after = batches(served.address)
    assert driven.errors == [] and driven.sent_away == 0 and len(driven.seconds) == len(QUESTIONS)
    assert after[1] - before[1] == len(QUESTIONS)
    assert (after[1] - before[1]) / (after[0] - before[0]) > 1.5  # several questions a batch
    assert driven.rate > 0 and 0 < driven.own_share < 1


@pytest.mark.slow
def test_asking_ends_in_time_and_goes_round_the_questions(served: Served) -> None:
    driven = drive(served.address, QUESTIONS[:2], clients=4, seconds=1.0)
    assert driven.errors == [] and len(driven.seconds) >= 4 and driven.wall < 20


@pytest.mark.slow
def test_the_server_keeps_its_size(served: Served) -> None:
    drive(served.address, QUESTIONS, clients=8)
    soaked = soak(served, QUESTIONS, count=60, clients=8)
    assert soaked.errors == () and len(soaked.sizes) == 20
    assert soaked.growth < 0.05 and soaked.more_files <= 2


def test_a_server_that_is_not_there_is_told_as_an_error() -> None:
    driven = drive("http://127.0.0.1:9", ["x"], clients=1)
    assert driven.seconds == [] and "ConnectError" in driven.errors[0]


def test_offline_answers_are_counted_by_the_second(settings: Settings) -> None:
    assert offline_rate(Library.open(settings), QUESTIONS[:8], seconds=0.1) > 0


def test_questions_are_many_and_no_two_alike() -> None:
    asked = distinct(ROOT / "eval" / "questions" / "digests.jsonl")
    assert len(asked) > 3000 and len(set(asked)) == len(asked)


def test_the_report_tells_ratios_of_one_run() -> None:
    driven = Driven(seconds=[0.1] * 80, wall=10.0, own_cpu=1.0)
    told = report(driven, offline=10.0, alone=[0.3, 0.3], bare=[0.2, 0.2])
    assert told["served a second"] == 8.0 and told["served to offline"] == 0.8 and told["alone to bare"] == 1.5
    assert report(Driven(errors=["x"], wall=1.0), 10.0, [], [])["errors"] == 1


def test_growth_is_from_when_it_was_warm() -> None:
    soaked = Soaked((Size(10, 200.0, 20, 5), Size(20, 250.0, 19, 5), Size(30, 210.0, 21, 5)), ())
    assert round(soaked.growth, 3) == 0.05 and soaked.more_files == 1
