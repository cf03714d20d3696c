import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from eval.html import highlighted, page
from eval.outcome import EvalReport
from eval.question_set import EvalQuestion, Gold
from eval.run import evaluate
from index.article import Span
from rag.answer import Citation

MakeQuestion = Callable[..., EvalQuestion]
MakeCitation = Callable[..., Citation]
CHROMIUM = Path("/usr/bin/chromium")
TRICK = '</article><script>alert("x")</script>'


@pytest.fixture
def report(library: object, make_question: MakeQuestion) -> EvalReport:
    questions = [
        make_question(
            id="a",
            question="云陵区有多少座图书馆？",
            answers=("31座",),
            accepted=(("31",),),
            forbidden=(),
            gold=(Gold("yunling.txt", "2021年有图书馆31座"),),
        ),
        make_question(id=TRICK, question=TRICK, type=TRICK, lang="en", note=TRICK, history=(TRICK,), answers=(TRICK,)),
    ]
    return evaluate(library, questions, Path(f"{TRICK}.jsonl"), Path("papers"))  # type: ignore[arg-type]


@pytest.fixture
def tree(report: EvalReport) -> LexborHTMLParser:
    return LexborHTMLParser(page(report))


def test_each_question_stands_with_answer_evidence_and_verdict(tree: LexborHTMLParser) -> None:
    first, second = tree.css("article")
    assert first.attributes["data-verdict"] == "correct"
    assert second.attributes["data-verdict"] == "false_refusal"
    told = first.text()
    for words in (
        "云陵区有多少座图书馆？",
        "31座（2021年）。",
        "2021年有图书馆31座 (yunling.txt)",
        "understood as",
        "evidence shown",
    ):
        assert words in told


def test_the_words_of_the_answer_are_marked_in_their_passage(tree: LexborHTMLParser) -> None:
    assert [mark.text() for mark in tree.css("article")[0].css("mark")] == ["31座"]


def test_nothing_that_was_read_becomes_markup(tree: LexborHTMLParser) -> None:
    assert len(tree.css("article")) == 2
    assert len(tree.css("script")) == 1
    assert TRICK in tree.css("article")[1].text()
    assert tree.css_first("blockquote b") is None


def test_the_page_asks_nothing_of_the_network(report: EvalReport, tree: LexborHTMLParser) -> None:
    assert not tree.css("link, img, iframe, [src], [href], object, embed")
    assert not re.search(r"https?:|@import|url\(", page(report))
    policy = tree.css_first('meta[http-equiv="Content-Security-Policy"]')
    assert policy is not None
    assert "default-src 'none'" in str(policy.attributes["content"])


def test_the_choices_are_those_that_occur(tree: LexborHTMLParser) -> None:
    choices = {
        str(choice.attributes["data-key"]): [option.attributes["value"] for option in choice.css("option")]
        for choice in tree.css("select")
    }
    assert choices["verdict"][1:] == ["correct", "false_refusal"]
    assert choices["lang"][1:] == ["en", "zh"]
    assert TRICK in choices["type"]


@pytest.mark.parametrize(
    ("evidence", "answer", "html"),
    [
        (Span(12, 18), Span(14, 16), "甲乙<u>丙丁</u><mark>戊己</mark><u>庚辛</u>&lt;壬"),
        (Span(10, 20), None, "<u>甲乙丙丁戊己庚辛&lt;壬</u>"),
        (Span(0, 5), None, "甲乙丙丁戊己庚辛&lt;壬"),
        (Span(8, 12), Span(5, 11), "<mark>甲</mark><u>乙</u>丙丁戊己庚辛&lt;壬"),
    ],
)
def test_highlights_count_from_the_article_and_are_clipped_to_the_passage(
    make_citation: MakeCitation, sentences: tuple[str, ...], evidence: Span, answer: Span | None, html: str
) -> None:
    citation = replace(
        make_citation(sentences[0], "31座"),
        text="甲乙丙丁戊己庚辛<壬",
        start=10,
        end=20,
        evidence=evidence,
        answer=answer,
    )
    assert highlighted(citation) == html


@pytest.mark.browser
@pytest.mark.parametrize(
    ("choices", "shown"),
    [
        ("", ["correct", "false_refusal"]),
        ("#verdict=correct", ["correct"]),
        ("#lang=en", ["false_refusal"]),
        ("#lang=en&verdict=correct", []),
        ("#text=UNDERSTOOD", ["correct"]),
    ],
)
def test_a_browser_shows_the_questions_that_the_choices_allow(
    report: EvalReport, tmp_path: Path, choices: str, shown: list[str]
) -> None:
    if not CHROMIUM.exists():
        pytest.skip(f"the browser tests need {CHROMIUM} (Debian: chromium fonts-noto-cjk)")
    path = tmp_path / "page.html"
    path.write_text(page(report), encoding="utf-8")
    quiet = "--headless --no-sandbox --disable-gpu --disable-background-networking --disable-component-update".split()
    command = [
        str(CHROMIUM),
        *quiet,
        f"--user-data-dir={tmp_path / 'profile'}",
        "--dump-dom",
        f"{path.as_uri()}{choices}",
    ]
    # Into a file: the browser's helpers may hold a pipe open long after it has ended.
    with (tmp_path / "told").open("wb") as out:
        subprocess.run(command, stdout=out, stderr=subprocess.DEVNULL, timeout=60, check=True)
    told = (tmp_path / "told").read_text(encoding="utf-8")
    tree = LexborHTMLParser(told)
    assert [card.attributes["data-verdict"] for card in tree.css("article") if "hidden" not in card.attributes] == shown
    count = tree.css_first("#count")
    assert count is not None
    assert count.text() == f"{len(shown)} of 2"
