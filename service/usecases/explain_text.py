"""Decides, without storing anything, what a shop's published rules put beside a text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from service.domain.articles import Article, ArticleId
from service.domain.catalog import Product, ProductId, Shop
from service.domain.lexicon import Lexicon
from service.domain.reading import Reading
from service.domain.recommendations import Decision, recommend
from service.ports import Clock
from service.storage import articles, catalog, mappings
from service.storage.database import Database
from service.storage.system import called


@dataclass(frozen=True, slots=True)
class Explained:
    """A decision with the products that it may name."""

    decision: Decision
    products: dict[ProductId, Product]


def explain_text(
    shop_domain: str, reading: Reading, *, database: Database, lexicon: Lexicon, clock: Clock
) -> Explained:
    """Decide for a text that is not an article of the shop; raise `ShopNotFoundError`."""
    now = clock()
    title = reading.text.text.split("\n", 1)[0]
    text = Article(
        id=ArticleId(0),
        blog_handle="",
        handle="",
        title=title,
        body_html="",
        tags=(),
        author="",
        image=None,
        is_published=False,
        published_at=None,
        updated_at=now,
    )
    with called(database, shop_domain, read_only=True) as (tx, shop, _):
        return _decide(tx, shop, (text, reading), lexicon, now)


def explain_article(
    shop_domain: str, article: str, *, database: Database, lexicon: Lexicon, clock: Clock
) -> Explained:
    """Decide for an article of the shop, given as ``123`` or ``blog/handle``, as it is now."""
    with called(database, shop_domain, read_only=True) as (tx, shop, _):
        read = articles.get_read(tx, shop.id, articles.get_id(tx, shop.id, article))
        return _decide(tx, shop, (read.article, read.reading), lexicon, clock())


def _decide(
    tx: Connection, shop: Shop, read: tuple[Article, Reading], lexicon: Lexicon, now: datetime
) -> Explained:
    article, reading = read
    version = mappings.published(tx, shop.id)
    products = catalog.all_products(tx, shop.id)
    decision = recommend(
        article,
        reading,
        mapping=version.mapping,
        mapping_version=version.version,
        products=products,
        product_readings=catalog.readings(tx, shop.id),
        lexicon=lexicon,
        now=now,
    )
    return Explained(decision, products)
