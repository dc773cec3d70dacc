"""Job rows: the truth about work, whatever happens to messages and workers."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest

from service.domain.catalog import Shop, ShopDomain
from service.domain.jobs import MAX_ATTEMPTS, Job, JobId, JobKind, JobState
from service.ports import ShopFacts
from service.storage import jobs, shops
from service.storage.database import Database
from service.storage.jobs import LEASE, LeaseLostError
from tests.builders import NOW


@pytest.fixture
def shop(database: Database) -> Shop:
    facts = ShopFacts("Fernwick", "USD", "Europe/Paris", "https://shop.example")
    with database.system() as tx:
        return shops.install(
            tx, ShopDomain("fernwick.myshopify.com"), facts, sealed_token=b"", now=NOW
        )


def claim(database: Database, later: timedelta = timedelta()) -> Job:
    with database.system() as tx:
        job = jobs.claim(tx, JobKind.SYNC_CATALOG, now=NOW + later)
    assert job is not None
    return job


def add(database: Database, shop: Shop, **payload: object) -> None:
    with database.system() as tx:
        jobs.add(tx, shop.id, JobKind.SYNC_CATALOG, payload, NOW)


def test_a_job_is_claimed_by_one_worker_only(database: Database, shop: Shop) -> None:
    add(database, shop)
    claim(database)

    with database.system() as tx:
        second = jobs.claim(tx, JobKind.SYNC_CATALOG, now=NOW)

    assert second is None


def test_a_waiting_job_takes_over_what_another_asks(database: Database, shop: Shop) -> None:
    add(database, shop, full=True)
    add(database, shop, full=False)

    job = claim(database)

    assert job.payload == {"full": True}


def test_a_job_whose_worker_died_is_taken_over_when_its_lease_ends(
    database: Database, shop: Shop
) -> None:
    add(database, shop)
    first = claim(database)

    second = claim(database, LEASE + timedelta(seconds=1))

    assert (first.id, 2) == (second.id, second.attempts)


def test_a_worker_that_lost_its_lease_can_not_report(database: Database, shop: Shop) -> None:
    add(database, shop)
    first = claim(database)
    claim(database, LEASE + timedelta(seconds=1))

    with pytest.raises(LeaseLostError), database.system() as tx:
        jobs.report(tx, first, {"products": 1}, now=NOW)


def test_a_worker_that_lost_its_lease_can_not_finish(database: Database, shop: Shop) -> None:
    add(database, shop)
    first = claim(database)
    claim(database, LEASE + timedelta(seconds=1))

    with database.system() as tx:
        jobs.finish(tx, first, now=NOW)

    with database.system() as tx:
        states = [job.state for job in jobs.unfinished(tx, shop.id)]
    assert states == [JobState.RUNNING]


def test_a_job_that_kills_its_worker_is_dead_after_the_last_attempt(
    database: Database, shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    add(database, shop)
    for attempt in range(MAX_ATTEMPTS):
        claim(database, attempt * (LEASE + timedelta(seconds=1)))

    with database.system() as tx:
        never = jobs.claim(tx, JobKind.SYNC_CATALOG, now=NOW + timedelta(days=1))
        dead = jobs.dead(tx, shop.id)

    assert never is None
    assert [job.attempts for job in dead] == [MAX_ATTEMPTS]
    assert ["job_dead"] == [r.message for r in caplog.records if r.levelno >= logging.ERROR]


def test_a_failed_job_waits_before_it_is_tried_again(database: Database, shop: Shop) -> None:
    add(database, shop)
    job = claim(database)
    with database.system() as tx:
        jobs.fail(tx, job, "Shopify did not answer", now=NOW)

    with database.system() as tx:
        at_once = jobs.claim(tx, JobKind.SYNC_CATALOG, now=NOW)

    assert at_once is None
    assert claim(database, timedelta(seconds=2)).attempts == 2


def test_a_lost_bell_is_found_among_the_due(database: Database, shop: Shop) -> None:
    add(database, shop)

    with database.system() as tx:
        due = jobs.due_kinds(tx, now=NOW)

    assert due == [JobKind.SYNC_CATALOG]


@pytest.mark.parametrize(
    ("waiting", "asked", "expected"),
    [
        ({}, {"only_due": True}, {}),
        ({"only_due": True}, {}, {}),
        ({"only_due": True}, {"only_due": True}, {"only_due": True}),
    ],
)
def test_a_job_stays_narrow_only_where_all_who_ask_want_no_more(
    database: Database,
    shop: Shop,
    waiting: dict[str, bool],
    asked: dict[str, bool],
    expected: dict[str, bool],
) -> None:
    add(database, shop, **waiting)
    add(database, shop, **asked)

    assert expected == claim(database).payload


def test_who_asks_for_it_sooner_gets_it_sooner(database: Database, shop: Shop) -> None:
    later = NOW + timedelta(minutes=5)
    with database.system() as tx:
        jobs.add(tx, shop.id, JobKind.SYNC_CATALOG, {}, NOW, run_after=later)
        before = jobs.claim(tx, JobKind.SYNC_CATALOG, now=NOW)
    add(database, shop)

    assert before is None
    assert 1 == claim(database).attempts


@pytest.fixture
def parts(database: Database, shop: Shop) -> JobId:
    """The id of a job that was shared out in three and ended."""
    add(database, shop)
    whole = claim(database)
    with database.system() as tx:
        jobs.share_out(tx, whole, [{"of": number} for number in (1, 2, 3)], now=NOW)
        jobs.finish(tx, whole, now=NOW)
    return whole.id


def test_parts_run_side_by_side(database: Database, parts: JobId) -> None:
    claimed = [claim(database) for _ in range(3)]

    assert [(1, parts), (2, parts), (3, parts)] == [(job.part, job.whole) for job in claimed]


def test_each_part_is_claimed_once(database: Database, shop: Shop, parts: JobId) -> None:
    for _ in range(3):
        claim(database)

    with database.system() as tx:
        assert jobs.claim(tx, JobKind.SYNC_CATALOG, now=NOW) is None
        assert [1, 2, 3] == [part.payload["of"] for part in jobs.parts(tx, shop.id, parts)]


def test_what_is_no_part_goes_first(database: Database, shop: Shop, parts: JobId) -> None:
    add(database, shop)

    assert (0, 1) == (claim(database).part, claim(database).part)
    assert parts


def test_a_part_is_taken_over_soon_and_goes_on(
    database: Database, shop: Shop, parts: JobId
) -> None:
    first = claim(database)
    with database.system() as tx:
        jobs.report(tx, first, {"cursor": 7}, now=NOW)

    again = claim(database, LEASE + timedelta(seconds=1))

    assert (first.id, {"cursor": 7}) == (again.id, again.progress)
    with database.system() as tx:
        assert 3 == jobs.open_parts(tx, shop.id, JobKind.SYNC_CATALOG)
        assert parts == jobs.newest_whole(tx, shop.id, JobKind.SYNC_CATALOG)


def test_the_newest_job_is_no_part(database: Database, shop: Shop, parts: JobId) -> None:
    with database.system() as tx:
        newest = jobs.newest(tx, shop.id, JobKind.SYNC_CATALOG)

    assert newest is not None
    assert JobState.DONE is newest.state
    assert parts
