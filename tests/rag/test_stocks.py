from dataclasses import replace

from rag.stocks import results_first, totals_first

TEXT = "去年新认定民宿32家，全镇总数超过100家。"


def spans(answer_span, text: str, *scored: tuple[str, float]):
    made = [answer_span(text, words, "2023-02", score) for words, score in scored]
    return [replace(span, found=made[0].found) for span in made]


def test_how_many_there_are_gets_the_total(answer_span, question) -> None:
    best, other = totals_first(question("有多少家民宿？"), spans(answer_span, TEXT, ("32家", 0.7), ("100家", 0.1)))
    assert (best.text, best.score) == ("100家", 0.7)
    assert other.score < 0.7


def test_how_many_were_added_gets_the_added(answer_span, question) -> None:
    best, _ = totals_first(question("去年新增多少家民宿？"), spans(answer_span, TEXT, ("32家", 0.7), ("100家", 0.1)))
    assert best.text == "32家"


def test_an_english_question_for_the_new_ones_gets_the_added(answer_span, question) -> None:
    made = spans(answer_span, TEXT, ("32家", 0.7), ("100家", 0.1))
    assert totals_first(question("How many were added last year?", "en"), made)[0].text == "32家"
    assert totals_first(question("How many guesthouses are there?", "en"), made)[0].text == "100家"


def test_an_added_number_without_a_total_beside_it_stays(answer_span, question) -> None:
    text = "去年新增民宿32家，引进人才1000人。"
    best, _ = totals_first(question("有多少家民宿？"), spans(answer_span, text, ("32家", 0.7), ("1000人", 0.1)))
    assert best.text == "32家"


AIMED = "今年力争引进项目40个，全年共引进项目43个。"
REACHED = "全年共引进项目43个，比计划多3个。"


def test_what_was_reached_goes_before_what_was_aimed_at(answer_span, question) -> None:
    made = spans(answer_span, AIMED, ("40个", 0.5), ("43个", 0.2))
    best, other = results_first(question("引进了多少个项目？"), made)
    assert [(best.text, best.score), (other.text, other.score)] == [("43个", 0.5), ("40个", 0.2)]


def test_a_target_that_is_asked_for_stays(answer_span, question) -> None:
    made = spans(answer_span, AIMED, ("40个", 0.5), ("43个", 0.2))
    assert results_first(question("计划引进多少个项目？"), made)[0].text == "40个"
    assert results_first(question("How many projects does it aim to bring in?", "en"), made)[0].text == "40个"


def test_a_badly_read_result_or_one_of_another_unit_does_not_replace_a_target(answer_span, question) -> None:
    badly = spans(answer_span, AIMED, ("40个", 0.5), ("43个", 0.05))
    assert results_first(question("引进了多少个项目？"), badly)[0].text == "40个"
    other = spans(answer_span, "今年力争引进项目40个，已引进人才900人。", ("40个", 0.5), ("900人", 0.3))
    assert results_first(question("引进了多少个项目？"), other)[0].text == "40个"


def test_a_result_that_reads_best_stays(answer_span, question) -> None:
    made = spans(answer_span, REACHED, ("43个", 0.5), ("3个", 0.4))
    assert results_first(question("引进了多少个项目？"), made) == tuple(made)
