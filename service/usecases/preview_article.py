"""Shows, before publishing, what the draft would change: on one article, and on all of them."""

from __future__ import annotations

from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from service.domain.catalog import Product, ProductId, ShopId
from service.domain.lexicon import Lexicon
from service.domain.mappings import Change, Mapping, Problem, diff, validate
from service.ports import Clock
from service.storage import articles, mappings
from service.storage.articles import ReadArticle
from service.storage.database import Database
from service.storage.mappings import Draft
from service.usecases.explain_article import Bench, Shown, explain_article, set_up


@dataclass(frozen=True, slots=True)
class ArticleChange:
    """An article with what it shows before and after publishing."""

    read: ReadArticle
    before: Shown
    after: Shown

    @property
    def gained(self) -> tuple[ProductId, ...]:
        return tuple(p for p in _distinct(self.after) if p not in _distinct(self.before))

    @property
    def lost(self) -> tuple[ProductId, ...]:
        return tuple(p for p in _distinct(self.before) if p not in _distinct(self.after))

    @property
    def becomes_empty(self) -> bool:
        return bool(_distinct(self.before)) and not _distinct(self.after)


@dataclass(frozen=True, slots=True)
class Replay:
    """The draft beside what is published: the edits, their faults, and the articles they move."""

    draft: Draft
    published: Mapping
    version: int
    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]
    articles: tuple[ArticleChange, ...]
    looked_at: int
    products: AnyMapping[ProductId, Product]

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.is_error)


@dataclass(frozen=True, slots=True)
class Preview:
    """One article, before and after."""

    change: ArticleChange
    products: AnyMapping[ProductId, Product]
    now: datetime


def replay_draft(shop_id: ShopId, *, database: Database, lexicon: Lexicon, clock: Clock) -> Replay:
    """Run the draft over every article that has been read."""
    with database.transaction(shop_id, read_only=True) as tx:
        draft, published = mappings.draft(tx, shop_id), mappings.published(tx, shop_id)
        bench = set_up(tx, shop_id, lexicon=lexicon, now=clock())
        everything = articles.all_read(tx, shop_id)
    changed = _changed(bench, everything, published.mapping, draft.mapping, published.version)
    return Replay(
        draft=draft,
        published=published.mapping,
        version=published.version,
        changes=diff(published.mapping, draft.mapping),
        problems=validate(draft.mapping, products=bench.products, lexicon=lexicon, now=bench.now),
        articles=changed,
        looked_at=len(everything),
        products=bench.products,
    )


def preview_article(
    shop_id: ShopId, article: str, *, database: Database, lexicon: Lexicon, clock: Clock
) -> Preview:
    """Show one article before and after; raise `ArticleNotFoundError`."""
    found = explain_article(shop_id, article, database=database, lexicon=lexicon, clock=clock)
    change = ArticleChange(found.read, found.published, found.drafted)
    return Preview(change, found.products, found.now)


def _changed(
    bench: Bench,
    everything: Sequence[ReadArticle],
    published: Mapping,
    draft: Mapping,
    version: int,
) -> tuple[ArticleChange, ...]:
    if published == draft:
        return ()
    before, after = bench.try_out(published, version), bench.try_out(draft, version)
    changes = (ArticleChange(read, before(read), after(read)) for read in everything)
    return tuple(change for change in changes if change.before.products != change.after.products)


def _distinct(shown: Shown) -> tuple[ProductId, ...]:
    return tuple(dict.fromkeys(product for slot in shown.products for product in slot))
