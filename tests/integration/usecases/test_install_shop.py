"""A shop is connected: it observes at first, and everything it holds is asked for."""

from __future__ import annotations

from service.domain.catalog import NewArticles, Shop, ShopMode
from service.domain.jobs import JobKind
from service.storage import connections, jobs, shops
from service.storage.database import Database
from service.usecases.install_shop import install_shop
from tests.fakes import FakeClock, FakeFeed, SilentDoorbell


def test_a_new_shop_observes_and_its_articles_wait(shop: Shop) -> None:
    assert (ShopMode.OBSERVE, False, NewArticles.WAIT) == (
        shop.mode,
        shop.paused,
        shop.new_articles,
    )


def test_asks_for_everything_and_rings(
    database: Database, shop: Shop, clock: FakeClock, doorbell: SilentDoorbell
) -> None:
    with database.system() as tx:
        job = jobs.claim(tx, JobKind.SYNC_CATALOG, now=clock())

    assert job is not None
    assert (shop.id, {"full": True}) == (job.shop_id, job.payload)
    assert [JobKind.SYNC_CATALOG] == doorbell.rung


def test_connecting_again_takes_the_new_token_and_keeps_the_switches(
    database: Database, shop: Shop, feed: FakeFeed, doorbell: SilentDoorbell, clock: FakeClock
) -> None:
    with database.system() as tx:
        shops.change_settings(tx, shop.id, {"mode": ShopMode.LIVE.value})

    again = install_shop(
        shop.domain,
        feed.facts(),
        b"sealed anew",
        database=database,
        doorbell=doorbell,
        clock=clock,
    )

    with database.system(read_only=True) as tx:
        connection = connections.find(tx, shop.id)
    assert connection is not None
    assert (shop.id, ShopMode.LIVE) == (again.id, again.mode)
    assert (b"sealed anew", 2) == (connection.access_token, connection.version)
