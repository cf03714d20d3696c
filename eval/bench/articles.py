"""How well each search finds the evidence of a question set in a folder of articles, by language.

    python -m eval.bench.articles QUESTIONS --articles DIR [--encoder NAME]

The share of questions whose evidence is among the first 1, 3, 5 and 10 passages, and the mean reciprocal rank, for
dense, lexical (for English questions "translated" too) and hybrid search over the index that Wenjin itself builds.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from eval.bench.retrieval import searches
from eval.question_set import EvalQuestion, load_questions
from eval.recall import DEPTHS, recalls
from index.article import Hit, Language
from index.build import build
from index.errors import WenjinError
from index.keeping.snapshot import Snapshot
from index.keeping.store import Store
from index.searching.encoder import Encoder
from index.searching.translate import Translator
from index.settings import load_settings

LANGUAGES: tuple[Language, ...] = ("zh", "en")


def measure(snapshot: Snapshot, encoder: Encoder, questions: Sequence[EvalQuestion]) -> Iterator[str]:
    """A line for each search and language: the recalls, and of how many questions."""
    translator = Translator.load()
    passages = {passage.id: passage for passage in snapshot.passages}
    for language in LANGUAGES:
        asked = [question for question in questions if question.lang == language and question.gold]
        for name, search in searches(snapshot, encoder, translator, language).items():
            found = [
                (question, [Hit(passages[id], rank, 1 / rank) for rank, id in enumerate(search(question.question), 1)])
                for question in asked
            ]
            told = "  ".join(f"{measure} {value:.3f}" for measure, value in recalls(found).items())
            yield f"{language}  {len(asked):>4} questions  {name:<11}{told}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("questions", type=Path, help="a question set, as `wenjin eval` takes it")
    parser.add_argument("--articles", type=Path, help="the folder to search (default: the setting)")
    parser.add_argument("--encoder", help="a folder or hub name (default: the setting)")
    given = parser.parse_args()
    try:
        with TemporaryDirectory() as scratch:
            settings = load_settings(articles=given.articles, encoder=given.encoder, home=Path(scratch))
            encoder = Encoder.load(settings)
            build(settings, encoder)
            snapshot = Store(settings.home, settings.articles).open(encoder=encoder)
            print(f"{len(snapshot.passages)} passages of {settings.articles}; ranks 1 to {max(DEPTHS)}")
            for line in measure(snapshot, encoder, load_questions(given.questions)):
                print(line)
    except WenjinError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
