"""Keeps a webhook that Shopify signed, with the job that acts on it, before it is answered."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from service.domain.jobs import JobKind
from service.domain.webhooks import (
    OF_CUSTOMERS,
    OF_PRODUCTS,
    Delivery,
    Hint,
    Topic,
    product_of,
    read_hint,
    speaks_of,
)
from service.ports import Clock, Doorbell
from service.storage import jobs, webhooks
from service.storage.database import Database
from service.storage.webhooks import Addressee
from service.usecases.uninstall_shop import NOT_INSTALLED

logger = logging.getLogger(__name__)

NOTHING_OF_CUSTOMERS = "answered: nothing is kept of customers"
UNREADABLE = "not understood: the body is not what this topic sends"
ANOTHER_SHOP = "refused: the body names another shop, or none"
UNKNOWN_TOPIC = "kept: not a topic that Endcap acts on"
NO_SUCH_SHOP = "kept: no shop has this name"


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a delivery means. *outcome*: why there is nothing to do for it, if so."""

    hint: Hint | None
    outcome: str | None
    keeps_body: bool = False


def accept_webhook(
    delivery: Delivery, *, database: Database, doorbell: Doorbell, clock: Clock
) -> bool:
    """
    Keep *delivery* and its job in one transaction; return whether it is new.

    The same webhook id counts once, however often it comes. Whatever the body holds, it is kept:
    Shopify would only send it again. Bodies about customers are not even read.
    """
    now = clock()
    with database.system() as tx:
        shop = webhooks.addressee(tx, delivery.shop)
        reading = _read(delivery, shop)
        is_new = _keep(tx, delivery, reading, shop, now)
        kind = _job(delivery, reading, shop) if is_new else None
        if kind is not None and shop is not None:
            jobs.ensure(tx, shop.id, kind, now=now)
    _log(delivery, reading, is_new=is_new)
    if kind is not None:
        doorbell.ring(kind)
    return is_new


def _read(delivery: Delivery, shop: Addressee | None) -> _Reading:
    if delivery.topic in OF_CUSTOMERS:
        return _Reading(None, NOTHING_OF_CUSTOMERS)
    if delivery.topic not in set(Topic):
        return _Reading(None, UNKNOWN_TOPIC, keeps_body=True)
    hint = read_hint(delivery.body)
    if problem := _problem(delivery, hint):
        return _Reading(hint, problem, keeps_body=True)
    redacts = delivery.topic == Topic.REDACT_SHOP
    if shop is None:
        return _Reading(hint, NO_SUCH_SHOP, keeps_body=not redacts)
    passes = shop.uninstalled_at is not None and not redacts
    return _Reading(hint, NOT_INSTALLED if passes else None)


def _problem(delivery: Delivery, hint: Hint | None) -> str | None:
    if hint is None:
        return UNREADABLE
    if delivery.topic in OF_PRODUCTS and product_of(delivery.topic, hint) is None:
        return UNREADABLE
    return None if speaks_of(delivery, hint) else ANOTHER_SHOP


def _keep(
    tx: Connection, delivery: Delivery, reading: _Reading, shop: Addressee | None, now: datetime
) -> bool:
    if reading.outcome == NO_SUCH_SHOP and delivery.topic == Topic.REDACT_SHOP:
        webhooks.forget_domain(tx, delivery.shop)  # all that there may be of it
        return False
    return webhooks.keep(
        tx,
        delivery,
        shop_id=shop.id if shop else None,
        product=product_of(delivery.topic, reading.hint) if reading.hint else None,
        updated_at=reading.hint.updated_at if reading.hint else None,
        body=delivery.body if reading.keeps_body else None,
        outcome=reading.outcome,
        now=now,
    )


def _job(delivery: Delivery, reading: _Reading, shop: Addressee | None) -> JobKind | None:
    if reading.outcome is not None or shop is None:
        return None
    redacts = delivery.topic == Topic.REDACT_SHOP
    return JobKind.REDACT_SHOP if redacts else JobKind.HANDLE_WEBHOOKS


def _log(delivery: Delivery, reading: _Reading, *, is_new: bool) -> None:
    logger.info(
        "webhook_accepted",
        extra={
            "shop": delivery.shop,
            "topic": delivery.topic,
            "webhook": delivery.webhook_id,
            "event": delivery.event_id,
            "is_new": is_new,
            "outcome": reading.outcome,
        },
    )
