"""A shop with products, two articles that have been read, rules and people of every role."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from cryptography.fernet import Fernet

from config.settings import Settings
from service.auth.passwords import hashed
from service.domain.articles import (
    Article,
    ArticleId,
    ArticleState,
    ArticleText,
    Block,
    BlockKind,
    HandPlacedLink,
    Placement,
    Zone,
)
from service.domain.catalog import PriceRange, Product, ProductId, Shop, ShopDomain
from service.domain.jobs import JobKind
from service.domain.lexicon import CategoryId, IngredientCategory, Lexicon
from service.domain.mappings import Mapping, Rule, RuleId
from service.domain.members import MemberRole
from service.domain.reading import (
    CategoryReading,
    Mention,
    Quote,
    Reading,
    Role,
    Setting,
    Stance,
)
from service.ports import ShopFacts
from service.storage import articles, catalog, mappings, shops, users
from service.storage.database import Database
from service.wiring import Services, build
from tests.builders import NOW, a_product, an_article

DOMAIN = ShopDomain("fernwick.myshopify.com")
OTHER_DOMAIN = ShopDomain("other.myshopify.com")
PASSWORD = "correct horse battery"
HASH = hashed(PASSWORD)  # slow on purpose: once for all tests

EXFOLIANTS = CategoryId("physical_exfoliants")
RETINOIDS = CategoryId("retinoids")
MARKUP = "<script>window.broken = 1</script>"

SCRUB, SERUM, RETINAL, GONE_SOON, ODD = (ProductId(number) for number in (101, 102, 103, 104, 105))


LEXICON = Lexicon(
    "test",
    {
        category.id: category
        for category in (
            IngredientCategory(CategoryId("exfoliants"), "Exfoliant", None, 20),
            IngredientCategory(EXFOLIANTS, "Physical exfoliant", CategoryId("exfoliants"), 10),
            IngredientCategory(RETINOIDS, "Retinoid", None, 30),
            IngredientCategory(CategoryId("vitamin_c"), "Vitamin C", None, 30),
        )
    },
    (),
)


@dataclass
class Bell:
    """A doorbell that remembers what was rung."""

    rung: list[JobKind] = field(default_factory=list)

    def ring(self, kind: JobKind) -> None:
        self.rung.append(kind)

    def ring_segments(self) -> None: ...


def the_services(folder: Path, database: Database, redis_url: str, bell: Bell) -> Services:
    """The real services, a day after `NOW`, with a small lexicon."""
    settings = Settings(
        data_dir=folder,
        database_url=database.url,
        database_system_url=database.system_url,
        redis_url=redis_url,
        secret_key="a secret of at least thirty-two letters",
        token_keys=Fernet.generate_key().decode(),
    )
    return replace(
        build(settings),
        database=database,
        lexicon=LEXICON,
        doorbell=bell,
        clock=lambda: NOW + timedelta(days=1),
    )


def furnish(database: Database) -> Shop:
    """Fill an empty database; people sign in as ``<role>@fernwick.test`` with `PASSWORD`."""
    with database.system() as tx:
        facts = ShopFacts("Fernwick", "USD", "Europe/Paris", "https://shop.example")
        shop = shops.install(tx, DOMAIN, facts, sealed_token=b"sealed", now=NOW)
        other = replace(facts, name="Other")
        shops.install(tx, OTHER_DOMAIN, other, sealed_token=b"sealed", now=NOW)
        catalog.store(tx, shop.id, the_products())
        for article, reading in the_articles():
            articles.store(tx, shop.id, [article])
            articles.store_reading(tx, shop.id, article, reading)
            articles.give_first_states(tx, shop.id, {article.id: (ArticleState.WAITING, "new")})
        mappings.publish(tx, shop.id, the_mapping(), author="seed", note="The start", now=NOW)
        for role in MemberRole:
            email = f"{role.value}@fernwick.test"
            made = users.create(tx, email, password=HASH, uniquifier=f"u-{role.value}", now=NOW)
            assert made is not None
            users.set_membership(tx, shop.id, made.id, role)
    return shop


def the_products() -> Sequence[Product]:
    price = PriceRange(Decimal("27.95"), Decimal("27.95"), "USD")
    return [
        a_product(SCRUB, title="Deep Exfoliating Clay Scrub", handle="clay-scrub", price=price),
        a_product(SERUM, title="Super Smooth Resurfacing Serum", handle="resurfacing-serum"),
        a_product(RETINAL, title="Retinal Super Serum", handle="retinal-serum", price=price),
        a_product(GONE_SOON, title="Gentle Sugar Polish", handle="sugar-polish", available=False),
        a_product(ODD, title=f"Odd {MARKUP}", handle="odd"),
    ]


def the_mapping() -> Mapping:
    return Mapping(
        rules=(
            Rule(RuleId("exfoliants"), EXFOLIANTS, (SCRUB, GONE_SOON, ODD)),
            Rule(RuleId("retinoids"), RETINOIDS, (RETINAL, SERUM), label="Retinoid"),
        )
    )


def the_articles() -> list[tuple[Article, Reading]]:
    milia = an_article(1, title="What are milia?", handle="milia", tags=("Milia",))
    odd = an_article(2, title=f"Odd {MARKUP}", handle="odd")
    return [
        (milia, a_milia_reading(milia)),
        (odd, Reading(_text((odd.title,)), (), (), frozenset(), LEXICON.version)),
    ]


def a_milia_reading(article: Article) -> Reading:
    says = (
        article.title,
        "Milia are small white bumps. Regular exfoliation with a scrub can help prevent milia.",
        "How are they treated?",
        "Once formed, they can be treated with a topical retinoid at home.",
        "Never scrub hard: a harsh scrub hurts the skin.",
        "Click here for the Retinal Super Serum",
    )
    text = _text(says)
    scrub = _mention(text, EXFOLIANTS, "scrub", stance=Stance.RECOMMEND, role=Role.PREVENTS)
    retinoid = _mention(text, RETINOIDS, "retinoid", stance=Stance.RECOMMEND, role=Role.TREATS)
    harsh = _mention(text, EXFOLIANTS, "harsh scrub", stance=Stance.AVOID)
    return Reading(
        text,
        (scrub, retinoid, harsh),
        (
            CategoryReading(
                EXFOLIANTS, 0.42, Stance.RECOMMEND, Role.PREVENTS, True, False, evidence=0
            ),
            CategoryReading(
                RETINOIDS, 0.31, Stance.RECOMMEND, Role.TREATS, True, False, evidence=1
            ),
        ),
        frozenset(),
        LEXICON.version,
    )


def _text(says: Sequence[str]) -> ArticleText:
    kinds = (BlockKind.HEADING, *(BlockKind.PARAGRAPH,) * (len(says) - 1))
    zones = (Zone.TITLE, Zone.INTRO, Zone.HEADING, Zone.BODY, Zone.BODY, Zone.CALL_TO_ACTION)
    blocks: list[Block] = []
    at = 0
    for number, said in enumerate(says):
        kind = BlockKind.HEADING if zones[number] is Zone.HEADING else kinds[number]
        level = {0: 1, 2: 2}.get(number)
        element = number - 1 if number else None
        blocks.append(Block(kind, zones[number], at, at + len(said), level, element))
        at += len(said) + 1
    text = "\n".join(says)
    links: tuple[HandPlacedLink, ...] = ()
    if "Click here" in text:
        start = text.index("Click here")
        links = (
            HandPlacedLink(
                "retinal-serum", "/products/retinal-serum", says[-1], start, len(says) - 1
            ),
        )
    return ArticleText(text, tuple(blocks), links, Placement(1), Placement(len(says) - 1))


def _mention(
    text: ArticleText, category: CategoryId, term: str, *, stance: Stance, role: Role | None = None
) -> Mention:
    start = text.text.index(term)
    block = next(b for b in text.blocks if b.start <= start < b.end)
    quote = Quote(text.text[block.start : block.end], block.start, block.end)
    return Mention(
        category,
        term,
        start,
        start + len(term),
        block.zone,
        stance,
        role,
        Setting.AT_HOME,
        None,
        None,
        quote,
    )


MILIA = ArticleId(1)
ODD_ARTICLE = ArticleId(2)
