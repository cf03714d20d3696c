"""What papers print for the words that people ask with (砸 → 投资, 出资; honour → 荣誉, 获评): written by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from index.errors import ModelError
from index.searching.terms import WeightedTerms, fold

# Both chosen on 2,000 training questions of local news in each language; twice as much finds hardly more.
WORDED = 0.35  # the part of an English word's weight that goes to its wordings, where the table knows it too
REWORDED = 0.5  # what the wordings of a Chinese word weigh beside the word itself


class Wordings:
    """Looks up the words of questions."""

    def __init__(self, terms: Mapping[str, Sequence[str]]) -> None:
        self._terms = {word: tuple(printed) for word, printed in terms.items()}

    @classmethod
    def load(cls, path: Path) -> Wordings:
        """The wordings of a file: a line is a word, a tab, and what is printed for it; ModelError when unreadable."""
        return cls({word: printed.split() for word, printed in lexicon_lines(path) if printed.strip()})

    def of(self, word: str) -> tuple[str, ...]:
        """What is printed for a word, the commonest first; nothing for one that is not known."""
        return self._terms.get(word, ())

    def of_question(self, question: str) -> tuple[WeightedTerms, ...]:
        """What is printed for the words of a Chinese question, to be searched beside them."""
        import rjieba

        words = dict.fromkeys(rjieba.cut(fold(question)))
        found = [(word, self.of(word)) for word in words]
        return tuple(WeightedTerms(word, even(terms), REWORDED) for word, terms in found if terms)

    def mixed(self, row: Sequence[tuple[str, float]], forms: Sequence[str]) -> tuple[tuple[str, float], ...]:
        """A table's row of an English word with the wordings of the first of its forms that has any; heaviest first."""
        terms = even(next(filter(None, map(self.of, forms)), ()))
        if not terms or not row:
            return terms or tuple(row)
        weights = {term: weight * (1 - WORDED) for term, weight in row}
        for term, weight in terms:
            weights[term] = weights.get(term, 0.0) + weight * WORDED
        return tuple(sorted(weights.items(), key=lambda each: (-each[1], each[0])))


def lexicon_lines(path: Path) -> Iterator[tuple[str, str]]:
    """What stands before and after the tab in each line of a file of the lexicon; ModelError when unreadable."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ModelError(f"The lexicon {path} cannot be read ({error}).", "Install Wenjin again.") from None
    for line in lines:
        before, _, after = line.partition("\t")
        yield before, after


def even(terms: Sequence[str]) -> tuple[tuple[str, float], ...]:
    """The terms, each with the same part of 1."""
    return tuple((term, 1 / len(terms)) for term in terms)
