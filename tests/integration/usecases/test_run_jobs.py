"""How a job ends: well, to be tried again, or for good."""

from __future__ import annotations

from datetime import timedelta

import pytest

from service.domain.catalog import Shop
from service.domain.errors import ShopifyRefusedError, ShopifyUnavailableError, ShopNotFoundError
from service.domain.jobs import Job, JobKind, JobState, JobStatus
from service.storage import jobs
from service.storage.database import Database
from service.usecases.run_jobs import run_due_jobs
from tests.fakes import FakeClock

KIND = JobKind.SYNC_CATALOG  # installing a shop asks for it


def run(database: Database, clock: FakeClock, error: Exception | None = None) -> int:
    def work(_job: Job) -> None:
        if error is not None:
            raise error

    return run_due_jobs(KIND, work, database=database, clock=clock)


def newest(database: Database, shop: Shop) -> JobStatus:
    with database.transaction(read_only=True) as tx:
        found = jobs.newest(tx, shop.id, KIND)
    assert found is not None
    return found


def test_a_job_that_ends_well_is_done(database: Database, shop: Shop, clock: FakeClock) -> None:
    done = run(database, clock)

    assert done == 1
    assert newest(database, shop).state is JobState.DONE


def test_a_job_that_failed_is_tried_again_later(
    database: Database, shop: Shop, clock: FakeClock
) -> None:
    run(database, clock, ShopifyUnavailableError("Shopify did not answer"))
    at_once = run(database, clock)
    clock.move(timedelta(seconds=3))

    later = run(database, clock)

    assert (at_once, later) == (0, 1)


@pytest.mark.parametrize(
    "error", [ShopifyRefusedError("the token is not valid"), ShopNotFoundError("gone")]
)
def test_a_job_that_never_can_succeed_is_not_tried_again(
    database: Database, shop: Shop, clock: FakeClock, error: Exception
) -> None:
    run(database, clock, error)

    found = newest(database, shop)
    assert (found.state, found.error) == (JobState.DEAD, str(error))


def test_a_foreign_error_is_told_by_name_only(
    database: Database, shop: Shop, clock: FakeClock
) -> None:
    run(database, clock, RuntimeError("password=hunter2"))

    assert newest(database, shop).error == "RuntimeError"


def test_a_job_asked_for_while_it_runs_is_run_again(
    database: Database, shop: Shop, clock: FakeClock
) -> None:
    runs: list[int] = []

    def work(job: Job) -> None:
        runs.append(job.id)
        if len(runs) == 1:
            with database.transaction() as tx:
                jobs.add(tx, shop.id, KIND, {"full": False}, clock())

    run_due_jobs(KIND, work, database=database, clock=clock)

    assert len(runs) == 2
