"""What the terminal shows."""

from __future__ import annotations

import io
from typing import Any

from rich.console import Console

from index.files.sources import Unread
from index.report import BuildReport
from rag.answer import Answer
from ui.console import show_answer, show_report, watching


def _shown(answer: Answer, colour: bool = False) -> str:
    out = io.StringIO()
    system: Any = "truecolor" if colour else None
    show_answer(Console(file=out, width=100, force_terminal=colour, color_system=system, highlight=False), answer)
    return out.getvalue()


def test_the_answer_its_figures_and_its_sources_are_shown(found: Answer) -> None:
    shown = _shown(found)
    for words in (
        "600家（2032年10月9日报道）",
        "2031年春 (推断)",
        "[1] 纺织企业破六百家 · 大江网",
        "第2页",
        "autumn.txt",
    ):
        assert words in shown
    assert shown.index("412家", shown.index("所指时间")) < shown.index("出处 ─")


def test_the_exact_words_are_highlighted(found: Answer) -> None:
    assert "\x1b[1;30;43m600家\x1b[0m" in _shown(found, colour=True)


def test_an_abstention_is_plain_about_it(not_found: Answer) -> None:
    shown = _shown(not_found)
    assert "没有说桥长" in shown and "不是答案" in shown and "日期不详" in shown


def test_an_article_cannot_command_the_terminal(hostile: Answer) -> None:
    from dataclasses import replace

    shown = _shown(replace(hostile, text="[bold]600[/bold] \x1b[2J\x9b31m \u202e 家"))
    assert "\x1b" not in shown and "\x9b" not in shown and "\u202e" not in shown and "[bold]600[/bold]" in shown


def test_a_build_names_what_changed_and_what_was_left_out() -> None:
    report = BuildReport("abc", 3, 4, 20, ("new.md",), ("old.txt",), ("gone.pdf",), (Unread("bad.bin", "binary"),), 1.5)
    out = io.StringIO()
    show_report(Console(file=out, width=100), report)
    for words in ("added    new.md", "changed  old.txt", "removed  gone.pdf", "left out bad.bin: binary", "4 articles"):
        assert words in out.getvalue()


def test_there_is_no_progress_bar_where_nobody_watches() -> None:
    with watching(quiet=False) as progress:
        assert progress is None
    with watching(quiet=True) as progress:
        assert progress is None
