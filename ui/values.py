"""A figure as the page sets it: its number with the bound and the unit beside it, and which figures disagree."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.article import Language
from rag.answer import Answer, Citation, DatedFigure
from rag.figures import find_figures, render

_NUMBER = re.compile(
    r"(?P<bound>\D{0,10}?)(?P<number>\d[\d.,]*(?:\s?(?:至|到|to|-|~|—)\s?\d[\d.,]*)?)(?P<unit>\D{0,16})"
)


@dataclass(frozen=True, slots=True)
class Value:
    """A value in one language. `number` is the whole text where it is no number; `printed` the article's own words.

    `printed` is empty where the value reads as it was printed.
    """

    bound: str
    number: str
    unit: str
    printed: str = ""

    @property
    def text(self) -> str:
        return f"{self.bound}{self.number}{self.unit}"


def value_of(figure: DatedFigure, answer: Answer) -> Value:
    """The figure in the answer's language: in English converted, with what was printed beside it."""
    told = _told(figure, answer.citations[figure.citation], answer.language)
    printed = "" if told == figure.text or answer.language == "zh" else figure.text
    match = _NUMBER.fullmatch(told)
    if match is None:
        return Value("", told, "", printed)
    return Value(match["bound"], match["number"], match["unit"], printed)


def _told(figure: DatedFigure, citation: Citation, language: Language) -> str:
    """The figure's words with those before it that bound it ("超过", "over"), which the marked words leave out."""
    at = citation.answer.start - citation.start if citation.answer else -1
    for found in find_figures(citation.text):
        if found.start == at and found.text == figure.text:
            return render(found, language)
    return figure.text


def disagreeing(figures: tuple[DatedFigure, ...]) -> frozenset[int]:
    """The places in `figures` of those that another gives another value for the very same time."""
    return frozenset(
        place
        for place, one in enumerate(figures)
        if one.period and any(other.period == one.period and _differ(one, other) for other in figures)
    )


def _differ(one: DatedFigure, other: DatedFigure) -> bool:
    if one.value and other.value:
        return (one.value, one.unit) != (other.value, other.unit)
    return one.text != other.text
