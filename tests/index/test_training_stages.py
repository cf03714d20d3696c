"""The encoder's stages, from end to end: a teacher of two layers, a data folder of a few lines, a model that loads."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.training_data import write_data

pytestmark = pytest.mark.slow
_ENGLISH = (
    "the bridge school library opened yesterday built new enterprises rose tenth tea sold countries company river"
)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_data(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="module")
def teacher(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An English model of two random layers."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    parts, folder = tmp_path_factory.mktemp("parts"), tmp_path_factory.mktemp("teacher")
    letters = [*"abcdefghijklmnopqrstuvwxyz0123456789"]
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters, *_ENGLISH.split(), "23", "##s", "##ing", "##ed"]
    words += [f"##{letter}" for letter in letters]
    (parts / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    BertTokenizerFast(vocab=str(parts / "vocab.txt")).save_pretrained(parts)
    torch.manual_seed(7)
    config = BertConfig(
        vocab_size=len(words), hidden_size=32, num_hidden_layers=2, num_attention_heads=2,
        intermediate_size=64, max_position_embeddings=400,
    )  # fmt: skip
    BertModel(config).save_pretrained(parts)
    modules = [Transformer(str(parts), max_seq_length=64), Pooling(32), Normalize()]
    SentenceTransformer(modules=modules, device="cpu").save(str(folder))
    return folder


@pytest.fixture(scope="module")
def grown(data: Path, teacher: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    from index.training import grow

    work = tmp_path_factory.mktemp("work")
    with pytest.MonkeyPatch.context() as patch:
        _run(patch, grow.main, data, teacher, work)
    return work


def _run(patch: pytest.MonkeyPatch, stage: Callable[[], None], *given: object) -> None:
    patch.setattr(sys, "argv", ["stage", *map(str, given)])
    stage()


def _rows(model: Any) -> dict[str, Any]:
    places = model.tokenizer.get_vocab()
    rows = model[0].auto_model.get_input_embeddings().weight.detach().numpy()
    return {token: rows[place] for token, place in places.items()}


def _near(one: Any, other: Any) -> float:
    return float(one @ other / np.linalg.norm(one) / np.linalg.norm(other))


def test_a_chinese_word_starts_as_its_english_and_an_english_one_as_it_was(grown: Path, teacher: Path) -> None:
    from sentence_transformers import SentenceTransformer

    ours = _rows(SentenceTransformer(str(grown / "grown"), device="cpu"))
    theirs = _rows(SentenceTransformer(str(teacher), device="cpu"))
    assert np.allclose(ours["bridge"], theirs["bridge"])
    assert _near(ours["川"], theirs["river"]) > 0.99
    assert _near(ours["企业"], theirs["company"]) > 0.6 > _near(ours["企业"], theirs["tea"])


def test_a_rare_word_weighs_more_than_a_common_one(grown: Path) -> None:
    from sentence_transformers import SentenceTransformer

    weights = SentenceTransformer(str(grown / "grown"), device="cpu")[1].word_weights
    assert weights["[CLS]"] < weights["the"] < weights["river"]


def test_the_stages_make_a_model_that_wenjin_and_sentence_transformers_read_alike(
    data: Path, teacher: Path, grown: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sentence_transformers import SentenceTransformer

    from index.searching.bert import BertModel
    from index.training import distil, publish, retrieval

    work = Path(shutil.copytree(grown, tmp_path / "work"))
    out = tmp_path / "encoder"
    out.mkdir()
    (out / "README.md").write_text("the card", encoding="utf-8")
    _run(monkeypatch, distil.main, data, teacher, work, "--steps", "6", "--threads", "1")
    _run(monkeypatch, retrieval.main, data, teacher, work, "--steps", "6", "--threads", "1")
    _run(monkeypatch, publish.main, work, "--out", out)
    before, after = (_rows(SentenceTransformer(str(work / name), device="cpu")) for name in ("grown", "trained"))
    assert not np.allclose(before["企业"], after["企业"])
    texts = ["企业数量增加了一成。", "Who built the new school library?", "", "川" * 400]
    published = SentenceTransformer(str(out), device="cpu").float()
    wanted = published.encode(texts, normalize_embeddings=True, show_progress_bar=False)
    assert BertModel.reads(out) and np.allclose(BertModel.load(out).encode(texts), wanted, atol=1e-5)
    assert (out / "README.md").read_text(encoding="utf-8") == "the card"
    assert (out / "model.safetensors").read_bytes()[:400].count(b'"F16"') > 0


@pytest.mark.parametrize(("name", "written"), [("distil", "distilled"), ("retrieval", "trained")])
def test_a_stopped_stage_goes_on_as_if_it_had_not_been(
    name: str, written: str, data: Path, teacher: Path, grown: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from safetensors.numpy import load_file

    from index.training import student

    main = import_module(f"index.training.{name}").main
    given = ("--steps", "6", "--start", "grown", "--threads", "1")

    monkeypatch.setattr(student, "CHECKPOINT_EVERY", 2)
    whole, stopped = (Path(shutil.copytree(grown, tmp_path / name)) for name in ("whole", "stopped"))
    _run(monkeypatch, main, data, teacher, whole, *given)
    keep = student.Run.keep

    def stop(run: student.Run, step: int) -> None:
        keep(run, step)
        if step == 4:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(student.Run, "keep", stop)
        with pytest.raises(KeyboardInterrupt):
            _run(monkeypatch, main, data, teacher, stopped, *given)
    _run(monkeypatch, main, data, teacher, stopped, *given)
    one, two = (load_file(folder / written / "model.safetensors") for folder in (whole, stopped))
    assert one.keys() == two.keys() and all(np.array_equal(one[name], two[name]) for name in one)


def test_passages_left_out_are_in_no_batch(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from index.training import retrieval
    from index.training.corpus import read_local

    monkeypatch.setattr(retrieval, "LEFT_OUT", 2)
    monkeypatch.setattr(retrieval, "LEFT", 1)
    domain, squad = retrieval.kept(data)
    assert [passage.id for passage in domain] == [each.id for each in read_local(data)[::2]]
    assert len(squad) == 3
