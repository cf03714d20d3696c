"""How well the same figure at several dates is told apart: undated, dated, single and unanswerable questions.

    python -m eval.bench.dated DATA [--kept]

DATA holds series.jsonl.gz. Without --kept the first 20 groups, which the reader and the timeline were fitted on; with
it the 10 kept for measuring. The articles of all groups lie in one index, dated only where their page prints a date.
"right": the leading figure is the wanted one (of two that disagree, either); "older": it is the same figure of an
earlier time; "alike": it is another figure that looks like it; "none": no answer, which is right for unanswerable ones.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from index.settings import load_settings
from index.training.corpus import read_series
from rag.answer import Answer
from rag.library import Library
from rag.training.examples import SERIES_FOR_FITTING


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--kept", action="store_true")
    given = parser.parse_args()
    groups = read_series(given.data)
    asked = groups[SERIES_FOR_FITTING:] if given.kept else groups[:SERIES_FOR_FITTING]
    with TemporaryDirectory() as scratch:
        folder = Path(scratch) / "articles"
        folder.mkdir()
        for group in groups:
            for article in group["articles"]:
                _write(folder, article)
        library = Library.open(load_settings(articles=folder, home=Path(scratch) / "home"))
        counts: dict[str, Counter[str]] = {}
        for question in (question for group in asked for question in group["qas"]):
            verdict = _verdict(library.ask(question["q"]), question)
            counts.setdefault(question["kind"], Counter())[verdict] += 1
    for kind, verdicts in counts.items():
        print(f"{kind:11} {verdicts.total():3}  {dict(verdicts.most_common())}")


def _write(folder: Path, article: dict[str, Any]) -> None:
    head = {"title": article["title"], "source": article["source"], "published": article["date"]}
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in head.items() if value]
    text = "\n".join(["---", *lines, "---", article["text"], ""])
    (folder / f"{article['id']}.md").write_text(text, encoding="utf-8")


def _verdict(answer: Answer, question: dict[str, Any]) -> str:
    if answer.abstained or not answer.figures:
        return "none"
    told = answer.figures[0].text
    wanted = [question["answer"], *question.get("conflict", [])] if question["answer"] else []
    if any(_same(told, each["text"]) for each in wanted):
        return "right"
    if any(_same(told, each["text"]) for each in question.get("earlier", [])):
        return "older"
    return "alike" if any(_same(told, each) for each in question.get("wrong", [])) else "other"


def _same(one: str, other: str) -> bool:
    """Whether one is the other, bound words (超, 以上) and 约 aside."""
    return one in other or other in one


if __name__ == "__main__":
    main()
