"""Shops and their products, and whether a product may be recommended at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import NewType, Protocol

ShopId = NewType("ShopId", int)
"""Endcap's own number of a shop; stable when the domain changes."""

ShopDomain = NewType("ShopDomain", str)
"""The lower-case ``*.myshopify.com`` name."""

SHOP_DOMAIN = r"[a-z0-9][a-z0-9-]{0,59}\.myshopify\.com"
"""The pattern of every `ShopDomain`, as a whole."""

ProductId = NewType("ProductId", int)
"""Shopify's numeric product id, unique within a shop."""


class ProductStatus(StrEnum):
    ACTIVE = "ACTIVE"
    DRAFT = "DRAFT"
    ARCHIVED = "ARCHIVED"
    UNLISTED = "UNLISTED"


class Ineligible(StrEnum):
    """Why a product can not be recommended; the value is said to marketers."""

    NOT_ACTIVE = "not active"
    NOT_PUBLISHED = "not published"
    NO_STORE_URL = "not in the online store"
    SOLD_OUT = "sold out"
    NO_PRICE = "has no price"
    GIFT_CARD = "a gift card"


@dataclass(frozen=True, slots=True)
class Image:
    url: str
    width: int | None = None
    height: int | None = None
    alt: str = ""


@dataclass(frozen=True, slots=True)
class PriceRange:
    """Lowest and highest variant price, in the shop's currency (ISO 4217)."""

    minimum: Decimal
    maximum: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Product:
    """A product as the shop sells it. *available*: some variant can be bought now."""

    id: ProductId
    handle: str
    title: str
    product_type: str
    vendor: str
    tags: tuple[str, ...]
    description_html: str
    ingredients: str
    """The INCI list as the shop wrote it, empty when none is known."""
    status: ProductStatus
    published_at: datetime | None
    url: str | None
    """Its address in the online store; ``None`` when it has none."""
    is_gift_card: bool
    available: bool
    price: PriceRange
    compare_at: PriceRange | None
    image: Image | None
    updated_at: datetime

    @property
    def lowest_price(self) -> Decimal:
        return self.price.minimum


class Sellable(Protocol):
    """What of a product decides whether it can be recommended at all."""

    @property
    def status(self) -> ProductStatus: ...
    @property
    def published_at(self) -> datetime | None: ...
    @property
    def url(self) -> str | None: ...
    @property
    def is_gift_card(self) -> bool: ...
    @property
    def available(self) -> bool: ...
    @property
    def lowest_price(self) -> Decimal: ...


def ineligibility(product: Sellable, *, now: datetime) -> Ineligible | None:
    """Return the first reason why *product* can not be recommended at *now*, or ``None``."""
    obstacles = {
        Ineligible.NOT_ACTIVE: product.status is not ProductStatus.ACTIVE,
        Ineligible.NOT_PUBLISHED: product.published_at is None or product.published_at > now,
        Ineligible.NO_STORE_URL: not product.url,
        Ineligible.GIFT_CARD: product.is_gift_card,
        Ineligible.NO_PRICE: product.lowest_price <= 0,
        Ineligible.SOLD_OUT: not product.available,
    }
    return next((reason for reason, stands in obstacles.items() if stands), None)


class HandPlacedLinks(StrEnum):
    """What the storefront does where a writer has placed product links by hand."""

    KEEP = "keep"  # the links stay, no cards beside them
    UPGRADE = "upgrade"  # cards beside the links, which stay in the HTML
    KEEP_BOTH = "keep_both"


class NewArticles(StrEnum):
    """What happens to an article that has just appeared."""

    WAIT = "wait"  # a person turns it on
    GO = "go"


class ShopMode(StrEnum):
    """*observe*: everything is computed, nothing is shown. *live*: shown."""

    OBSERVE = "observe"
    LIVE = "live"


@dataclass(frozen=True, slots=True)
class Shop:
    """A tenant. *paused* hides all cards, whatever the mode."""

    id: ShopId
    domain: ShopDomain
    name: str
    currency: str
    timezone: str
    url: str
    """The storefront's address without a trailing slash, ``https://shop.example``."""
    mode: ShopMode
    paused: bool
    hand_placed_links: HandPlacedLinks
    new_articles: NewArticles

    @property
    def shows_cards(self) -> bool:
        return self.mode is ShopMode.LIVE and not self.paused
