"""A demo shop of four products and one article, with hand-placed links in two places."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from service.demo.shop import DemoArticle, DemoBlog, DemoProduct, DemoShop, DemoVariant

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


def a_variant(number: int, price: str = "26.00", **changes: Any) -> DemoVariant:
    return replace(DemoVariant(number, "30 ml", Decimal(price), None, available=True), **changes)


def a_demo_product(number: int, handle: str, title: str, **changes: Any) -> DemoProduct:
    product = DemoProduct(
        id=number,
        handle=handle,
        title=title,
        product_type="Serum",
        tags=(),
        description_html="<p>A clear serum.</p>",
        ingredients="Aqua, Glycerin, Retinal",
        status="ACTIVE",
        is_gift_card=False,
        variants=(a_variant(number * 10),),
        image="",
        image_alt="",
        published_at=THEN,
        updated_at=THEN,
    )
    return replace(product, **changes)


def a_demo_shop(**changes: Any) -> DemoShop:
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
    shop = DemoShop(
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
    return replace(shop, **changes)
