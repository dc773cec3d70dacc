"""The doctor names what is wrong, and nothing else."""

from __future__ import annotations

import json

from click.testing import CliRunner

from service.cli import cli
from service.storage import segments
from service.storage.database import Database
from tests.builders import NOW


def finding(part: str) -> dict[str, object]:
    output = CliRunner().invoke(cli, ["doctor", "--part", part, "--json"]).output
    found: list[dict[str, object]] = json.loads(output)
    return found[0]


def test_all_is_well_when_every_event_could_be_stored(database: Database) -> None:
    assert True is finding("events")["ok"]


def test_tells_of_an_event_that_could_not_be_stored(database: Database) -> None:
    with database.transaction() as tx:
        segments.bury(tx, [segments.DeadLetter("a-segment", 0, b"{", "not JSON")], now=NOW)

    found = finding("events")
    assert (False, "1 could not be stored: not JSON") == (found["ok"], found["detail"])
