"""Connects a shop: keeps sealed what opens it and asks for everything it holds."""

from __future__ import annotations

from service.domain.catalog import Shop, ShopDomain
from service.domain.connections import ShopConnection
from service.domain.errors import ConflictError
from service.domain.jobs import JobKind
from service.ports import Clock, Doorbell, ShopFacts
from service.storage import connections, first_paints, jobs, shops
from service.storage.database import Database


class OvertakenError(ConflictError):
    """Another process has got tokens of this shop meanwhile."""


def install_shop(
    domain: ShopDomain,
    facts: ShopFacts | None,
    opens: bytes | ShopConnection,
    *,
    holder: str | None = None,
    database: Database,
    doorbell: Doorbell,
    clock: Clock,
) -> Shop:
    """
    Install the shop, or let an installed one be opened anew, and ask for a full sync.

    *opens*: a sealed token that does not expire, or what Shopify granted. *facts*: ``None`` where
    nothing has been asked yet, since a token is kept before it is used; the sync brings them.
    *holder*: who holds the lock of the shop's tokens; raises `OvertakenError` when it is lost.
    """
    now = clock()
    with database.system() as tx:
        if holder is not None and not connections.holds_lock(tx, domain, holder):
            raise OvertakenError(domain)
        known = facts or _known_facts(shops.find_facts(tx, domain), domain)
        shop = shops.install(tx, domain, known, sealed_token=None, now=now)
        if isinstance(opens, bytes):
            connections.put_permanent(tx, shop.id, opens, now=now)
        else:
            connections.put(tx, shop.id, opens)
        first_paints.doubt_all(tx, shop.id)
        jobs.add(tx, shop.id, JobKind.SYNC_CATALOG, {"full": True}, now)
    doorbell.ring(JobKind.SYNC_CATALOG)
    return shop


def _known_facts(known: ShopFacts | None, domain: ShopDomain) -> ShopFacts:
    return known or ShopFacts(domain, currency="", timezone="UTC", url=f"https://{domain}")
