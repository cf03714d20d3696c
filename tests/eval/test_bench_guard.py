"""The bench of the guard: what it alters is false, and it does alter."""

from random import Random

from eval.bench.guard import ALTERED, KINDS, statements
from index.training.corpus import QuestionedPassage
from rag.guard import faults

TEXT = "2022年，临江市完成投资578.5亿元，引进项目43个。全市排名第3位，创办企业723家，关停企业18家。"
PASSAGE = QuestionedPassage("p1", "临江的一年", TEXT, (), "临江日报", "2023-02-13")


def test_statements_pass_and_their_alterations_are_stopped() -> None:
    made = list(statements([PASSAGE]))
    assert [each.figure.text for each in made] == ["578.5亿元", "43个", "第3位", "723家", "18家"]
    assert not any(list(faults(each.told(), [each.citation])) for each in made)
    altered = {kind: [text for each in made if (text := ALTERED[kind](each, Random(1)))] for kind in KINDS}
    assert all(altered.values())
    for each in made:
        for kind in KINDS:
            text = ALTERED[kind](each, Random(1))
            assert not text or list(faults(text, [each.citation])), (kind, text)
