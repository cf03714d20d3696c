import pytest

from rag.question import understand


class _Kinds:
    def kinds(self, question: str) -> dict[str, float]:
        return {"count": 1.0}


@pytest.mark.parametrize(
    ("text", "period", "periods"),
    [
        ("2022年临江区有多少家企业？", "2022", []),
        ("2021年和2022年，临江区各有多少家企业？", None, ["2021", "2022"]),
        ("临江区2022年谋划了多少个项目，2023年又定了多少个？", None, ["2022", "2023"]),
        ("How many firms were there in 2021 and in 2022?", None, ["2021", "2022"]),
        ("How many firms were there in 2021, and how many in 2022?", None, ["2021", "2022"]),
        ("2020年、2021年和2022年，临江区各有多少家企业？", None, ["2020", "2021", "2022"]),
        ("2022年与2021年相比，产值增长了多少？", "2022", []),
        ("In 2022, what was the target for roads and bridges by 2025?", "2022", []),
        ("2023年的报道里，2022年的产值是多少？", "2023", []),
        ("到2025年要比2021年多多少？", "2025", []),
        ("临江区有多少家企业？", None, []),
    ],
)
def test_one_time_or_several_are_asked_about(text: str, period: str | None, periods: list[str]) -> None:
    question = understand(text, (), _Kinds(), 200)
    assert str(question.period) == str(period)
    assert [str(each) for each in question.periods] == periods


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("临江区有几家企业？", "家"),
        ("临江区请来几家企业谈心，地点在哪儿？", ""),
        ("临江区有多少家企业，投了多少亿元？", "家"),
        ("2022年，临江区新增几家企业？", "家"),
    ],
)
def test_a_few_that_are_not_asked_for_name_no_unit(text: str, unit: str) -> None:
    assert understand(text, (), _Kinds(), 200).unit == unit


def test_a_short_year_is_a_time() -> None:
    question = understand("那23年呢？", ("22年临江区有几家企业？",), _Kinds(), 200)
    assert (str(question.period), question.asked) == ("2023", "那23年呢？")
