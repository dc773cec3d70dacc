"""Commands over a folder whose run has stopped."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from service.cli import cli
from service.cli.folder import only_run
from tests.integration.web.furnished import DOMAIN

pytestmark = pytest.mark.usefixtures("database")


def findings(*words: str) -> dict[str, str]:
    """Return what the doctor finds wrong, by part."""
    result = CliRunner().invoke(cli, ["doctor", "--json", *words])
    return {
        found["part"]: found["detail"] for found in json.loads(result.stdout) if not found["ok"]
    }


def test_the_doctor_says_how_to_start_it_again(folder: Path) -> None:
    stopped = findings()
    with only_run(folder):
        going = findings()

    assert f"not up; start it with: endcap up --data {folder}" == stopped["run"]
    assert "run" not in going


def test_a_slot_that_is_not_there_is_said() -> None:
    result = CliRunner().invoke(
        cli, ["recommend", "--shop", DOMAIN, "--article", "news/milia", "--slot", "middle"]
    )

    assert "--slot: there is no such slot; there are after_intro, end" == str(result.exception)
