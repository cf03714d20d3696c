"""Runs of a passage: whole, in order, and shaded where the evidence and the answer stand."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from index.article import Span
from rag.answer import Citation
from ui.marks import runs, telling, within

TEXT = "工厂里机器声不停。全区有纺织企业412家，印染企业95家。展厅在建。"


def _citation(evidence: Span, answer: Span | None, start: int = 100, text: str = TEXT) -> Citation:
    return Citation("p", "a", "", "", "f", None, text, start, start + len(text), evidence, answer, 1.0)


def _told(citation: Citation) -> list[tuple[str, str]]:
    return [(run.shade, run.text) for run in runs(citation)]


def test_the_sentence_and_the_words_in_it_are_told_apart() -> None:
    assert _told(_citation(Span(109, 128), Span(116, 120))) == [
        ("plain", "工厂里机器声不停。"),
        ("evidence", "全区有纺织企业"),
        ("answer", "412家"),
        ("evidence", "，印染企业95家"),
        ("plain", "。展厅在建。"),
    ]


def test_a_passage_that_is_only_near_has_no_telling_sentence() -> None:
    near = _citation(Span(100, 100 + len(TEXT)), None)
    assert _told(near) == [("plain", TEXT)] and telling(near) == runs(near)


def test_what_lies_outside_the_passage_is_clipped() -> None:
    citation = _citation(Span(50, 109), Span(10, 20))
    assert within(citation, citation.answer) is None
    assert _told(citation)[0] == ("evidence", "工厂里机器声不停。")


spans = st.tuples(st.integers(0, 60), st.integers(0, 60)).map(lambda pair: Span(min(pair), max(pair)))


@given(st.text(max_size=40), spans, st.none() | spans, st.integers(0, 20))
def test_the_runs_joined_are_the_passage(text: str, evidence: Span, answer: Span | None, start: int) -> None:
    citation = _citation(evidence, answer, start, text)
    assert "".join(run.text for run in runs(citation)) == text
    marked = "".join(run.text for run in runs(citation) if run.shade == "answer")
    inside = within(citation, answer)
    assert marked == (text[inside.start : inside.end] if inside else "")


def test_only_the_telling_sentence_is_shown_in_short() -> None:
    citation = _citation(Span(109, 128), Span(116, 120))
    assert "".join(run.text for run in telling(citation)) == "全区有纺织企业412家，印染企业95家"
    assert telling(replace(citation, evidence=Span(0, 5), answer=None)) == runs(
        replace(citation, evidence=Span(0, 5), answer=None)
    )
