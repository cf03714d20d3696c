"""The span reader: trained a few steps on a tiny encoder, kept, and read again without torch."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from index.errors import ModelError
from index.period import Period
from index.settings import BUNDLED_ENCODER
from rag.matches import HeadedPassage
from rag.pieces import Pieces
from rag.spans import UNREAD, SpanModel, Spans, row_of
from tests.training_data import write_data

QUESTION = "全县茶厂有多少家？"
PASSAGES = [
    HeadedPassage("全县茶厂有61家，“一村一品”。", "茶厂", Period.parse("2022-07")),
    HeadedPassage("新建桥梁7座。", "桥"),
    HeadedPassage(""),
]


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled encoder's words, at random and small, with a body of five layers."""
    import torch
    from transformers import BertConfig, BertModel

    folder = tmp_path_factory.mktemp("encoder")
    shutil.copy(BUNDLED_ENCODER / "tokenizer.json", folder)
    rows = json.loads((BUNDLED_ENCODER / "config.json").read_text(encoding="utf-8"))["vocab_size"]
    torch.manual_seed(3)
    config = BertConfig(
        vocab_size=rows, hidden_size=16, num_hidden_layers=5, num_attention_heads=2, intermediate_size=32,
        max_position_embeddings=512, hidden_act="gelu_pytorch_tanh",
    )  # fmt: skip
    BertModel(config, add_pooling_layer=False).half().save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def trained(encoder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    from rag.training import spans

    data, out = write_data(tmp_path_factory.mktemp("data")), tmp_path_factory.mktemp("spans")
    work = tmp_path_factory.mktemp("work")
    given = [data, work, "--encoder", encoder, "--out", out, "--steps", "4", "--threads", "1", "--made"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["spans", *map(str, given)])
        spans.main()
    return out


@pytest.mark.slow
def test_what_is_kept_reads_as_what_was_trained(encoder: Path, trained: Path) -> None:
    import torch
    from tokenizers import Tokenizer

    from index.searching.translate import Translator
    from rag.matches import Matcher
    from rag.pieces import Cutter
    from rag.training.rows import Row
    from rag.training.spans import SpanNet

    net = SpanNet(encoder).eval()
    net.take(trained)
    assert net.met.abs().max() > 0  # what the rows below tell apart
    cutter, matcher = Cutter(Tokenizer.from_file(str(encoder / "tokenizer.json"))), Matcher(Translator.load())
    asked, matches = cutter([QUESTION])[0], matcher(QUESTION, PASSAGES)
    heads, told = (cutter(texts) for texts in ([each.head for each in PASSAGES], [each.text for each in PASSAGES]))
    rows = [row_of(match, asked, head, text, cutter) for match, head, text in zip(matches, heads, told, strict=True)]
    with torch.no_grad():
        begins, ends = net([Row(row.ids, row.kinds, row.met, row.first, len(text), 0, 0)
                            for row, text in zip(rows, told, strict=True)])  # fmt: skip
    found = SpanModel.load(trained, encoder).read(QUESTION, PASSAGES)
    for at, (row, spans) in enumerate(zip(rows, found, strict=True)):
        for wanted, have in ((begins, spans.begins), (ends, spans.ends)):
            logits = (wanted[at] - wanted[at, 0]).numpy()
            assert np.allclose(logits[row.first : row.first + len(spans.pieces)], have, atol=0.02)  # bf16 in training
    assert SpanModel.load(trained, encoder).read(QUESTION, []) == []


@pytest.mark.slow
def test_a_reader_of_other_words_or_a_damaged_one_is_told(encoder: Path, trained: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="other words"):
        SpanModel.load(trained, BUNDLED_ENCODER)
    with pytest.raises(ModelError, match="cannot be loaded"):
        SpanModel.load(tmp_path, encoder)
    older = Path(shutil.copytree(trained, tmp_path / "older"))
    weights = load_file(older / "model.safetensors")
    save_file({name: value for name, value in weights.items() if name != "met"}, older / "model.safetensors")
    with pytest.raises(ModelError, match="cannot be loaded"):
        SpanModel.load(older, encoder)
    damaged = Path(shutil.copytree(trained, tmp_path / "damaged"))
    (damaged / "model.safetensors").write_bytes(b"x" * 40)
    with pytest.raises(ModelError, match="cannot be loaded"):
        SpanModel.load(damaged, encoder)


def _spans(begins: list[float], ends: list[float]) -> Spans:
    places = np.arange(len(begins))
    pieces = Pieces(places, places * 2, places * 2 + 2)
    return Spans(pieces, np.array(begins, np.float32), np.array(ends, np.float32))


def test_the_best_runs_never_end_before_they_begin() -> None:
    spans = _spans([0.0, 1.0, 5.0], [4.0, 0.0, 1.0])
    assert spans.best(3) == [(4, 6), (0, 2), (2, 6)]
    assert spans.best(99)[-1] == (0, 4)
    assert len(spans.best(99)) == 6
    assert _spans([], []).best(3) == []


def test_any_words_are_weighed_by_the_pieces_they_lie_in() -> None:
    spans = _spans([0.0, 1.0, 5.0], [4.0, 0.0, 1.0])
    assert spans.of(2, 6) == 2.0
    assert spans.of(3, 5) == 2.0
    assert spans.of(6, 8) == UNREAD
    assert _spans([], []).of(0, 2) == UNREAD
