from pathlib import Path

import pytest

from index.build import build
from index.searching.encoder import Encoder
from index.settings import Settings
from rag.library import Library
from tests.stories import HALF_YEAR, QUARTER


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> tuple[Library, Settings]:
    folder = tmp_path_factory.mktemp("articles")
    (folder / "first.md").write_text(QUARTER, encoding="utf-8")
    settings = Settings(home=tmp_path_factory.mktemp("home"), articles=folder)
    return Library.open(settings), settings


def test_a_figure_is_answered_with_its_words_and_period(shelf: tuple[Library, Settings]) -> None:
    answer = shelf[0].ask("临江区一季度签约总金额是多少？")
    assert not answer.abstained
    assert answer.figures[0].text == "37.5亿元"
    assert str(answer.figures[0].period) == "2023-Q1"
    cited = answer.citations[0]
    assert cited.answer is not None
    article = shelf[0].snapshot.article(cited.article_id)
    assert article.text[cited.answer.start : cited.answer.end] == "37.5亿元"


def test_an_english_question_finds_the_chinese_passage(shelf: tuple[Library, Settings]) -> None:
    answer = shelf[0].ask("How many engineering technology centres does Linjiang District have?")
    assert answer.language == "en"
    assert answer.text.startswith("86")
    assert "86家" in answer.text


def test_what_the_articles_do_not_tell_is_not_answered(shelf: tuple[Library, Settings]) -> None:
    answer = shelf[0].ask("东湖市机场去年运送了多少旅客？")
    assert answer.abstained
    assert answer.figures == ()


def test_passages_to_be_read_come_best_first(shelf: tuple[Library, Settings]) -> None:
    hits = shelf[0].retrieve("重点实验室", k=3)
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    assert "重点实验室" in hits[0].passage.text


def test_a_new_snapshot_is_taken_up_between_questions(shelf: tuple[Library, Settings]) -> None:
    library, settings = shelf
    before = library.ask("临江区有多少家重点实验室？")
    assert before.figures[0].text == "41家"
    (Path(settings.articles) / "second.md").write_text(HALF_YEAR, encoding="utf-8")
    build(settings, Encoder.load(settings))
    assert library.snapshot.version == before.index_version  # only looking at it opens nothing
    after = library.ask("临江区有多少家重点实验室？")
    assert after.index_version != before.index_version
    assert after.figures[0].text == "47家"
    assert "41家" in after.text
    assert library.snapshot is library.newest() and library.snapshot.version == after.index_version
