"""One job's way through the webhooks of its shop, batch by batch, each under its own count."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection

from service.domain.catalog import Product, ProductId, Shop
from service.domain.errors import (
    ShopifyRefusedError,
    ShopifyUnavailableError,
    UnavailableError,
)
from service.domain.jobs import Job, JobKind
from service.domain.lexicon import Lexicon
from service.domain.sync_runs import RunKind
from service.domain.webhooks import OF_PRODUCTS, Topic
from service.ports import Clock, ShopFeed, ShopFeeds
from service.storage import catalog, connections, first_paints, jobs, shops, webhooks
from service.storage.content import Noun
from service.storage.database import Database
from service.storage.jobs import LeaseLostError
from service.storage.webhooks import Waiting
from service.usecases.recording import Recording
from service.usecases.refresh_products import read_found, refresh_products
from service.usecases.uninstall_shop import uninstall_shop

logger = logging.getLogger(__name__)

BATCH = 100
"""So many webhooks are looked at together; several of one product ask for it once."""

OLDER = "passed over: older than what is stored"
ACTED = "acted on"
LATE = "passed over: the shop has been installed again since"


class Inbox:
    """One job's way through the webhooks of its shop."""

    def __init__(
        self,
        job: Job,
        shop: Shop,
        *,
        database: Database,
        feeds: ShopFeeds,
        lexicon: Lexicon,
        clock: Clock,
    ) -> None:
        self._job = job
        self._shop = shop
        self._database = database
        self._feeds = feeds
        self._feed: ShopFeed | None = None
        self._lexicon = lexicon
        self._clock = clock
        self._recording = Recording(job, RunKind.WEBHOOK, clock=clock)
        self.counted = Counter[str]()
        self.ended = False

    def take(self) -> bool:
        """Act on some webhooks; return whether there may be more that can be acted on now."""
        with self._database.transaction(self._shop.id) as tx:
            self._report(tx)
            batch = webhooks.begin(tx, self._shop.id, now=self._clock(), limit=BATCH)
        if not batch:
            return False
        return self._try(batch)

    def _try(self, batch: Sequence[Waiting]) -> bool:
        ids = [each.id for each in batch]
        try:
            return self._act(batch)
        except (LeaseLostError, UnavailableError):
            raise
        except ShopifyUnavailableError as error:
            logger.warning("webhooks_put_off", extra={"shop": self._shop.domain, "why": str(error)})
            with self._database.transaction(self._shop.id) as tx:
                webhooks.put_off(tx, self._shop.id, ids)
            return False
        except ShopifyRefusedError as error:
            self._settle(ids, f"failed: {error}"[:255])
            return True
        except Exception as error:
            if len(batch) > 1:
                one_by_one = [self._try([each]) for each in batch]
                return all(one_by_one)
            logger.exception("webhook_failed", extra={"shop": self._shop.domain, "id": ids[0]})
            with self._database.transaction(self._shop.id) as tx:
                webhooks.give_up(tx, self._shop.id, ids, type(error).__name__, now=self._clock())
            return True

    def _act(self, batch: Sequence[Waiting]) -> bool:
        """What ends the installation goes first: the rest asks Shopify with what may be gone."""
        for each in batch:
            if each.topic == Topic.UNINSTALLED and self._uninstall(each):
                self.ended = True
                return False
        self._refresh([each for each in batch if each.topic in OF_PRODUCTS])
        changes = [each.id for each in batch if each.topic == Topic.SHOP_CHANGED]
        if changes:
            self._update_facts(changes)
        finished = [each.id for each in batch if each.topic == Topic.BULK_FINISHED]
        if finished:
            with self._database.transaction(self._shop.id) as tx:
                jobs.hasten(tx, self._shop.id, JobKind.SYNC_CATALOG, now=self._clock())
            self._settle(finished, ACTED)
        granted = [each.id for each in batch if each.topic == Topic.SCOPES_CHANGED]
        if granted:
            self._update_scopes(granted)
        return True

    def _uninstall(self, told: Waiting) -> bool:
        ended = uninstall_shop(
            self._shop.domain,
            triggered_at=told.triggered_at or self._clock(),
            database=self._database,
            clock=self._clock,
        )
        if not ended:
            self._settle([told.id], LATE)
        return ended

    def _refresh(self, told: Sequence[Waiting]) -> None:
        """Ask for each product once, unless what is stored is newer than what we were told."""
        if not told:
            return
        names = {each.product for each in told if each.product is not None}
        with self._database.transaction(self._shop.id, read_only=True) as tx:
            known = catalog.find(tx, self._shop.id, names)
        older = [each.id for each in told if _is_older(each, known)]
        self._settle(older, OLDER)
        rest = [each for each in told if each.id not in set(older)]
        asked = sorted({each.product for each in rest if each.product is not None})
        if asked:
            self._take_over(asked, [each.id for each in rest])

    def _take_over(self, asked: Sequence[ProductId], ids: Sequence[int]) -> None:
        found = self._open().products_by_id(asked)
        read = read_found(found, self._lexicon)
        with self._database.transaction(self._shop.id) as tx:
            now = self._clock()
            done = refresh_products(
                tx,
                self._shop.id,
                asked,
                read,
                recording=self._recording,
                lexicon=self._lexicon,
                now=now,
            )
            if done.changed:
                self._recording.see(tx, Noun.PRODUCTS, len(asked))
            self.counted.update(products=len(asked), changed=done.changed, due=done.due)
            if done.gone and jobs.is_running(tx, self._shop.id, JobKind.SYNC_CATALOG, now=now):
                # a page that was asked for before may bring it back
                webhooks.put_off(tx, self._shop.id, ids)
            else:
                webhooks.settle(tx, self._shop.id, ids, ACTED, now=now)
            self._report(tx)

    def end(self, tx: Connection) -> None:
        """Say how much was done; a run that changed nothing is no news, and is not kept."""
        self._report(tx)
        self._recording.finish(tx)

    def _update_facts(self, ids: Sequence[int]) -> None:
        facts = self._open().facts()
        with self._database.transaction(self._shop.id) as tx:
            shops.update_facts(tx, self._shop.id, facts)
            shops.raise_generation(tx, self._shop.id)
            webhooks.settle(tx, self._shop.id, ids, ACTED, now=self._clock())
            self._report(tx)

    def _update_scopes(self, ids: Sequence[int]) -> None:
        scopes = self._open().scopes()
        with self._database.transaction(self._shop.id) as tx:
            connections.set_scopes(tx, self._shop.id, scopes)
            first_paints.ask_again(tx, self._shop.id)
            webhooks.settle(tx, self._shop.id, ids, ACTED, now=self._clock())
            self._report(tx)

    def _settle(self, ids: Sequence[int], outcome: str) -> None:
        if not ids:
            return
        with self._database.transaction(self._shop.id) as tx:
            webhooks.settle(tx, self._shop.id, ids, outcome, now=self._clock())

    def _report(self, tx: Connection) -> None:
        jobs.report(tx, self._job, dict(self.counted), now=self._clock())

    def _open(self) -> ShopFeed:
        if self._feed is None:
            self._feed = self._feeds(self._shop)
        return self._feed


def _is_older(told: Waiting, known: Mapping[ProductId, Product]) -> bool:
    stored = known.get(told.product) if told.product is not None else None
    return (
        stored is not None and told.updated_at is not None and told.updated_at < stored.updated_at
    )
