"""What happens in a shop when it is edited, as topics with their payloads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from service.demo.fake_shopify.herd import differences
from service.demo.fake_shopify.webhooks import payloads
from service.demo.shop import DemoProduct, DemoShop


@dataclass(frozen=True, slots=True)
class News:
    """Something that subscribers of *topic* are told."""

    topic: str
    payload: dict[str, Any]


SCOPES = {
    "products": "read_products",
    "variants": "read_products",
    "orders": "read_orders",
    "refunds": "read_orders",
}
"""What must be granted to hear of topics that begin with a word; the rest needs nothing."""


def is_heard(topic: str, scopes: frozenset[str]) -> bool:
    needed = SCOPES.get(topic.partition("/")[0])
    return needed is None or needed in scopes


def of_edit(before: DemoShop, after: DemoShop) -> Iterator[list[News]]:
    """Yield what subscribers hear of an edit: a list for each thing that was edited."""
    for was, product in differences(before.products, after.products):
        yield list(_of_product(after, was, product))
    if (before.name, before.currency, before.timezone) != (
        after.name,
        after.currency,
        after.timezone,
    ):
        yield [News("shop/update", payloads.whole_shop(after))]


def _of_product(
    shop: DemoShop, was: DemoProduct | None, product: DemoProduct | None
) -> Iterator[News]:
    if product is None:
        yield News("products/delete", {"id": was.id if was else 0})
    elif was is None:
        yield News("products/create", payloads.product(shop, product))
    else:
        yield News("products/update", payloads.product(shop, product))
        yield from _of_stock(shop, was, product)


def _of_stock(shop: DemoShop, was: DemoProduct, now: DemoProduct) -> Iterator[News]:
    before = {variant.id: variant.available for variant in was.variants}
    for variant in now.variants:
        if before.get(variant.id, variant.available) != variant.available:
            topic = "variants/in_stock" if variant.available else "variants/out_of_stock"
            yield News(topic, payloads.variant(shop, now, variant))
