"""A merchant's edits: the shop before, the shop after."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from service.demo.fake_shopify.edits import (
    TakenError,
    add_article,
    add_product,
    edit_article,
    edit_product,
    remove_product,
)
from service.demo.fake_shopify.store import UnknownThingError, article_of, product_of
from tests.unit.shopify.demo_things import (
    LONG_AGO,
    NOW,
    a_demo_article,
    a_demo_product,
    a_demo_shop,
    a_variant,
)


def test_an_edit_moves_the_instant_even_within_the_same_second() -> None:
    shop = a_demo_shop(products=(a_demo_product(1, updated_at=NOW),))

    after = edit_product(shop, "product-1", {"title": "New"}, NOW)

    assert NOW + timedelta(seconds=1) == product_of(after, "product-1").updated_at


def test_price_and_stock_are_those_of_every_variant() -> None:
    shop = a_demo_shop(products=(a_demo_product(1, variants=(a_variant(1), a_variant(2))),))

    after = edit_product(shop, "product-1", {"price": Decimal(9), "available": False}, NOW)

    variants = product_of(after, "product-1").variants
    assert [(Decimal(9), False)] * 2 == [(v.price, v.available) for v in variants]


def test_publishing_keeps_a_date_that_has_come() -> None:
    after = edit_article(a_demo_shop(), "news", "article-1", {"is_published": True}, NOW)

    assert LONG_AGO == article_of(after, "news", "article-1").published_at


def test_publishing_brings_forward_a_date_to_come() -> None:
    shop = a_demo_shop(articles=(a_demo_article(1, published_at=NOW + timedelta(days=9)),))

    after = edit_article(shop, "news", "article-1", {"is_published": True}, NOW)

    assert NOW == article_of(after, "news", "article-1").published_at


def test_a_new_product_has_ids_of_its_own() -> None:
    shop = a_demo_shop()

    after = add_product(shop, {"handle": "oil", "title": "Oil"}, NOW)

    ids = [n for p in after.products for n in (p.id, *(v.id for v in p.variants))]
    assert sorted(set(ids)) == sorted(ids)


def test_a_handle_belongs_to_one_product() -> None:
    with pytest.raises(TakenError, match="product-1"):
        add_product(a_demo_shop(), {"handle": "product-1", "title": "Again"}, NOW)


def test_two_blogs_may_use_one_handle() -> None:
    shop = a_demo_shop(
        articles=(a_demo_article(1), a_demo_article(2, blog_handle="tips", handle="acids"))
    )

    after = edit_article(shop, "news", "article-1", {"handle": "acids"}, NOW)

    assert 1 == article_of(after, "news", "acids").id


def test_an_article_needs_a_blog() -> None:
    with pytest.raises(UnknownThingError, match="blog"):
        add_article(a_demo_shop(), "unknown", {"handle": "acids", "title": "Acids"}, NOW)


def test_what_is_removed_is_gone() -> None:
    after = remove_product(a_demo_shop(), "product-1")

    assert () == after.products
