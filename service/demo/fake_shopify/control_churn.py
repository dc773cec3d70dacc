"""The control API's heavy hand: changes many things at once, as a busy shop does over a day."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import islice
from typing import TypeVar

from flask import Blueprint, Response, jsonify, request
from pydantic import Field

from service.demo.fake_shopify.herd import Herd
from service.demo.fake_shopify.sent import Sent
from service.demo.fake_shopify.store import Store
from service.demo.fake_shopify.which_shop import named_shop
from service.demo.shop import DemoArticle, DemoProduct, DemoShop, DemoVariant

Thing = TypeVar("Thing", DemoProduct, DemoArticle)


class Churn(Sent):
    """How many products and articles are edited, and how many of either go."""

    products: int = Field(default=0, ge=0)
    articles: int = Field(default=0, ge=0)
    removed_products: int = Field(default=0, ge=0)
    removed_articles: int = Field(default=0, ge=0)
    seed: int = 1


def control_churn(blueprint: Blueprint, store: Store) -> None:
    @blueprint.post("/churn")
    def churn() -> Response:
        wish = Churn.model_validate(request.get_json())
        shop = store.change(lambda shop, now: churned(shop, wish, now), named_shop())
        return jsonify(products=len(shop.products), articles=len(shop.articles))


def churned(shop: DemoShop, wish: Churn, now: datetime) -> DemoShop:
    """Return the shop after a day's work that *wish* describes; the same seed, the same work."""
    dice = random.Random(wish.seed)  # noqa: S311 - work, not a secret

    def product(thing: DemoProduct) -> DemoProduct:
        off = Decimal(dice.randint(1, 99)) / 100
        sold_out = dice.random() < 0.2
        variants = tuple(_worked_on(v, off, available=not sold_out) for v in thing.variants)
        return replace(thing, variants=variants, updated_at=_later(thing.updated_at, now))

    def article(thing: DemoArticle) -> DemoArticle:
        body = f"{thing.body_html}<p>Looked over again, note {dice.randint(1, 10**6)}.</p>"
        return replace(thing, body_html=body, updated_at=_later(thing.updated_at, now))

    products = _picked(dice, shop.products, wish.products + wish.removed_products)
    articles = _picked(dice, shop.articles, wish.articles + wish.removed_articles)
    return replace(
        shop,
        products=_after(
            shop.products,
            [product(thing) for thing in products[: wish.products]],
            products[wish.products :],
        ),
        articles=_after(
            shop.articles,
            [article(thing) for thing in articles[: wish.articles]],
            articles[wish.articles :],
        ),
    )


def _worked_on(variant: DemoVariant, off: Decimal, *, available: bool) -> DemoVariant:
    return replace(variant, price=variant.price.to_integral_value() + off, available=available)


def _later(was: datetime, now: datetime) -> datetime:
    return max(now, was + timedelta(seconds=1))


def _picked(dice: random.Random, things: Sequence[Thing], count: int) -> list[Thing]:
    """Return *count* of the things, none twice."""
    chosen = sorted(dice.sample(range(len(things)), min(count, len(things))))
    if not chosen:
        return []
    if not isinstance(things, Herd):
        return [things[at] for at in chosen]
    wanted, held = set(chosen), list[Thing]()
    for at, thing in enumerate(islice(things, chosen[-1] + 1)):
        if at in wanted:
            held.append(thing)
    return held


def _after(
    things: Sequence[Thing], edited: Sequence[Thing], gone: Sequence[Thing]
) -> Sequence[Thing]:
    new = {thing.id: thing for thing in edited}
    removed = {thing.id for thing in gone}
    if isinstance(things, Herd):
        kept = {n: t for n, t in {**things.changed, **new}.items() if n not in removed}
        made = frozenset(n for n in removed if things.recipe.number_of(n) is not None)
        return replace(things, changed=kept, gone=things.gone | made)
    return tuple(new.get(thing.id, thing) for thing in things if thing.id not in removed)
