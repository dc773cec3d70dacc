"""Says which articles and products would gain or lose an ingredient, before anything is written."""

from __future__ import annotations

from collections import abc
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from service.domain.articles import Article, ArticleId
from service.domain.catalog import Product, ProductId, ShopId
from service.domain.lexicon import CategoryId, Lexicon
from service.domain.reading import Reading
from service.domain.reading.product import read_product
from service.domain.shop_lexicon import (
    LexiconChanges,
    Touched,
    TouchFinder,
    apply_changes,
    merge,
    touched_by,
)
from service.storage import articles, catalog, content, shop_lexicon
from service.storage.content import Noun
from service.storage.database import Database
from service.usecases.edit_lexicon import refuse_orphans
from service.usecases.read_batches import read_stored
from service.usecases.shop_lexicons import ShopLexicons

LOOK = 500
BATCH = 25
MOST_READ = 300
"""So many of each are read for a preview; of more, the rest is counted only."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A category that a text gains or loses, with the sentence that says it."""

    category: CategoryId
    term: str
    quote: str


@dataclass(frozen=True, slots=True)
class TextChange:
    """An article or a product that would read otherwise."""

    id: ArticleId | ProductId
    title: str
    handle: str
    gained: tuple[Heard, ...]
    lost: tuple[Heard, ...]


@dataclass(frozen=True, slots=True)
class TextChanges:
    """*items*: at most as many as were asked for, of *total* that gain or lose a category.

    *affected*: how many hold a term that changes. *read*: how many of these were read to know;
    *total* speaks of them, and of all there are when *is_complete*.
    """

    items: tuple[TextChange, ...]
    total: int
    affected: int
    read: int

    @property
    def is_complete(self) -> bool:
        return self.read == self.affected


@dataclass(frozen=True, slots=True)
class LexiconPreview:
    """*before*, *after*: the shop's lexicon without and with the changes; *revision*: the one that
    they were tried on."""

    revision: int
    before: Lexicon
    after: Lexicon
    articles: TextChanges
    products: TextChanges


def preview_lexicon_change(
    shop_id: ShopId,
    changes: LexiconChanges,
    *,
    database: Database,
    lexicons: ShopLexicons,
    limit: int = 50,
    most_read: int = MOST_READ,
) -> LexiconPreview:
    """
    Try the *changes*, write nothing; raise `InvalidShopLexiconError` that names every fault.

    Every text is gone through once for the terms that change; only those that hold one are read,
    the newest first, *most_read* at most. For 20,000 articles that takes about two seconds.
    """
    with database.transaction(shop_id, read_only=True) as tx:
        revision = shop_lexicon.revision(tx, shop_id).revision
        current = shop_lexicon.load(tx, shop_id)
        after = merge(lexicons.default, apply_changes(lexicons.default, current, changes))
        before = merge(lexicons.default, current)
        refuse_orphans(tx, shop_id, changes.remove_categories)
    look = _Look(shop_id, database, touched_by(before, after), limit, most_read)
    return LexiconPreview(
        revision,
        before,
        after,
        articles=look.at(Noun.ARTICLES, lambda ids: _articles(look, ids, before, after)),
        products=look.at(Noun.PRODUCTS, lambda ids: _products(look, ids, before, after)),
    )


@dataclass(frozen=True, slots=True)
class _Look:
    shop_id: ShopId
    database: Database
    touched: Touched
    limit: int
    most_read: int

    def at(
        self, noun: Noun, compare: Callable[[Sequence[int]], Iterator[TextChange]]
    ) -> TextChanges:
        affected = self._affected(noun)
        to_read = affected[: self.most_read]
        changed = [
            change
            for start in range(0, len(to_read), BATCH)
            for change in compare(to_read[start : start + BATCH])
            if change.gained or change.lost
        ]
        return TextChanges(tuple(changed[: self.limit]), len(changed), len(affected), len(to_read))

    def _affected(self, noun: Noun) -> list[int]:
        """The ids of what holds a touched term, the newest first."""
        if not self.touched.terms:
            return []
        finder, found, last = TouchFinder(self.touched), list[int](), 0
        while rows := self._next(noun, last):
            found += [row_id for row_id, searched in rows if finder.holds(searched)]
            last = rows[-1][0]
        return found[::-1]

    def _next(self, noun: Noun, after: int) -> list[tuple[int, str]]:
        with self.database.transaction(self.shop_id, read_only=True) as tx:
            rows = content.searched_after(tx, noun, self.shop_id, after, limit=LOOK)
            return [(row.id, row.searched) for row in rows]


def _articles(
    look: _Look, ids: Sequence[int], before: Lexicon, after: Lexicon
) -> Iterator[TextChange]:
    with look.database.transaction(look.shop_id, read_only=True) as tx:
        stored = articles.all_read(tx, look.shop_id, map(ArticleId, ids))
    for read in reversed(stored):
        article = read.article
        is_current = read.reading.lexicon_version == before.version
        old = read.reading if is_current else read_stored(article, before)
        new = read_stored(article, after)
        yield _change(article, _named(old), _named(new))


def _named(reading: Reading | None) -> dict[CategoryId, Heard]:
    """Each category that the article's own words name, where it does so first."""
    mentions = reading.mentions if reading else ()
    return {m.category: Heard(m.category, m.term, m.quote.text) for m in reversed(mentions)}


def _products(
    look: _Look, ids: Sequence[int], before: Lexicon, after: Lexicon
) -> Iterator[TextChange]:
    with look.database.transaction(look.shop_id, read_only=True) as tx:
        stored = catalog.find(tx, look.shop_id, map(ProductId, ids))
    for product in reversed(stored.values()):
        yield _change(product, _active(product, before), _active(product, after))


def _active(product: Product, lexicon: Lexicon) -> dict[CategoryId, Heard]:
    reading = read_product(product, lexicon)
    return {
        c.category: Heard(c.category, "", c.evidence)
        for c in reading.categories
        if c.category in reading.active
    }


def _change(
    thing: Article | Product,
    before: abc.Mapping[CategoryId, Heard],
    after: abc.Mapping[CategoryId, Heard],
) -> TextChange:
    return TextChange(
        thing.id,
        thing.title,
        thing.handle,
        gained=tuple(after[c] for c in sorted(after.keys() - before.keys())),
        lost=tuple(before[c] for c in sorted(before.keys() - after.keys())),
    )
