"""The settings, read from the environment once, at the edge, and handed down."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

from platformdirs import user_data_path
from pydantic import BeforeValidator, Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from index.errors import SettingsError

_HERE = Path(__file__).parent
BUNDLED_ENCODER = _HERE / "models" / "encoder"
SHORTEST_TOKEN = 16
_TOKEN = re.compile(rf"|[!-~]{{{SHORTEST_TOKEN},}}")
_ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:\d{1,5})?|https?://\[[0-9a-f:]+\](:\d{1,5})?")
_HOST = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*")


def _parted(value: object) -> object:
    return tuple(name.strip().lower() for name in value.split(",") if name.strip()) if isinstance(value, str) else value


Names = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_parted)]


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
    token: SecretStr = Field(SecretStr(""), description="what a client must present; needed beyond this machine")
    hosts: Names = Field((), description="names the server is reached by besides localhost, parted by commas")
    origins: Names = Field((), description="other sites whose pages may call the server, parted by commas")
    rate: int = Field(1200, ge=0, description="requests another machine may send a minute; 0 sets no bound")

    @field_validator("token")
    @classmethod
    def _hard_to_guess(cls, token: SecretStr) -> SecretStr:
        if not _TOKEN.fullmatch(token.get_secret_value()):
            raise ValueError(f"a token has at least {SHORTEST_TOKEN} ASCII letters, digits or marks, and no blank")
        return token

    @field_validator("hosts", "origins")
    @classmethod
    def _well_formed(cls, names: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        form, like = (_HOST, "news.example") if info.field_name == "hosts" else (_ORIGIN, "https://desk.example")
        for name in names:
            if not form.fullmatch(name):
                raise ValueError(f"{name!r} is not written like {like}")
        return names


def load_settings(**given: object) -> Settings:
    """The settings: what is given wins over the environment. Raises SettingsError naming the setting and its value."""
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        given_value = "what it is set to" if name == "token" else repr(first.get("input"))
        raise SettingsError(
            f"The setting {name} cannot be {given_value}: {first['msg']}.",
            f"Set WENJIN_{name.upper()} to another value.",
        ) from None
