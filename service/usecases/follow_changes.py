"""Follows what a shop has changed since the last look: of articles nothing else tells."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from service.domain.catalog import Shop, ShopId
from service.domain.changes import Subject, to_look_at
from service.domain.jobs import Job, JobKind
from service.domain.lexicon import Lexicon
from service.domain.sync_runs import RunKind
from service.ports import Clock, Doorbell, ShopFacts, ShopFeed, ShopFeeds
from service.storage import change_marks, content, jobs, shops
from service.storage.change_marks import Feed
from service.storage.content import Noun
from service.storage.database import Database
from service.usecases.intake import Intake
from service.usecases.recording import Recording

logger = logging.getLogger(__name__)

OVERLAP = timedelta(minutes=10)
"""A look begins before where the last one ended: what Shopify tells may come late, and is told in
whole seconds."""

MOST = 20_000
"""Of so many that changed, a full sync takes less than asking page by page."""

EVENTS = {Subject.PRODUCT: Feed.PRODUCT_EVENTS, Subject.ARTICLE: Feed.ARTICLE_EVENTS}
NOUNS = {Subject.PRODUCT: Noun.PRODUCTS, Subject.ARTICLE: Noun.ARTICLES}


def request_changes(
    shop_id: ShopId, *, database: Database, doorbell: Doorbell, clock: Clock
) -> None:
    """Write down that the shop's changes are to be looked for, and ring."""
    with database.transaction(shop_id) as tx:
        jobs.add(tx, shop_id, JobKind.FOLLOW_CHANGES, {}, clock())
    doorbell.ring(JobKind.FOLLOW_CHANGES)


def follow_changes(
    job: Job,
    *,
    database: Database,
    feeds: ShopFeeds,
    lexicon: Lexicon,
    doorbell: Doorbell,
    clock: Clock,
) -> None:
    """
    Take over what was updated, and what the feed of events says has gone or appeared.

    Marks are instants that Shopify told, so that clocks that differ lose nothing, and move with
    each page: killed at any point, the next worker goes on behind it.
    """
    began_at = clock()
    with database.transaction(job.shop_id, read_only=True) as tx:
        shop = shops.get(tx, job.shop_id)
        beginning = change_marks.beginning(tx, job.shop_id)
    if beginning is None:
        with database.transaction(job.shop_id) as tx:
            jobs.add(tx, job.shop_id, JobKind.SYNC_CATALOG, {"full": True}, clock())
        doorbell.ring(JobKind.SYNC_CATALOG)
        return
    recording = Recording(job, RunKind.INCREMENT, clock=clock)
    recording.begin(database)
    feed = feeds(shop)
    intake = Intake(
        job, shop, feed, recording=recording, database=database, lexicon=lexicon, clock=clock
    )
    follower = _Follower(intake, shop, feed, beginning, database=database, clock=clock)
    follower.update_facts()
    if follower.take_updates():
        follower.take_events()
    with database.transaction(job.shop_id) as tx:
        shops.mark_synced(tx, shop.id, began_at=began_at, full=False)
    for kind in intake.end():
        doorbell.ring(kind)
    logger.info("changes_followed", extra={"shop": shop.domain, **intake.progress})


class _Follower:
    """One look at everything that may tell of a change."""

    def __init__(
        self,
        intake: Intake,
        shop: Shop,
        feed: ShopFeed,
        beginning: datetime,
        *,
        database: Database,
        clock: Clock,
    ) -> None:
        self._intake = intake
        self._shop = shop
        self._feed = feed
        self._beginning = beginning
        self._database = database
        self._clock = clock

    def update_facts(self) -> None:
        shop, facts = self._shop, self._feed.facts()
        if facts == ShopFacts(shop.name, shop.currency, shop.timezone, shop.url):
            return
        with self._database.transaction(shop.id) as tx:
            shops.update_facts(tx, shop.id, facts)
            shops.raise_generation(tx, shop.id)

    def take_updates(self) -> bool:
        """Take over what was updated; return whether all of it was, as there was not too much."""
        products = self._feed.products(updated_since=self._since(Feed.PRODUCTS))
        for page in products:
            self._intake.take_products(page)
            self._mark(Feed.PRODUCTS, [product.updated_at for product in page])
            if self._is_too_much():
                return False
        for texts in self._feed.articles(updated_since=self._since(Feed.ARTICLES)):
            self._intake.take_articles(texts)
            self._mark(Feed.ARTICLES, [article.updated_at for article in texts])
            if self._is_too_much():
                return False
        return True

    def take_events(self) -> None:
        """Ask for the truth of what events name and updates do not tell."""
        for subject, mark in EVENTS.items():
            for told in self._feed.happenings(subject, since=self._since(mark)):
                with self._database.transaction(self._shop.id, read_only=True) as tx:
                    named = {each.subject_id for each in told}
                    stored = content.stored_ids(tx, NOUNS[subject], self._shop.id, named)
                self._intake.refresh(subject, sorted(to_look_at(told, stored)))
                self._mark(mark, [each.at for each in told])

    def _since(self, feed: Feed) -> datetime:
        with self._database.transaction(self._shop.id, read_only=True) as tx:
            mark = change_marks.find(tx, self._shop.id, feed)
        return (mark or self._beginning) - OVERLAP

    def _mark(self, feed: Feed, instants: Sequence[datetime]) -> None:
        """A sync that runs may bring back what has just gone: then the same is told once more."""
        with self._database.transaction(self._shop.id) as tx:
            kind = JobKind.SYNC_CATALOG
            syncs = jobs.is_running(tx, self._shop.id, kind, now=self._clock())
            if instants and not syncs:
                change_marks.advance(tx, self._shop.id, feed, max(instants))

    def _is_too_much(self) -> bool:
        if self._intake.seen <= MOST:
            return False
        with self._database.transaction(self._shop.id) as tx:
            jobs.add(tx, self._shop.id, JobKind.SYNC_CATALOG, {"full": True}, self._clock())
            change_marks.forget(tx, self._shop.id, [Feed.PRODUCTS, Feed.ARTICLES])
        return True
