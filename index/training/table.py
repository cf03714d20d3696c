"""Train the translation table, p(Chinese word | English word), and write it with its dictionary phrases.

    python -m index.training.table DATA [--out index/models/table]

DATA holds cedict, terms, tatoeba, wmt_ref, wmt_mt and sentences (index/training/corpus.py). One core, 1 min 20 s, 4 GB;
nothing is drawn by chance, the same data give the same bytes.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from index.seal import reseal
from index.searching.english import ASKING, base_forms, singular
from index.searching.table import Table
from index.searching.terms import fold, is_han
from index.training.aligner import Bitext, align
from index.training.corpus import Entry, Term, read_cedict, read_pairs, read_terms

PAIRS = {"tatoeba": 0.5, "wmt_ref": 1.0, "wmt_mt": 0.5, "sentences": 3.0}
LEXICON, DICTIONARY = 2.0, 0.5
OWN_ROW = 30  # an inflected form seen so often keeps a row of its own
TEMPER = 0.7  # weights are probabilities to this power: less sure than the counts are (fitted)
LINKS, SHARE = 30, 0.005  # a row keeps at most so many terms, each with at least this share
DOUBT = 0.5  # counted with every row for what the data do not show
# A form with a row of its own leans on its base (signed on sign), and a base a little on its forms.
ON_BASE, ON_BASE_LEAST, ON_FORMS = 0.2, 5.0, 0.1
_EN = re.compile(r"[a-z0-9]+(?:\.[0-9]+|&[a-z0-9]+)*")
_SKIPPED = re.compile(r"variant of|^CL:|see |surname|abbr\. |used in|\bpr\.|also written")
_ASIDE = re.compile(r"\([^)]*\)|[\u3400-\u9fff|]+(?:\[[^\]]*\])?")
_LONGEST = 4  # words of a dictionary phrase


def train(data: Path) -> dict[str, list[tuple[str, float]]]:
    """English word or phrase → weighted Chinese terms, from the data folder."""
    terms, entries = read_terms(data), read_cedict(data)
    cut = _segmenter(terms)
    texts = [text for text in _bitexts(data, terms, entries, cut) if text.zh and text.en]
    forms = _folding(Counter(word for text in texts for word in text.en))
    folded = [Bitext(text.zh, [forms.get(word, word) for word in text.en], text.weight) for text in texts]
    rows = {word: _pruned(row) for word, row in _families(align(folded)).items() if word not in ASKING}
    return {key: row for key, row in (rows | _phrases(entries)).items() if row}


def _bitexts(data: Path, terms: Sequence[Term], entries: Sequence[Entry], cut: Any) -> Iterator[Bitext]:
    for name, weight in PAIRS.items():
        for pair in read_pairs(data, name):
            yield Bitext(cut(pair.zh), english(pair.en), weight)
    for term in terms:
        for phrase in term.en:
            yield Bitext(cut(term.zh), english(phrase), LEXICON)
    for entry, gloss in _glosses(entries):
        if len(gloss) <= 5:
            yield Bitext(cut(entry.simplified), gloss, DICTIONARY)


def english(text: str) -> list[str]:
    """The words of an English text in lower case, without possessives and thousand separators."""
    plain = re.sub(r"'s\b|'(?=\s|$)", " ", text.lower().replace("’", "'"))
    return _EN.findall(re.sub(r"(?<=\d),(?=\d{3})", "", plain))


def _segmenter(terms: Iterable[Term]) -> Any:
    """Chinese text → words, by the dictionary alone: guessed words would scatter the counts.

    Lexicon terms that the dictionary would cut into single characters are added to it.
    """
    import rjieba

    jieba = rjieba.Jieba()
    for term in terms:
        if 2 <= len(term.zh) <= 4 and all(len(word) == 1 for word in jieba.cut(term.zh, False)):
            jieba.add_word(term.zh, None, None)

    def cut(text: str) -> list[str]:
        return [word for word in jieba.cut(fold(text), False) if is_han(word) or _EN.fullmatch(word)]

    return cut


def _glosses(entries: Iterable[Entry]) -> Iterator[tuple[Entry, list[str]]]:
    """Each meaning of each entry as words, without notes, articles and the "to" of verbs."""
    for entry in entries:
        if is_han(entry.simplified):
            for gloss in entry.glosses:
                words = [] if _SKIPPED.search(gloss) else english(_ASIDE.sub("", gloss).split(",")[0])
                while words and words[0] in ("to", "a", "an", "the", "be"):
                    words = words[1:]
                if words:
                    yield entry, words


def _phrases(entries: Iterable[Entry]) -> dict[str, list[tuple[str, float]]]:
    """Meanings of several words, as the translator looks phrases up: every word singular."""
    found: dict[str, list[str]] = {}
    for entry, gloss in _glosses(entries):
        words = [singular(word) for word in gloss]
        whole = 2 <= len(words) <= _LONGEST and not ASKING.intersection((words[0], words[-1]))
        if whole and len(entry.simplified) > 1 and entry.simplified not in found.get(" ".join(words), ()):
            found.setdefault(" ".join(words), []).append(entry.simplified)
    return {phrase: [(term, 1 / len(terms)) for term in terms[:LINKS]] for phrase, terms in found.items()}


def _folding(counts: Mapping[str, int]) -> dict[str, str]:
    """The word each inflected form is counted with: plurals always, other forms when they are rare themselves."""
    forms = {}
    for word, count in counts.items():
        if word.isalpha() and (word.endswith("s") or count < OWN_ROW):
            base = next((form for form in base_forms(word) if counts.get(form, 0) >= 3), None)
            if base:
                forms[word] = base
    return forms


def _families(table: Mapping[str, Mapping[str, float]]) -> dict[str, dict[str, float]]:
    """The table with each row smoothed by those of the same word in other forms."""
    bases = {word: next((form for form in base_forms(word) if form in table), "") for word in table}
    totals = {word: sum(row.values()) for word, row in table.items()}
    smoothed = {word: dict(row) for word, row in table.items()}
    for word, base in bases.items():
        if base:
            _lean(smoothed[word], table[base], ON_BASE * (totals[word] + ON_BASE_LEAST) / totals[base])
            if not word.endswith("s"):
                _lean(smoothed[base], table[word], ON_FORMS * min(1.0, totals[base] / totals[word]))
    return smoothed


def _lean(row: dict[str, float], other: Mapping[str, float], share: float) -> None:
    for term, count in other.items():
        row[term] = row.get(term, 0.0) + share * count


def _pruned(row: Mapping[str, float]) -> list[tuple[str, float]]:
    """The likeliest terms of a row with tempered weights that sum to the row's certainty."""
    total = sum(row.values()) + DOUBT
    kept = sorted(((count / total, term) for term, count in row.items()), key=lambda each: (-each[0], each[1]))
    tempered = [(term, share**TEMPER) for share, term in kept[:LINKS] if share >= SHARE]
    whole = sum(weight for _, weight in tempered)
    return [(term, weight / whole) for term, weight in tempered]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="the data folder")
    parser.add_argument("--out", type=Path, default=Path("index/models/table"))
    given = parser.parse_args()
    Table.save(train(given.data), given.out)
    reseal(given.out)


if __name__ == "__main__":
    main()
