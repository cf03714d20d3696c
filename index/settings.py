"""The settings, read from the environment once, at the edge, and handed down."""

from __future__ import annotations

from pathlib import Path

from platformdirs import user_data_path
from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from index.errors import SettingsError

_HERE = Path(__file__).parent
BUNDLED_ENCODER = _HERE / "models" / "encoder"


def bundled_articles() -> Path:
    """The folder of articles that comes with Wenjin: inside the wheel when installed, beside the code in a checkout."""
    inside = _HERE / "bundled_articles"
    return inside if inside.is_dir() else _HERE.parent / "articles"


class Settings(BaseSettings):
    """Every setting; each is read from the environment variable WENJIN_ and its name in capitals."""

    model_config = SettingsConfigDict(env_prefix="WENJIN_", frozen=True, extra="ignore")

    home: Path = Field(default_factory=lambda: user_data_path("wenjin"), description="where indexes are kept")
    articles: Path = Field(default_factory=bundled_articles, description="the folder of articles")
    encoder: str = Field(str(BUNDLED_ENCODER), description="a sentence-transformers model: a folder or a hub name")
    query_prompt: str = Field("", description="put before every question for the encoder")
    passage_prompt: str = Field("", description="put before every passage for the encoder")
    max_file_mb: float = Field(20, gt=0, description="larger files are named and left out")
    max_question_chars: int = Field(1000, ge=1, description="longer questions are refused")
    top_k: int = Field(8, ge=1, le=100, description="passages read for each question")
    threads: int = Field(0, ge=0, description="threads for the models; 0 leaves it to their libraries")
    host: str = Field("127.0.0.1", description="the address served on")
    port: int = Field(7860, ge=0, le=65535, description="the port served on; 0 takes a free one")


def load_settings(**given: object) -> Settings:
    """The settings: what is given wins over the environment. Raises SettingsError naming the setting and its value."""
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        raise SettingsError(
            f"The setting {name} cannot be {first.get('input')!r}: {first['msg']}.",
            f"Set WENJIN_{name.upper()} to another value.",
        ) from None
