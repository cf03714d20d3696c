"""Stage 2 of the encoder: read Chinese so that its vector is the teacher's vector of the English.

    python -m index.training.distil DATA TEACHER WORK [--steps N] [--start NAME] [--threads N]

Reads WORK/grown, writes WORK/distilled. Resumable: run it again. Nine minutes on two cores.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from index.training.corpus import Pair, read_pairs
from index.training.glosses import Glosses, read_glosses, read_names
from index.training.segmenter import training_passages
from index.training.student import Plan, Student, Tokens, arguments, contrast, train

SEED = 20
PLAN = Plan(steps=220, body_rate=2e-4, rows_rate=1e-3)
SCALE = 20.0
ENGLISH = 0.3  # the share of a batch whose English the student reads too, so as not to lose it
SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡"
    "贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷"
)
_PEOPLE = 20_000
_STRETCH = 500
_GIVEN = re.compile(rf"(?<=[{SURNAMES}])[\u4e00-\u9fff]{{2}}(?=说|介绍|表示|告诉)")


@dataclass(frozen=True, slots=True)
class Source:
    """Sentence pairs as both tokenizers see them, how often a batch is drawn from them, and how many are in it."""

    share: float
    batch: int
    chinese: Sequence[Tokens]
    english: Sequence[Tokens]
    taught: Sequence[Tokens]


def sources(data: Path, glosses: Glosses, student: Student, teacher: Student) -> list[Source]:
    """Every kind of pair the student is taught on."""
    reference = read_pairs(data, "wmt_ref")
    pairs = {
        (4.0, 96): [*reference, *read_pairs(data, "sentences") * 4],
        (1.5, 96): read_pairs(data, "wmt_mt"),
        (2.0, 256): read_pairs(data, "tatoeba"),
        (0.7, 384): names(data, random.Random(SEED)),
        (1.0, 512): [Pair(word, ", ".join(found[:3])) for word, found in glosses.items()],
        (2.5, 24): stretches(reference, random.Random(SEED)),
    }
    return [
        Source(
            share,
            batch,
            student.tokens([pair.zh for pair in found]),
            student.tokens([pair.en for pair in found]),
            teacher.tokens([pair.en for pair in found]),
        )
        for (share, batch), found in pairs.items()
    ]


def names(data: Path, rng: random.Random) -> list[Pair]:
    """Places of the dictionary, and people made up of common surnames and given names, each with its pinyin."""
    from pypinyin import lazy_pinyin

    texts = [passage.text for passage in training_passages(data)]
    given = sorted({match for text in texts for match in _GIVEN.findall(text)})
    made = [rng.choice(SURNAMES) + rng.choice(given) for _ in range(_PEOPLE if given else 0)]
    people = [Pair(name, f"{lazy_pinyin(name[0])[0]} {''.join(lazy_pinyin(name[1:]))}") for name in made]
    return people + [Pair(word, latin) for latin, word in read_names(data)]


def stretches(pairs: Sequence[Pair], rng: random.Random) -> list[Pair]:
    """Neighbouring sentences of the news joined: as long as a passage is."""
    found = []
    for start in range(0, len(pairs) - 8, 2):
        stretch = pairs[start : start + rng.randint(2, 8)]
        while sum(len(pair.zh) for pair in stretch) > _STRETCH and len(stretch) > 1:
            stretch = stretch[:-1]
        found.append(Pair("".join(pair.zh for pair in stretch), " ".join(pair.en for pair in stretch)))
    return found


def distilling(student: Student, teacher: Student, given: Sequence[Source], rng: np.random.Generator) -> Tensor:
    """The loss of one batch: how far the student is from the teacher, and from telling its sentences apart."""
    shares = np.array([source.share for source in given])
    source = given[rng.choice(len(given), p=shares / shares.sum())]
    drawn = rng.choice(len(source.chinese), size=min(source.batch, len(source.chinese)), replace=False)
    also = drawn[: int(len(drawn) * ENGLISH)]
    with torch.no_grad():
        taught = teacher.encode([source.taught[place] for place in drawn])
    read = student.encode([source.chinese[place] for place in drawn] + [source.english[place] for place in also])
    chinese, english = read[: len(drawn)], read[len(drawn) :]
    far = (1 - (chinese * taught).sum(1)).mean() + ENGLISH * (1 - (english * taught[: len(also)]).sum(1)).mean()
    return 4 * far + contrast(chinese, taught, SCALE)


def main() -> None:
    given = arguments(__doc__, PLAN, "grown")
    student, teacher = Student(given.work / given.start), Student(given.teacher)
    pairs = sources(given.data, read_glosses(given.data), student, teacher)
    plan = replace(PLAN, steps=given.steps)
    train(student.model, lambda rng: distilling(student, teacher, pairs, rng), plan, given.work / "distilling")
    student.save(given.work / "distilled")


if __name__ == "__main__":
    main()
