"""``endcap sync`` waits for what it put aside, and says what becomes of it when it is stopped."""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner, Result

from service.cli import cli
from service.cli import sync as command
from service.cli.folder import only_run
from service.cli.steps import Steps
from service.domain.jobs import Job, JobKind
from service.ports import utc_now
from service.storage import jobs
from service.storage.database import Database
from service.usecases.run_jobs import run_due_jobs
from service.wiring import Services
from tests.integration.web.furnished import DOMAIN


def sync(*words: str) -> Result:
    return CliRunner().invoke(cli, ("sync", "--shop", DOMAIN, *words))


@pytest.fixture
def list_comes_late(database: Database, monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """The first time Shopify still gathers its list, and the job is put aside; returns the tries'
    outcomes."""
    tries = list[bool]()

    def run(kind: JobKind, services: Services) -> int:
        def work(job: Job) -> None:
            if kind is JobKind.SYNC_CATALOG:
                tries.append(bool(tries))
                if len(tries) == 1:
                    with database.transaction(job.shop_id) as tx:
                        later = services.clock() + timedelta(seconds=0.3)
                        jobs.add(tx, job.shop_id, kind, {}, services.clock(), run_after=later)

        return run_due_jobs(kind, work, database=database, clock=services.clock)

    monkeypatch.setattr(command, "run_due", run)
    return tries


def test_without_a_worker_it_waits_for_a_list_that_is_still_gathered(
    list_comes_late: list[bool],
) -> None:
    result = sync()

    assert (0, [False, True]) == (result.exit_code, list_comes_late)


def test_it_does_not_wait_for_ever(
    list_comes_late: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    times = iter(range(0, 1000, 10))
    clock = SimpleNamespace(monotonic=lambda: next(times), sleep=time.sleep)
    monkeypatch.setattr(command, "time", clock)

    result = sync("--timeout", "5")

    assert [False] == list_comes_late
    assert f"{DOMAIN}: not done after 5 s" in str(result.exception)


def stop(*_: object) -> int:
    raise KeyboardInterrupt


def test_stopped_without_a_worker_it_says_how_to_go_on(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    del database
    monkeypatch.setattr(command, "run_due", stop)

    result = sync()

    assert 130 == result.exit_code
    assert f"Go on with: endcap sync --shop {DOMAIN}" in result.stderr


def test_stopped_while_a_worker_does_it_the_worker_goes_on(
    database: Database, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.system() as tx:
        jobs.mark(tx, jobs.SWEEP, now=utc_now())
    monkeypatch.setattr(Steps, "begin", stop)

    with only_run(folder):
        result = sync()

    assert 130 == result.exit_code
    assert "goes on in the background" in result.stderr
    with database.system() as tx:
        assert jobs.claim(tx, JobKind.SYNC_CATALOG, now=utc_now()) is not None
