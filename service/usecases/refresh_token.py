"""Looks after the tokens of a shop daily: none runs out unused, none stays under an old key."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Connection

from service.domain.catalog import Shop
from service.domain.connections import IDLE, ConnectionKind
from service.domain.jobs import Job, JobKind
from service.ports import Clock
from service.storage import connections, jobs, shops
from service.storage.database import Database

LOOK_EVERY = timedelta(hours=1)
TEND_EVERY = timedelta(days=1)
LOOKED = "tokens_looked_at"
LOST_AFTER = "lost_after"
"""Names the version of the tokens whose followers may have been lost."""


def plan_refreshes(tx: Connection, now: datetime) -> None:
    """Write down whose tokens are to be looked after: at once where whoever renewed them was
    killed, and once an hour those that nobody has looked after for a day."""
    _plan_lost(tx, now)
    looked_at = jobs.last(tx, LOOKED)
    if looked_at is not None and now - looked_at < LOOK_EVERY:
        return
    jobs.mark(tx, LOOKED, now=now)
    for shop_id in connections.not_renewed(tx, since=now - TEND_EVERY):
        last = jobs.newest(tx, shop_id, JobKind.REFRESH_TOKEN)
        at = last.finished_at if last is not None and not last.error else None
        if at is None or at < now - TEND_EVERY:
            jobs.add(tx, shop_id, JobKind.REFRESH_TOKEN, {}, now)


def _plan_lost(tx: Connection, now: datetime) -> None:
    """Shopify may have answered whoever was killed, and says so again only for a minute."""
    for shop_id, version in connections.take_lapsed_locks(tx, now=now):
        jobs.end_lease(tx, shop_id, JobKind.REFRESH_TOKEN, now=now)
        jobs.add(tx, shop_id, JobKind.REFRESH_TOKEN, {LOST_AFTER: version}, now)


def refresh_token(
    job: Job,
    *,
    reseal: Callable[[Shop], object],
    renew: Callable[[Shop, int], object],
    database: Database,
    clock: Clock,
) -> None:
    """*reseal* what an old key sealed; *renew* the tokens of a shop that was idle for a week, and
    those that somebody was killed over."""
    with database.transaction(job.shop_id, read_only=True) as tx:
        shop = shops.get(tx, job.shop_id)
        connection = connections.find(tx, job.shop_id)
    if connection is None or connection.reauth_needed_at is not None:
        return
    reseal(shop)
    if connection.kind is not ConnectionKind.EXPIRING:
        return
    is_lost = job.payload.get(LOST_AFTER) == connection.version
    if is_lost or connection.refreshed_at < clock() - IDLE:
        renew(shop, connection.version)
