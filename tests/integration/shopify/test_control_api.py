"""A merchant edits the shop, and the feed says so."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
import requests

from service.demo.shop import IMAGES
from service.domain.articles import Article
from service.domain.catalog import Product, ProductStatus
from tests.integration.shopify.fake_process import FakeProcess


def product(fake: FakeProcess, handle: str) -> Product:
    return next(p for page in fake.feed().products() for p in page if p.handle == handle)


def article(fake: FakeProcess, handle: str) -> Article:
    return next(a for page in fake.feed().articles() for a in page if a.handle == handle)


def changed(fake: FakeProcess, since: datetime) -> set[str]:
    feed = fake.feed()
    products = {p.handle for page in feed.products(updated_since=since) for p in page}
    return products | {a.handle for page in feed.articles(updated_since=since) for a in page}


def test_what_is_sold_out_is_a_change_that_the_feed_tells(fake: FakeProcess) -> None:
    began_at = datetime.now(UTC).replace(microsecond=0)

    fake.control("PATCH", "products/product-1", {"available": False, "price": "19.50"})

    assert {"product-1"} == changed(fake, began_at)
    sold_out = product(fake, "product-1")
    assert (False, Decimal("19.50")) == (sold_out.available, sold_out.price.minimum)


def test_an_edited_article_is_a_change_that_the_feed_tells(fake: FakeProcess) -> None:
    began_at = datetime.now(UTC).replace(microsecond=0)

    fake.control("PATCH", "articles/news/article-2", {"bodyHtml": "<p>New.</p>", "tags": ["a"]})

    assert "article-2" in changed(fake, began_at)
    edited = article(fake, "article-2")
    assert ("<p>New.</p>", ("a",)) == (edited.body_html, edited.tags)


def test_an_unpublished_article_loses_its_date_and_gets_a_new_one(fake: FakeProcess) -> None:
    fake.control("PATCH", "articles/news/article-3", {"isPublished": False})
    hidden = article(fake, "article-3")

    fake.control("PATCH", "articles/news/article-3", {"isPublished": True})

    assert (False, None) == (hidden.is_published, hidden.published_at)
    assert article(fake, "article-3").is_published


def test_a_product_comes_and_goes(fake: FakeProcess) -> None:
    made = fake.control("POST", "products", {"title": "Night Oil & Balm", "price": "31.00"})
    came = product(fake, "night-oil-balm")
    fake.control("DELETE", f"products/{made['handle']}")
    left = {p.handle for page in fake.feed().products() for p in page}

    assert (ProductStatus.ACTIVE, True) == (came.status, came.available)
    assert Decimal("31.00") == came.price.minimum
    assert "night-oil-balm" not in left


def test_an_article_comes_and_goes(fake: FakeProcess) -> None:
    made = fake.control("POST", "articles/news", {"title": "On acids", "isPublished": False})
    came = article(fake, "on-acids")
    fake.control("DELETE", f"articles/news/{made['handle']}")
    left = {a.handle for page in fake.feed().articles() for a in page}

    assert not came.is_published
    assert "on-acids" not in left


@pytest.mark.parametrize(
    ("method", "path", "sent", "status"),
    [
        ("PATCH", "products/unknown", {"available": False}, 404),
        ("PATCH", "products/product-1", {"availabe": False}, 422),
        ("PATCH", "products/product-1", {"price": "-1"}, 422),
        ("PATCH", "products/product-1", {"status": "GONE"}, 422),
        ("PATCH", "products/product-1", {"handle": "product-2"}, 409),
        ("PATCH", "products/product-1", [1], 422),
        ("POST", "products", {"price": "31.00"}, 422),
        ("POST", "articles/unknown", {"title": "On acids"}, 404),
        ("DELETE", "articles/news/unknown", None, 404),
        ("GET", "products?shop=unknown.myshopify.com", None, 404),
        ("POST", "faults", {"kind": "earthquake"}, 422),
    ],
)
def test_says_what_is_wrong_with_an_edit(
    fake: FakeProcess, method: str, path: str, sent: Any, status: int
) -> None:
    answer = requests.request(method, f"{fake.url}/control/{path}", json=sent, timeout=5)

    assert status == answer.status_code
    assert answer.json()["error"]


@pytest.mark.parametrize(
    "headers", [{"Host": "shop.example"}, {"Origin": "https://shop.example"}, {"Origin": "null"}]
)
def test_refuses_an_edit_that_another_site_sends(
    fake: FakeProcess, headers: dict[str, str]
) -> None:
    form = {"action": "unpublish"}
    url = f"{fake.url}/control/forms/products/product-2"

    answer = requests.post(url, data=form, headers=headers, timeout=5)

    assert 403 == answer.status_code
    assert product(fake, "product-2").published_at


def test_the_page_edits_without_a_script(fake: FakeProcess) -> None:
    forms = f"{fake.url}/control/forms"
    page = requests.post(f"{forms}/products/product-3", data={"action": "sell_out"}, timeout=5)
    requests.post(f"{forms}/products/product-3", data={"action": "unpublish"}, timeout=5)
    text = {"action": "rewrite", "title": "Acids", "body_html": "<p>One.</p>\r\n<p>Two.</p>"}
    requests.post(f"{forms}/articles/news/article-1", data=text, timeout=5)

    assert 200 == page.status_code
    assert "Restock Product 3" in page.text
    assert "script" not in page.headers["Content-Security-Policy"]
    assert (False, None) == (
        product(fake, "product-3").available,
        product(fake, "product-3").published_at,
    )
    assert "<p>One.</p>\n<p>Two.</p>" == article(fake, "article-1").body_html


@pytest.mark.parametrize(
    "form", [{"action": "explode"}, {}, {"action": "reprice", "price": "many"}]
)
def test_the_page_refuses_a_form_that_it_did_not_make(
    fake: FakeProcess, form: dict[str, str]
) -> None:
    answer = requests.post(f"{fake.url}/control/forms/products/product-1", data=form, timeout=5)

    assert 400 == answer.status_code


def test_serves_pictures_that_caches_may_keep(fake: FakeProcess) -> None:
    name = min(file.name for file in IMAGES.iterdir())

    answer = requests.get(f"{fake.url}/files/{name}", timeout=5)

    assert (IMAGES / name).read_bytes() == answer.content
    assert "max-age=3600" in answer.headers["Cache-Control"]
    assert answer.headers["ETag"]


def test_serves_nothing_but_pictures(fake: FakeProcess) -> None:
    answer = requests.get(f"{fake.url}/files/..%2Fshop.toml", timeout=5)

    assert 404 == answer.status_code
