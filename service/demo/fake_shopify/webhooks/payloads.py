"""Bodies of webhooks, in the shape of Shopify's older REST API."""

from __future__ import annotations

import zlib
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from service.demo.shop import DemoProduct, DemoShop, DemoVariant

Payload = dict[str, Any]


def shop_number(domain: str) -> int:
    """Return the shop's id, which its domain decides here."""
    return zlib.crc32(domain.encode())


def local(shop: DemoShop, instant: datetime | None) -> str | None:
    """Say an instant as webhooks do: at the shop's own clock."""
    if instant is None:
        return None
    try:
        zone: Any = ZoneInfo(shop.timezone)
    except ZoneInfoNotFoundError:
        zone = None
    return instant.astimezone(zone).isoformat(timespec="seconds")


def product(shop: DemoShop, thing: DemoProduct) -> Payload:
    return {
        "id": thing.id,
        "admin_graphql_api_id": f"gid://shopify/Product/{thing.id}",
        "title": thing.title,
        "body_html": thing.description_html,
        "vendor": shop.name,
        "product_type": thing.product_type,
        "handle": thing.handle,
        "status": thing.status.lower(),
        "published_at": local(shop, thing.published_at),
        "published_scope": "global",
        "tags": ", ".join(thing.tags),
        "template_suffix": None,
        "created_at": local(shop, thing.published_at or thing.updated_at),
        "updated_at": local(shop, thing.updated_at),
        "variants": [variant(shop, thing, one) for one in thing.variants],
        "options": [{"name": "Title", "position": 1, "values": [v.title for v in thing.variants]}],
        "images": [],
        "image": None,
    }


def variant(shop: DemoShop, thing: DemoProduct, one: DemoVariant) -> Payload:
    was = one.compare_at_price
    return {
        "id": one.id,
        "admin_graphql_api_id": f"gid://shopify/ProductVariant/{one.id}",
        "product_id": thing.id,
        "title": one.title,
        "price": f"{one.price:.2f}",
        "compare_at_price": None if was is None else f"{was:.2f}",
        "sku": f"SKU-{one.id}",
        "position": thing.variants.index(one) + 1,
        "inventory_policy": "deny",
        "inventory_quantity": 10 if one.available else 0,
        "taxable": True,
        "updated_at": local(shop, thing.updated_at),
    }


def whole_shop(shop: DemoShop) -> Payload:
    return {
        "id": shop_number(shop.domain),
        "name": shop.name,
        "email": f"owner@{shop.domain}",
        "domain": shop.domain,
        "myshopify_domain": shop.domain,
        "currency": shop.currency,
        "iana_timezone": shop.timezone,
        "plan_name": "shopify_plus",
        "plan_display_name": "Shopify Plus",
        "primary_locale": "en",
    }


def scopes_update(shop: DemoShop, previous: list[str], current: list[str]) -> Payload:
    return {"id": shop_number(shop.domain), "previous": previous, "current": current}


def compliance(shop: DemoShop, topic: str) -> Payload:
    """Return what is sent when a person or a shop asks to be told of or forgotten."""
    about = {"shop_id": shop_number(shop.domain), "shop_domain": shop.domain}
    customer = {"id": 191167, "email": "customer@endcap.test", "phone": "555-625-1199"}
    if topic == "customers/data_request":
        request = {"orders_requested": [299938], "data_request": {"id": 9999}}
        return {**about, **request, "customer": customer}
    if topic == "customers/redact":
        return {**about, "customer": customer, "orders_to_redact": [299938]}
    return dict(about)
