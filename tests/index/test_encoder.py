"""The encoder: the bundled model read without torch, any sentence-transformers model beside it, and what goes wrong."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index import seal
from index.errors import ModelError
from index.searching.bert import BertModel
from index.searching.encoder import Encoder
from index.searching.static import StaticModel
from index.searching.translate import BUNDLED
from index.settings import BUNDLED_ENCODER, Settings
from rag.network import BUNDLED_WORDS

TEXTS = [
    "青川大桥全长3.6公里，总投资41亿元。",
    "How long is the Qingchuan bridge?",
    "去年全市新建桥梁７座，學校五所",
    "a",
    "全" * 700,
    "",
    "。！？",
]


def _load(folder: Path, **given: object) -> Encoder:
    return Encoder.load(Settings(encoder=str(folder), threads=1, **given))  # type: ignore[arg-type]


def _reference(folder: Path, texts: list[str]) -> NDArray[np.float32]:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(folder), device="cpu", local_files_only=True).float()
    return np.asarray(model.encode(texts, normalize_embeddings=True, show_progress_bar=False))


@pytest.fixture(scope="session")
def bert(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sentence-transformers model of two random layers, its weights kept in half precision."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    parts = tmp_path_factory.mktemp("parts")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *"青川大桥全长公里亿元的一座新建学校query:passage"]
    (parts / "vocab.txt").write_text("\n".join(dict.fromkeys(words)), encoding="utf-8")
    BertTokenizerFast(vocab=str(parts / "vocab.txt")).save_pretrained(parts)
    torch.manual_seed(7)
    config = BertConfig(
        vocab_size=len(dict.fromkeys(words)), hidden_size=32, num_hidden_layers=2, num_attention_heads=2,
        intermediate_size=64, max_position_embeddings=128,
    )  # fmt: skip
    BertModel(config).half().save_pretrained(parts)
    body = Transformer(str(parts), max_seq_length=128)
    model = SentenceTransformer(modules=[body, Pooling(body.get_embedding_dimension())], device="cpu")
    folder = tmp_path_factory.mktemp("bert")
    model.half().save(str(folder))
    return folder


UNSEALED = shutil.ignore_patterns(seal.NAME)


@pytest.fixture
def bundled(tmp_path: Path) -> Path:
    """A copy of the bundled model without its checksums, to be damaged."""
    return Path(shutil.copytree(BUNDLED_ENCODER, tmp_path / "encoder", ignore=UNSEALED))


@pytest.fixture
def static(tmp_path: Path) -> Path:
    """A copy of a model of static vectors, to be changed."""
    return Path(shutil.copytree(BUNDLED_WORDS, tmp_path / "static", ignore=UNSEALED))


def test_the_bundled_model_gives_what_sentence_transformers_gives() -> None:
    assert BertModel.reads(BUNDLED_ENCODER)
    vectors = _load(BUNDLED_ENCODER).encode_passages(TEXTS)
    assert vectors.dtype == np.float32
    assert np.abs(vectors - _reference(BUNDLED_ENCODER, TEXTS)).max() < 1e-5


def test_static_vectors_give_what_sentence_transformers_gives() -> None:
    assert StaticModel.reads(BUNDLED_WORDS)
    assert np.abs(_load(BUNDLED_WORDS).encode_passages(TEXTS) - _reference(BUNDLED_WORDS, TEXTS)).max() < 1e-6


@pytest.mark.parametrize("name", ["bundled", "static"])
def test_a_model_with_prompts_of_its_own_takes_the_general_path(name: str, request: pytest.FixtureRequest) -> None:
    folder: Path = request.getfixturevalue(name)
    plain = _load(folder)
    config = folder / "config_sentence_transformers.json"
    config.write_text(json.dumps(json.loads(config.read_text()) | {"prompts": {"query": "question bridge "}}))
    assert not StaticModel.reads(folder) and not BertModel.reads(folder)
    encoder = _load(folder)
    wanted = plain.encode_queries(["question bridge 青川"])
    assert np.allclose(encoder.encode_queries(["青川"]), wanted, atol=1e-5)
    assert np.allclose(encoder.encode_passages(["青川"]), plain.encode_passages(["青川"]), atol=1e-5)


@pytest.mark.parametrize(
    ("file", "key", "value"),
    [
        ("config.json", "hidden_act", "gelu"),
        ("config.json", "model_type", "roberta"),
        ("2_Pooling/config.json", "pooling_mode", "cls"),
        ("config_sentence_transformers.json", "truncate_dim", 64),
    ],
)
def test_a_model_that_reads_otherwise_takes_the_general_path(bundled: Path, file: str, key: str, value: object) -> None:
    path = bundled / file
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | {key: value}), encoding="utf-8")
    assert not BertModel.reads(bundled)


def test_the_bundled_model_needs_no_torch() -> None:
    code = (
        "import sys; from index.searching.encoder import Encoder; from index.settings import Settings;"
        "Encoder.load(Settings()).encode_queries(['青川大桥']);"
        "print([name for name in ('torch', 'transformers', 'sentence_transformers') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_bundled_models_are_small_half_precision_and_have_a_card() -> None:
    weights = BUNDLED_ENCODER / "model.safetensors"
    header = weights.read_bytes()[8:2000].decode("ascii", "ignore")
    files = [path for folder in (BUNDLED_ENCODER, BUNDLED / "table") for path in folder.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) <= 64_000_000
    assert '"F16"' in header and '"F32"' not in header
    assert "license" in (BUNDLED_ENCODER / "README.md").read_text(encoding="utf-8")
    assert "CC BY-SA" in (BUNDLED_ENCODER / "LICENSE").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("question", "near", "far"),
    [
        ("多少家高新技术企业", "全区高新技术企业达到三百余家。", "小学的图书馆在秋季开放。"),
        ("How many high-tech enterprises are there?", "全区高新技术企业达到三百余家。", "小学的图书馆在秋季开放。"),
        ("When does the school library open?", "小学的图书馆在秋季开放。", "全区高新技术企业达到三百余家。"),
        ("ＨＯＷ ＭＡＮＹ ENTERPRISES", "企业数量", "秋季开放"),
    ],
)
def test_the_bundled_model_brings_two_languages_together(question: str, near: str, far: str) -> None:
    encoder = _load(BUNDLED_ENCODER)
    near_score, far_score = encoder.encode_passages([near, far]) @ encoder.encode_queries([question])[0]
    assert near_score > far_score + 0.1


def test_vectors_have_length_one_and_static_ones_of_no_words_have_none() -> None:
    assert np.allclose(np.linalg.norm(_load(BUNDLED_ENCODER).encode_passages(TEXTS), axis=1), 1, atol=1e-5)
    lengths = np.linalg.norm(_load(BUNDLED_WORDS).encode_passages(TEXTS), axis=1)
    assert np.allclose(lengths, [1, 1, 1, 1, 1, 0, 0], atol=1e-5)


def test_a_text_has_the_same_vector_alone_and_among_others() -> None:
    encoder = _load(BUNDLED_ENCODER)
    together = encoder.encode_passages(TEXTS)
    alone = np.concatenate([encoder.encode_passages([text]) for text in TEXTS])
    assert np.allclose(together, alone, atol=1e-5)


def test_no_texts_give_no_vectors(bert: Path) -> None:
    for folder in (BUNDLED_ENCODER, BUNDLED_WORDS, bert):
        encoder = _load(folder)
        assert encoder.encode_queries([]).shape == (0, encoder.dimension)


def test_progress_ends_at_the_whole_and_order_is_kept() -> None:
    encoder = _load(BUNDLED_WORDS)
    texts = [f"青川第{number}小学" + "新建学校" * (number % 7) for number in range(300)]
    told: list[tuple[int, int]] = []
    vectors = encoder.encode_passages(texts, lambda done, total: told.append((done, total)))
    assert told == [(128, 300), (256, 300), (300, 300)]
    assert np.allclose(vectors[277], encoder.encode_passages([texts[277]])[0], atol=1e-6)


def test_any_model_is_taken_by_its_folder(bert: Path) -> None:
    encoder = _load(bert)
    vectors = encoder.encode_passages(TEXTS)
    assert encoder.dimension == 32
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert np.allclose(vectors, _reference(bert, TEXTS), atol=1e-5)


def test_prompts_stand_before_questions_and_passages(bert: Path) -> None:
    plain = _load(bert)
    prompted = _load(bert, query_prompt="query: ", passage_prompt="passage: ")
    assert np.allclose(prompted.encode_queries(["大桥"]), plain.encode_queries(["query: 大桥"]), atol=1e-5)
    assert np.allclose(prompted.encode_passages(["大桥"]), plain.encode_passages(["passage: 大桥"]), atol=1e-5)
    assert not np.allclose(prompted.encode_queries(["大桥"]), plain.encode_queries(["大桥"]), atol=1e-3)


@pytest.mark.parametrize("folder", [BUNDLED_ENCODER, BUNDLED_WORDS])
def test_prompts_stand_before_texts_for_the_models_read_without_torch_too(folder: Path) -> None:
    prompted = _load(folder, query_prompt="学校 ")
    plain = _load(folder)
    assert np.allclose(prompted.encode_queries(["大桥"]), plain.encode_queries(["学校 大桥"]), atol=1e-6)


def test_the_fingerprint_tells_weights_and_prompts_apart_and_nothing_else(bundled: Path) -> None:
    first = _load(bundled).fingerprint
    (bundled / "README.md").write_text("another card", encoding="utf-8")
    assert _load(bundled).fingerprint == first == _load(BUNDLED_ENCODER).fingerprint
    assert _load(bundled, query_prompt="q").fingerprint != first
    assert _load(bundled, query_prompt="q").fingerprint != _load(bundled, passage_prompt="q").fingerprint
    weights = bytearray((bundled / "model.safetensors").read_bytes())
    weights[-1] ^= 1
    (bundled / "model.safetensors").write_bytes(weights)
    assert _load(bundled).fingerprint != first


def test_one_encoder_serves_many_threads(bert: Path) -> None:
    encoder = _load(bert)
    expected = encoder.encode_queries(["青川大桥全长"])
    found: list[bool] = []

    def ask(count: int) -> None:
        for _ in range(5):
            encoder.encode_passages(["全长公里" * number for number in range(1, count)])
            found.append(np.allclose(encoder.encode_queries(["青川大桥全长"]), expected, atol=1e-5))

    threads = [threading.Thread(target=ask, args=(count,)) for count in (3, 5, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [True] * 15


@pytest.mark.parametrize("name", ["/nowhere/encoder", "./nowhere", "~/no-such-encoder-here", "a/b/c", "名字"])
def test_a_missing_folder_is_told_with_the_cure(name: str) -> None:
    with pytest.raises(ModelError, match=r"There is no encoder folder .*WENJIN_ENCODER"):
        Encoder.load(Settings(encoder=name))


@pytest.mark.parametrize("damage", ["truncated", "garbage", "missing", "tokenizer", "nan", "rows", "weights"])
def test_a_damaged_model_is_told_by_its_folder(bundled: Path, damage: str) -> None:
    from safetensors.numpy import load_file, save_file

    weights = bundled / "model.safetensors"
    tensors = load_file(weights)
    name = "embeddings.word_embeddings.weight"
    if damage == "truncated":
        weights.write_bytes(weights.read_bytes()[:100_000])
    elif damage == "garbage":
        weights.write_bytes(b"version https://git-lfs.github.com/spec/v1\n")
    elif damage == "missing":
        weights.unlink()
    elif damage == "weights":
        (bundled / "1_WordWeights" / "config.json").write_text("{}", encoding="utf-8")
    elif damage == "tokenizer":
        (bundled / "tokenizer.json").write_text("{", encoding="utf-8")
    else:
        rows = tensors[name]
        save_file(tensors | {name: rows[:10] if damage == "rows" else rows * np.float16(np.nan)}, weights)
    with pytest.raises(ModelError, match=r"The encoder in .*encoder cannot be loaded: \w+"):
        _load(bundled)


def test_a_folder_without_a_model_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be loaded"):
        _load(tmp_path)


def test_a_hub_that_cannot_be_reached_is_told_at_once() -> None:
    with pytest.raises(ModelError, match=r"example/no-such-encoder is not on this machine, nor can a hub be reached"):
        Encoder.load(Settings(encoder="example/no-such-encoder"))


def test_a_name_the_hub_does_not_have_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    import httpx
    from huggingface_hub import HfApi
    from huggingface_hub.errors import RepositoryNotFoundError

    def unknown(*args: object, **kwargs: object) -> None:
        response = httpx.Response(404, request=httpx.Request("GET", "https://hub.example"))
        raise RepositoryNotFoundError("404", response=response)

    monkeypatch.setattr(HfApi, "model_info", unknown)
    with pytest.raises(ModelError, match="The model hub has no encoder example/misspelt"):
        Encoder.load(Settings(encoder="example/misspelt"))


def test_a_model_of_the_hub_is_fingerprinted_by_its_weights(bert: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sentence_transformers import SentenceTransformer

    import index.searching.encoder

    monkeypatch.setattr(
        index.searching.encoder, "_sentence_transformer", lambda name, local: SentenceTransformer(str(bert))
    )
    first, second = (Encoder.load(Settings(encoder="example/tiny", query_prompt=prompt)) for prompt in ("", "q: "))
    assert first.name == "example/tiny"
    assert len(first.fingerprint) == 64
    assert first.fingerprint != second.fingerprint
    assert first.fingerprint == Encoder.load(Settings(encoder="example/tiny")).fingerprint
