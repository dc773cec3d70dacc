"""What a shop's published rules put beside any text, without storing anything."""

from __future__ import annotations

import pytest

from service.domain.catalog import ProductId, Shop
from service.domain.errors import ArticleNotFoundError, ShopNotFoundError
from service.domain.lexicon import Lexicon
from service.domain.mappings import Mapping
from service.domain.reading.article import read_article, read_text
from service.domain.recommendations import Decision
from service.storage import answers, articles, catalog, mappings
from service.storage.database import Database
from service.storage.lexicon import load_default_lexicon
from service.usecases.explain_text import explain_article, explain_text
from tests.builders import NOW, a_product, a_rule, an_article
from tests.fakes import FakeClock

TEXT = "What acids do\n\nWe recommend glycolic acid for dull skin."
ARTICLE = an_article(1, body_html="<p>We recommend glycolic acid for dull skin.</p>")


@pytest.fixture
def lexicon() -> Lexicon:
    return load_default_lexicon()


@pytest.fixture
def stocked(database: Database, shop: Shop) -> Shop:
    """The shop with two products, a published rule for the second, and an article not yet read."""
    with database.system() as tx:
        catalog.store(tx, shop.id, [a_product(1), a_product(2)])
        articles.store(tx, shop.id, [ARTICLE])
        mapping = Mapping(rules=(a_rule(2, label="Acid"),))
        mappings.publish(tx, shop.id, mapping, author="Ines", note="", now=NOW)
    return shop


def said(decision: Decision) -> list[tuple[ProductId, str]]:
    return [(each.product, each.because.label) for each in decision.candidates]


def test_a_text_gets_what_the_published_rules_say(
    database: Database, stocked: Shop, lexicon: Lexicon, clock: FakeClock
) -> None:
    reading = read_text(TEXT, title=None, language="en", lexicon=lexicon)

    found = explain_text(stocked.domain, reading, database=database, lexicon=lexicon, clock=clock)

    assert [(ProductId(2), "Acid")] == said(found.decision)
    assert {1, 2} == set(found.products)


def test_a_text_that_names_no_ingredient_gets_nothing(
    database: Database, stocked: Shop, lexicon: Lexicon, clock: FakeClock
) -> None:
    reading = read_text("Opening hours\n\nFrom nine.", title=None, language="en", lexicon=lexicon)

    found = explain_text(stocked.domain, reading, database=database, lexicon=lexicon, clock=clock)

    assert [] == said(found.decision)


def test_a_text_leaves_nothing_behind(
    database: Database, stocked: Shop, lexicon: Lexicon, clock: FakeClock
) -> None:
    reading = read_text(TEXT, title=None, language="en", lexicon=lexicon)

    explain_text(stocked.domain, reading, database=database, lexicon=lexicon, clock=clock)

    with database.system(read_only=True) as tx:
        assert [ARTICLE.id] == [line.id for line in articles.lines(tx, stocked.id)]
        assert 1 == answers.missing(tx, stocked.id)


def test_the_text_of_an_unknown_shop_is_an_error(
    database: Database, stocked: Shop, lexicon: Lexicon, clock: FakeClock
) -> None:
    reading = read_text(TEXT, title=None, language="en", lexicon=lexicon)

    with pytest.raises(ShopNotFoundError):
        explain_text(
            "other.myshopify.com", reading, database=database, lexicon=lexicon, clock=clock
        )


@pytest.mark.parametrize("name", ["1", "news/article-1"])
def test_an_article_is_explained_as_it_was_read(
    database: Database, stocked: Shop, lexicon: Lexicon, clock: FakeClock, name: str
) -> None:
    reading = read_article(ARTICLE.body_html, title=ARTICLE.title, language="en", lexicon=lexicon)
    with database.system() as tx:
        articles.store_reading(tx, stocked.id, ARTICLE, reading)

    found = explain_article(stocked.domain, name, database=database, lexicon=lexicon, clock=clock)

    assert [(ProductId(2), "Acid")] == said(found.decision)


def test_an_article_that_has_not_been_read_is_not_there_yet(
    database: Database, stocked: Shop, lexicon: Lexicon, clock: FakeClock
) -> None:
    with pytest.raises(ArticleNotFoundError):
        explain_article(stocked.domain, "1", database=database, lexicon=lexicon, clock=clock)
