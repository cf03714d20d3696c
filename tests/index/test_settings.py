"""Settings that come from the environment: names parted by commas, and a token that is never shown."""

from __future__ import annotations

import pytest

from index.errors import SettingsError
from index.settings import load_settings


def test_names_are_parted_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENJIN_HOSTS", " News.example, desk ,,")
    monkeypatch.setenv("WENJIN_ORIGINS", "https://desk.example,http://localhost:3000,http://[::1]:80")
    settings = load_settings()
    assert settings.hosts == ("news.example", "desk")
    assert settings.origins == ("https://desk.example", "http://localhost:3000", "http://[::1]:80")
    assert load_settings(hosts="").hosts == ()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("origins", "*"),
        ("origins", "desk.example"),
        ("origins", "https://desk.example/"),
        ("origins", "null"),
        ("origins", "https://*.example"),
        ("hosts", "*"),
        ("hosts", "https://news.example"),
        ("hosts", "news.example:80"),
        ("rate", "-1"),
    ],
)
def test_what_is_no_name_is_refused_with_one_that_is(name: str, value: str) -> None:
    with pytest.raises(SettingsError) as told:
        load_settings(**{name: value})
    assert value in told.value.message and f"WENJIN_{name.upper()}" in told.value.cure


@pytest.mark.parametrize(
    "token", ["secret", "a secret of many words", "s\u00e9cr\u00e9t-" * 5, "secret-secret-secret\n"]
)
def test_a_token_that_will_not_do_is_refused_and_not_shown(token: str) -> None:
    with pytest.raises(SettingsError) as told:
        load_settings(token=token)
    assert token.strip() not in str(told.value) and "16" in told.value.message


def test_a_token_is_not_shown_with_the_settings() -> None:
    settings = load_settings(token="secret-secret-secret")
    assert settings.token.get_secret_value() == "secret-secret-secret"
    assert "secret-secret" not in repr(settings) + str(settings.model_dump())
