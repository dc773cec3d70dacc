"""The demo's online store beside a small Endcap, and a real browser to look at both."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page

from service.demo.fake_shopify import storefront
from service.demo.fake_shopify.state import State
from service.demo.fake_shopify.store import Store
from service.demo.shop import DemoArticle, DemoBlog, DemoProduct, DemoShop, DemoVariant
from tests.e2e.storefront.stub import StubEndcap, a_milia_stub, address, serve

THEN = datetime(2026, 3, 11, 14, tzinfo=UTC)
LINKS = """
<p><a href="/products/scrub">Shop the Deep Exfoliating Clay Scrub</a></p>
<p><a href="/products/acids">Shop the Super Smooth Resurfacing Serum</a></p>
<p><a href="/products/other">Shop the Gentle Cleanser</a></p>
"""
SENTENCE = "Milia are small, firm beads of keratin under a thin lid of skin, and they do no harm. "
ARTICLE = f"""
<p>{SENTENCE * 2}</p>
<p>{SENTENCE * 3}</p>
{LINKS}
<h2>What are milia, exactly?</h2>
<p>{SENTENCE * 6}</p>
<p>{SENTENCE * 6}</p>
<p>{SENTENCE * 6}</p>
{LINKS}
<h2>References</h2>
<p>A handbook of the skin.</p>
"""


def a_demo_product(number: int, handle: str, title: str, price: str = "26.00") -> DemoProduct:
    return DemoProduct(
        id=number,
        handle=handle,
        title=title,
        product_type="Serum",
        tags=(),
        description_html="<p>A clear serum.</p>",
        ingredients="Aqua, Glycerin, Retinal",
        status="ACTIVE",
        is_gift_card=False,
        variants=(DemoVariant(number * 10, "30 ml", Decimal(price), None, available=True),),
        image="",
        image_alt="",
        published_at=THEN,
        updated_at=THEN,
    )


def a_demo_shop() -> DemoShop:
    article = DemoArticle(
        id=900,
        blog_handle="news",
        handle="milia",
        title="Milia: what those tiny white bumps are",
        author="Marit Oakes",
        tags=(),
        body_html=ARTICLE,
        summary="Small, firm, harmless and stubborn.",
        image="",
        image_alt="",
        published_at=THEN,
        updated_at=THEN,
    )
    return DemoShop(
        domain="fernwick.myshopify.com",
        name="Fernwick",
        currency="USD",
        timezone="America/New_York",
        blogs=(DemoBlog(1, "news", "Journal"),),
        products=(
            a_demo_product(11, "scrub", "Deep Exfoliating Clay Scrub"),
            a_demo_product(12, "acids", "Super Smooth Resurfacing Serum"),
            a_demo_product(13, "retinal", "Retinal Super Serum"),
            a_demo_product(14, "other", "Gentle Cleanser"),
        ),
        articles=(article,),
    )


@pytest.fixture
def endcap() -> Iterator[StubEndcap]:
    stub = a_milia_stub()
    server = serve(stub.app())
    stub.url = address(server)
    yield stub
    server.shutdown()


@pytest.fixture
def store_url(endcap: StubEndcap) -> Iterator[str]:
    app = Flask("store")
    store = Store(State(shops={"token": a_demo_shop()}))
    storefront.register(app, store, endcap_url=endcap.url)
    server = serve(app)
    endcap.store_url = address(server)
    yield endcap.store_url
    server.shutdown()


@pytest.fixture
def article_url(store_url: str) -> str:
    return f"{store_url}/blogs/news/milia"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page that must not complain: errors in its console fail the test."""
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    assert complaints == []
