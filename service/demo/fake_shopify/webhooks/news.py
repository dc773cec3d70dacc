"""What happens in a shop when it is edited, as topics with their payloads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

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


def of_edit(before: DemoShop, after: DemoShop) -> list[News]:
    """Return what subscribers hear of an edit, in order."""
    news = list(_of_products(before, after))
    if (before.name, before.currency, before.timezone) != (
        after.name,
        after.currency,
        after.timezone,
    ):
        news.append(News("shop/update", payloads.whole_shop(after)))
    return news


def _of_products(before: DemoShop, after: DemoShop) -> Iterator[News]:
    if before.products is after.products:
        return
    old = {product.id: product for product in before.products}
    new = {product.id: product for product in after.products}
    for number in old.keys() - new.keys():
        yield News("products/delete", {"id": number})
    for number, product in new.items():
        was = old.get(number)
        if was is None:
            yield News("products/create", payloads.product(after, product))
        elif was is not product:
            yield News("products/update", payloads.product(after, product))
            yield from _of_stock(after, was, product)


def _of_stock(shop: DemoShop, was: DemoProduct, now: DemoProduct) -> Iterator[News]:
    before = {variant.id: variant.available for variant in was.variants}
    for variant in now.variants:
        if before.get(variant.id, variant.available) != variant.available:
            topic = "variants/in_stock" if variant.available else "variants/out_of_stock"
            yield News(topic, payloads.variant(shop, now, variant))
