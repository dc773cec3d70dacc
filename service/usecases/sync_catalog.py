"""Brings a shop's products and articles in, page by page, and removes what is gone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import TypeVar

from sqlalchemy import Connection

from service.domain.articles import Article, ArticleId
from service.domain.catalog import Product, ProductId, ShopId
from service.domain.jobs import Job, JobKind
from service.ports import Clock, Doorbell, ShopFeeds
from service.storage import articles, catalog, jobs, shops
from service.storage.database import Database

_T = TypeVar("_T", Product, Article)

OVERLAP = timedelta(minutes=2)
"""An increment begins before the last sync began: clocks differ, and commits are not instant."""


def request_sync(
    shop_id: ShopId, *, full: bool, database: Database, doorbell: Doorbell, clock: Clock
) -> None:
    """Write down that the shop is to be synced, and ring."""
    with database.transaction(shop_id) as tx:
        jobs.add(tx, shop_id, JobKind.SYNC_CATALOG, {"full": full}, clock())
    doorbell.ring(JobKind.SYNC_CATALOG)


def sync_catalog(
    job: Job, *, database: Database, feeds: ShopFeeds, doorbell: Doorbell, clock: Clock
) -> None:
    """
    Store every product and article of the feed, a transaction a page.

    A full sync also deletes what the feed no longer holds, once all pages have come; an increment
    asks only for what was updated since the last sync began. Running it twice changes nothing.
    """
    began_at = clock()
    with database.transaction(job.shop_id, read_only=True) as tx:
        shop = shops.get(tx, job.shop_id)
        synced_at, fully_synced_at = shops.synced_at(tx, job.shop_id)
    full = bool(job.payload.get("full")) or synced_at is None or fully_synced_at is None
    since = None if full or synced_at is None else synced_at - OVERLAP
    feed = feeds(shop)
    facts = feed.facts()
    intake = _Intake(job, database, clock)
    products = intake.take("products", feed.products(updated_since=since), catalog.store)
    texts = intake.take("articles", feed.articles(updated_since=since), articles.store)
    with database.transaction(job.shop_id) as tx:
        shops.update_facts(tx, shop.id, facts)
        if full:
            intake.changed += catalog.remove_all_but(tx, shop.id, map(ProductId, products))
            intake.changed += articles.remove_all_but(tx, shop.id, map(ArticleId, texts))
        shops.mark_synced(tx, shop.id, began_at=began_at, full=full)
        jobs.add(tx, shop.id, JobKind.READ_CONTENT, {"compute": intake.changed > 0}, clock())
        if intake.changed:
            shops.raise_generation(tx, shop.id)
        jobs.report(tx, job, intake.progress, now=clock())
    doorbell.ring(JobKind.READ_CONTENT)


class _Intake:
    """Stores pages, keeps count and says how far it is."""

    def __init__(self, job: Job, database: Database, clock: Clock) -> None:
        self._job = job
        self._database = database
        self._clock = clock
        self.progress: dict[str, int] = {}
        self.changed = 0

    def take(
        self,
        noun: str,
        pages: Iterator[Sequence[_T]],
        store: Callable[[Connection, ShopId, Sequence[_T]], int],
    ) -> set[int]:
        """Store every page and return the ids that were seen."""
        seen: set[int] = set()
        for page in pages:
            seen.update(item.id for item in page)
            self.progress[noun] = len(seen)
            with self._database.transaction(self._job.shop_id) as tx:
                changed = store(tx, self._job.shop_id, page)
                if changed:
                    shops.raise_generation(tx, self._job.shop_id)
                jobs.report(tx, self._job, self.progress, now=self._clock())
            self.changed += changed
        return seen
