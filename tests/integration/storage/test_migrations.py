"""One set of migrations makes what `tables` describes, on both databases."""

from __future__ import annotations

from dataclasses import replace

from alembic import command

from service.domain.articles import ArticleId
from service.domain.catalog import ProductId, ShopDomain
from service.domain.recommendations import Because, Candidate, Decision, Source
from service.ports import ShopFacts
from service.storage import answers, articles, shops
from service.storage import migrate as module
from service.storage.database import Database
from service.storage.migrate import differences, is_current, migrate
from tests.builders import NOW, an_article


def test_migrations_make_exactly_the_tables(owners_database: Database) -> None:
    found = differences(owners_database)

    assert found == []


def test_a_migrated_database_is_current(owners_database: Database) -> None:
    migrate(owners_database)

    assert is_current(owners_database)


def test_every_migration_can_be_taken_back_and_made_again(owners_database: Database) -> None:
    with owners_database.system() as tx:
        command.downgrade(module._config(tx), "base")
    assert not is_current(owners_database)

    migrate(owners_database)

    assert is_current(owners_database)
    assert [] == differences(owners_database)


def test_counting_begins_with_what_was_decided_before(owners_database: Database) -> None:
    facts = ShopFacts("Fernwick", "USD", "Europe/Paris", "https://shop.example")
    candidate = Candidate(
        ProductId(1), Because(None, Source.PIN, None, "", None, None, None), 1, 1, 1, frozenset()
    )
    decision = Decision(ArticleId(9_000_000_000_001), (candidate,), (), (), 1, "test")
    empty = replace(decision, article=ArticleId(9_000_000_000_002), candidates=())
    with owners_database.system() as tx:
        shop = shops.install(tx, ShopDomain("a.myshopify.com"), facts, sealed_token=None, now=NOW)
        articles.store(tx, shop.id, [an_article(each.article) for each in (decision, empty)])
        answers.store(tx, shop.id, [decision, empty], now=NOW)
        command.downgrade(module._config(tx), "0010")

    migrate(owners_database)

    with owners_database.system(read_only=True) as tx:
        assert 1 == answers.count_with_products(tx, shop.id)
