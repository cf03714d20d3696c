"""A turn of the chat as it grows, and what the talk remembers of it."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import pytest

from ui.desk import Desk
from ui.talk import MOST_TURNS, Talk, answering, cleaned


def _turns(library: Any, question: str, talk: Talk | None = None) -> list[str]:
    async def collected() -> list[str]:
        return [html async for html in answering(Desk(library), question, talk or Talk())]

    return asyncio.run(collected())


def test_the_question_comes_first_then_the_sentence_then_the_passages(fake_library: Any) -> None:
    turns = _turns(fake_library, "临江区有多少家纺织企业？")
    assert "wj-waiting" in turns[0] and "正在查找" in turns[0]
    assert "此前" not in turns[1] and "600家" in turns[1] and "wj-waiting" not in turns[1]
    assert "此前" in turns[2] and "<mark>" not in turns[2]
    assert turns[-1].count("<mark>") == 3 and len(turns) == 4
    assert all("临江区有多少家纺织企业？" in turn for turn in turns)


def test_earlier_questions_go_along(fake_library: Any) -> None:
    _turns(fake_library, "那2031年呢？", Talk(("临江区有多少家纺织企业？",), ("",), 1))
    assert fake_library.asked[-1][1] == ("临江区有多少家纺织企业？",)


def test_a_question_that_cannot_be_asked_is_told_with_its_cure(fake_library: Any) -> None:
    assert (
        "1001" in _turns(fake_library, "问" * 1001)[-1]
        and "Ask a shorter one." in _turns(fake_library, "问" * 1001)[-1]
    )


def test_a_failure_of_ours_is_told_plainly_and_logged(fake_library: Any, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, "wenjin.talk"):
        told = _turns(fake_library, "please break")[-1]
    assert "Something went wrong" in told and "secret" not in told
    assert caplog.records[0].exc_info and "secret" in str(caplog.records[0].exc_info[1])


def test_a_talk_remembers_the_latest_turns_and_counts_all() -> None:
    talk = Talk()
    for number in range(MOST_TURNS + 5):
        talk = talk.grown(f"q{number}", f"t{number}")
    assert len(talk.questions) == len(talk.turns) == MOST_TURNS and talk.count == MOST_TURNS + 5
    assert talk.questions[-1] == f"q{MOST_TURNS + 4}" and talk.turns[0] == "t5"


def test_half_characters_and_blank_ends_are_dropped() -> None:
    assert cleaned(" 你好\ud800 \n") == "你好?" and cleaned(" \u3000\n") == ""
