"""Shopify's shapes into the domain's."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from service.clients.shopify.wire import (
    ProductFields,
    WireArticle,
    WireEvent,
    WireImage,
    WireListed,
    WireMedia,
    WireMetafield,
    WireShop,
    WireVariant,
)
from service.domain.articles import Article, ArticleId
from service.domain.catalog import Image, PriceRange, Product, ProductId, ProductStatus
from service.domain.changes import Happening, Listed
from service.ports import ShopFacts

_STATUSES = {status.value: status for status in ProductStatus}
_EVER = datetime(2006, 1, 1, tzinfo=UTC)


def to_facts(shop: WireShop) -> ShopFacts:
    return ShopFacts(
        name=shop.name,
        currency=shop.currency_code,
        timezone=shop.iana_timezone,
        url=shop.primary_domain.url.rstrip("/"),
    )


def to_product(product: ProductFields, variants: Sequence[WireVariant], currency: str) -> Product:
    """*variants*: all of them, where the product's own page may hold only the first."""
    return Product(
        id=ProductId(number_of(product.id)),
        handle=product.handle,
        title=_storable(product.title),
        product_type=_storable(product.product_type),
        vendor=_storable(product.vendor),
        tags=tuple(map(_storable, product.tags)),
        description_html=_storable(product.description_html),
        ingredients=_storable(_words(product.ingredients) or _words(product.inci)),
        status=_status(product.status),
        published_at=product.published_at,
        url=product.online_store_url,
        is_gift_card=product.is_gift_card,
        available=True in [variant.available_for_sale for variant in variants],
        price=_range([v.price for v in variants], currency)
        or PriceRange(Decimal(0), Decimal(0), currency),
        compare_at=_range(_reduced_from(variants), currency),
        image=_featured(product.featured_media),
        updated_at=product.updated_at,
    )


def to_article(article: WireArticle) -> Article:
    return Article(
        id=ArticleId(number_of(article.id)),
        blog_handle=article.blog.handle,
        handle=article.handle,
        title=_storable(article.title),
        body_html=_storable(article.body),
        tags=tuple(map(_storable, article.tags)),
        author=_storable(article.author.name) if article.author else "",
        image=_image(article.image, ""),
        is_published=article.is_published,
        published_at=article.published_at,
        updated_at=article.updated_at or article.created_at,
    )


def to_happening(event: WireEvent) -> Happening:
    return Happening(number_of(event.subject_id or ""), event.action.lower(), event.created_at)


def to_listed(line: WireListed) -> Listed:
    """What was never updated is as old as it is; Shopify says then of articles when they came."""
    return Listed(number_of(line.id), line.updated_at or line.created_at or _EVER)


def number_of(gid: str) -> int:
    """Return the number in ``gid://shopify/Product/123``."""
    return int(gid.rpartition("/")[2])


def _storable(text: str) -> str:
    """Leave out what no text of PostgreSQL can hold."""
    return text.replace("\0", "")


def _status(status: str) -> ProductStatus:
    """Return the status; one that we do not know yet is not for sale."""
    return _STATUSES.get(status, ProductStatus.DRAFT)


def _range(amounts: Sequence[Decimal], currency: str) -> PriceRange | None:
    return PriceRange(min(amounts), max(amounts), currency) if amounts else None


def _reduced_from(variants: Sequence[WireVariant]) -> list[Decimal]:
    """Return the former prices that are higher than the present ones; others are no reduction."""
    return [
        variant.compare_at_price
        for variant in variants
        if variant.compare_at_price is not None and variant.compare_at_price > variant.price
    ]


def _featured(media: WireMedia | None) -> Image | None:
    if media is None or media.preview is None:
        return None
    return _image(media.preview.image, media.alt or "")


def _image(image: WireImage | None, alt: str) -> Image | None:
    if image is None:
        return None
    return Image(image.url, image.width, image.height, _storable(image.alt_text or alt))


def _words(metafield: WireMetafield | None) -> str:
    """Return the text of a metafield, whatever type the merchant chose for it."""
    if metafield is None or "reference" in metafield.type:
        return ""
    if metafield.type.startswith("list."):
        return ", ".join(_texts(metafield.value))
    if metafield.type == "rich_text_field":
        return " ".join(_texts(metafield.value))
    return metafield.value.strip()


def _texts(value: str) -> list[str]:
    try:
        return list(_leaves(json.loads(value)))
    except ValueError:
        return [value]


def _leaves(value: Any) -> Iterator[str]:
    """Yield the strings of a list, and the ``value`` of the nodes of a rich text."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _leaves(item)
    elif isinstance(value, dict):
        yield from _leaves(value.get("value", value.get("children", [])))
