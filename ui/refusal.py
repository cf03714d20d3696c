"""A request turned away: JSON for a program, a page for a person."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape

from starlette.responses import Response

from ui.faults import fault
from ui.plain import plain_page
from ui.visitor import Visitor


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why, what to do about it, and the status that says so."""

    status: int
    error: str
    cure: str
    headers: dict[str, str] = field(default_factory=dict)

    def response(self, visitor: Visitor) -> Response:
        """What is sent to that visitor; it is never kept by a cache."""
        headers = {"Cache-Control": "no-store", **self.headers}
        if visitor.wants_html and visitor.navigating:
            told = f'<p role="alert">{escape(self.error)}</p><p>{escape(self.cure)}</p>'
            return plain_page("en", told, self.status, headers)
        return fault(self.status, self.error, self.cure, headers)
