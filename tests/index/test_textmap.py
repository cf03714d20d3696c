"""A mapped text keeps, through any cutting, joining, dropping and moving, the way back to the raw text."""

from __future__ import annotations

import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from index.article import Piece
from index.cleaning.textmap import ADDED, Mapped

RAW = "清晨的 river 上，\n三条船　并排走；船头写着“一二三”。\n"


@st.composite
def edited(draw: st.DrawFn) -> Mapped:
    """RAW after a few random cuts, joins, drops, moves and added signs."""
    text = Mapped.of(RAW)
    for _ in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, len(text)))
        match draw(st.sampled_from(("cut", "drop", "move", "add", "strip"))):
            case "cut":
                text = text[start:end]
            case "drop":
                text = text[:start] + text[end:]
            case "move":
                text = Mapped.join((text[end:], text[start:end], text[:start]))
            case "add":
                text = Mapped.join((text[:start], Mapped.added("\n\n"), text[start:]))
            case "strip":
                text = text.strip()
    return text


@given(edited())
def test_every_piece_stands_verbatim_in_the_raw_text(text: Mapped) -> None:
    for piece in text.pieces():
        length = piece.end - piece.start
        assert text.text[piece.start : piece.end] == RAW[piece.raw : piece.raw + length]


@given(edited())
def test_pieces_hold_every_sign_but_the_added_ones_once_and_in_order(text: Mapped) -> None:
    held = [offset for piece in text.pieces() for offset in range(piece.start, piece.end)]
    assert held == [place for place, offset in enumerate(text.offsets) if offset != ADDED]


@given(edited())
def test_pieces_are_as_long_as_can_be(text: Mapped) -> None:
    pieces = text.pieces()
    touching = [(a, b) for a, b in pairwise(pieces) if a.end == b.start and a.raw + a.end - a.start == b.raw]
    assert touching == []


def test_an_untouched_text_is_one_piece() -> None:
    assert Mapped.of(RAW, 3, 9).pieces() == (Piece(0, 6, 3),)


def test_an_empty_text_has_no_pieces() -> None:
    assert Mapped.of(RAW)[:0].pieces() == ()
    assert Mapped.join(()).pieces() == ()


def test_an_added_sign_before_the_first_raw_sign_is_no_part_of_its_piece() -> None:
    assert (Mapped.added("：") + Mapped.of("渡口")).pieces() == (Piece(1, 3, 0),)


def test_a_replaced_sign_stands_for_the_first_of_what_it_replaced() -> None:
    text = Mapped.of("甲&mdash;乙").replace(re.compile("&mdash;"), "—")
    assert (text.text, list(text.offsets)) == ("甲—乙", [0, 1, 8])


def test_what_is_dropped_leaves_its_neighbours_where_they_were() -> None:
    text = Mapped.of("共 36 户").replace(re.compile(" "))
    assert (text.text, list(text.offsets)) == ("共36户", [0, 2, 3, 5])


def test_raw_start_and_end_look_past_added_signs() -> None:
    text = Mapped.join((Mapped.added("#"), Mapped.of(RAW, 4, 9), Mapped.added("#")))
    assert (text.raw_start, text.raw_end) == (4, 9)
    assert (Mapped.added("#").raw_start, Mapped.added("#").raw_end) == (ADDED, 0)
