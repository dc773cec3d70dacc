"""Valid things of a demo shop, so that a test says only what matters to it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from service.demo.shop import DemoArticle, DemoBlog, DemoProduct, DemoShop, DemoVariant

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=30)


def a_variant(number: int = 1, **changes: Any) -> DemoVariant:
    values: dict[str, Any] = {
        "id": 100_000 + number,
        "title": "Default Title",
        "price": Decimal("24.00"),
        "compare_at_price": None,
        "available": True,
    }
    return DemoVariant(**{**values, **changes})


def a_demo_product(number: int = 1, **changes: Any) -> DemoProduct:
    """A product on sale."""
    values: dict[str, Any] = {
        "id": number,
        "handle": f"product-{number}",
        "title": f"Product {number}",
        "product_type": "Serum",
        "tags": ("evening",),
        "description_html": "<p>Smooth.</p>",
        "ingredients": "Aqua, Glycerin",
        "status": "ACTIVE",
        "is_gift_card": False,
        "variants": (a_variant(number),),
        "image": f"product-{number}.svg",
        "image_alt": f"Bottle {number}",
        "published_at": LONG_AGO,
        "updated_at": LONG_AGO + timedelta(minutes=number),
    }
    return DemoProduct(**{**values, **changes})


def a_demo_article(number: int = 1, **changes: Any) -> DemoArticle:
    """A published article."""
    values: dict[str, Any] = {
        "id": number,
        "blog_handle": "news",
        "handle": f"article-{number}",
        "title": f"Article {number}",
        "author": "Ines Moreau",
        "tags": ("skin",),
        "body_html": "<p>Words.</p>",
        "summary": "",
        "image": "",
        "image_alt": "",
        "published_at": LONG_AGO,
        "updated_at": LONG_AGO + timedelta(minutes=number),
    }
    return DemoArticle(**{**values, **changes})


def a_demo_shop(**changes: Any) -> DemoShop:
    """A shop with a product, an article and a blog."""
    values: dict[str, Any] = {
        "domain": "fernwick.myshopify.com",
        "name": "Fernwick",
        "currency": "USD",
        "timezone": "Europe/Paris",
        "blogs": (DemoBlog(1, "news", "News"),),
        "products": (a_demo_product(),),
        "articles": (a_demo_article(),),
    }
    return DemoShop(**{**values, **changes})
