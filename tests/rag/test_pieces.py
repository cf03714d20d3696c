import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from index.settings import BUNDLED_ENCODER
from rag.pieces import MARKS, Cutter, Part, joined

CUTTER = Cutter(Tokenizer.from_file(str(BUNDLED_ENCODER / "tokenizer.json")))
TEXT = "截至2022年底，金水区高新技术企业达723家，占21.6%。"


def test_marks_between_words_are_pieces_of_their_own() -> None:
    (pieces,) = CUTTER([TEXT])
    words = [TEXT[start:end] for start, end in zip(pieces.starts, pieces.ends, strict=True)]
    assert "".join(words) == TEXT
    marked = [word for word, number in zip(words, pieces.ids, strict=True) if number >= CUTTER.rows]
    assert marked == ["，", "，", ".", "%", "。"]
    assert pieces.ids.max() < CUTTER.rows + len(MARKS)


def test_a_run_of_words_is_found_among_the_pieces() -> None:
    (pieces,) = CUTTER([TEXT])
    start = TEXT.index("21.6%")
    first, last = pieces.first(start), pieces.last(start + 5)
    assert (pieces.starts[first], pieces.ends[last]) == (start, start + 5)


@given(st.lists(st.text(max_size=60), min_size=1, max_size=4))
def test_pieces_stand_in_order_inside_their_text(texts: list[str]) -> None:
    for text, pieces in zip(texts, CUTTER(texts), strict=True):
        assert (pieces.starts < pieces.ends).all() and (pieces.ends <= len(text)).all()
        # one sign may be several pieces: ¼ is read as 1, 4
        assert (np.diff(pieces.starts) >= 0).all() and (np.diff(pieces.ends) >= 0).all()


def test_a_piece_is_met_as_surely_as_the_surest_of_its_characters() -> None:
    (pieces,) = CUTTER([TEXT])
    values = np.zeros(len(TEXT), dtype=np.float32)
    start = TEXT.index("723家")
    values[start + 1] = 0.5
    met = Part.of(pieces, values).met
    held = [value for value, at, end in zip(met, pieces.starts, pieces.ends, strict=True) if at <= start + 1 < end]
    assert held and set(held) == {0.5} and np.count_nonzero(met) == len(held)


def test_a_row_holds_question_title_and_passage_in_turn() -> None:
    question, title, text = CUTTER(["多少家？", "年报", TEXT])
    parts = [Part(pieces.ids, np.full(len(pieces), share, np.float32)) for pieces, share in
             ((question, 0.2), (title, 0.4), (text, 0.6))]  # fmt: skip
    row = joined(*parts, CUTTER)
    assert (row.ids[row.first : row.first + len(text)] == text.ids).all()
    assert row.ids[0] == CUTTER.begin and row.ids[-1] == CUTTER.part
    assert row.kinds.tolist() == [0] * (len(question) + 2) + [1] * (len(title) + len(text) + 2)
    wanted = [0, *[0.2] * len(question), 0, *[0.4] * len(title), 0, *[0.6] * len(text), 0]
    assert row.met == pytest.approx(wanted)
