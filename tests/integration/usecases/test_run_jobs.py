"""How a job ends: well, to be tried again, or for good."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta

import pytest

from service.domain.catalog import Shop, ShopDomain
from service.domain.errors import ShopifyRefusedError, ShopifyUnavailableError, ShopNotFoundError
from service.domain.jobs import MAX_ATTEMPTS, Job, JobKind, JobState, JobStatus
from service.ports import ShopFacts
from service.storage import jobs, shops
from service.storage.database import Database
from service.storage.jobs import LEASE
from service.usecases.run_jobs import PATIENCE, run_due_jobs
from tests.fakes import FakeClock

KIND = JobKind.SYNC_CATALOG  # installing a shop asks for it


def run(database: Database, clock: FakeClock, error: Exception | None = None) -> int:
    def work(_job: Job) -> None:
        if error is not None:
            raise error

    return run_due_jobs(KIND, work, database=database, clock=clock)


def newest(database: Database, shop: Shop) -> JobStatus:
    with database.system(read_only=True) as tx:
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
            with database.system() as tx:
                jobs.add(tx, shop.id, KIND, {"full": False}, clock())

    run_due_jobs(KIND, work, database=database, clock=clock)

    assert len(runs) == 2


def test_a_job_that_a_person_stops_is_taken_up_at_once(
    database: Database, shop: Shop, clock: FakeClock
) -> None:
    def stopped(job: Job) -> None:
        with database.system() as tx:
            jobs.report(tx, job, {"cursor": 7}, now=clock())
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_due_jobs(KIND, stopped, database=database, clock=clock)
    with database.system() as tx:
        again = jobs.claim(tx, KIND, now=clock())

    assert again is not None
    assert (1, {"cursor": 7}) == (again.attempts, again.progress)


def test_a_job_that_a_person_stops_gives_way_to_the_same_asked_anew(
    database: Database, shop: Shop, clock: FakeClock
) -> None:
    def stopped(_job: Job) -> None:
        with database.system() as tx:
            jobs.add(tx, shop.id, KIND, {"full": True}, clock())
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_due_jobs(KIND, stopped, database=database, clock=clock)

    with database.system(read_only=True) as tx:
        states = [job.state for job in jobs.unfinished(tx, shop.id)]
    assert [JobState.WAITING] == states


def test_begins_no_job_after_its_patience(database: Database, shop: Shop, clock: FakeClock) -> None:
    other = ShopFacts("Other", "USD", "Europe/Paris", "https://other.example")
    with database.system() as tx:
        domain = ShopDomain("other.myshopify.com")
        second = shops.install(tx, domain, other, sealed_token=b"", now=clock())
        jobs.add(tx, second.id, KIND, {}, clock())

    def slow(_job: Job) -> None:
        clock.move(PATIENCE)

    done = [run_due_jobs(KIND, slow, database=database, clock=clock) for _ in range(3)]

    assert [1, 1, 0] == done


def test_a_job_is_held_as_long_as_its_worker_lives(
    database: Database, shop: Shop, clock: FakeClock
) -> None:
    seen: list[bool] = []

    def work(_job: Job) -> None:
        for _ in range(3):
            clock.move(LEASE * 0.9)
            seen.append(eventually(lambda: is_held(database, shop, clock)))

    run_due_jobs(KIND, work, database=database, clock=clock, hold_every=timedelta(seconds=0.02))

    assert [True] * 3 == seen
    assert (JobState.DONE, 1) == (newest(database, shop).state, newest(database, shop).attempts)


def is_held(database: Database, shop: Shop, clock: FakeClock) -> bool:
    """Whether the job would still be held, had the lease begun now."""
    with database.system(read_only=True) as tx:
        return jobs.is_running(tx, shop.id, KIND, now=clock.now + LEASE * 0.9)


def eventually(is_so: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 10
    while not is_so() and time.monotonic() < deadline:
        time.sleep(0.01)
    return is_so()


def test_a_worker_whose_clock_is_hours_ahead_doubles_nothing(
    database: Database, shop: Shop, clock: FakeClock
) -> None:
    ahead = FakeClock()
    ahead.move(timedelta(hours=2))
    done: list[int] = []

    def note(job: Job, its_clock: FakeClock) -> None:
        with database.system() as tx:
            jobs.report(tx, job, {}, now=its_clock.now)
            done.append(job.attempts)

    def work(job: Job) -> None:
        run_due_jobs(KIND, lambda again: note(again, ahead), database=database, clock=ahead)
        note(job, clock)

    ended = run_due_jobs(KIND, work, database=database, clock=clock)

    assert (0, [2]) == (ended, done)
    assert JobState.DONE is newest(database, shop).state


def test_a_job_that_needs_more_memory_than_there_is_ends_after_some_tries(
    database: Database, shop: Shop, clock: FakeClock
) -> None:
    started: list[int] = []

    def work(job: Job) -> None:
        started.append(job.attempts)
        raise MemoryError

    for _ in range(MAX_ATTEMPTS + 2):
        run_due_jobs(KIND, work, database=database, clock=clock)
        clock.move(timedelta(hours=1))

    assert list(range(1, MAX_ATTEMPTS + 1)) == started
    assert JobState.DEAD is newest(database, shop).state
