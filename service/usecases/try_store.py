"""Reads a store that is not installed, proposes its rules and says what they would show."""

from __future__ import annotations

import logging
from collections import Counter, abc
from collections.abc import Callable
from dataclasses import dataclass

from service.domain.articles import Article
from service.domain.catalog import Product, ProductId
from service.domain.lexicon import CategoryId, Lexicon
from service.domain.mappings import Mapping, propose_mapping
from service.domain.public_store import PublicStore
from service.domain.reading import CategoryReading, ProductReading, Reading
from service.domain.reading.product import read_product
from service.domain.recommendations import Decision, RecommendationSet, Recommender, arrange
from service.ports import Clock
from service.usecases.read_batches import read_stored

logger = logging.getLogger(__name__)

Told = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class TriedArticle:
    """An article with what would stand in each of its slots."""

    article: Article
    reading: Reading
    decision: Decision
    slots: tuple[RecommendationSet, ...]

    @property
    def products(self) -> tuple[ProductId, ...]:
        """What is shown, each once."""
        return tuple(dict.fromkeys(item.product for slot in self.slots for item in slot.items))

    @property
    def sells(self) -> tuple[CategoryReading, ...]:
        """The categories that could lead to products."""
        return tuple(c for c in self.reading.categories if c.sells and not c.advised_against)


@dataclass(frozen=True, slots=True)
class Trial:
    """*unserved*: categories that articles speak for and no product is there for, with in how many;
    *unread*: how many articles could not be read."""

    store: PublicStore
    mapping: Mapping
    articles: tuple[TriedArticle, ...]
    products: abc.Mapping[ProductId, Product]
    unserved: tuple[tuple[CategoryId, int], ...]
    unread: int

    @property
    def with_cards(self) -> int:
        return sum(bool(tried.products) for tried in self.articles)

    @property
    def placed(self) -> frozenset[ProductId]:
        return frozenset(product for tried in self.articles for product in tried.products)


def try_store(store: PublicStore, *, lexicon: Lexicon, clock: Clock, told: Told) -> Trial:
    """Read products and articles as for an installed shop; nothing is stored."""
    now = clock()
    products = {product.id: product for product in store.products}
    readings: dict[ProductId, ProductReading] = {}
    for product in store.products:
        readings[product.id] = _read(product, lexicon)
        told("understanding products", len(readings), len(products))
    mapping = propose_mapping(products, readings, lexicon=lexicon, now=now)
    recommender = Recommender.of(
        mapping=mapping,
        mapping_version=0,
        products=products,
        product_readings=readings,
        lexicon=lexicon,
        now=now,
    )
    tried: list[TriedArticle] = []
    for number, article in enumerate(store.articles, 1):
        reading = read_stored(article, lexicon)
        if reading is not None:
            decision = recommender.recommend(article, reading)
            slots = tuple(
                arrange(decision, slot.name, products=products, now=now)
                for slot in decision.slots
                if slot.name in decision.placements
            )
            tried.append(TriedArticle(article, reading, decision, slots))
        told("understanding articles", number, len(store.articles))
    return Trial(
        store=store,
        mapping=mapping,
        articles=tuple(tried),
        products=products,
        unserved=_unserved(tried, recommender, lexicon),
        unread=len(store.articles) - len(tried),
    )


def _read(product: Product, lexicon: Lexicon) -> ProductReading:
    try:
        return read_product(product, lexicon)
    except Exception:
        logger.exception("product_not_read", extra={"product": product.id})
        return ProductReading((), lexicon.version)


def _unserved(
    tried: abc.Iterable[TriedArticle], recommender: Recommender, lexicon: Lexicon
) -> tuple[tuple[CategoryId, int], ...]:
    """Leave out what is too general for a product to be there for it."""
    counts = Counter(
        found.category
        for each in tried
        for found in each.sells
        if not recommender.has_products(found.category)
        and not lexicon.categories[found.category].needs_rule
    )
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
