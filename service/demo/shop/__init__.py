"""The demo shop's content as plain values; `service.demo.fake_shopify` holds it and serves it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

DOMAIN = "endcap-demo.myshopify.com"


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
    products: tuple[DemoProduct, ...]
    articles: tuple[DemoArticle, ...]
