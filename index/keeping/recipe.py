"""What makes passages and terms out of files, the code and the libraries, as one fingerprint."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_LIBRARIES = (
    "bm25s",
    "charset-normalizer",
    "faiss-cpu",
    "langchain-text-splitters",
    "opencc",
    "pypdfium2",
    "pypinyin",
    "python-docx",
    "rjieba",
    "selectolax",
)
# These keep or search an index and have no say in what stands in it. Every other module counts, new ones too.
_APART = {
    "apart",
    "durable",
    "english",
    "errors",
    "lock",
    "manifest",
    "progress",
    "report",
    "scratch",
    "seal",
    "settings",
    "shelf",
    "snapshot",
    "store",
    "survey",
    "table",
    "translate",
}


@cache
def recipe() -> str:
    """Sixteen hex digits that change when an upgrade may read, clean or split an article in another way."""
    digest = sha256()
    floor = Path(__file__).parent.parent
    for path in sorted(floor.rglob("*.py")):
        if path.stem not in _APART and "training" not in path.parts:
            digest.update(f"{path.relative_to(floor).as_posix()}\0".encode() + path.read_bytes())
    for library in _LIBRARIES:
        digest.update(f"{library}\0{_version(library)}\0".encode())
    return digest.hexdigest()[:16]


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return ""
