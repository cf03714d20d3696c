"""The small parts that all JSON sent out is made of: text that can be sent, spans, periods, dates."""

from __future__ import annotations

import re
from datetime import date

from pydantic import BaseModel, Field, field_validator

from index.article import Basis, Dating, Span
from index.period import Period, Precision

_HALF = re.compile(r"[\ud800-\udfff]")


class Told(BaseModel):
    """What goes out. Half a character, as a PDF may hold, becomes one sign that can be sent: offsets stay right."""

    @field_validator("*", mode="before")
    @classmethod
    def _whole(cls, value: object) -> object:
        if isinstance(value, list):
            return [_HALF.sub("\ufffd", each) if isinstance(each, str) else each for each in value]
        return _HALF.sub("\ufffd", value) if isinstance(value, str) else value


class SpanOut(Told):
    """A half-open run of code points."""

    start: int
    end: int

    @classmethod
    def of(cls, span: Span) -> SpanOut:
        return cls(start=span.start, end=span.end)


class RawSpanOut(SpanOut):
    """A run of code points of the raw file, with the page or paragraph it begins in where the format has one."""

    page: int | None = None
    paragraph: int | None = None


class PeriodOut(Told):
    """A span of days, both ends included; `iso` is as precise as the words that gave it."""

    iso: str = Field(examples=["2022-Q1"])
    start: date
    end: date
    precision: Precision

    @classmethod
    def of(cls, period: Period) -> PeriodOut:
        return cls(iso=str(period), start=period.start, end=period.end, precision=period.precision)


class DatingOut(Told):
    """The date or period an article is of, and what that rests on."""

    period: PeriodOut
    basis: Basis = Field(description='"inferred": the article prints no date; the text tells.')
    inferred: bool
    evidence: str = Field(description="The words that tell.")
    span: SpanOut | None = Field(description="Where those words stand in the article's text.")

    @classmethod
    def of(cls, dating: Dating) -> DatingOut:
        return cls(
            period=PeriodOut.of(dating.period),
            basis=dating.basis,
            inferred=dating.inferred,
            evidence=dating.evidence,
            span=SpanOut.of(dating.span) if dating.span else None,
        )
