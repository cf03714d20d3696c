from dataclasses import replace

from rag.stocks import totals_first

TEXT = "去年新增高新技术企业320家，成为全省首个总量突破1000家的县。"


def spans(answer_span, text: str, *scored: tuple[str, float]):
    made = [answer_span(text, words, "2023-02", score) for words, score in scored]
    return [replace(span, found=made[0].found) for span in made]


def test_how_many_there_are_gets_the_total(answer_span, question) -> None:
    best, other = totals_first(
        question("有多少家高新技术企业？"), spans(answer_span, TEXT, ("320家", 0.7), ("1000家", 0.1))
    )
    assert (best.text, best.score) == ("1000家", 0.7)
    assert other.score < 0.7


def test_how_many_were_added_gets_the_added(answer_span, question) -> None:
    best, _ = totals_first(
        question("去年新增多少家高新技术企业？"), spans(answer_span, TEXT, ("320家", 0.7), ("1000家", 0.1))
    )
    assert best.text == "320家"


def test_an_english_question_for_the_new_ones_gets_the_added(answer_span, question) -> None:
    made = spans(answer_span, TEXT, ("320家", 0.7), ("1000家", 0.1))
    assert totals_first(question("How many were added last year?", "en"), made)[0].text == "320家"
    assert totals_first(question("How many high-tech firms are there?", "en"), made)[0].text == "1000家"


def test_an_added_number_without_a_total_beside_it_stays(answer_span, question) -> None:
    text = "去年新增高新技术企业320家，引进人才1000人。"
    best, _ = totals_first(
        question("有多少家高新技术企业？"), spans(answer_span, text, ("320家", 0.7), ("1000人", 0.1))
    )
    assert best.text == "320家"
