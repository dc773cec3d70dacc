"""A large shop that is made when it is looked at, and edited like any other."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from service.demo.fake_shopify import edits
from service.demo.fake_shopify.generated import BEGAN_AT, FIRST_PRODUCT, generated_shop
from service.demo.fake_shopify.herd import Herd, by_id, differences
from service.demo.fake_shopify.store import article_of, product_of
from service.demo.shop import DemoProduct, DemoShop

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
SHOP = generated_shop(500, 200, seed=7)


def products_of(shop: DemoShop) -> Herd[DemoProduct]:
    assert isinstance(shop.products, Herd)
    return shop.products


def test_the_same_seed_makes_the_same_shop() -> None:
    again, other = generated_shop(500, 200, seed=7), generated_shop(500, 200, seed=8)

    assert list(SHOP.products) == list(again.products)
    assert list(SHOP.articles) == list(again.articles)
    assert list(SHOP.products) != list(other.products)


def test_ids_and_handles_are_given_once() -> None:
    variants = [variant.id for product in SHOP.products for variant in product.variants]

    assert 500 == len({product.id for product in SHOP.products}) == len(SHOP.products)
    assert 500 == len({product.handle for product in SHOP.products})
    assert len(variants) == len(set(variants))
    assert max(variants) < 2**53


def test_a_product_is_eleven_rows_on_average() -> None:
    variants = sum(len(product.variants) for product in SHOP.products)

    assert 10.0 < (500 * 2 + variants) / 500 < 12.0


def test_things_are_found_by_id_and_by_handle() -> None:
    product, article = SHOP.products[17], SHOP.articles[8]

    assert by_id(SHOP.products, product.id) == product
    assert product_of(SHOP, product.handle) == product
    assert article_of(SHOP, article.blog_handle, article.handle) == article
    assert by_id(SHOP.products, FIRST_PRODUCT + 500) is None


def test_edits_lie_over_what_is_made() -> None:
    handle = SHOP.products[3].handle
    edited = edits.edit_product(SHOP, handle, {"title": "Renamed"}, NOW)
    added = edits.add_product(edited, {"handle": "new-one", "title": "New"}, NOW)
    removed = edits.remove_product(added, SHOP.products[4].handle)

    assert "Renamed" == product_of(removed, handle).title
    assert "New" == product_of(removed, "new-one").title
    assert 500 == len(removed.products) == len(list(removed.products))
    assert by_id(removed.products, SHOP.products[4].id) is None
    assert 500 == len(SHOP.products) == len(list(SHOP.products))


def test_an_edit_is_all_that_differs() -> None:
    first, second = SHOP.products[3], SHOP.products[4]
    edited = edits.edit_product(SHOP, first.handle, {"title": "Renamed"}, NOW)
    removed = edits.remove_product(edited, second.handle)

    assert [(first, product_of(edited, first.handle))] == [
        *differences(SHOP.products, edited.products)
    ]
    assert [(second, None)] == list(differences(edited.products, removed.products))


def test_things_come_in_the_order_of_their_last_change() -> None:
    handle = SHOP.products[3].handle
    herd = products_of(edits.edit_product(SHOP, handle, {"title": "Renamed"}, NOW))

    order = list(herd.ordered("updated_at"))

    assert order == sorted(herd, key=lambda product: (product.updated_at, product.id))
    assert handle == order[-1].handle


def test_a_page_goes_on_after_its_cursor() -> None:
    herd = products_of(SHOP)
    order = list(herd.ordered("updated_at"))
    key = (int(order[99].updated_at.timestamp()), order[99].id)

    assert order[100:] == list(herd.ordered("updated_at", after=key))
    assert list(herd)[200:] == list(herd.ordered("id", after=(FIRST_PRODUCT + 199, 0)))


def test_nothing_was_changed_in_the_future() -> None:
    last = BEGAN_AT + timedelta(days=365)

    assert all(BEGAN_AT <= product.updated_at <= last for product in SHOP.products)
    assert all(p.published_at and p.published_at <= p.updated_at for p in SHOP.products)


def test_an_edited_herd_is_a_value() -> None:
    assert replace(SHOP, name="Other").products is SHOP.products
