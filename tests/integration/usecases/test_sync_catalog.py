"""Products and articles come in page by page, once each, and go when they are gone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from service.domain.catalog import ProductId, Shop
from service.domain.jobs import JobKind, JobState
from service.storage import catalog, jobs, shops
from service.storage.database import Database
from service.usecases.run_jobs import run_due_jobs
from service.usecases.sync_catalog import OVERLAP, SECOND_LOOK, request_sync, sync_catalog
from tests.builders import NOW, a_product, an_article
from tests.fakes import FakeClock, FakeFeed, SilentDoorbell

Sync = Callable[..., int]


@pytest.fixture
def sync(
    database: Database, shop: Shop, feed: FakeFeed, doorbell: SilentDoorbell, clock: FakeClock
) -> Sync:
    """Ask for a sync and run what is due, as a worker would."""

    def run(*, full: bool = True) -> int:
        request_sync(shop.id, full=full, database=database, doorbell=doorbell, clock=clock)
        return run_due_jobs(
            JobKind.SYNC_CATALOG,
            lambda job: sync_catalog(
                job, database=database, feeds=lambda _: feed, doorbell=doorbell, clock=clock
            ),
            database=database,
            clock=clock,
        )

    return run


def stored(database: Database, shop: Shop) -> set[ProductId]:
    with database.system(read_only=True) as tx:
        return set(catalog.all_products(tx, shop.id))


def generation(database: Database, shop: Shop) -> int:
    with database.system(read_only=True) as tx:
        return shops.generation(tx, shop.id)


def test_brings_in_every_page(database: Database, shop: Shop, feed: FakeFeed, sync: Sync) -> None:
    feed.content_products = [a_product(n) for n in range(1, 6)]
    feed.content_articles = [an_article(n) for n in range(1, 4)]

    sync()

    with database.system(read_only=True) as tx:
        counts = shops.counts(tx, shop.id)
    assert (counts.products, counts.articles) == (5, 3)


def test_a_product_is_stored_as_it_came(
    database: Database, shop: Shop, feed: FakeFeed, sync: Sync
) -> None:
    product = a_product(7, tags=("serum", "night"), ingredients="Aqua, Retinal")
    feed.content_products = [product]

    sync()

    with database.system(read_only=True) as tx:
        assert catalog.all_products(tx, shop.id) == {product.id: product}


def test_a_second_sync_changes_nothing(
    database: Database, shop: Shop, feed: FakeFeed, sync: Sync
) -> None:
    feed.content_products = [a_product(n) for n in range(1, 6)]
    sync()
    before = generation(database, shop)

    sync()

    assert generation(database, shop) == before


def test_a_full_sync_removes_what_is_gone(
    database: Database, shop: Shop, feed: FakeFeed, sync: Sync
) -> None:
    feed.content_products = [a_product(n) for n in range(1, 6)]
    sync()
    feed.content_products = [a_product(n) for n in range(2, 6)]

    sync()

    assert stored(database, shop) == {2, 3, 4, 5}


def test_where_much_is_missing_a_second_sync_has_to_agree(
    database: Database, shop: Shop, feed: FakeFeed, sync: Sync, clock: FakeClock
) -> None:
    feed.content_products = [a_product(n) for n in range(1, 6)]
    sync()
    feed.content_products = [a_product(1)]

    sync()

    assert stored(database, shop) == {1, 2, 3, 4, 5}
    clock.move(SECOND_LOOK)
    sync()
    assert stored(database, shop) == {1}


def test_an_increment_asks_for_what_changed_and_removes_nothing(
    database: Database, shop: Shop, feed: FakeFeed, sync: Sync, clock: FakeClock
) -> None:
    feed.content_products = [a_product(1), a_product(2)]
    sync()
    clock.move(timedelta(minutes=10))
    feed.content_products = [a_product(2, available=False, updated_at=clock.now)]

    sync(full=False)

    assert feed.asked_since[-1] == NOW - OVERLAP
    with database.system(read_only=True) as tx:
        products = catalog.all_products(tx, shop.id)
    assert {i: p.available for i, p in products.items()} == {1: True, 2: False}


def test_a_feed_that_breaks_off_removes_nothing_and_is_tried_again(
    database: Database, shop: Shop, feed: FakeFeed, sync: Sync, clock: FakeClock
) -> None:
    feed.content_products = [a_product(n) for n in range(1, 11)]
    sync()
    feed.content_products = [a_product(n) for n in range(3, 11)]
    feed.fails_after = 1

    assert sync() == 0

    assert stored(database, shop) == set(range(1, 11))
    with database.system(read_only=True) as tx:
        waiting = [job for job in jobs.unfinished(tx, shop.id) if job.kind is JobKind.SYNC_CATALOG]
    assert [(job.state, job.error) for job in waiting] == [
        (JobState.WAITING, "Shopify did not answer")
    ]
    feed.fails_after = None
    clock.move(timedelta(seconds=5))
    sync()
    assert stored(database, shop) == set(range(3, 11))


def test_a_page_that_can_not_be_stored_whole_is_not_stored_at_all(
    database: Database, shop: Shop, feed: FakeFeed, sync: Sync
) -> None:
    impossible = a_product(2, title=None)  # the database refuses it
    feed.content_products = [a_product(1), impossible]

    sync()

    assert stored(database, shop) == set()


def test_what_changed_raises_the_generation(
    database: Database, shop: Shop, feed: FakeFeed, sync: Sync
) -> None:
    feed.content_products = [a_product(1)]
    sync()
    before = generation(database, shop)
    feed.content_products = [a_product(1, available=False)]

    sync()

    assert generation(database, shop) > before


def test_the_next_job_waits_when_every_bell_was_lost(
    database: Database, shop: Shop, feed: FakeFeed, sync: Sync, clock: FakeClock
) -> None:
    feed.content_products = [a_product(1)]

    sync()

    with database.system(read_only=True) as tx:
        assert jobs.due_kinds(tx, now=clock.now) == [JobKind.READ_CONTENT]
