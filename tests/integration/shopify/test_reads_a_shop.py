"""The real client reads the fake's shop over real HTTP."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from service.domain.catalog import Image, PriceRange, ProductStatus, ineligibility
from service.ports import ShopFacts
from tests.integration.shopify.fake_process import TOKEN, FakeProcess
from tests.unit.shopify.demo_things import (
    LONG_AGO,
    NOW,
    a_demo_article,
    a_demo_product,
    a_demo_shop,
    a_variant,
)


def test_tells_the_facts_of_the_shop(fake: FakeProcess) -> None:
    facts = fake.feed().facts()

    assert facts == ShopFacts("Fernwick", "USD", "Europe/Paris", fake.url)


def test_reads_more_products_than_one_page_holds_each_once(large: FakeProcess) -> None:
    pages = list(large.feed().products())

    assert [len(page) for page in pages] == [50, 50, 50, 50, 50, 50, 20]
    assert list(range(1, 321)) == [product.id for page in pages for product in page]


def test_reads_more_articles_than_one_page_holds_each_once(large: FakeProcess) -> None:
    pages = list(large.feed().articles())

    assert list(range(1, 261)) == [article.id for page in pages for article in page]


def test_begins_a_new_list_where_the_old_one_reaches_its_limit(large: FakeProcess) -> None:
    pages = list(large.feed(list_limit=120).products())

    assert list(range(1, 321)) == [product.id for page in pages for product in page]


def test_begins_a_new_list_of_changes_without_losing_one(large: FakeProcess) -> None:
    pages = list(large.feed(list_limit=120).products(updated_since=LONG_AGO))

    assert set(range(1, 321)) == {product.id for page in pages for product in page}


def test_leaves_out_what_has_not_changed_since(large: FakeProcess) -> None:
    since = LONG_AGO + timedelta(minutes=310)

    products = [p.id for page in large.feed().products(updated_since=since) for p in page]

    assert list(range(310, 321)) == products


def test_reads_nothing_when_nothing_has_changed(large: FakeProcess) -> None:
    pages = list(large.feed().articles(updated_since=NOW))

    assert pages == [()]


def test_halves_a_page_that_costs_too_much(large: FakeProcess) -> None:
    large.order("max_cost", count=2)

    pages = list(large.feed().products())

    assert len(pages[0]) == 12
    assert list(range(1, 321)) == [product.id for page in pages for product in page]


@pytest.fixture(scope="module")
def odd_shop(tmp_path_factory: pytest.TempPathFactory) -> FakeProcess:
    """A shop of things that are each odd in one way."""
    many = tuple(a_variant(n, available=n == 230, price=Decimal(n)) for n in range(1, 231))
    shop = a_demo_shop(
        products=(
            a_demo_product(
                1,
                variants=(
                    a_variant(1, price=Decimal("19.50"), compare_at_price=Decimal("25.00")),
                    a_variant(2, price=Decimal("34.00"), available=False),
                ),
            ),
            a_demo_product(2, variants=many),
            a_demo_product(3, status="DRAFT"),
            a_demo_product(4, status="UNLISTED"),
            a_demo_product(5, published_at=None),
            a_demo_product(6, is_gift_card=True),
            a_demo_product(7, ingredients="", image=""),
            a_demo_product(8, variants=(a_variant(8, available=False),)),
        ),
        articles=(
            a_demo_article(1, tags=("milia", "skin"), image="milia.svg", image_alt="A cheek"),
            a_demo_article(2, published_at=None),
            a_demo_article(3, published_at=NOW.replace(year=2126)),
        ),
    )
    return FakeProcess(tmp_path_factory.mktemp("odd") / "state.json", {TOKEN: shop})


def test_translates_whatever_a_shop_holds(odd_shop: FakeProcess) -> None:
    odd_shop.start()
    try:
        products = {p.id: p for page in odd_shop.feed().products() for p in page}
        articles = {a.id: a for page in odd_shop.feed().articles() for a in page}
    finally:
        odd_shop.stop()
    by_number = {int(number): product for number, product in products.items()}
    first = by_number[1]

    assert PriceRange(Decimal("19.50"), Decimal("34.00"), "USD") == first.price
    assert PriceRange(Decimal("25.00"), Decimal("25.00"), "USD") == first.compare_at
    assert (first.vendor, first.product_type, first.tags) == ("Fernwick", "Serum", ("evening",))
    assert first.ingredients == "Aqua, Glycerin"
    assert f"{odd_shop.url}/products/product-1" == first.url
    assert Image(f"{odd_shop.url}/files/product-1.svg", alt="Bottle 1") == first.image
    assert ineligibility(first, now=NOW) is None
    # the only variant in stock is far beyond the page that comes with its product
    assert by_number[2].available
    assert Decimal(230) == by_number[2].price.maximum
    assert (by_number[3].status, by_number[3].url) == (ProductStatus.DRAFT, None)
    assert ProductStatus.UNLISTED is by_number[4].status
    assert by_number[4].url
    assert (by_number[5].published_at, by_number[5].url) == (None, None)
    assert by_number[6].is_gift_card
    assert (by_number[7].ingredients, by_number[7].image) == ("", None)
    assert not by_number[8].available
    shown, hidden, scheduled = (articles[number] for number in sorted(articles))
    assert (shown.blog_handle, shown.handle) == ("news", "article-1")
    assert (shown.body_html, shown.author) == ("<p>Words.</p>", "Ines Moreau")
    assert shown.tags == ("milia", "skin")
    assert Image(f"{odd_shop.url}/files/milia.svg", alt="A cheek") == shown.image
    assert shown.is_visible(now=NOW)
    assert (hidden.is_published, hidden.published_at) == (False, None)
    assert not scheduled.is_published
    assert not scheduled.is_visible(now=NOW)
