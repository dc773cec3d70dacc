"""Connects a shop: keeps its token sealed and asks for everything it holds."""

from __future__ import annotations

from service.domain.catalog import Shop, ShopDomain
from service.domain.jobs import JobKind
from service.ports import Clock, Doorbell, ShopFacts
from service.storage import jobs, shops
from service.storage.database import Database


def install_shop(
    domain: ShopDomain,
    facts: ShopFacts,
    sealed_token: bytes,
    *,
    database: Database,
    doorbell: Doorbell,
    clock: Clock,
) -> Shop:
    """Install the shop, or give an installed one its new token, and ask for a full sync."""
    now = clock()
    with database.transaction() as tx:
        shop = shops.install(tx, domain, facts, sealed_token=sealed_token, now=now)
        jobs.add(tx, shop.id, JobKind.SYNC_CATALOG, {"full": True}, now)
    doorbell.ring(JobKind.SYNC_CATALOG)
    return shop
