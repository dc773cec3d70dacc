"""Which texts hold which category is kept beside their readings, and counted without them."""

from __future__ import annotations

from service.domain.articles import Article, ArticleText, Placement
from service.domain.catalog import Product, Shop, ShopDomain
from service.domain.lexicon import CategoryId
from service.domain.reading import (
    CategoryReading,
    Presence,
    ProductCategory,
    ProductReading,
    Reading,
    Stance,
)
from service.ports import ShopFacts
from service.storage import articles, catalog, content, ingredients, shops
from service.storage.database import Database
from service.storage.ingredients import FoundIn
from tests.builders import AHA, NOW, a_product, an_article

BHA = CategoryId("bha")
ACIDS = CategoryId("chemical_exfoliants")


def a_shop_in(database: Database) -> Shop:
    facts = ShopFacts("Fernwick", "USD", "Europe/Paris", "https://shop.example")
    with database.system() as tx:
        domain = ShopDomain("fernwick.myshopify.com")
        return shops.install(tx, domain, facts, sealed_token=b"sealed", now=NOW)


def read_article(database: Database, shop: Shop, article: Article, **said: float) -> None:
    found = tuple(
        CategoryReading(CategoryId(name), salience, Stance.RECOMMEND, None, True, False, 0)
        for name, salience in said.items()
    )
    text = ArticleText(article.title, (), (), None, Placement(0))
    with database.system() as tx:
        articles.store(tx, shop.id, [article])
        reading = Reading(text, (), found, frozenset(), "v1")
        articles.store_reading(tx, shop.id, article, reading)


def read_product(database: Database, shop: Shop, product: Product, **held: Presence) -> None:
    found = tuple(ProductCategory(CategoryId(c), p, "title", "") for c, p in held.items())
    with database.system() as tx:
        catalog.store(tx, shop.id, [product])
        new = content.new_reading(product, ProductReading(found, "v1"), "", before=None)
        catalog.store_readings(tx, shop.id, [new])


def test_counts_what_articles_speak_of_and_products_are_about(database: Database) -> None:
    shop = a_shop_in(database)
    read_article(database, shop, an_article(1), aha=0.5, bha=0.2)
    read_article(database, shop, an_article(2), aha=0.4)
    read_product(database, shop, a_product(1), aha=Presence.ACTIVE, bha=Presence.TRACE)

    with database.system(read_only=True) as tx:
        assert {AHA: FoundIn(2, 1), BHA: FoundIn(1, 0)} == ingredients.count(tx, shop.id)


def test_counts_a_text_once_for_all_that_stands_below_an_umbrella(database: Database) -> None:
    shop = a_shop_in(database)
    read_article(database, shop, an_article(1), aha=0.5, bha=0.2)

    with database.system(read_only=True) as tx:
        found = ingredients.count(tx, shop.id, {AHA: ACIDS, BHA: ACIDS})
    assert {ACIDS: FoundIn(1, 0)} == found


def test_what_is_read_again_takes_the_place_of_what_was_read(database: Database) -> None:
    shop = a_shop_in(database)
    read_article(database, shop, an_article(1), aha=0.5)
    read_article(database, shop, an_article(1), bha=0.5)

    with database.system(read_only=True) as tx:
        assert {BHA: FoundIn(1, 0)} == ingredients.count(tx, shop.id)


def test_forgets_what_leaves_the_shop_and_passes_over_what_has_left(database: Database) -> None:
    shop = a_shop_in(database)
    read_article(database, shop, an_article(1), aha=0.5)
    gone = an_article(1)
    with database.system() as tx:
        articles.remove_all_but(tx, shop.id, [])
        left = ingredients.count(tx, shop.id)
        text = ArticleText(gone.title, (), (), None, Placement(0))
        found = (CategoryReading(AHA, 0.5, Stance.NEUTRAL, None, True, False, 0),)
        reading = Reading(text, (), found, frozenset(), "v1")
        articles.store_reading(tx, shop.id, gone, reading)

    with database.system(read_only=True) as tx:
        assert ({}, {}) == (left, ingredients.count(tx, shop.id))


def test_finds_the_articles_that_it_is_most_central_to_first(database: Database) -> None:
    shop = a_shop_in(database)
    for number, salience in ((1, 0.1), (2, 0.9), (3, 0.4)):
        read_article(database, shop, an_article(number), aha=salience)

    with database.system(read_only=True) as tx:
        found = ingredients.articles_with(tx, shop.id, {AHA, BHA}, limit=2, offset=0)
        rest = ingredients.articles_with(tx, shop.id, {AHA, BHA}, limit=2, offset=2)
        total = ingredients.count_articles_with(tx, shop.id, {AHA, BHA})
        stances = ingredients.stances_of(tx, shop.id, {AHA})
    assert ([2, 3], [1], 3) == (found, rest, total)
    assert {Stance.RECOMMEND: 3} == stances


def test_finds_the_products_that_are_about_it_before_traces(database: Database) -> None:
    shop = a_shop_in(database)
    read_product(database, shop, a_product(1, title="A"), aha=Presence.TRACE)
    read_product(database, shop, a_product(2, title="B"), aha=Presence.ACTIVE)

    with database.system(read_only=True) as tx:
        found = ingredients.products_with(tx, shop.id, {AHA}, limit=9, offset=0)
        total = ingredients.count_products_with(tx, shop.id, {AHA})
    assert [(2, Presence.ACTIVE), (1, Presence.TRACE)] == found
    assert 2 == total
