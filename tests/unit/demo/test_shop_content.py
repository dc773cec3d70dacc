"""What the demo shop promises to the tests, the tour and the people who look at it."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime
from decimal import Decimal
from xml.etree import ElementTree as ET  # our own drawings

import pytest
from selectolax.lexbor import LexborHTMLParser

from service.demo.shop import (
    DEAD_LINKS,
    HYDROXY_ACID_PARAGRAPHS,
    IMAGES,
    UNSELLABLE,
    DemoArticle,
    DemoProduct,
    load,
    load_approved,
    load_mapping,
)

SHOP = load()
PRODUCTS = {product.handle: product for product in SHOP.products}
ARTICLES = {(article.blog_handle, article.handle): article for article in SHOP.articles}
MILIA = ARTICLES["news", "what-are-milia"]
MILIA_TRIO = [
    "deep-exfoliating-clay-scrub",
    "super-smooth-resurfacing-serum",
    "retinal-super-serum",
]
OPENING_DAY = datetime(2025, 5, 1, tzinfo=UTC)
TODAY = datetime(2026, 11, 1, tzinfo=UTC)
CATEGORIES = {
    "retinoids",
    "aha",
    "bha",
    "pha",
    "chemical_exfoliants",
    "physical_exfoliants",
    "clay_charcoal",
    "vitamin_c",
    "niacinamide",
    "hyaluronic_humectants",
    "ceramides",
    "sunscreen",
    "peptides",
    "azelaic_acid",
}
ACIDS = re.compile(r"hydroxy|glycolic|lactic|mandelic|\bAHA", re.IGNORECASE)


EVERYTHING: tuple[DemoProduct | DemoArticle, ...] = (*SHOP.products, *SHOP.articles)


def links(html: str, prefix: str) -> list[str]:
    """What stands behind *prefix* in each link, in order."""
    found = LexborHTMLParser(html).css(f'a[href^="{prefix}"]')
    return [(link.attributes["href"] or "").removeprefix(prefix) for link in found]


def prose(html: str) -> str:
    """The visible words without those of links."""
    tree = LexborHTMLParser(html)
    tree.strip_tags(["a"], recursive=True)
    return tree.text(separator=" ")


def body_before(html: str, heading: str) -> str:
    return html[: html.index(heading)]


def is_unsellable(product: DemoProduct) -> dict[str, bool]:
    return {
        "sold out": not any(variant.available for variant in product.variants),
        "draft": product.status == "DRAFT",
        "unlisted": product.status == "UNLISTED",
        "gift card": product.is_gift_card,
        "costs nothing": min(variant.price for variant in product.variants) <= 0,
    }


def test_is_large_enough_to_be_a_shop() -> None:
    assert len(SHOP.products) >= 26
    assert len(SHOP.articles) >= 18
    assert {"news", "ingredient-notes"} == {blog.handle for blog in SHOP.blogs}


def test_loads_the_same_shop_every_time() -> None:
    assert SHOP == load()


def test_no_id_or_handle_stands_for_two_things() -> None:
    ids = [thing.id for thing in EVERYTHING] + [blog.id for blog in SHOP.blogs]
    ids += [variant.id for product in SHOP.products for variant in product.variants]

    assert [] == [number for number, times in Counter(ids).items() if times > 1]
    assert len(PRODUCTS) == len(SHOP.products)
    assert len(ARTICLES) == len(SHOP.articles)


def test_every_article_stands_in_a_blog_and_no_blog_is_empty() -> None:
    assert {blog.handle for blog in SHOP.blogs} == {blog for blog, _ in ARTICLES}


@pytest.mark.parametrize(
    ("handle", "title"),
    [
        ("deep-exfoliating-clay-scrub", "Deep Exfoliating Clay Scrub"),
        ("super-smooth-resurfacing-serum", "Super Smooth Resurfacing Serum"),
        ("retinal-super-serum", "Retinal Super Serum"),
    ],
)
def test_sells_the_three_products_of_the_milia_article(handle: str, title: str) -> None:
    assert title == PRODUCTS[handle].title


def test_exactly_the_named_products_can_not_be_sold_each_for_its_own_reason() -> None:
    found = {
        product.handle: [reason for reason, holds in is_unsellable(product).items() if holds]
        for product in SHOP.products
        if any(is_unsellable(product).values())
    }

    assert {handle: [reason] for handle, reason in UNSELLABLE.items()} == found


def test_only_the_draft_is_unpublished() -> None:
    assert ["mandelic-peel-pads"] == [p.handle for p in SHOP.products if p.published_at is None]


def test_two_products_are_reduced() -> None:
    reduced = {
        product.handle
        for product in SHOP.products
        for variant in product.variants
        if variant.compare_at_price is not None and variant.compare_at_price > variant.price
    }

    assert {"lactic-night-lotion", "smooth-arms-body-lotion"} == reduced


def test_every_price_has_two_decimals() -> None:
    prices = [variant.price for product in SHOP.products for variant in product.variants]

    assert prices == [price.quantize(Decimal("0.01")) for price in prices]


@pytest.mark.parametrize("product", SHOP.products, ids=lambda product: product.handle)
def test_a_product_lists_each_ingredient_once(product: DemoProduct) -> None:
    names = re.split(r", (?!2-)", product.ingredients)  # 1,2-Hexanediol has no blank

    assert len(names) == len(set(names))
    assert not product.ingredients.endswith((",", "."))
    assert "\n" not in product.ingredients


def test_the_cleanser_has_an_acid_only_as_its_last_ingredient() -> None:
    assert PRODUCTS["oat-gel-cleanser"].ingredients.endswith(", Citric Acid")


@pytest.mark.parametrize("thing", EVERYTHING, ids=lambda thing: thing.handle)
def test_dates_lie_within_the_eighteen_months_since_opening(
    thing: DemoProduct | DemoArticle,
) -> None:
    published = thing.published_at or thing.updated_at

    assert OPENING_DAY <= thing.updated_at < TODAY
    assert published <= thing.updated_at or published > TODAY


def test_one_article_is_scheduled() -> None:
    later = [a.handle for a in SHOP.articles if a.published_at is None or a.published_at > TODAY]

    assert ["bakuchiol-or-retinol"] == later


def pictures() -> list[str]:
    """The file names of all pictures that the shop shows, those inside articles too."""
    texts = "".join(article.body_html for article in SHOP.articles)
    inside: list[str] = re.findall(r"/cdn/shop/files/([\w-]+\.svg)", texts)
    return [thing.image for thing in EVERYTHING] + inside


def test_every_drawing_is_used_and_none_is_missing() -> None:
    assert sorted(set(pictures())) == sorted(path.name for path in IMAGES.iterdir())


@pytest.mark.parametrize("name", sorted(set(pictures())))
def test_a_drawing_is_small_well_formed_and_stands_alone(name: str) -> None:
    source = (IMAGES / name).read_text("utf-8")
    root = ET.fromstring(source)
    size = (root.get("width"), root.get("height"))

    assert size in {("800", "800"), ("1600", "900")}
    assert f"0 0 {size[0]} {size[1]}" == root.get("viewBox")
    assert len(source.encode()) < 6000
    assert [] == re.findall(r"""<script|<image|url\((?!#)|href="(?!#)""", source)


def test_every_picture_has_words_for_those_who_do_not_see_it() -> None:
    assert [] == [t.handle for t in EVERYTHING if not t.image_alt]


def test_product_links_lead_to_products_but_for_the_dead_one() -> None:
    linked = {handle for a in SHOP.articles for handle in links(a.body_html, "/products/")}

    assert linked - PRODUCTS.keys() == DEAD_LINKS


def test_journal_links_lead_to_articles() -> None:
    linked = {
        tuple(path.split("/")) for a in SHOP.articles for path in links(a.body_html, "/blogs/")
    }

    assert linked <= ARTICLES.keys()


@pytest.mark.parametrize("article", SHOP.articles, ids=lambda article: article.handle)
def test_an_article_is_long_enough_to_be_read_and_closes_its_tags(article: DemoArticle) -> None:
    words = LexborHTMLParser(article.body_html).text(separator=" ").split()
    xml = re.sub(r"<(img[^>]*)>", r"<\1/>", article.body_html)

    ET.fromstring(f"<div>{re.sub(r'&(?!amp;)[a-z]+;', ' ', xml)}</div>")
    assert 250 <= len(words) <= 1100


def test_milia_links_the_three_products_after_the_intro_and_again_at_the_end() -> None:
    html = MILIA.body_html
    before_headings = body_before(html, "<h2>")
    after_text = html[html.index("What should I not do?") :]

    assert MILIA_TRIO * 2 == links(html, "/products/")
    assert MILIA_TRIO == links(before_headings, "/products/")
    assert MILIA_TRIO == links(body_before(after_text, "References"), "/products/")


def test_milia_names_retinal_nowhere_but_in_links() -> None:
    assert re.search(r"\bretinal\b", MILIA.body_html, re.IGNORECASE)
    assert not re.search(r"\bretinal\b", prose(MILIA.body_html), re.IGNORECASE)


def test_milia_speaks_of_hydroxy_acids_in_the_named_paragraphs_alone() -> None:
    blocks = re.findall(r"<(p|li|h\d|figcaption|td)\b(.*?)</\1>", MILIA.body_html)
    found = [f"<{tag}{rest}" for tag, rest in blocks if ACIDS.search(rest)]

    assert len(HYDROXY_ACID_PARAGRAPHS) == len(found)
    for block, opening in zip(found, HYDROXY_ACID_PARAGRAPHS, strict=True):
        assert block.startswith(opening)


def test_milia_still_recommends_a_scrub_and_retinoids_without_those_paragraphs() -> None:
    kept = [
        block
        for block in re.findall(r"<p>.*?</p>", body_before(MILIA.body_html, "<h3>References"))
        if not block.startswith(HYDROXY_ACID_PARAGRAPHS)
    ]
    rest = prose("".join(kept))

    assert not re.search(r"\bacids?\b|exfoliat", rest, re.IGNORECASE)
    assert "a gentle scrub once or twice a week helps prevent them" in rest
    assert "creams with retinoids" in rest


@pytest.mark.parametrize(
    "trap",
    [
        "cells are not shed properly, you can",
        "in the stubborn cases where they do not, topical retinoids are usually prescribed",
        "if not, a dermatologist can lift them out or suggest a topical retinoid",
        "very common in newborns",
        "on the eyelids",
        "excised by a dermatologist",
        "chemical peels in a clinic",
        "no substitute for professional advice",
        "what should i not do?",
        "← older post",
        "warts",
        "led caps and laser combs",
    ],
)
def test_milia_holds_what_a_careless_reader_stumbles_over(trap: str) -> None:
    text = LexborHTMLParser(MILIA.body_html).text(separator="").replace("’", "'").lower()

    assert trap in text


def test_the_pregnancy_article_warns_before_it_recommends() -> None:
    text = prose(ARTICLES["news", "skincare-in-pregnancy"].body_html)
    warned, offered = text.split("What can I use instead?")

    for name in ("retinoids", "salicylic acid", "hydroquinone"):
        assert name in warned
    for name in ("azelaic acid", "vitamin C", "mineral sunscreen", "hyaluronic acid"):
        assert name in offered


def test_rules_cover_every_category_with_products_that_exist() -> None:
    rules = load_mapping()

    assert CATEGORIES == {category for category, _, _ in rules}
    assert len(CATEGORIES) == len(rules)
    assert set() == {handle for _, _, handles in rules for handle in handles} - PRODUCTS.keys()


@pytest.mark.parametrize(
    ("category", "first"),
    [
        ("retinoids", "retinal-super-serum"),
        ("aha", "super-smooth-resurfacing-serum"),
        ("chemical_exfoliants", "super-smooth-resurfacing-serum"),
        ("physical_exfoliants", "deep-exfoliating-clay-scrub"),
    ],
)
def test_the_products_of_the_milia_article_stand_first_in_its_rules(
    category: str, first: str
) -> None:
    assert first == {rule: handles for rule, _, handles in load_mapping()}[category][0]


def test_every_rule_starts_with_a_product_that_can_be_sold() -> None:
    assert [] == [category for category, _, handles in load_mapping() if handles[0] in UNSELLABLE]


def test_every_article_but_the_scheduled_one_was_approved() -> None:
    approved = load_approved()

    assert ARTICLES.keys() - {("news", "bakuchiol-or-retinol")} == set(approved)
    assert len(set(approved)) == len(approved)
