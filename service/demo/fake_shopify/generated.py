"""A large shop made of numbers: the same seed, the same hundred thousand products."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from service.demo.fake_shopify.herd import Herd, Recipe
from service.demo.shop import DemoArticle, DemoBlog, DemoProduct, DemoShop, DemoVariant

DOMAIN = "endcap-large.myshopify.com"
FIRST_PRODUCT = 7_000_000_000_000
FIRST_ARTICLE = 600_000_000_000
FIRST_VARIANT = 40_000_000_000_000
MOST_VARIANTS = 17
"""From 1 to this many, nine on average: with its list of ingredients a product is eleven rows."""

BEGAN_AT = datetime(2025, 11, 1, tzinfo=UTC)
YEAR = 365 * 24 * 3600

INGREDIENTS = (
    "Aqua", "Glycerin", "Niacinamide", "Retinol", "Salicylic Acid", "Glycolic Acid", "Lactic Acid",
    "Ascorbic Acid", "Tocopherol", "Panthenol", "Squalane", "Sodium Hyaluronate", "Ceramide NP",
    "Azelaic Acid", "Zinc Oxide", "Titanium Dioxide", "Allantoin", "Bakuchiol", "Caffeine",
    "Centella Asiatica Extract", "Butyrospermum Parkii Butter", "Simmondsia Chinensis Seed Oil",
    "Kaolin", "Urea", "Benzoyl Peroxide", "Mandelic Acid", "Phenoxyethanol", "Xanthan Gum",
)  # fmt: skip
KINDS = ("Serum", "Cream", "Cleanser", "Toner", "Mask", "Oil", "Balm", "Sunscreen", "Peel", "Mist")
MOODS = ("Quiet", "Morning", "Velvet", "Bright", "Still", "Clear", "Soft", "Evening", "Plain")
TAGS = ("face", "body", "evening", "morning", "dry skin", "oily skin", "sensitive", "new")
SENTENCES = (
    "{a} helps skin hold on to water through the night.",
    "We reach for {a} first when pores look clogged.",
    "Begin with {a} twice a week, and add {b} once skin is calm.",
    "{a} and {b} work well together, one in the morning and one in the evening.",
    "Skin that is new to {a} may feel tight for some days.",
    "Nothing here replaces sunscreen, and {a} makes that truer.",
    "A little {a} goes a long way on damp skin.",
    "Many of us skipped {b} for years, and came back to it.",
    "Read the label: {a} is often near the end of the list.",
    "Those who find {b} too strong often do well with {a}.",
)


def generated_shop(
    products: int, articles: int, *, seed: int = 1, variants: int = MOST_VARIANTS
) -> DemoShop:
    """Return a shop whose things are made when they are looked at; *variants*: at most so many."""
    make = _products(seed, variants)
    return DemoShop(
        domain=DOMAIN,
        name="Endcap Large",
        currency="EUR",
        timezone="Europe/Berlin",
        blogs=(DemoBlog(1, "journal", "Journal"), DemoBlog(2, "guides", "Guides")),
        products=Herd(Recipe(products, FIRST_PRODUCT, make, _moment(seed))),
        articles=Herd(Recipe(articles, FIRST_ARTICLE, _articles(seed), _moment(seed + 1))),
    )


def _products(seed: int, variants: int) -> Callable[[int], DemoProduct]:
    moment = _moment(seed)

    def make(number: int) -> DemoProduct:
        dice = _dice(seed, number)
        kind, mood = dice.choice(KINDS), dice.choice(MOODS)
        listed = dice.sample(INGREDIENTS, dice.randint(6, 16))
        price = Decimal(dice.randint(600, 9000)) / 100
        changed_at = datetime.fromtimestamp(moment(number), UTC)
        return DemoProduct(
            id=FIRST_PRODUCT + number,
            handle=f"{mood}-{kind}-{number}".lower(),
            title=f"{mood} {listed[1]} {kind} No. {number}",
            product_type=kind,
            tags=tuple(dice.sample(TAGS, 2)),
            description_html=f"<p>{_prose(dice, 3)}</p><p>INCI: {', '.join(listed)}</p>",
            ingredients=", ".join(listed),
            status="ACTIVE" if dice.random() < 0.95 else dice.choice(("DRAFT", "UNLISTED")),
            is_gift_card=False,
            variants=_variants(dice, number, price, variants),
            image="",
            image_alt="",
            published_at=min(changed_at, BEGAN_AT),
            updated_at=changed_at,
        )

    return make


def _variants(
    dice: random.Random, number: int, price: Decimal, most: int
) -> tuple[DemoVariant, ...]:
    return tuple(
        DemoVariant(
            id=FIRST_VARIANT + number * 100 + at,
            title=f"{10 * (at + 1)} ml",
            price=price + 3 * at,
            compare_at_price=price + 3 * at + 5 if at % 5 == 4 else None,
            available=dice.random() < 0.9,
        )
        for at in range(dice.randint(1, most))
    )


def _articles(seed: int) -> Callable[[int], DemoArticle]:
    moment = _moment(seed + 1)

    def make(number: int) -> DemoArticle:
        dice = _dice(seed + 1, number)
        subject = dice.choice(INGREDIENTS[2:])
        changed_at = datetime.fromtimestamp(moment(number), UTC)
        parts = [f"<h2>{dice.choice(MOODS)} skin</h2><p>{_prose(dice, 6)}</p>" for _ in range(6)]
        return DemoArticle(
            id=FIRST_ARTICLE + number,
            blog_handle="guides" if number % 4 == 0 else "journal",
            handle=f"on-{subject.lower().replace(' ', '-')}-{number}",
            title=f"What {subject.lower()} does for skin, part {number}",
            author="Ines Moreau",
            tags=tuple(dice.sample(TAGS, 2)),
            body_html="".join(parts),
            summary="",
            image="",
            image_alt="",
            published_at=changed_at - timedelta(days=3),
            updated_at=changed_at,
        )

    return make


def _prose(dice: random.Random, sentences: int) -> str:
    said = []
    for _ in range(sentences):
        first, second = dice.sample(INGREDIENTS[2:], 2)
        said.append(dice.choice(SENTENCES).format(a=first.lower(), b=second.lower()))
    return " ".join(text[0].upper() + text[1:] for text in said)


def _moment(seed: int) -> Callable[[int], int]:
    """Return what says when a thing was changed: some second of a year, the same every time."""
    began = int(BEGAN_AT.timestamp())
    return lambda number: began + ((number + 1) * 2_654_435_761 + seed * 40_503) % YEAR


def _dice(seed: int, number: int) -> random.Random:
    return random.Random(seed * 1_000_000_007 + number)  # noqa: S311 - content, not a secret
