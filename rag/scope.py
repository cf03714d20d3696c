"""Which articles a question may be answered from, and a question with all that was asked along with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from index.article import Article, Passage
from index.errors import QuestionError


@dataclass(frozen=True, slots=True)
class Scope:
    """`as_of`: as if it were that day, without what was published later; `articles`: only those, by id.

    An article dated by month, season or year counts from its first day, one without a date always. Nothing that an
    article foretells is later than the article: a target for 2025 can be asked for as of 2024.
    """

    as_of: date | None = None
    articles: frozenset[str] | None = None

    def admits(self, article: Article) -> bool:
        """Whether a question may be answered from it."""
        if self.articles is not None and article.id not in self.articles:
            return False
        return self.as_of is None or article.dating is None or article.dating.period.start <= self.as_of

    def positions(self, passages: Sequence[Passage], articles: Sequence[Article]) -> list[int] | None:
        """The passages to answer from, by position; None for all. Raises QuestionError for an article not there."""
        if self == EVERYTHING:
            return None
        by_id = {article.id: article for article in articles}
        self._check(by_id)
        admitted = {id for id, article in by_id.items() if self.admits(article)}
        return [position for position, passage in enumerate(passages) if passage.article_id in admitted]

    def _check(self, known: Mapping[str, Article]) -> None:
        for id in sorted(self.articles or ()):
            if id not in known:
                raise QuestionError(f"There is no article {id[:80]!r} in the index.", "Name articles by their ids.")


EVERYTHING = Scope()


@dataclass(frozen=True, slots=True)
class Asking:
    """A question as it was asked: the chat's earlier ones, oldest first, how many passages to read, and of what."""

    question: str
    history: tuple[str, ...] = field(default=())
    k: int | None = None
    scope: Scope = EVERYTHING
