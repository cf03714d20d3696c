from dataclasses import replace

from index.period import Period
from rag.timeline import timeline

OLD = "临江区聚集高新技术企业523家。"
NEW = "临江区高新技术企业总数突破800家。"


def test_an_undated_question_gets_the_newest_figure_first(answer_span, question) -> None:
    old = answer_span(OLD, "523家", "2021-04", score=0.6)
    new = answer_span(NEW, "800家", "2022-02-13", score=0.3)
    line = timeline(question("临江区有多少家高新技术企业？"), [old, new])
    assert line.newest.span is new
    assert [each.span for each in line.earlier] == [old]
    assert line.missing is None


def test_a_dated_question_gets_that_dates_figure(answer_span, question) -> None:
    old = answer_span(OLD, "523家", "2021-04", score=0.4)
    new = answer_span(NEW, "800家", "2022-02-13", score=0.5)
    line = timeline(question("2021年临江区有多少家高新技术企业？", period="2021"), [new, old])
    assert line.newest.span is old
    assert line.missing is None


def test_a_date_no_figure_is_of_is_told_as_missing(answer_span, question) -> None:
    old = answer_span("2019年，临江区聚集高新技术企业523家。", "523家", "2020-01")
    line = timeline(question("2024年临江区有多少家高新技术企业？", period="2024"), [old])
    assert str(line.missing) == "2024"
    assert line.newest.span is old


def test_another_unit_is_another_figure(answer_span, question) -> None:
    firms = answer_span(OLD, "523家", "2021-04", score=0.6)
    people = answer_span("临江区聚集人才800人。", "800人", "2022-02-13", score=0.5)
    line = timeline(question("临江区有多少家高新技术企业？"), [firms, people])
    assert line.newest.span is firms
    assert line.earlier == ()


def test_a_badly_read_figure_is_not_taken_for_the_same(answer_span, question) -> None:
    old = answer_span(OLD, "523家", "2021-04", score=0.9)
    new = answer_span(NEW, "800家", "2022-02-13", score=0.00001)
    assert timeline(question("临江区有多少家高新技术企业？"), [old, new]).newest.span is old


def test_the_period_of_the_sentence_wins_over_the_report(answer_span, question) -> None:
    late = answer_span("2020年，临江区有学校31家。", "31家", "2023-05-01", score=0.6)
    early = answer_span("目前，临江区有学校35家。", "35家", "2022-05-01", score=0.5)
    line = timeline(question("临江区有多少家学校？"), [late, early])
    assert line.newest.span is early
    assert str(line.earlier[0].period) == "2020"


def test_two_values_of_one_time_disagree_and_a_repeated_one_is_told_once(answer_span, question) -> None:
    late = answer_span("2022年，临江区有民宿128家。", "128家", "2023-05-01", score=0.6)
    early = answer_span("2022年，临江区的民宿达到131家。", "131家", "2023-02-01", score=0.5)
    again = answer_span("2022年临江区民宿有128家。", "128家", "2023-03-01", score=0.4)
    before = answer_span("2021年，临江区有民宿90家。", "90家", "2022-02-01", score=0.3)
    line = timeline(question("临江区有多少家民宿？"), [late, early, again, before])
    assert line.newest.span is late
    assert [each.span for each in line.disagreeing] == [early]
    assert [each.span for each in line.earlier] == [before]


def test_a_dated_question_is_told_of_the_value_that_disagrees(answer_span, question) -> None:
    late = answer_span("2022年，临江区有民宿128家。", "128家", "2023-05-01", score=0.6)
    early = answer_span("2022年，临江区的民宿达到131家。", "131家", "2023-02-01", score=0.5)
    line = timeline(question("2022年临江区有多少家民宿？", period="2022"), [late, early])
    assert line.newest.span is late
    assert [each.span for each in line.disagreeing] == [early]


def test_another_thing_of_the_same_time_is_no_disagreement(answer_span, question) -> None:
    growth = answer_span("2022年，临江区经济增长3.2%。", "3.2%", "2023-05-01", score=0.8)
    saving = answer_span("2022年，临江区能耗下降3%。", "3%", "2023-02-01", score=0.05)
    line = timeline(question("临江区经济增长多少？", kind="percent"), [growth, saving])
    assert (line.newest.span, line.disagreeing, line.earlier) == (growth, (), ())


def test_what_is_aimed_at_is_not_the_newest_of_what_is_reached(answer_span, question) -> None:
    old = answer_span(OLD, "523家", "2021-04", score=0.6)
    goal = answer_span("临江区力争高新技术企业达到900家。", "900家", "2022-02-13", score=0.3)
    line = timeline(question("临江区有多少家高新技术企业？"), [old, goal])
    assert (line.newest.span, line.earlier) == (old, ())
    line = timeline(question("临江区高新技术企业的目标是多少家？"), [goal, old])
    assert [each.span for each in line.told] == [goal, old]


def test_a_figure_of_the_time_asked_about_in_another_unit_must_read_well(answer_span, question) -> None:
    trains = answer_span("2021年，班列开行612列。", "612列", "2022-01", score=0.6)
    people = answer_span("2019年，机场旅客563万人次。", "563万人次", "2021-01", score=0.05)
    line = timeline(question("2019年班列开行多少？", period="2019"), [trains, people])
    assert (str(line.missing), line.newest.span) == ("2019", trains)


def test_a_day_within_the_year_asked_about_is_as_much_of_it_as_the_whole_year(answer_span, question) -> None:
    day = answer_span("2月12日，临江区召开发展大会。", "2月12日", "2023-02-13", score=0.4, kind="date")
    year = answer_span("2023年，临江区全力发展。", "2023年", "2023-02-13", score=0.1, kind="date")
    line = timeline(question("2023年临江区哪天召开发展大会？", period="2023", kind="date"), [day, year])
    assert line.newest.span is day


def test_a_figure_of_an_article_about_something_else_is_not_the_same(answer_span, question) -> None:
    old = answer_span(
        "江渚地铁集团昨日公布，2021年线网日均客流41.2万人次，3号线通车在即。机场线的隧道也已贯通，车站装修同时进行。",
        "41.2万人次",
        "2021-11",
        score=0.6,
    )
    museum = answer_span(
        "玉浦博物馆新展开幕，2023年全年接待观众208万人次，一票难求。馆藏青铜器首次集中展出，讲解员每天加班。",
        "208万人次",
        "2024-01",
        score=0.3,
    )
    line = timeline(question("江渚地铁每天有多少人坐？"), [old, museum])
    assert (line.newest.span, line.earlier) == (old, ())


def test_this_year_up_to_a_day_answers_for_nearly_that_time(answer_span, question) -> None:
    nearly = answer_span("今年以来，泽安县办理延期贷款12.3亿元。", "12.3亿元", "2020-10-23", score=0.5, kind="money")
    within = answer_span("泽安县首批放款2600万元。", "2600万元", "2020-09-10", score=0.05, kind="money")
    asked = question("2020年前三季度泽安县延期贷款多少？", period="2020-01/2020-09", kind="money")
    assert timeline(asked, [nearly, within]).newest.span is nearly


def test_a_time_carried_from_a_sentence_before_does_not_keep_a_figure_from_the_day_it_was_told(
    answer_span, question
) -> None:
    text = "今年前10个月，江渚地铁日均客流41.2万人次。4号线已动工，在建里程84.5公里。"
    building = answer_span(text, "84.5公里", "2021-11-18", score=0.5)
    running = answer_span("2021年11月18日，江渚地铁运营里程98.4公里。", "98.4公里", "2021-11-18", score=0.1)
    line = timeline(question("2021年11月江渚地铁在建里程多少？", period="2021-11"), [building, running])
    assert line.newest.span is building


def test_a_question_of_two_times_gets_the_figure_of_each(answer_span, question) -> None:
    old = answer_span("2021年，临江区有民宿90家。", "90家", "2023-02-01", score=0.6)
    new = answer_span("2022年，临江区有民宿128家。", "128家", "2023-02-01", score=0.2)
    asked = replace(question("临江区有多少家民宿？"), periods=(Period.parse("2021"), Period.parse("2022")))
    line = timeline(asked, [old, new])
    assert [each.span for each in line.told] == [new, old] and line.missing is None


def test_a_question_of_two_times_gets_what_there_is(answer_span, question) -> None:
    only = answer_span("2021年，临江区有民宿90家。", "90家", "2023-02-01", score=0.6)
    asked = replace(question("临江区有多少家民宿？"), periods=(Period.parse("2019"), Period.parse("2021")))
    line = timeline(asked, [only])
    assert [each.span for each in line.told] == [only] and [str(each) for each in line.untold] == ["2019"]
    none = replace(asked, periods=(Period.parse("2016"), Period.parse("2017")))
    told = timeline(none, [only])
    assert str(told.missing) == "2016" and [str(each) for each in told.untold] == ["2017"]
