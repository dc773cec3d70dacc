"""A shop that is too large for pages comes in from the lists that Shopify gathers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import Any

import pytest

from service.domain.catalog import Product, Shop, ShopDomain
from service.domain.jobs import JobKind, JobStatus
from service.domain.sync_runs import RunState
from service.ports import ShopFacts
from service.storage import catalog, content, jobs, shops, sync_runs
from service.storage.content import Noun
from service.storage.database import Database
from service.storage.sync_runs import Run
from service.storage.tables import products as table
from service.storage.tenancy import ForeignRowsError
from service.storage.upserts import upsert_many
from service.usecases import sync_catalog as module
from service.usecases.run_jobs import run_due_jobs
from service.usecases.sync_catalog import LOOK_AGAIN, SECOND_LOOK, request_sync, sync_catalog
from tests.builders import NOW, a_product
from tests.fakes import FakeClock, SilentDoorbell
from tests.integration.shopify.fake_process import TOKEN, FakeProcess, running_fake
from tests.unit.shopify.demo_things import a_demo_article, a_demo_product, a_demo_shop

PRODUCTS = 130


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FakeProcess]:
    shop = a_demo_shop(
        products=tuple(a_demo_product(n) for n in range(1, PRODUCTS + 1)),
        articles=tuple(a_demo_article(n) for n in range(1, 4)),
    )
    with running_fake(tmp_path_factory.mktemp("fake") / "state.json", {TOKEN: shop}) as fake:
        yield fake


@pytest.fixture
def shop(database: Database) -> Shop:
    with database.system() as tx:
        facts = ShopFacts("Fernwick", "EUR", "UTC", "https://fernwick.example")
        domain = ShopDomain("fernwick.myshopify.com")
        return shops.install(tx, domain, facts, sealed_token=b"", now=NOW)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def sync(fake: FakeProcess, shop: Shop, database: Database, clock: FakeClock) -> Callable[[], int]:
    doorbell = SilentDoorbell()

    def work(job: Any) -> None:
        feed = fake.feed(lists_from=fake.url, most_by_pages=2)
        sync_catalog(job, database=database, feeds=lambda _: feed, doorbell=doorbell, clock=clock)

    def run(*, ask: bool = True) -> int:
        if ask:
            request_sync(shop.id, full=True, database=database, doorbell=doorbell, clock=clock)
        return run_due_jobs(JobKind.SYNC_CATALOG, work, database=database, clock=clock)

    return run


def stored(database: Database, shop: Shop) -> dict[Any, Product]:
    with database.transaction(shop.id, read_only=True) as tx:
        return dict(catalog.all_products(tx, shop.id))


def generation(database: Database, shop: Shop) -> int:
    with database.transaction(shop.id, read_only=True) as tx:
        return shops.generation(tx, shop.id)


def the_run(database: Database, shop: Shop, clock: FakeClock) -> Run:
    with database.transaction(shop.id, read_only=True) as tx:
        (run,) = sync_runs.listed(tx, shop.id, now=clock(), limit=5)
    return run


def unfinished(database: Database, shop: Shop) -> list[JobStatus]:
    with database.transaction(shop.id, read_only=True) as tx:
        found = jobs.unfinished(tx, shop.id)
    return [job for job in found if job.kind is JobKind.SYNC_CATALOG]


def test_what_is_stored_is_what_the_pages_say(
    fake: FakeProcess, database: Database, shop: Shop, sync: Callable[[], int]
) -> None:
    assert sync() == 1

    assert stored(database, shop) == {p.id: p for page in fake.feed().products() for p in page}


def test_a_second_sync_reads_nothing_again_and_changes_nothing(
    database: Database, shop: Shop, sync: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    sync()
    before = generation(database, shop)
    taken: list[int] = []
    rows = module._ROWS[Noun.PRODUCTS]

    def spy(*given: Any) -> Sequence[content.NewRow]:
        taken.append(len(given))
        return rows(*given)

    monkeypatch.setattr(module, "_ROWS", {**module._ROWS, Noun.PRODUCTS: spy})

    sync()

    assert taken == []
    assert generation(database, shop) == before


def test_a_row_that_came_otherwise_meanwhile_is_compared_anew(
    database: Database, shop: Shop, sync: Callable[[], int]
) -> None:
    sync()
    right = stored(database, shop)
    wrong = next(iter(right.values()))
    with database.transaction(shop.id) as tx:
        other = a_product(wrong.id, title="Not its title", updated_at=wrong.updated_at)
        catalog.store(tx, shop.id, [other])

    sync()

    assert stored(database, shop) == right


@pytest.mark.parametrize("damage", ["truncated", "short", "orphans", "empty"])
def test_a_broken_list_leaves_the_catalogue_as_it_is(
    fake: FakeProcess, database: Database, shop: Shop, sync: Callable[[], int], damage: str
) -> None:
    sync()
    before = stored(database, shop)
    fake.control("PUT", "bulk", {"damage": damage})

    assert sync() == 0

    assert stored(database, shop) == before
    assert "list" in (unfinished(database, shop)[0].error or "")


def test_a_worker_does_not_wait_for_ever(
    fake: FakeProcess,
    database: Database,
    shop: Shop,
    sync: Callable[..., int],
    clock: FakeClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fake.control("PUT", "bulk", {"runningSeconds": 0.5})
    monkeypatch.setattr(module, "PATIENCE", timedelta(0))
    sync()
    assert len(unfinished(database, shop)) == 1
    paused = the_run(database, shop, clock)
    monkeypatch.undo()
    clock.move(LOOK_AGAIN)

    sync(ask=False)

    assert unfinished(database, shop) == []
    assert len(stored(database, shop)) == PRODUCTS
    ended = the_run(database, shop, clock)
    assert (RunState.WAITING, "Shopify gathers the products") == (paused.state, paused.stage)
    assert (paused.id, RunState.DONE, PRODUCTS) == (ended.id, ended.state, ended.products.new)


def test_what_is_gone_goes_but_not_what_came_after_the_list(
    database: Database, shop: Shop, sync: Callable[[], int]
) -> None:
    sync()
    with database.transaction(shop.id) as tx:
        gone = a_product(9_001, updated_at=NOW - timedelta(days=30))
        later = a_product(9_002, updated_at=NOW + timedelta(days=3_000))
        catalog.store(tx, shop.id, [gone, later])

    sync()

    assert {9_002} == set(stored(database, shop)) & {9_001, 9_002}


def test_much_that_is_missing_needs_a_second_list(
    database: Database, shop: Shop, sync: Callable[..., int], clock: FakeClock
) -> None:
    sync()
    extra = range(9_001, 9_101)
    with database.transaction(shop.id) as tx:
        ghosts = [a_product(n, updated_at=NOW - timedelta(days=30)) for n in extra]
        catalog.store(tx, shop.id, ghosts)

    sync()

    assert len(stored(database, shop)) == PRODUCTS + len(extra)
    clock.move(SECOND_LOOK)
    sync(ask=False)
    assert len(stored(database, shop)) == PRODUCTS


def test_text_that_copy_would_misread_comes_back_as_it_was(database: Database, shop: Shop) -> None:
    odd = 'tab\t newline\n return\r back\\slash \\N "quoted" ü'
    products = [a_product(n, title=odd, tags=(odd,)) for n in range(1, 151)]

    with database.transaction(shop.id) as tx:
        catalog.store(tx, shop.id, products, {1: "digest"})

    assert stored(database, shop) == {product.id: product for product in products}
    with database.transaction(shop.id, read_only=True) as tx:
        assert content.sources(tx, Noun.PRODUCTS, shop.id)[1] == "digest"


@pytest.mark.parametrize("odd", ["\\N", "\t", "a\nb", "\r", "\\", "\\\\N", "None"])
def test_one_odd_field_among_empty_ones_comes_back_as_it_was(
    database: Database, shop: Shop, odd: str
) -> None:
    products = [
        a_product(n, vendor=odd, url=None, image=None, compare_at=None) for n in range(1, 101)
    ]

    with database.transaction(shop.id) as tx:
        catalog.store(tx, shop.id, products)

    assert stored(database, shop) == {product.id: product for product in products}


def test_what_came_after_the_stored_ids_were_read_is_not_overwritten(
    database: Database, shop: Shop
) -> None:
    newer = [
        a_product(n, title="Newer", updated_at=NOW + timedelta(minutes=1)) for n in range(1, 151)
    ]
    older = [a_product(n, title="Older", updated_at=NOW) for n in range(1, 151)]
    with database.transaction(shop.id) as tx:
        catalog.store(tx, shop.id, newer)

    with database.transaction(shop.id) as tx:
        catalog.store(tx, shop.id, older, stored=set())

    assert {"Newer"} == {product.title for product in stored(database, shop).values()}


def test_no_row_of_another_shop_goes_along(database: Database, shop: Shop) -> None:
    with database.system() as tx:
        facts = ShopFacts("Other", "EUR", "UTC", "https://other.example")
        domain = ShopDomain("other.myshopify.com")
        other = shops.install(tx, domain, facts, sealed_token=b"", now=NOW)
    rows = [
        *catalog.rows(shop.id, [(a_product(n), "") for n in range(1, 150)]),
        *catalog.rows(other.id, [(a_product(150), "")]),
    ]

    with pytest.raises(ForeignRowsError), database.transaction(shop.id) as tx:
        upsert_many(tx, table, rows, not_older="updated_at")

    assert not stored(database, other)
