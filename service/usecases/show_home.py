"""What a marketer sees first: what keeps the shop from going on, and today's numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from service.domain.articles import ArticleState
from service.domain.catalog import ShopId
from service.domain.connections import ShopConnection
from service.domain.engagement import EventKind
from service.domain.jobs import JobStatus
from service.ports import Clock
from service.storage import answers, articles, connections, events, jobs, shops, webhooks
from service.storage.database import Database
from service.storage.webhooks import Lag

DAYS = 7
"""Of how many the clicks are counted."""


@dataclass(frozen=True, slots=True)
class Home:
    """The shop at *now*. *under_way*: work that waits or runs; *given_up*: that is not tried again.

    *states*: how many articles are in each, under ``None`` those that have not been read;
    *with_products*: beside how many some product may stand.
    """

    connection: ShopConnection | None
    under_way: Sequence[JobStatus]
    given_up: Sequence[JobStatus]
    synced_at: datetime | None
    fully_synced_at: datetime | None
    storefront_called_at: datetime | None
    lag: Lag
    products: int
    states: Mapping[ArticleState | None, int]
    with_products: int
    clicks: int
    now: datetime

    @property
    def articles(self) -> int:
        return sum(self.states.values())

    @property
    def read(self) -> int:
        return self.articles - self.states.get(None, 0)

    @property
    def waiting(self) -> int:
        return self.states.get(ArticleState.WAITING, 0)

    @property
    def is_new(self) -> bool:
        """Whether not all that the shop has has come in yet."""
        return self.fully_synced_at is None


def show_home(shop_id: ShopId, *, database: Database, clock: Clock) -> Home:
    """Return what stands on Home; it asks as much of the database however large the shop is."""
    now = clock()
    with database.transaction(shop_id, read_only=True) as tx:
        synced_at, fully_synced_at = shops.synced_at(tx, shop_id)
        return Home(
            connection=connections.find(tx, shop_id),
            under_way=jobs.unfinished(tx, shop_id),
            given_up=jobs.given_up(tx, shop_id),
            synced_at=synced_at,
            fully_synced_at=fully_synced_at,
            storefront_called_at=shops.storefront_called_at(tx, shop_id),
            lag=webhooks.lag(tx, shop_id, now=now),
            products=shops.counts(tx, shop_id).products,
            states=articles.count_states(tx, shop_id),
            with_products=answers.count_with_products(tx, shop_id),
            clicks=events.count_people(
                tx, shop_id, EventKind.CLICKED, since=now - timedelta(days=DAYS)
            ),
            now=now,
        )
