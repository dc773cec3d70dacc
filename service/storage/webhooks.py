"""The inbox of webhooks: kept before they are answered, settled once, forgotten in time."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, and_, case, delete, func, select, update

from service.domain.catalog import ProductId, ShopDomain, ShopId
from service.domain.webhooks import Delivery, Topic
from service.storage.tables import shops, webhooks
from service.storage.upserts import insert_new

KEPT = timedelta(days=14)
"""Longer than Shopify tries, and than a person needs to ask what came."""
RECENT = timedelta(days=1)
MOST_TRIES = 5
ALONE_AFTER = 2
WORN_OUT = "failed: started too often without an end"
LONGEST_WAIT = timedelta(minutes=10)
FORGOTTEN_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Addressee:
    """The shop that a webhook names, installed or not any more."""

    id: ShopId
    installed_at: datetime
    uninstalled_at: datetime | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A webhook that has not been acted on."""

    id: int
    topic: str
    product: ProductId | None
    updated_at: datetime | None
    triggered_at: datetime | None
    tries: int


@dataclass(frozen=True, slots=True)
class Lag:
    """*oldest*: since when the one waits that has waited longest. *newest*: when one came last."""

    waiting: int
    failed: int
    oldest: datetime | None
    newest: datetime | None = None


def addressee(tx: Connection, domain: str) -> Addressee | None:
    """Return whom *domain* names, whether it is installed or not."""
    row = tx.execute(
        select(shops.c.id, shops.c.installed_at, shops.c.uninstalled_at).where(
            shops.c.domain == domain
        )
    ).one_or_none()
    return Addressee(ShopId(row.id), row.installed_at, row.uninstalled_at) if row else None


def keep(
    tx: Connection,
    delivery: Delivery,
    *,
    shop_id: ShopId | None,
    product: ProductId | None,
    updated_at: datetime | None,
    body: bytes | None,
    outcome: str | None,
    now: datetime,
) -> bool:
    """Keep the delivery; return whether it is new. With an *outcome* there is nothing to do."""
    row = {
        "domain": delivery.shop,
        "webhook_id": delivery.webhook_id,
        "shop_id": shop_id,
        "event_id": delivery.event_id,
        "topic": delivery.topic,
        "api_version": delivery.api_version,
        "triggered_at": delivery.triggered_at,
        "product_id": product,
        "updated_at": updated_at,
        "body": body,
        "received_at": now,
        "tries": 0,
        "run_after": now,
        "settled_at": None if outcome is None else now,
        "outcome": outcome,
    }
    return insert_new(tx, webhooks, [row], keys=("domain", "webhook_id")) == 1


def begin(tx: Connection, shop_id: ShopId, *, now: datetime, limit: int) -> list[Waiting]:
    """
    Return the next webhooks that are due, oldest first, and count the try before it is made.

    One that takes its worker along is thus tried alone, less and less often, and then never again.
    """
    worn_out = _due(shop_id, now), webhooks.c.tries >= MOST_TRIES
    tx.execute(update(webhooks).where(*worn_out).values(settled_at=now, outcome=WORN_OUT))
    query = select(webhooks).where(_due(shop_id, now)).order_by(webhooks.c.id).limit(limit)
    rows = _together(tx.execute(query).all())
    for tries in {row.tries for row in rows}:
        ids = [row.id for row in rows if row.tries == tries]
        begun = {"tries": tries + 1, "run_after": now + _wait(tries + 1)}
        its = webhooks.c.shop_id == shop_id, webhooks.c.id.in_(ids)
        tx.execute(update(webhooks).where(*its).values(begun))
    return [_waiting(row) for row in rows]


def _together(rows: Sequence[Row[Any]]) -> Sequence[Row[Any]]:
    """One that has failed twice goes alone, so that it takes no other along."""
    if rows and rows[0].tries >= ALONE_AFTER:
        return rows[:1]
    return [row for row in rows if row.tries < ALONE_AFTER]


def settle(
    tx: Connection, shop_id: ShopId, ids: Collection[int], outcome: str, *, now: datetime
) -> None:
    """Note that nothing is left to do for the webhooks *ids*, and why."""
    if ids:
        tx.execute(
            update(webhooks)
            .where(webhooks.c.shop_id == shop_id, webhooks.c.id.in_(ids))
            .values(settled_at=now, outcome=outcome, body=None)
        )


def put_off(tx: Connection, shop_id: ShopId, ids: Collection[int]) -> None:
    """Let *ids* be tried again later, however often: the reason does not lie in them."""
    patient = case((webhooks.c.tries > 1, 1), else_=webhooks.c.tries)
    its = webhooks.c.shop_id == shop_id, webhooks.c.id.in_(ids)
    tx.execute(update(webhooks).where(*its).values(tries=patient))


def give_up(
    tx: Connection, shop_id: ShopId, ids: Collection[int], reason: str, *, now: datetime
) -> None:
    """Settle those of *ids* that have been tried too often; the others wait for their next try."""
    tx.execute(
        update(webhooks)
        .where(
            webhooks.c.shop_id == shop_id,
            webhooks.c.id.in_(ids),
            webhooks.c.tries >= MOST_TRIES,
        )
        .values(settled_at=now, outcome=f"failed: {reason}"[:255])
    )


def pass_over_all(tx: Connection, shop_id: ShopId, outcome: str, *, now: datetime) -> None:
    """Note that nothing is left to do for a shop that is not installed, but to erase it."""
    tx.execute(
        update(webhooks)
        .where(
            webhooks.c.shop_id == shop_id,
            webhooks.c.settled_at.is_(None),
            webhooks.c.topic != Topic.REDACT_SHOP.value,
        )
        .values(settled_at=now, outcome=outcome, body=None)
    )


def next_due(tx: Connection, shop_id: ShopId) -> datetime | None:
    """Return when the next of the shop's webhooks is due, ``None`` when none waits."""
    due: datetime | None = tx.scalar(
        select(func.min(webhooks.c.run_after)).where(
            webhooks.c.shop_id == shop_id,
            webhooks.c.settled_at.is_(None),
            webhooks.c.topic != Topic.REDACT_SHOP.value,
        )
    )
    return due


def waiting_for(tx: Connection, *, now: datetime) -> list[tuple[ShopId, str]]:
    """Return which shops have webhooks that are due, and of which topics."""
    rows = tx.execute(
        select(webhooks.c.shop_id, webhooks.c.topic)
        .where(
            webhooks.c.settled_at.is_(None),
            webhooks.c.shop_id.is_not(None),
            webhooks.c.run_after <= now,
        )
        .distinct()
    )
    return [(ShopId(row.shop_id), row.topic) for row in rows]


def lag(tx: Connection, shop_id: ShopId, *, now: datetime) -> Lag:
    """Return how far behind the shop's webhooks are, and how many of the last day failed."""
    waits = webhooks.c.settled_at.is_(None)
    failed = and_(webhooks.c.outcome.startswith("failed"), webhooks.c.received_at > now - RECENT)
    row = tx.execute(
        select(
            func.count(case((waits, 1))).label("waiting"),
            func.count(case((failed, 1))).label("failed"),
            func.min(case((waits, webhooks.c.received_at))).label("oldest"),
            func.max(webhooks.c.received_at).label("newest"),
        ).where(webhooks.c.shop_id == shop_id)
    ).one()
    return Lag(row.waiting, row.failed, row.oldest, row.newest)


def forget_old(tx: Connection, *, now: datetime) -> int:
    """Delete some of what was settled, or came for nobody we know, longer ago than `KEPT`."""
    done = webhooks.c.settled_at.is_not(None) | webhooks.c.shop_id.is_(None)
    old = (
        select(webhooks.c.id)
        .where(webhooks.c.received_at < now - KEPT, done)
        .limit(FORGOTTEN_AT_ONCE)
    )
    return tx.execute(delete(webhooks).where(webhooks.c.id.in_(old))).rowcount


def forget_domain(tx: Connection, domain: ShopDomain) -> int:
    """Delete all that came under the name *domain*."""
    return tx.execute(delete(webhooks).where(webhooks.c.domain == domain)).rowcount


def redaction(tx: Connection, shop_id: ShopId) -> Waiting | None:
    """Return the newest order to erase the shop that has not been settled."""
    row = tx.execute(
        select(webhooks)
        .where(
            webhooks.c.shop_id == shop_id,
            webhooks.c.settled_at.is_(None),
            webhooks.c.topic == Topic.REDACT_SHOP.value,
        )
        .order_by(webhooks.c.id.desc())
        .limit(1)
    ).one_or_none()
    return _waiting(row) if row is not None else None


def settle_redactions(tx: Connection, shop_id: ShopId, outcome: str, *, now: datetime) -> None:
    """Note that the shop is not to be erased."""
    tx.execute(
        update(webhooks)
        .where(
            webhooks.c.shop_id == shop_id,
            webhooks.c.settled_at.is_(None),
            webhooks.c.topic == Topic.REDACT_SHOP.value,
        )
        .values(settled_at=now, outcome=outcome)
    )


def _due(shop_id: ShopId, now: datetime) -> Any:
    return and_(
        webhooks.c.shop_id == shop_id,
        webhooks.c.settled_at.is_(None),
        webhooks.c.topic != Topic.REDACT_SHOP.value,
        webhooks.c.run_after <= now,
    )


def _wait(tries: int) -> timedelta:
    return min(timedelta(seconds=2 ** (tries + 1)), LONGEST_WAIT)


def _waiting(row: Row[Any]) -> Waiting:
    product = ProductId(row.product_id) if row.product_id is not None else None
    return Waiting(row.id, row.topic, product, row.updated_at, row.triggered_at, row.tries + 1)
