"""A data folder that holds a furnished shop and no run."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.settings import load_settings
from service.cli.folder import ENV_FILE, prepare
from service.cli.parts import environment_for
from service.storage.database import Database
from service.storage.migrate import migrate
from tests.integration.web.furnished import furnish


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in [name for name in os.environ if name.startswith("ENDCAP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("ENDCAP_DATA_DIR", str(tmp_path))
    prepare(tmp_path)
    environment_for(tmp_path, 8000, demo=False)
    return tmp_path


@pytest.fixture
def database(folder: Path) -> Iterator[Database]:
    database = Database(load_settings(folder / ENV_FILE).database)
    migrate(database)
    furnish(database)
    yield database
    database.close()
