"""Valid things of the domain, so that a test says only what matters to it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from service.domain.articles import Article, ArticleId
from service.domain.catalog import (
    HandPlacedLinks,
    NewArticles,
    PriceRange,
    Product,
    ProductId,
    ProductStatus,
    Shop,
    ShopDomain,
    ShopId,
    ShopMode,
)
from service.domain.lexicon import CategoryId
from service.domain.mappings import Rule, RuleId

AHA = CategoryId("aha")
NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)


def a_product(number: int = 1, **changes: Any) -> Product:
    """A product that can be recommended at `NOW`."""
    values: dict[str, Any] = {
        "id": ProductId(number),
        "handle": f"product-{number}",
        "title": f"Product {number}",
        "product_type": "Serum",
        "vendor": "Fernwick",
        "tags": (),
        "description_html": "",
        "ingredients": "",
        "status": ProductStatus.ACTIVE,
        "published_at": NOW - timedelta(days=30),
        "url": f"https://shop.example/products/product-{number}",
        "is_gift_card": False,
        "available": True,
        "price": PriceRange(Decimal("24.00"), Decimal("24.00"), "USD"),
        "compare_at": None,
        "image": None,
        "updated_at": NOW - timedelta(days=1),
    }
    return Product(**{**values, **changes})


def an_article(number: int = 1, **changes: Any) -> Article:
    """A published article that says nothing."""
    values: dict[str, Any] = {
        "id": ArticleId(number),
        "blog_handle": "news",
        "handle": f"article-{number}",
        "title": f"Article {number}",
        "body_html": "<p>Nothing is said here.</p>",
        "tags": (),
        "author": "Ines Moreau",
        "image": None,
        "is_published": True,
        "published_at": NOW - timedelta(days=30),
        "updated_at": NOW - timedelta(days=1),
    }
    return Article(**{**values, **changes})


def a_rule(*products: int, category: CategoryId = AHA, **changes: Any) -> Rule:
    """A rule that shows *products* in this order."""
    values: dict[str, Any] = {
        "id": RuleId(f"rule-{category}"),
        "category": category,
        "products": tuple(ProductId(product) for product in products),
    }
    return Rule(**{**values, **changes})


def a_shop(**changes: Any) -> Shop:
    """A live shop that goes on by itself."""
    values: dict[str, Any] = {
        "id": ShopId(1),
        "domain": ShopDomain("fernwick.myshopify.com"),
        "name": "Fernwick",
        "currency": "USD",
        "timezone": "Europe/Paris",
        "url": "https://shop.example",
        "mode": ShopMode.LIVE,
        "paused": False,
        "hand_placed_links": HandPlacedLinks.UPGRADE,
        "new_articles": NewArticles.GO,
    }
    return Shop(**{**values, **changes})
