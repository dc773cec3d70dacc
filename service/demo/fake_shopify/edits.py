"""What a merchant does to a shop, as pure functions: the shop before, the shop after."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import chain
from typing import Any, TypeVar

from service.demo.fake_shopify.herd import Herd
from service.demo.fake_shopify.store import UnknownThingError, article_of, product_of
from service.demo.shop import DemoArticle, DemoProduct, DemoShop, DemoVariant

Thing = TypeVar("Thing", DemoProduct, DemoArticle)


class TakenError(ValueError):
    """Another product or article has this handle."""

    def __init__(self, handle: str) -> None:
        super().__init__(handle)
        self.handle = handle

    def __str__(self) -> str:
        return f"the handle {self.handle!r} is taken"


def edit_product(shop: DemoShop, handle: str, changes: dict[str, Any], now: datetime) -> DemoShop:
    """*changes*: fields of the product; and price, compare_at_price and available of each variant,
    and is_published."""
    old = product_of(shop, handle)
    new = _changed(replace(old, variants=_variants(old, changes)), changes, now)
    return replace(shop, products=_swapped(shop.products, old, new))


def add_product(shop: DemoShop, values: dict[str, Any], now: datetime) -> DemoShop:
    """*values* hold at least handle and title."""
    number = _free_product_id(shop.products)
    variant = DemoVariant(number + 1, "Default Title", Decimal("20.00"), None, available=True)
    blank = DemoProduct(
        id=number,
        handle="",
        title="",
        product_type="",
        tags=(),
        description_html="",
        ingredients="",
        status="ACTIVE",
        is_gift_card=False,
        variants=(variant,),
        image="",
        image_alt="",
        published_at=now,
        updated_at=now,
    )
    new = _changed(replace(blank, variants=_variants(blank, values)), values, now)
    return replace(shop, products=_joined(shop.products, new))


def remove_product(shop: DemoShop, handle: str) -> DemoShop:
    gone = product_of(shop, handle)
    return replace(shop, products=_left(shop.products, gone))


def edit_article(
    shop: DemoShop, blog: str, handle: str, changes: dict[str, Any], now: datetime
) -> DemoShop:
    """*changes*: fields of the article, and is_published."""
    old = article_of(shop, blog, handle)
    new = _changed(old, changes, now)
    return replace(shop, articles=_swapped(shop.articles, old, new))


def add_article(shop: DemoShop, blog: str, values: dict[str, Any], now: datetime) -> DemoShop:
    """*values* hold at least handle and title; the article is published at once unless they say
    otherwise."""
    if all(known.handle != blog for known in shop.blogs):
        raise UnknownThingError("blog", blog)
    blank = DemoArticle(
        id=_free_article_id(shop.articles),
        blog_handle=blog,
        handle="",
        title="",
        author=shop.name,
        tags=(),
        body_html="",
        summary="",
        image="",
        image_alt="",
        published_at=now,
        updated_at=now,
    )
    new = _changed(blank, values, now)
    return replace(shop, articles=_joined(shop.articles, new))


def remove_article(shop: DemoShop, blog: str, handle: str) -> DemoShop:
    gone = article_of(shop, blog, handle)
    return replace(shop, articles=_left(shop.articles, gone))


def _changed(old: Thing, changes: dict[str, Any], now: datetime) -> Thing:
    own = {field.name for field in fields(old)}
    values = {name: value for name, value in changes.items() if name in own}
    if (published := changes.get("is_published")) is not None:
        values["published_at"] = _published_at(old, published=published, now=now)
    # An edit within the same second still moves the instant, as a feed by time depends on it.
    values["updated_at"] = max(now, old.updated_at + timedelta(seconds=1))
    return replace(old, **values)


def _published_at(
    old: DemoProduct | DemoArticle, *, published: bool, now: datetime
) -> datetime | None:
    if not published:
        return None
    return old.published_at if old.published_at and old.published_at <= now else now


def _variants(product: DemoProduct, changes: dict[str, Any]) -> tuple[DemoVariant, ...]:
    names = ("price", "compare_at_price", "available")
    values = {name: changes[name] for name in names if name in changes}
    return tuple(replace(variant, **values) for variant in product.variants)


def _swapped(things: Sequence[Thing], old: Thing, new: Thing) -> Sequence[Thing]:
    _refuse_taken(things, old, new)
    if isinstance(things, Herd):
        return things.with_thing(new)
    return tuple(new if thing is old else thing for thing in things)


def _joined(things: Sequence[Thing], new: Thing) -> Sequence[Thing]:
    _refuse_taken(things, None, new)
    if isinstance(things, Herd):
        return things.with_thing(new)
    return tuple(chain(things, (new,)))


def _left(things: Sequence[Thing], gone: Thing) -> Sequence[Thing]:
    if isinstance(things, Herd):
        return things.without(gone)
    return tuple(thing for thing in things if thing is not gone)


def _refuse_taken(things: Sequence[Thing], old: Thing | None, new: Thing) -> None:
    """Raise `TakenError` when something other than *old* has the name of *new*."""
    if isinstance(things, Herd):
        found = things.find_handle(new.handle)
        others = [found] if found is not None and found.id != new.id else []
    else:
        others = [thing for thing in things if thing is not old]
    if any(_name(other) == _name(new) for other in others):
        raise TakenError(new.handle)


def _name(thing: DemoProduct | DemoArticle) -> tuple[str, str]:
    return (thing.blog_handle if isinstance(thing, DemoArticle) else "", thing.handle)


def _free_product_id(products: Sequence[DemoProduct]) -> int:
    if isinstance(products, Herd):
        return products.free_id()
    return _free_id(n for p in products for n in (p.id, *(v.id for v in p.variants)))


def _free_article_id(articles: Sequence[DemoArticle]) -> int:
    if isinstance(articles, Herd):
        return articles.free_id()
    return _free_id(article.id for article in articles)


def _free_id(ids: Iterable[int]) -> int:
    return max(ids, default=1000) + 1
