"""Says of one article what was found in it, what it shows, and why other products are not shown."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from service.domain.catalog import Product, ProductId, ShopId
from service.domain.lexicon import Lexicon
from service.domain.mappings import ArticleOverride, Mapping
from service.domain.reading import ProductReading
from service.domain.recommendations import (
    Decision,
    RecommendationSet,
    Recommender,
    arrange,
)
from service.ports import Clock
from service.storage import articles, catalog, mappings
from service.storage.articles import ReadArticle
from service.storage.database import Database
from service.storage.mappings import Draft


@dataclass(frozen=True, slots=True)
class Shown:
    """What a mapping shows in an article, slot by slot, and all that was decided on the way."""

    decision: Decision
    slots: tuple[RecommendationSet, ...]

    @property
    def products(self) -> tuple[tuple[ProductId, ...], ...]:
        """The products alone, to compare what two mappings show."""
        return tuple(tuple(item.product for item in slot.items) for slot in self.slots)


@dataclass(frozen=True, slots=True)
class Bench:
    """All that deciding takes, loaded once for any number of mappings."""

    products: AnyMapping[ProductId, Product]
    product_readings: AnyMapping[ProductId, ProductReading]
    lexicon: Lexicon
    now: datetime

    def try_out(self, mapping: Mapping, version: int) -> Callable[[ReadArticle], Shown]:
        """Return what shows an article under *mapping*, with the functions that serve shoppers."""
        recommender = Recommender.of(
            mapping=mapping,
            mapping_version=version,
            products=self.products,
            product_readings=self.product_readings,
            lexicon=self.lexicon,
            now=self.now,
        )

        def show(read: ReadArticle) -> Shown:
            decision = recommender.recommend(read.article, read.reading)
            arranged = (
                arrange(decision, slot.name, products=self.products, now=self.now)
                for slot in decision.slots
            )
            return Shown(decision, tuple(arranged))

        return show


@dataclass(frozen=True, slots=True)
class Explanation:
    """*published*: what shoppers get; *drafted*: what they would get after publishing."""

    read: ReadArticle
    published: Shown
    drafted: Shown
    draft: Draft
    override: ArticleOverride
    products: AnyMapping[ProductId, Product]
    now: datetime

    @property
    def differs(self) -> bool:
        return self.published.slots != self.drafted.slots


def set_up(tx: Connection, shop_id: ShopId, *, lexicon: Lexicon, now: datetime) -> Bench:
    return Bench(catalog.all_products(tx, shop_id), catalog.readings(tx, shop_id), lexicon, now)


def explain_article(
    shop_id: ShopId, article: str, *, database: Database, lexicon: Lexicon, clock: Clock
) -> Explanation:
    """Explain ``123`` or ``blog-handle/article-handle``; raise `ArticleNotFoundError`."""
    with database.transaction(shop_id, read_only=True) as tx:
        read = articles.get_read(tx, shop_id, articles.get_id(tx, shop_id, article))
        draft = mappings.draft(tx, shop_id)
        published = mappings.published(tx, shop_id)
        bench = set_up(tx, shop_id, lexicon=lexicon, now=clock())
    return Explanation(
        read=read,
        published=bench.try_out(published.mapping, published.version)(read),
        drafted=bench.try_out(draft.mapping, published.version)(read),
        draft=draft,
        override=draft.mapping.articles.get(read.article.id, ArticleOverride()),
        products=bench.products,
        now=bench.now,
    )
