"""What each sync did stands in its run: counts, names, what went wrong, and what was held back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest

from service.domain.catalog import Shop
from service.domain.changes import Happening, Subject
from service.domain.errors import ShopifyRefusedError
from service.domain.jobs import Job, JobKind, retry_delay
from service.domain.lexicon import Lexicon
from service.domain.sync_runs import ChangeKind, RunKind, RunState
from service.storage import jobs, sync_runs
from service.storage.content import Noun
from service.storage.database import Database
from service.storage.lexicon import load_default_lexicon
from service.storage.sync_runs import Counts, Run
from service.usecases.compare_catalog import compare_catalog
from service.usecases.follow_changes import follow_changes
from service.usecases.run_jobs import run_due_jobs
from service.usecases.sync_catalog import SECOND_LOOK, sync_catalog
from tests.builders import a_product, an_article
from tests.fakes import FakeClock, FakeFeed, SilentDoorbell

Sync = Callable[[JobKind], int]


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return load_default_lexicon()


@pytest.fixture
def sync(
    database: Database,
    shop: Shop,
    feed: FakeFeed,
    lexicon: Lexicon,
    doorbell: SilentDoorbell,
    clock: FakeClock,
) -> Sync:
    """Ask for a sync of a kind, and run what is due of it."""
    given = {"database": database, "doorbell": doorbell, "clock": clock}

    def work(job: Job) -> None:
        if job.kind is JobKind.SYNC_CATALOG:
            sync_catalog(job, feeds=lambda _: feed, **given)  # type: ignore[arg-type]
        elif job.kind is JobKind.FOLLOW_CHANGES:
            follow_changes(job, feeds=lambda _: feed, lexicon=lexicon, **given)  # type: ignore[arg-type]
        else:
            compare_catalog(job, feeds=lambda _: feed, lexicon=lexicon, **given)  # type: ignore[arg-type]

    def ask(kind: JobKind) -> int:
        with database.transaction(shop.id) as tx:
            jobs.add(tx, shop.id, kind, {"full": True} if "sync" in kind else {}, clock())
        return run_due_jobs(kind, work, database=database, clock=clock)

    return ask


@pytest.fixture
def stocked(feed: FakeFeed, sync: Sync, clock: FakeClock) -> FakeFeed:
    """A shop of five products and two articles, all of them in."""
    feed.content_products = [a_product(n, title=f"Serum {n}") for n in range(1, 6)]
    feed.content_articles = [an_article(n) for n in (1, 2)]
    sync(JobKind.SYNC_CATALOG)
    clock.move(timedelta(hours=1))
    return feed


def runs(database: Database, shop: Shop, clock: FakeClock) -> Sequence[Run]:
    with database.transaction(shop.id, read_only=True) as tx:
        return sync_runs.listed(tx, shop.id, now=clock(), limit=20)


def named(database: Database, shop: Shop, run: Run) -> list[tuple[str, ChangeKind]]:
    with database.transaction(shop.id, read_only=True) as tx:
        return [(c.title, c.change) for c in sync_runs.changes(tx, shop.id, run.id, limit=20)]


def test_a_first_sync_says_that_all_is_new(
    database: Database, shop: Shop, stocked: FakeFeed, clock: FakeClock
) -> None:
    del stocked
    (run,) = runs(database, shop, clock)

    assert (RunKind.FULL, RunState.DONE) == (run.kind, run.state)
    assert Counts(seen=5, new=5) == run.products
    assert Counts(seen=2, new=2) == run.articles


def test_a_sync_that_finds_nothing_new_says_what_it_saw(
    database: Database, shop: Shop, stocked: FakeFeed, sync: Sync, clock: FakeClock
) -> None:
    del stocked
    sync(JobKind.SYNC_CATALOG)

    assert Counts(seen=5) == runs(database, shop, clock)[0].products


def test_what_came_changed_and_went_is_named(
    database: Database, shop: Shop, stocked: FakeFeed, sync: Sync, clock: FakeClock
) -> None:
    del stocked.content_products[0]
    stocked.content_products[0] = a_product(2, title="Serum two", updated_at=clock())
    stocked.content_products.append(a_product(6, title="Serum 6"))

    sync(JobKind.SYNC_CATALOG)

    newest = runs(database, shop, clock)[0]
    assert Counts(seen=5, new=1, changed=1, gone=1) == newest.products
    assert {
        ("Serum 1", ChangeKind.GONE),
        ("Serum two", ChangeKind.CHANGED),
        ("Serum 6", ChangeKind.NEW),
    } == set(named(database, shop, newest))


def test_a_sync_that_breaks_off_says_why_and_goes_on_as_the_same_run(
    database: Database, shop: Shop, stocked: FakeFeed, sync: Sync, clock: FakeClock
) -> None:
    stocked.fails_after = 1
    sync(JobKind.SYNC_CATALOG)
    failed = runs(database, shop, clock)[0]

    stocked.fails_after = None
    clock.move(retry_delay(1))
    sync(JobKind.SYNC_CATALOG)

    assert (RunState.FAILED, "Shopify did not answer", True) == (
        failed.state,
        failed.error,
        failed.will_try_again,
    )
    assert (failed.id, RunState.DONE, 5) == (
        (now := runs(database, shop, clock)[0]).id,
        now.state,
        now.products.seen,
    )


def test_a_sync_that_shopify_refuses_says_so_and_is_not_tried_again(
    database: Database, shop: Shop, stocked: FakeFeed, sync: Sync, clock: FakeClock
) -> None:
    stocked.facts_error = ShopifyRefusedError("Shopify refuses: no access to articles")

    sync(JobKind.FOLLOW_CHANGES)

    run = runs(database, shop, clock)[0]
    assert (RunKind.INCREMENT, RunState.FAILED, False) == (run.kind, run.state, run.will_try_again)
    assert "no access to articles" in (run.error or "")


def test_what_is_held_back_is_told_until_a_second_sync_agrees(
    database: Database, shop: Shop, stocked: FakeFeed, sync: Sync, clock: FakeClock
) -> None:
    stocked.content_products = stocked.content_products[:2]

    sync(JobKind.SYNC_CATALOG)
    held = runs(database, shop, clock)[0]
    clock.move(SECOND_LOOK)
    sync(JobKind.SYNC_CATALOG)

    assert (3, 60) == (held.held_back[Noun.PRODUCTS].missing, held.held_back[Noun.PRODUCTS].percent)
    assert 3 == runs(database, shop, clock)[0].products.gone


def test_an_increment_names_what_changed_and_what_events_tell_is_gone(
    database: Database, shop: Shop, stocked: FakeFeed, sync: Sync, clock: FakeClock
) -> None:
    stocked.content_articles = [an_article(2, title="Edited", updated_at=clock())]
    stocked.happened[Subject.ARTICLE] = [Happening(1, "destroy", clock())]

    sync(JobKind.FOLLOW_CHANGES)

    run = runs(database, shop, clock)[0]
    assert (RunKind.INCREMENT, RunState.DONE) == (run.kind, run.state)
    assert Counts(seen=1, changed=1, gone=1) == run.articles
    assert ("Edited", ChangeKind.CHANGED) in named(database, shop, run)


def test_a_comparison_tells_what_everybody_missed_and_what_it_does_not_believe(
    database: Database, shop: Shop, stocked: FakeFeed, sync: Sync, clock: FakeClock
) -> None:
    stocked.content_products = [*stocked.content_products[:2], a_product(9, title="Missed")]

    sync(JobKind.COMPARE_CATALOG)

    run = runs(database, shop, clock)[0]
    assert (RunKind.NIGHTLY, RunState.DONE) == (run.kind, run.state)
    assert Counts(seen=3, new=1) == run.products
    assert 3 == run.held_back[Noun.PRODUCTS].missing
