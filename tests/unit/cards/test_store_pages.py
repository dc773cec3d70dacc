"""The pages of the demo's online store, without Endcap."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from flask import Flask

from service.demo.fake_shopify import storefront
from service.demo.fake_shopify.state import State
from service.demo.fake_shopify.store import Store
from service.demo.shop import DemoShop
from tests.e2e.storefront.shop import THEN, a_demo_product, a_demo_shop, a_variant

LATER = datetime(2999, 1, 1, tzinfo=UTC)
Get = Callable[[str], tuple[int, str]]


def shelf(shop: DemoShop) -> Get:
    app = Flask("store")
    storefront.register(app, Store(State(shops={"token": shop})), endcap_url="")
    client = app.test_client()

    def get(path: str) -> tuple[int, str]:
        answer = client.get(path)
        return answer.status_code, " ".join(answer.text.split())

    return get


def selling(**changes: object) -> Get:
    return shelf(a_demo_shop(products=(a_demo_product(11, "scrub", "Clay Scrub", **changes),)))


@pytest.mark.parametrize(
    "path",
    ["/", "/collections/all", "/blogs/news", "/blogs/news/milia", "/products/scrub", "/cart"],
)
def test_every_page_is_there(path: str) -> None:
    status, page = shelf(a_demo_shop())(path)

    assert 200 == status
    assert "Fernwick" in page


def test_a_product_page_says_all_of_it() -> None:
    _, page = selling()("/products/scrub")

    for said in ("Clay Scrub", "$26", "A clear serum.", "Aqua, Glycerin, Retinal", "Add to bag"):
        assert said in page


def test_a_sold_out_product_says_so_and_can_not_be_put_in_the_bag() -> None:
    get = selling(variants=(a_variant(1, available=False),))

    _, page = get("/products/scrub")

    assert "Sold out" in page
    assert "Add to bag" not in page
    assert "Sold out" in get("/collections/all")[1]


def test_a_reduced_product_shows_both_prices() -> None:
    _, page = selling(variants=(a_variant(1, compare_at_price=Decimal("32.00")),))(
        "/products/scrub"
    )

    assert "<s>$32</s>" in page


@pytest.mark.parametrize(
    "changes", [{"status": "DRAFT"}, {"published_at": None}, {"published_at": LATER}]
)
def test_a_product_that_is_not_out_is_not_there(changes: dict[str, object]) -> None:
    get = selling(**changes)

    assert 404 == get("/products/scrub")[0]
    assert "Clay Scrub" not in get("/collections/all")[1]


def test_an_unlisted_product_has_a_page_and_is_in_no_list() -> None:
    get = selling(status="UNLISTED")

    assert 200 == get("/products/scrub")[0]
    assert "Clay Scrub" not in get("/collections/all")[1]


@pytest.mark.parametrize("published_at", [None, LATER])
def test_an_article_that_is_not_out_is_not_there(published_at: datetime | None) -> None:
    (article,) = a_demo_shop().articles
    get = shelf(a_demo_shop(articles=(replace(article, published_at=published_at),)))

    assert 404 == get("/blogs/news/milia")[0]
    assert "Milia" not in get("/blogs/news")[1]


def test_shows_the_newest_article_first() -> None:
    (article,) = a_demo_shop().articles
    newer = replace(article, id=901, handle="b", title="Newer", published_at=THEN.replace(month=9))
    get = shelf(a_demo_shop(articles=(article, newer)))

    _, page = get("/blogs/news")

    assert page.index("Newer") < page.index("Milia")


def test_loads_nothing_of_endcap_where_there_is_none() -> None:
    _, page = shelf(a_demo_shop())("/blogs/news/milia")

    assert "endcap.js" not in page


def test_escapes_what_is_not_the_merchants_html() -> None:
    _, page = selling(product_type="<script>alert(1)</script>")("/products/scrub")

    assert "<script>alert(1)" not in page


def test_an_unknown_address_is_a_page_of_the_shop() -> None:
    status, page = shelf(a_demo_shop())("/nowhere/at/all")

    assert 404 == status
    assert "This page is not here" in page
