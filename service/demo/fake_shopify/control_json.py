"""The JSON of the control API: what is said of a thing, and what may be changed."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from service.demo.fake_shopify.sent import Sent
from service.demo.shop import DemoArticle, DemoProduct, DemoShop

HANDLE = r"^[a-z0-9][a-z0-9-]*$"


class Changes(BaseModel):
    """What a merchant may say of a product or an article; what is left out stays."""

    model_config = ConfigDict(alias_generator=to_camel, extra="forbid")

    handle: str = Field(default="", pattern=HANDLE, max_length=200)
    title: str = Field(default="", min_length=1, max_length=255)
    tags: tuple[str, ...] = ()
    image_alt: str = ""
    published_at: AwareDatetime | None = None
    is_published: bool = True

    def given(self) -> dict[str, Any]:
        return self.model_dump(exclude_unset=True)


class ProductChanges(Changes):
    """*price*, *compare_at_price* and *available* are set on every variant."""

    description_html: str = ""
    product_type: str = ""
    ingredients: str = ""
    status: Literal["ACTIVE", "DRAFT", "ARCHIVED", "UNLISTED"] = "ACTIVE"
    is_gift_card: bool = False
    price: Decimal = Field(default=Decimal(0), ge=0, max_digits=10, decimal_places=2)
    compare_at_price: Decimal | None = Field(default=None, ge=0, max_digits=10, decimal_places=2)
    available: bool = True


class ArticleChanges(Changes):
    body_html: str = ""
    summary: str = ""
    author: str = ""


class ShopChanges(Sent):
    name: str = Field(default="", min_length=1, max_length=100)
    currency: str = Field(default="USD", pattern="^[A-Z]{3}$")
    timezone: str = "UTC"


def shop_view(shop: DemoShop) -> dict[str, Any]:
    return {
        "domain": shop.domain,
        "name": shop.name,
        "currency": shop.currency,
        "timezone": shop.timezone,
        "products": len(shop.products),
        "articles": len(shop.articles),
    }


def product_view(product: DemoProduct) -> dict[str, Any]:
    return {
        "id": str(product.id),
        "handle": product.handle,
        "title": product.title,
        "productType": product.product_type,
        "tags": product.tags,
        "descriptionHtml": product.description_html,
        "ingredients": product.ingredients,
        "status": product.status,
        "isGiftCard": product.is_gift_card,
        "available": any(variant.available for variant in product.variants),
        "price": str(min((v.price for v in product.variants), default=Decimal(0))),
        "publishedAt": _iso(product.published_at),
        "updatedAt": _iso(product.updated_at),
    }


def article_view(article: DemoArticle) -> dict[str, Any]:
    return {
        "id": str(article.id),
        "blog": article.blog_handle,
        "handle": article.handle,
        "title": article.title,
        "author": article.author,
        "tags": article.tags,
        "bodyHtml": article.body_html,
        "summary": article.summary,
        "publishedAt": _iso(article.published_at),
        "updatedAt": _iso(article.updated_at),
    }


def _iso(instant: datetime | None) -> str | None:
    return None if instant is None else instant.isoformat()
