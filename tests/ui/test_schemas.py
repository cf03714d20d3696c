"""What goes out can be written, and its offsets hold, whatever the articles hold."""

from dataclasses import replace

from index.article import Span
from rag.answer import Answer
from ui.schemas import AnswerOut, citation_id


def test_half_a_character_of_an_article_is_sent_as_one_sign(found: Answer) -> None:
    cited = found.citations[0]
    half = replace(cited, text="\ud800" + cited.text[1:], title="\udfff", terms=("\ud83d",))
    told = AnswerOut.of(replace(found, text="\ud800 600家", citations=(half, *found.citations[1:])))
    assert AnswerOut.model_validate_json(told.model_dump_json()) == told
    first = told.citations[0]
    assert first.title == "\ufffd" and len(first.passage) == len(cited.text) and told.answer == "\ufffd 600家"
    assert first.answer and first.passage[first.answer.in_passage.start : first.answer.in_passage.end] == "600家"


def test_a_citations_id_stands_for_article_place_and_text(found: Answer) -> None:
    cited = found.citations[0]
    same = replace(cited, score=0.1, terms=(), evidence=Span(0, 1), title="another")
    assert citation_id(same) == citation_id(cited)
    others = [replace(cited, article_id="x"), replace(cited, start=1), replace(cited, text="x")]
    assert len({citation_id(each) for each in (cited, *others)}) == 4
