"""Settings come in by the front door: typed, all faults at once, all of them written down."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from config.settings import PREFIX, Settings, SettingsError, load_settings

EXAMPLE = Path(__file__).parents[2] / "config" / "env.example"


@pytest.fixture
def empty_environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in Settings.model_fields:
        monkeypatch.delenv(PREFIX + name.upper(), raising=False)
    return monkeypatch


def test_names_every_missing_and_malformed_value_in_one_error(
    empty_environment: pytest.MonkeyPatch,
) -> None:
    empty_environment.setenv("ENDCAP_REDIS_URL", "http://nowhere")
    empty_environment.setenv("ENDCAP_WEB_PORT", "eighty")
    empty_environment.setenv("ENDCAP_SECRET_KEY", "short")

    with pytest.raises(SettingsError) as error:
        load_settings()

    named = set(re.findall(r"ENDCAP_[A-Z_]+", str(error.value)))
    assert {
        "ENDCAP_REDIS_URL",
        "ENDCAP_WEB_PORT",
        "ENDCAP_SECRET_KEY",
        "ENDCAP_TOKEN_KEYS",
    } == named


def test_never_shows_the_value_of_a_secret(empty_environment: pytest.MonkeyPatch) -> None:
    empty_environment.setenv("ENDCAP_SECRET_KEY", "hunter2")

    with pytest.raises(SettingsError) as error:
        load_settings()

    assert "hunter2" not in str(error.value)


def test_the_example_lists_exactly_the_settings_that_exist() -> None:
    listed = set(re.findall(r"^#?(ENDCAP_[A-Z_]+)=", EXAMPLE.read_text(), re.MULTILINE))

    expected = {PREFIX + name.upper() for name in Settings.model_fields}
    assert expected == listed


def test_a_file_fills_in_what_the_environment_does_not_say(
    empty_environment: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "endcap.env"
    file.write_text(
        f"ENDCAP_SECRET_KEY='{'s' * 32}'\nENDCAP_TOKEN_KEYS='{'k' * 44}'\n"
        "ENDCAP_REDIS_URL='redis://from-the-file'\nENDCAP_WEB_PORT='8001'\n"
    )
    empty_environment.setenv("ENDCAP_WEB_PORT", "9000")

    settings = load_settings(file)

    assert (settings.redis_url, settings.web_port) == ("redis://from-the-file", 9000)
