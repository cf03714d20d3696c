"""What a passage is searched with in training: never nothing, never twice, only the kinds that are wanted."""

from pathlib import Path
from random import Random

import pytest

from index.training.asking import Asked, Asker, Switcher, questioned, stretches
from index.training.corpus import Pair, read_domain
from index.training.glosses import read_glosses
from index.training.segmenter import segmenter
from tests.training_data import write_data


@pytest.fixture(scope="module")
def switcher(tmp_path_factory: pytest.TempPathFactory) -> Switcher:
    data = write_data(tmp_path_factory.mktemp("data"))
    return Switcher(read_glosses(data), segmenter(data))


ASKED = Asked("新建的学校去年开学。企业数量增加了一成。", ("学校何时开学？", "企业多了多少？"), ("When did it open?",))


def test_searches_are_of_the_kinds_wanted_and_none_stands_twice(switcher: Switcher) -> None:
    chinese = Asker(switcher, (1, 0, 0, 0, 0))(ASKED, 9, Random(1))
    assert sorted(chinese) == sorted(ASKED.chinese)
    assert Asker(switcher, (0, 1, 0, 0, 0))(ASKED, 9, Random(1)) == list(ASKED.english)
    for words in Asker(switcher, (0, 0, 0, 1, 0))(ASKED, 9, Random(1)):
        assert all(word in ASKED.text for word in words.split())
    for words in Asker(switcher, (0, 0, 1, 0, 1))(ASKED, 9, Random(1)):
        assert words.isascii()


def test_what_is_drawn_depends_on_the_seed_alone(switcher: Switcher) -> None:
    asker = Asker(switcher, (1, 1, 1, 1, 1))
    assert asker(ASKED, 5, Random(3)) == asker(ASKED, 5, Random(3))
    assert len({tuple(asker(ASKED, 5, Random(seed))) for seed in range(9)}) > 1


def test_a_passage_is_searched_by_its_questions_in_both_languages(tmp_path: Path) -> None:
    passage = read_domain(write_data(tmp_path), "train")[0]
    (asked,) = questioned([passage])
    assert set(asked.chinese) | set(asked.english) == {question.text for question in passage.questions}
    assert passage.text in asked.text


def test_stretches_share_no_sentence() -> None:
    pairs = [Pair(f"这是第{number}个够长的句子。", f"This is sentence {number}.") for number in range(40)]
    found = stretches(pairs, Random(2))
    said = [line for asked in found for line in asked.chinese]
    assert len(said) == len(set(said)) > 30
    assert all(line in asked.text for asked in found for line in asked.chinese)
