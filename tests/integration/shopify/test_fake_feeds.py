"""What anyone may read of a shop of the fake."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree as ET

import pytest
import requests

from tests.integration.shopify.fake_process import TOKEN, FakeProcess, running_fake
from tests.unit.shopify.demo_things import (
    NOW,
    a_demo_article,
    a_demo_product,
    a_demo_shop,
    a_variant,
)

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FakeProcess]:
    shop = a_demo_shop(
        products=(
            a_demo_product(1, variants=(a_variant(1, available=False), a_variant(2))),
            a_demo_product(2, status="DRAFT"),
            a_demo_product(3, status="UNLISTED"),
            a_demo_product(4, published_at=None),
            a_demo_product(5),
        ),
        articles=(
            a_demo_article(1, body_html="<p>Crème &amp; balm</p>"),
            a_demo_article(2, published_at=None),
            a_demo_article(3, published_at=NOW.replace(year=2126)),
        ),
    )
    with running_fake(tmp_path_factory.mktemp("fake") / "state.json", {TOKEN: shop}) as fake:
        yield fake


def test_products_that_are_on_sale_are_public(fake: FakeProcess) -> None:
    said = requests.get(f"{fake.url}/products.json", timeout=5).json()["products"]

    assert ["product-1", "product-5"] == [product["handle"] for product in said]
    assert [False, True] == [variant["available"] for variant in said[0]["variants"]]
    assert (["evening"], "24.00") == (said[0]["tags"], said[0]["variants"][0]["price"])


def test_products_come_in_pages(fake: FakeProcess) -> None:
    pages = [
        requests.get(f"{fake.url}/products.json?limit=1&page={n}", timeout=5).json()["products"]
        for n in (1, 2, 3)
    ]

    assert [["product-1"], ["product-5"], []] == [[p["handle"] for p in page] for page in pages]


def test_a_blog_is_a_feed_of_what_is_out(fake: FakeProcess) -> None:
    answer = requests.get(f"{fake.url}/blogs/news.atom", timeout=5)

    [entry] = ET.fromstring(answer.content).findall(f"{ATOM}entry")
    assert "application/atom+xml" in answer.headers["Content-Type"]
    assert f"{fake.url}/blogs/news/article-1" == entry.findtext(f"{ATOM}id")
    assert "<p>Crème &amp; balm</p>" == entry.findtext(f"{ATOM}content")


def test_a_blog_that_is_not_there_has_no_feed(fake: FakeProcess) -> None:
    assert 404 == requests.get(f"{fake.url}/blogs/unknown.atom", timeout=5).status_code
