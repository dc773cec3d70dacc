"""What nobody was told of is found: lost bells, due syncs, boundaries of time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from service.domain.catalog import Shop
from service.domain.jobs import JobKind
from service.domain.lexicon import CategoryId
from service.domain.mappings import Mapping, Rule, RuleId
from service.storage import articles, catalog, change_marks, jobs, mappings, shops
from service.storage.change_marks import Feed
from service.storage.database import Database
from service.usecases.run_jobs import run_due_jobs
from service.usecases.sweep import AFTER_DEATH, OF_THE_FEED, sweep
from tests.builders import a_product, an_article
from tests.fakes import FakeClock, SilentDoorbell

Sweep = Callable[[], list[JobKind]]


@pytest.fixture
def swept(database: Database, shop: Shop, doorbell: SilentDoorbell, clock: FakeClock) -> Sweep:
    """Sweep once and return whom it rang for."""

    def run() -> list[JobKind]:
        doorbell.rung.clear()
        sweep(
            sync_every=timedelta(minutes=5),
            full_sync_every=timedelta(days=7),
            database=database,
            doorbell=doorbell,
            clock=clock,
        )
        return doorbell.rung

    return run


def finish_all(database: Database, shop: Shop, clock: FakeClock) -> None:
    for kind in JobKind:
        run_due_jobs(kind, lambda _job: None, database=database, clock=clock)
    with database.system() as tx:
        shops.mark_synced(tx, shop.id, began_at=clock.now, full=True)


def test_rings_again_for_a_job_whose_bell_was_lost(swept: Sweep) -> None:
    assert swept() == [JobKind.SYNC_CATALOG]


def test_rings_for_nobody_when_nothing_is_due(
    database: Database, shop: Shop, swept: Sweep, clock: FakeClock
) -> None:
    finish_all(database, shop, clock)

    assert swept() == []


def test_always_rings_for_recorded_events(swept: Sweep, doorbell: SilentDoorbell) -> None:
    swept()

    assert doorbell.segments_rung == 1


@pytest.mark.parametrize(
    ("later", "kind"),
    [
        (timedelta(minutes=4), None),
        (timedelta(minutes=6), JobKind.FOLLOW_CHANGES),
        (timedelta(days=2), JobKind.COMPARE_CATALOG),
        (timedelta(days=8), JobKind.SYNC_CATALOG),
    ],
)
def test_plans_the_look_at_the_shop_that_is_due(
    database: Database,
    shop: Shop,
    swept: Sweep,
    clock: FakeClock,
    later: timedelta,
    kind: JobKind | None,
) -> None:
    finish_all(database, shop, clock)
    clock.move(later)

    assert [kind] * (kind is not None) == [each for each in swept() if each in OF_THE_FEED]


def test_plans_nothing_beside_a_look_that_is_not_done(
    database: Database, shop: Shop, swept: Sweep, clock: FakeClock
) -> None:
    finish_all(database, shop, clock)
    clock.move(timedelta(minutes=6))
    swept()
    clock.move(timedelta(days=2))

    assert [JobKind.FOLLOW_CHANGES] == [each for each in swept() if each in OF_THE_FEED]


def test_asks_for_new_answers_when_a_rule_begins(
    database: Database, shop: Shop, swept: Sweep, clock: FakeClock
) -> None:
    rule = Rule(
        RuleId("r"), CategoryId("retinoids"), (), starts_at=clock.now + timedelta(seconds=30)
    )
    with database.system() as tx:
        mappings.publish(tx, shop.id, Mapping((rule,)), author="", note="", now=clock.now)
    finish_all(database, shop, clock)
    before = list(swept())
    clock.move(timedelta(minutes=1))

    after = swept()

    assert (before, after) == ([], [JobKind.COMPUTE_RECOMMENDATIONS])


def test_asks_for_new_answers_when_a_scheduled_product_appears(
    database: Database, shop: Shop, swept: Sweep, clock: FakeClock
) -> None:
    scheduled = a_product(published_at=clock.now + timedelta(seconds=30))
    with database.system() as tx:
        catalog.store(tx, shop.id, [scheduled])
    finish_all(database, shop, clock)
    swept()
    clock.move(timedelta(minutes=1))

    assert swept() == [JobKind.COMPUTE_RECOMMENDATIONS]


def test_a_scheduled_article_that_appears_ends_its_kept_answers_alone(
    database: Database, shop: Shop, swept: Sweep, clock: FakeClock
) -> None:
    scheduled = an_article(published_at=clock.now + timedelta(seconds=30))
    with database.transaction(shop.id) as tx:
        articles.store(tx, shop.id, [scheduled])
        before = shops.generation(tx, shop.id)
    finish_all(database, shop, clock)
    swept()
    clock.move(timedelta(minutes=1))

    assert swept() == []
    with database.transaction(shop.id, read_only=True) as tx:
        assert before < shops.generation(tx, shop.id)


def test_leaves_a_mark_that_workers_live(
    database: Database, swept: Sweep, clock: FakeClock
) -> None:
    swept()

    with database.system(read_only=True) as tx:
        assert jobs.last_sweep(tx) == clock.now


def a_dead_job(database: Database, shop: Shop, clock: FakeClock) -> None:
    kind = JobKind.COMPUTE_RECOMMENDATIONS
    with database.system() as tx:
        jobs.add(tx, shop.id, kind, {"only_due": True}, clock())
        job = jobs.claim(tx, kind, now=clock())
        assert job is not None
        jobs.bury(tx, job, "no room left", now=clock())


def test_asks_again_for_answers_that_were_given_up(
    database: Database, shop: Shop, swept: Sweep, clock: FakeClock
) -> None:
    finish_all(database, shop, clock)
    a_dead_job(database, shop, clock)
    at_once = list(swept())
    clock.move(AFTER_DEATH)

    later = [kind for kind in swept() if kind not in OF_THE_FEED]

    assert (at_once, later) == ([], [JobKind.COMPUTE_RECOMMENDATIONS])
    with database.system(read_only=True) as tx:
        newest = jobs.newest(tx, shop.id, JobKind.COMPUTE_RECOMMENDATIONS)
    assert newest is not None
    assert {"only_due": True} == newest.payload


def test_asks_only_for_what_is_due_when_time_has_passed_since_all_was_decided(
    database: Database, shop: Shop, swept: Sweep, clock: FakeClock
) -> None:
    with database.system() as tx:
        change_marks.advance(tx, shop.id, Feed.DECIDED, clock())
        catalog.store(tx, shop.id, [a_product(published_at=clock.now + timedelta(seconds=30))])
    finish_all(database, shop, clock)
    swept()
    clock.move(timedelta(minutes=1))

    swept()

    with database.system(read_only=True) as tx:
        newest = jobs.newest(tx, shop.id, JobKind.COMPUTE_RECOMMENDATIONS)
    assert newest is not None
    assert {"only_due": True} == newest.payload
