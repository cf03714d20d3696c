"""A turn of the chat as it grows, and what a page may send."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import pytest

from ui.desk import Desk
from ui.talk import MOST_EARLIER, Asked, answering, cleaned

ASKED = Asked("临江区有多少家纺织企业？", key="k1")


def _turns(library: Any, asked: Asked = ASKED) -> list[str]:
    async def collected() -> list[str]:
        return [html async for html in answering(Desk(library), asked)]

    return asyncio.run(collected())


def test_the_question_comes_first_then_the_sentence_then_the_passages(fake_library: Any) -> None:
    turns = _turns(fake_library)
    assert "wj-waiting" in turns[0] and "正在查找" in turns[0]
    assert "600" in turns[1] and "wj-waiting" not in turns[1] and "<mark>" not in turns[2]
    assert turns[-1].count("<mark>") == 4 and len(turns) == 4
    assert [("data-done" in turn) for turn in turns] == [False, False, False, True]
    assert all("临江区有多少家纺织企业？" in turn and 'data-key="k1"' in turn for turn in turns)


def test_earlier_questions_go_along(fake_library: Any) -> None:
    _turns(fake_library, Asked("那2031年呢？", ("临江区有多少家纺织企业？",)))
    assert fake_library.asked[-1][1] == ("临江区有多少家纺织企业？",)


def test_a_question_that_cannot_be_asked_is_told_in_its_language(fake_library: Any) -> None:
    chinese, english = (_turns(fake_library, Asked(sign * 1001))[-1] for sign in "问x")
    assert "问题有1001个字，最多读1000个字。" in chinese and "Ask in fewer" not in chinese
    assert "Ask in fewer." in english and 'data-done="failed"' in english and 'data-act="retry"' in english


def test_a_chinese_question_is_not_told_of_a_failure_in_english(fake_library: Any) -> None:
    told = _turns(fake_library, Asked("索引坏了吗？"))[-1]
    assert (
        "索引现在不能用。" in told and '<span class="wj-detail" lang="en">The index /home/of/index is damaged.' in told
    )


def test_a_failure_of_ours_is_told_plainly_and_logged(fake_library: Any, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, "wenjin.talk"):
        told = _turns(fake_library, Asked("please break"))[-1]
    assert "Something went wrong" in told and "secret" not in told
    assert caplog.records[0].exc_info and "secret" in str(caplog.records[0].exc_info[1])


def test_half_characters_and_blank_ends_are_dropped() -> None:
    assert cleaned(" 你好\ud800 \n") == "你好?" and cleaned(" \u3000\n") == ""


def test_what_the_page_sends_is_taken_as_it_should_be() -> None:
    many = [f"q{number}" for number in range(MOST_EARLIER + 5)]
    asked = Asked.of(" 几家？ ", {"key": "a1", "earlier": many, "language": "zh"})
    assert asked.question == "几家？" and asked.key == "a1"
    assert len(asked.earlier) == MOST_EARLIER and asked.earlier[-1] == many[-1]


ODD = [None, [], "x", {"key": "<b>"}, {"key": 7, "earlier": "abc"}, {"earlier": [1, None, {}, " "]}, {"key": "a" * 17}]


@pytest.mark.parametrize("sent", ODD, ids=repr)
def test_whatever_is_sent_a_question_is_asked(sent: Any) -> None:
    assert Asked.of("几家？", sent) == Asked("几家？")
    assert Asked.of(sent, sent).question in ("", "x")
