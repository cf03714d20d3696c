"""What every test may use: a home of its own, a small folder of articles, and an encoder that needs no model."""

from __future__ import annotations

import os

# Before anything imports torch, gradio or a hub client.
os.environ["OMP_NUM_THREADS"] = "1"
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["HF_HUB_OFFLINE"] = "1"

from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from platformdirs import user_data_path

from index.settings import Settings

_REAL_HOME = user_data_path("wenjin")
_FOR_TESTS = ("WENJIN_TEST_", "WENJIN_CRASHES", "WENJIN_FLIPS", "WENJIN_SEED", "WENJIN_STARTS", "WENJIN_CASES")

ARTICLES = {
    "bridge.md": """---
title: 青川大桥通车
source: 青川日报
published: 2021-06-18
language: zh
---
6月18日，全长3.6公里的青川大桥正式通车。大桥总投资41亿元，设双向六车道，设计时速80公里。

通车后，城南到城北的车程由50分钟缩短到12分钟。去年，青川全市新建桥梁7座。
""",
    "school.txt": """青川新建学校

青川教育局局长田禾介绍，全市今年新建小学5所、中学2所，新增学位9300个。这些学校都在秋季开学时使用。

每所学校都配有图书馆和体育馆，总投资6.2亿元。
""",
    "tea.md": """---
title: Qingchuan tea harvest
source: Qingchuan Post
published: 2022-05-04
language: en
---
Qingchuan county picked 1,240 tonnes of spring tea this year, 8 percent more than in 2021.

Half of it was sold abroad, in 23 countries. The county has 61 tea cooperatives with 5,400 members.
""",
}


class TinyEncoder:
    """Counts pairs of letters into a few buckets: texts that share words are near, and nothing is loaded."""

    name = "tiny"
    fingerprint = sha256(b"tiny").hexdigest()
    dimension = 64

    def __init__(self) -> None:
        self.encoded: list[str] = []

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.stack([self._vector(text) for text in texts])

    def encode_passages(
        self, texts: Sequence[str], progress: Callable[[int, int], None] | None = None
    ) -> NDArray[np.float32]:
        self.encoded.extend(texts)
        vectors = self.encode_queries(texts)
        if progress:
            progress(len(texts), len(texts))
        return vectors

    def _vector(self, text: str) -> NDArray[np.float32]:
        vector = np.zeros(self.dimension, dtype=np.float32)
        for left, right in zip(text, text[1:] + " ", strict=True):
            vector[(ord(left) * 31 + ord(right)) % self.dimension] += 1
        return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-9), dtype=np.float32)


@pytest.fixture
def tiny_encoder() -> TinyEncoder:
    return TinyEncoder()


@pytest.fixture
def articles_folder(tmp_path: Path) -> Path:
    """Three short articles, two Chinese and one English, that the test may change."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, text in ARTICLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def settings(tmp_path: Path, articles_folder: Path) -> Settings:
    """Settings over `articles_folder`, with a home of their own."""
    return Settings(home=tmp_path / "home", articles=articles_folder)


def pytest_configure(config: pytest.Config) -> None:
    """Where the browser is required, its absence fails the run: a skip would pass unseen."""
    if os.environ.get("WENJIN_TEST_BROWSER") == "required" and not Path("/usr/bin/chromium").exists():
        raise pytest.UsageError("WENJIN_TEST_BROWSER=required, but /usr/bin/chromium is missing (Debian: chromium)")


@pytest.fixture(autouse=True, scope="session")
def own_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test sees the settings of whoever runs it, nor writes where a person's own index is."""
    before = _listing(_REAL_HOME)
    with pytest.MonkeyPatch.context() as patch:
        for name in os.environ:
            if name.startswith("WENJIN_") and not name.startswith(_FOR_TESTS):
                patch.delenv(name)
        patch.setenv("WENJIN_HOME", str(tmp_path_factory.mktemp("home")))
        yield
    assert _listing(_REAL_HOME) == before, f"a test wrote to {_REAL_HOME}"


def _listing(folder: Path) -> set[tuple[str, int]]:
    return {(str(path), path.stat().st_mtime_ns) for path in folder.glob("indexes/*/*")}
