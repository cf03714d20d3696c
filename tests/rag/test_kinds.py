import pytest

from rag.candidates import KINDS
from rag.kinds import LinearKinds, runs
from rag.network import BUNDLED_READER
from rag.question import language_of, understand


@pytest.fixture(scope="module")
def kinds() -> LinearKinds:
    return LinearKinds.load(BUNDLED_READER)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("全镇现有多少家民宿？", "count"),
        ("这条路修好花了多少钱？", "money"),
        ("蔬菜损耗率降到了百分之几？", "percent"),
        ("全县的增速在全省排第几？", "rank"),
        ("新桥是什么时候通车的？", "date"),
        ("镇里的一把手是谁？", "person"),
        ("三大主导产业分别是哪些？", "list"),
        ("How many guesthouses are there in the town?", "count"),
        ("How much did the road cost?", "money"),
        ("What percentage of the vegetables is lost?", "percent"),
        ("When did the new bridge open to traffic?", "date"),
        ("Who is the mayor of the county?", "person"),
    ],
)
def test_the_kind_asked_for_is_told(kinds: LinearKinds, question: str, kind: str) -> None:
    assert understand(question, (), kinds, 200).kind == kind


def test_the_shares_of_all_kinds_sum_to_one(kinds: LinearKinds) -> None:
    shares = kinds.kinds("随便问问？")
    assert set(shares) == set(KINDS)
    assert sum(shares.values()) == pytest.approx(1.0)


def test_a_unit_named_outright_settles_the_kind(kinds: LinearKinds) -> None:
    assert understand("总投资多少亿元？", (), kinds, 200).kind == "money"
    assert understand("是几月出台的？", (), kinds, 200).kind == "date"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("金水区GDP是多少？", "zh"),
        ("What is 金水区's GDP in 2022?", "en"),
        ("How many 专精特新 firms are there?", "en"),
        ("5G基站有多少个？", "zh"),
    ],
)
def test_the_language_is_that_of_the_asking_words(text: str, language: str) -> None:
    assert language_of(text) == language


def test_runs_of_a_chinese_question_are_characters_of_an_english_one_words() -> None:
    assert "多少" in runs("有多少？")
    assert "how many" in runs("How many are there?")
