"""The demo shop's things as GraphQL nodes: a field is a value, or what answers its arguments."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, TypeVar

from graphql import GraphQLResolveInfo

from service.demo.fake_shopify import images
from service.demo.fake_shopify.connections import Node, SortKey, connection
from service.demo.fake_shopify.execution import Exchange
from service.demo.fake_shopify.schema import Access
from service.demo.fake_shopify.scopes import access_denied
from service.demo.shop import DemoArticle, DemoBlog, DemoProduct, DemoShop, DemoVariant

Thing = TypeVar("Thing")

IN_STOCK = 10
"""How many there are of a variant that is available."""

MARKETS: Mapping[str, tuple[Decimal, str]] = {
    "DE": (Decimal("0.95"), "EUR"),
    "FR": (Decimal("0.95"), "EUR"),
    "GB": (Decimal("0.80"), "GBP"),
    "JP": (Decimal(150), "JPY"),
}
"""What a country pays for one of the shop's own currency, and in which."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A shop at an instant, and where it is served from (no trailing slash).

    *kept*: the metafields that the app wrote, by the id of their owner.
    """

    shop: DemoShop
    base_url: str
    now: datetime
    kept: Mapping[str, Sequence[Node]] = field(default_factory=dict)


def shop_node(scene: Scene) -> Node:
    shop = scene.shop
    number = zlib.crc32(shop.domain.encode())
    return {
        "__typename": "Shop",
        "id": gid("Shop", number),
        "name": shop.name,
        "myshopifyDomain": shop.domain,
        "currencyCode": shop.currency,
        "ianaTimezone": shop.timezone,
        "url": scene.base_url,
        "plan": {
            "publicDisplayName": "Shopify Plus",
            "shopifyPlus": True,
            "partnerDevelopment": False,
        },
        "primaryDomain": {
            "__typename": "Domain",
            "id": gid("Domain", number),
            "host": scene.base_url.partition("://")[2],
            "url": scene.base_url,
            "sslEnabled": scene.base_url.startswith("https"),
        },
    }


def product_node(scene: Scene, product: DemoProduct) -> Node:
    prices = [variant.price for variant in product.variants]
    compared = [v.compare_at_price for v in product.variants if v.compare_at_price is not None]
    return {
        "__typename": "Product",
        "id": gid("Product", product.id),
        "legacyResourceId": str(product.id),
        "handle": product.handle,
        "title": product.title,
        "vendor": scene.shop.name,
        "productType": product.product_type,
        "status": product.status,
        "tags": list(product.tags),
        "description": _plain(product.description_html),
        "descriptionHtml": product.description_html,
        "createdAt": instant(product.published_at or product.updated_at),
        "publishedAt": instant(product.published_at),
        "updatedAt": instant(product.updated_at),
        "onlineStoreUrl": store_url(scene, product),
        "isGiftCard": product.is_gift_card,
        "hasOnlyDefaultVariant": len(product.variants) == 1,
        "variantsCount": {"count": len(product.variants), "precision": "EXACT"},
        "priceRangeV2": {
            "minVariantPrice": _money(scene, min(prices, default=Decimal(0))),
            "maxVariantPrice": _money(scene, max(prices, default=Decimal(0))),
        },
        "compareAtPriceRange": _compared(scene, compared),
        "contextualPricing": lambda _info, *, context: _priced(scene, prices, context),
        "totalInventory": sum(IN_STOCK * variant.available for variant in product.variants),
        "tracksInventory": True,
        "translations": _translations,
        "variants": _pages(product.variants, _variant_key, lambda v: variant_node(product, v)),
        "featuredMedia": _media(scene, product),
        "media": _pages(_images(product), lambda _: ("", 0), lambda _: _media(scene, product)),
        **metafields((*_own_metafields(product), *scene.kept.get(gid("Product", product.id), ()))),
    }


def variant_node(product: DemoProduct, variant: DemoVariant) -> Node:
    return {
        "__typename": "ProductVariant",
        "id": gid("ProductVariant", variant.id),
        "legacyResourceId": str(variant.id),
        "title": variant.title,
        "displayName": f"{product.title} - {variant.title}",
        "price": _amount(variant.price),
        "compareAtPrice": _amount(variant.compare_at_price),
        "availableForSale": variant.available,
        "position": product.variants.index(variant) + 1,
        "sku": f"SKU-{variant.id}",
        "inventoryQuantity": IN_STOCK * variant.available,
        "sellableOnlineQuantity": IN_STOCK * variant.available,
        "inventoryPolicy": "DENY",
        "selectedOptions": [{"name": "Title", "value": variant.title}],
    }


def article_node(scene: Scene, article: DemoArticle) -> Node:
    return {
        "__typename": "Article",
        "id": gid("Article", article.id),
        "handle": article.handle,
        "title": article.title,
        "body": article.body_html,
        "summary": article.summary or None,
        "tags": list(article.tags),
        "author": {"name": article.author},
        "blog": lambda *_: blog_node(scene, blog_of(scene.shop, article)),
        "image": _image(scene, "Article", article.id, article.image, article.image_alt),
        "isPublished": is_past(article.published_at, scene.now),
        "createdAt": instant(article.published_at or article.updated_at),
        "publishedAt": instant(article.published_at),
        "updatedAt": instant(article.updated_at),
        "translations": _translations,
        **metafields(scene.kept.get(gid("Article", article.id), ())),
    }


def blog_node(scene: Scene, blog: DemoBlog) -> Node:
    def own() -> list[DemoArticle]:
        return [a for a in scene.shop.articles if a.blog_handle == blog.handle]

    def pages(_info: object, **arguments: Any) -> Node:
        return connection(
            own(),
            key=lambda a: (a.id, a.id),
            node=lambda a: article_node(scene, a),
            arguments=arguments,
        )

    return {
        "__typename": "Blog",
        "id": gid("Blog", blog.id),
        "handle": blog.handle,
        "title": blog.title,
        "createdAt": instant(scene.now),
        "updatedAt": None,
        "tags": lambda _info: sorted({tag for article in own() for tag in article.tags}),
        "articlesCount": lambda _info, **_: {"count": len(own()), "precision": "EXACT"},
        "articles": pages,
    }


def _translations(info: GraphQLResolveInfo[Exchange], **_arguments: Any) -> list[Node]:
    """No text of this shop is translated; who may not know is told so all the same."""
    if "read_translations" not in info.context.scopes:
        access = Access(frozenset({"read_translations"}), "`read_translations` access scope.")
        raise access_denied("translations", access)
    return []


def _compared(scene: Scene, prices: Sequence[Decimal]) -> Node | None:
    if not prices:
        return None
    return {
        "minVariantCompareAtPrice": _money(scene, min(prices)),
        "maxVariantCompareAtPrice": _money(scene, max(prices)),
    }


def _priced(scene: Scene, prices: Sequence[Decimal], context: Mapping[str, Any]) -> Node:
    """Return what a country pays: the market's own currency at the fake's own rate."""
    rate, currency = MARKETS.get(context.get("country") or "", (Decimal(1), scene.shop.currency))

    def money(price: Decimal) -> Node:
        return {"amount": f"{price * rate:.2f}", "currencyCode": currency}

    lowest, highest = min(prices, default=Decimal(0)), max(prices, default=Decimal(0))
    prices_range = {"minVariantPrice": money(lowest), "maxVariantPrice": money(highest)}
    return {"priceRange": prices_range}


def blog_of(shop: DemoShop, article: DemoArticle) -> DemoBlog:
    return next(blog for blog in shop.blogs if blog.handle == article.blog_handle)


def store_url(scene: Scene, product: DemoProduct) -> str | None:
    """Return its address in the online store; an unlisted product has one, a draft has none."""
    if product.status not in {"ACTIVE", "UNLISTED"}:
        return None
    if not is_past(product.published_at, scene.now):
        return None
    return f"{scene.base_url}/products/{product.handle}"


def is_past(instant: datetime | None, now: datetime) -> bool:
    return instant is not None and instant <= now


def gid(kind: str, number: int) -> str:
    return f"gid://shopify/{kind}/{number}"


def _pages(
    things: Iterable[Thing],
    key: Callable[[Thing], SortKey],
    node: Callable[[Thing], Node | None],
) -> Callable[..., Node]:
    def answer(_info: object, **arguments: Any) -> Node:
        return connection(things, key=key, node=lambda t: node(t) or {}, arguments=arguments)

    return answer


def _variant_key(variant: DemoVariant) -> SortKey:
    return variant.id, variant.id


def _images(product: DemoProduct) -> tuple[str, ...]:
    return (product.image,) if product.image else ()


def _media(scene: Scene, product: DemoProduct) -> Node | None:
    image = _image(scene, "ImageSource", product.id, product.image, product.image_alt)
    if image is None:
        return None
    return {
        "__typename": "MediaImage",
        "id": gid("MediaImage", product.id),
        "alt": product.image_alt or None,
        "mediaContentType": "IMAGE",
        "status": "READY",
        "image": image,
        "preview": {"image": image, "status": "READY"},
    }


def _image(scene: Scene, kind: str, number: int, name: str, alt: str) -> Node | None:
    if not name:
        return None
    width, height = images.size(name)
    return {
        "__typename": "Image",
        "id": gid(kind, number),
        "url": f"{scene.base_url}/files/{name}",
        "altText": alt or None,
        "width": width,
        "height": height,
    }


def metafields(held: Sequence[Node]) -> Mapping[str, Any]:
    """Return the two fields by which the metafields of an owner are read."""

    def one(_info: object, *, key: str, namespace: str | None = None) -> Node | None:
        named = (m for m in held if m["key"] == key)
        return next((m for m in named if _is_in(m["namespace"], namespace or "$app")), None)

    def every(_info: object, **arguments: Any) -> Node:
        wanted, keys = arguments.get("namespace"), arguments.get("keys")
        found = [m for m in held if wanted is None or _is_in(m["namespace"], wanted)]
        if keys is not None:
            found = [_by_key(m, key) for m in found for key in keys if _is_called(m, key)]
        return connection(found, key=_by_number, node=lambda m: m, arguments=arguments)

    return {"metafield": one, "metafields": every}


def _by_number(node: Node) -> SortKey:
    return int(node["id"].rpartition("/")[2]), 0


def _is_called(node: Node, key: str) -> bool:
    """Whether *key*, ``namespace.key``, names the metafield."""
    namespace, _, name = key.rpartition(".")
    return node["key"] == name and _is_in(node["namespace"], namespace)


def _by_key(node: Node, key: str) -> Node:
    """Who asks by ``namespace.key`` is answered in the same form."""
    return {**node, "key": key}


def _is_in(kept: str, asked: str) -> bool:
    """Whether *kept* is the namespace *asked* for: ``$app`` is one of the app's own."""
    if not asked.startswith("$app"):
        return kept == asked
    rest = asked.removeprefix("$app").replace(":", "--", 1)
    return re.fullmatch(rf"app--\d+{re.escape(rest)}", kept) is not None


def _own_metafields(product: DemoProduct) -> Sequence[Node]:
    return (_ingredients(product),) if product.ingredients else ()


def _ingredients(product: DemoProduct) -> Node:
    return {
        "__typename": "Metafield",
        "id": gid("Metafield", product.id),
        "namespace": "custom",
        "key": "ingredients",
        "type": "multi_line_text_field",
        "value": product.ingredients,
        "jsonValue": product.ingredients,
        "compareDigest": f"{zlib.crc32(json.dumps(product.ingredients).encode()):08x}",
        "updatedAt": instant(product.updated_at),
    }


def _money(scene: Scene, amount: Decimal) -> Node:
    return {"amount": str(amount), "currencyCode": scene.shop.currency}


def _amount(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:.2f}"


def instant(at: datetime | None) -> str | None:
    """Say an instant as the schema's DateTime."""
    return None if at is None else f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _plain(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())
