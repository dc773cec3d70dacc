"""The demo shop's content as plain values; `service.demo.fake_shopify` holds it and serves it."""

from __future__ import annotations

import tomllib
from collections import abc
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

DOMAIN = "endcap-demo.myshopify.com"
HERE = Path(__file__).parent
IMAGES = HERE / "images"

UNSELLABLE: abc.Mapping[str, str] = {
    "retinol-eye-cream": "sold out",
    "mandelic-peel-pads": "draft",
    "vitamin-c-booster-powder": "unlisted",
    "fernwick-gift-card": "gift card",
    "polishing-powder-sachet": "costs nothing",
}
"""Handles that must never be recommended, with the reason. Each would fit popular articles."""

HYDROXY_ACID_PARAGRAPHS = (
    "<p>The best way we know to help prevent new ones",
    "<p>When yesterday&rsquo;s cells are not shed properly",
    "<p>Of the two hydroxy acids",
)
"""How the paragraphs of ``news/what-are-milia`` that speak of hydroxy acids begin.

Without them nothing in the article speaks for a chemical exfoliant, while a scrub and a retinoid
are still recommended: a writer who deletes them sees one product go and two stay.
"""

DEAD_LINKS = frozenset({"porcelain-pore-strips"})
"""Product handles that articles still link to although no such product exists."""


@dataclass(frozen=True, slots=True)
class DemoVariant:
    id: int
    title: str
    price: Decimal
    compare_at_price: Decimal | None
    available: bool


@dataclass(frozen=True, slots=True)
class DemoProduct:
    """*ingredients*: the INCI list, served as metafield ``custom.ingredients`` when not empty.

    *image*: file name under ``images/``.
    """

    id: int
    handle: str
    title: str
    product_type: str
    tags: tuple[str, ...]
    description_html: str
    ingredients: str
    status: str
    is_gift_card: bool
    variants: tuple[DemoVariant, ...]
    image: str
    image_alt: str
    published_at: datetime | None
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class DemoArticle:
    id: int
    blog_handle: str
    handle: str
    title: str
    author: str
    tags: tuple[str, ...]
    body_html: str
    summary: str
    image: str
    image_alt: str
    published_at: datetime | None
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class DemoBlog:
    id: int
    handle: str
    title: str


@dataclass(frozen=True, slots=True)
class DemoShop:
    domain: str
    name: str
    currency: str
    timezone: str
    blogs: tuple[DemoBlog, ...]
    products: abc.Sequence[DemoProduct]
    articles: abc.Sequence[DemoArticle]


def load() -> DemoShop:
    """Read the whole shop from the files beside this module."""
    shop = _toml("shop.toml")
    return DemoShop(
        domain=DOMAIN,
        name=shop["name"],
        currency=shop["currency"],
        timezone=shop["timezone"],
        blogs=tuple(DemoBlog(**blog) for blog in shop["blogs"]),
        products=tuple(_product(entry) for entry in _toml("products.toml")["products"]),
        articles=tuple(_article(entry) for entry in _toml("articles.toml")["articles"]),
    )


def load_mapping() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """The rules of the first published mapping: category id, label, product handles in order."""
    rules = _toml("mapping.toml")["rules"]
    return tuple((rule["category"], rule["label"], tuple(rule["products"])) for rule in rules)


def load_approved() -> tuple[tuple[str, str], ...]:
    """Blog and article handles that a person has turned on."""
    return tuple((blog, handle) for blog, handle in _toml("mapping.toml")["approved"])


def _toml(name: str) -> dict[str, Any]:  # Any: what TOML holds is known by the tests, not the types
    with (HERE / name).open("rb") as file:
        return tomllib.load(file)


def _product(entry: dict[str, Any]) -> DemoProduct:
    return DemoProduct(
        id=entry["id"],
        handle=entry["handle"],
        title=entry["title"],
        product_type=entry["type"],
        tags=tuple(entry["tags"]),
        description_html=entry["description_html"].strip(),
        ingredients=" ".join(entry["ingredients"].split()),
        status=entry.get("status", "ACTIVE"),
        is_gift_card=entry.get("is_gift_card", False),
        variants=tuple(_variant(variant) for variant in entry["variants"]),
        image=f"{entry['handle']}.svg",
        image_alt=entry["image_alt"],
        published_at=entry.get("published_at"),
        updated_at=entry["updated_at"],
    )


def _variant(entry: dict[str, Any]) -> DemoVariant:
    was = entry.get("compare_at_price")
    return DemoVariant(
        id=entry["id"],
        title=entry["title"],
        price=Decimal(entry["price"]),
        compare_at_price=None if was is None else Decimal(was),
        available=entry.get("available", True),
    )


def _article(entry: dict[str, Any]) -> DemoArticle:
    blog, handle = entry["blog"], entry["handle"]
    return DemoArticle(
        id=entry["id"],
        blog_handle=blog,
        handle=handle,
        title=entry["title"],
        author=entry["author"],
        tags=tuple(entry["tags"]),
        body_html=(HERE / "articles" / blog / f"{handle}.html").read_text("utf-8"),
        summary=entry["summary"],
        image=f"article-{handle}.svg",
        image_alt=entry["image_alt"],
        published_at=entry.get("published_at"),
        updated_at=entry["updated_at"],
    )
