from rag.offices import office_holders

TEXT = "县农业局局长陈芳说，今年茶叶增产。副县长田禾到会，县长冉启明讲话。"


def test_a_person_of_another_office_is_not_named(answer_span, question) -> None:
    asked = question("云溪县县长是谁？", kind="person")
    chief, farmer, deputy = (answer_span(TEXT, name, kind="person") for name in ("冉启明", "陈芳", "田禾"))
    assert office_holders(asked, [farmer, deputy, chief]) == (chief,)


def test_nobody_is_named_where_the_office_is_not_told_of(answer_span, question) -> None:
    farmer = answer_span(TEXT, "陈芳", kind="person")
    assert office_holders(question("Who is the mayor of Yunxi?", "en", kind="person"), [farmer]) == ()


def test_a_person_asked_for_by_what_they_said_is_left_alone(answer_span, question) -> None:
    farmer = answer_span(TEXT, "陈芳", kind="person")
    assert office_holders(question("谁说茶叶增产？", kind="person"), [farmer]) == (farmer,)


def test_who_holds_an_office_is_answered_with_a_person(answer_span, question) -> None:
    clause = answer_span(TEXT, "茶叶增产", kind="clause")
    assert office_holders(question("县长是谁？", kind="person"), [clause]) == ()
    assert office_holders(question("县长说什么？", kind="clause"), [clause]) == (clause,)
