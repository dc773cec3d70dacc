"""The data folder: usable or named with the reason, and its secrets kept to their owner."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from service.cli import folder
from service.cli.folder import FolderError, is_run_up, only_run, prepare, read_env, write_env
from service.cli.parts import environment_for


@pytest.fixture
def no_settings(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in [name for name in os.environ if name.startswith("ENDCAP_")]:
        monkeypatch.delenv(name)
    return monkeypatch


def test_makes_the_folder_that_is_missing(tmp_path: Path) -> None:
    prepare(tmp_path / "a" / "b")

    assert [] == list((tmp_path / "a" / "b").iterdir())


def test_nobody_else_looks_into_the_folder(tmp_path: Path) -> None:
    prepare(tmp_path / "data")

    assert 0o700 == (tmp_path / "data").stat().st_mode & 0o777


def test_a_disk_that_takes_no_more_is_told_in_one_sentence(tmp_path: Path) -> None:
    def no_bytes_more() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))

    done = subprocess.run(
        [sys.executable, "-m", "service.cli", "up", "--data", str(tmp_path / "data")],
        capture_output=True,
        text=True,
        preexec_fn=no_bytes_more,
        check=False,
        timeout=60,
    )

    assert 2 == done.returncode
    assert 1 == len(done.stderr.strip().splitlines()), done.stderr
    assert f"can't write to the data folder {tmp_path / 'data'}" in done.stderr


def test_too_little_room_is_told_before_anything_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder, "MINIMUM_FREE_BYTES", 2**62)

    with pytest.raises(FolderError, match="are needed"):
        prepare(tmp_path)


def test_a_second_run_is_refused_and_the_first_goes_on(tmp_path: Path) -> None:
    second = only_run(tmp_path)

    with only_run(tmp_path), pytest.raises(FolderError, match="already runs"):
        second.__enter__()

    with only_run(tmp_path):
        pass


def test_only_its_owner_reads_the_file_with_secrets(tmp_path: Path) -> None:
    write_env(tmp_path, {"ENDCAP_SECRET_KEY": "s"})

    assert 0o600 == (tmp_path / folder.ENV_FILE).stat().st_mode & 0o777
    assert {"ENDCAP_SECRET_KEY": "s"} == read_env(tmp_path)


@pytest.mark.usefixtures("no_settings")
def test_secrets_stay_the_same_from_run_to_run(tmp_path: Path) -> None:
    first = environment_for(tmp_path, 8000, demo=True)
    second = environment_for(tmp_path, 8000, demo=True)

    kept = ("ENDCAP_SECRET_KEY", "ENDCAP_TOKEN_KEYS", "ENDCAP_DEMO_PASSWORD")
    assert [first[name] for name in kept] == [second[name] for name in kept]


def test_what_the_environment_says_goes_before(
    tmp_path: Path, no_settings: pytest.MonkeyPatch
) -> None:
    no_settings.setenv("ENDCAP_REDIS_URL", "redis://elsewhere:6379/3")

    values = environment_for(tmp_path, 8000, demo=False)

    assert "redis://elsewhere:6379/3" == values["ENDCAP_REDIS_URL"]


def test_knows_whether_a_run_holds_the_folder(tmp_path: Path) -> None:
    before = is_run_up(tmp_path)
    with only_run(tmp_path):
        meanwhile = is_run_up(tmp_path)

    assert (False, True, False) == (before, meanwhile, is_run_up(tmp_path))
