"""What Shopify tells of by itself: which topics, how a delivery is known to be Shopify's, and what
it means. A body is a hint that something changed; the truth is always asked for."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import re
from collections import abc
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from service.domain.catalog import ProductId, ShopDomain

MOST_BYTES = 16 * 1024 * 1024
LONGEST_NAME = 100
"""Of a webhook's id and topic; longer ones are no names that Shopify gives."""


class Topic(StrEnum):
    """The topics that Endcap acts on."""

    PRODUCT_CREATED = "products/create"
    PRODUCT_UPDATED = "products/update"
    PRODUCT_DELETED = "products/delete"
    UNINSTALLED = "app/uninstalled"
    SCOPES_CHANGED = "app/scopes_update"
    BULK_FINISHED = "bulk_operations/finish"
    SHOP_CHANGED = "shop/update"
    CUSTOMER_ASKS = "customers/data_request"
    REDACT_CUSTOMER = "customers/redact"
    REDACT_SHOP = "shop/redact"


OF_PRODUCTS = frozenset({Topic.PRODUCT_CREATED, Topic.PRODUCT_UPDATED, Topic.PRODUCT_DELETED})

OF_CUSTOMERS = frozenset({Topic.CUSTOMER_ASKS, Topic.REDACT_CUSTOMER})
"""Endcap keeps nothing of customers, and does not begin with these bodies."""

COMPLIANCE = (Topic.CUSTOMER_ASKS, Topic.REDACT_CUSTOMER, Topic.REDACT_SHOP)

SUBSCRIPTIONS: abc.Mapping[str, tuple[Topic, ...]] = {
    "/webhooks": tuple(topic for topic in Topic if topic not in COMPLIANCE),
    "/webhooks/compliance": COMPLIANCE,
}
"""What the app's configuration subscribes to, by address; `shopify.app.toml` says the same."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One request of Shopify's sender. Only *body* is signed; the rest are headers."""

    shop: ShopDomain
    topic: str
    webhook_id: str
    """The same on every try of one delivery."""
    body: bytes
    triggered_at: datetime | None = None
    event_id: str = ""
    api_version: str = ""


def is_signed(body: bytes, signature: str, secrets: Iterable[str]) -> bool:
    """Return whether one of the *secrets* made *signature* (base64 of an HMAC-SHA256) of *body*."""
    try:
        given = base64.b64decode(signature.strip(" \t").encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error):
        given = b""
    made = [hmac.digest(secret.encode(), body, hashlib.sha256) for secret in secrets if secret]
    agree = [hmac.compare_digest(given, each) for each in made]  # all, so that none can be told
    return any(agree)


@dataclass(frozen=True, slots=True)
class Hint:
    """What a body says, as far as we use it. *subject*: the id of what it is about."""

    subject: int | None = None
    updated_at: datetime | None = None
    shop: str | None = None
    """The shop that the signed part names, where it names one."""
    scopes: tuple[str, ...] | None = None


def read_hint(body: bytes) -> Hint | None:
    """Return what *body* says, ``None`` when it is nothing that we can read."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(said, dict):
        return None
    subject = said.get("id")
    shop = said.get("myshopify_domain", said.get("shop_domain"))
    return Hint(
        subject=subject if type(subject) is int and 0 < subject < 2**63 else None,
        updated_at=read_instant(said.get("updated_at")),
        shop=shop.lower() if isinstance(shop, str) else None,
        scopes=_words(said.get("current")),
    )


def speaks_of(delivery: Delivery, hint: Hint) -> bool:
    """Return whether the signed part agrees with the header about whose shop it is; topics that act
    on a whole shop must name it, for a body could be sent again under another header."""
    if delivery.topic in {Topic.UNINSTALLED, Topic.REDACT_SHOP}:
        return hint.shop == delivery.shop
    return hint.shop is None or hint.shop == delivery.shop


def product_of(topic: str, hint: Hint) -> ProductId | None:
    """Return the product that is to be looked at again, ``None`` when the body names none."""
    return ProductId(hint.subject) if topic in OF_PRODUCTS and hint.subject else None


_INSTANT = re.compile(
    r"(\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d)(\.\d{1,6})?\d*([Zz]|[+-]\d\d:\d\d)", re.ASCII
)


def read_instant(said: Any) -> datetime | None:
    """Read an RFC 3339 instant, nanoseconds cut off; ``None`` when it is none."""
    found = _INSTANT.fullmatch(said) if isinstance(said, str) else None
    if found is None:
        return None
    second, part, zone = found.groups()
    try:
        at = datetime.fromisoformat(f"{second}{part or ''}{zone}".upper())
        return at.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _words(said: Any) -> tuple[str, ...] | None:
    if not isinstance(said, list):
        return None
    return tuple(word for word in said if isinstance(word, str))
