"""Lists a shop's articles with what was found in them and what they show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from service.domain.articles import ArticleState
from service.domain.catalog import Product, ProductId, ShopId
from service.domain.lexicon import CategoryId
from service.domain.recommendations import Decision, arrange
from service.ports import Clock
from service.storage import answers, articles, catalog
from service.storage.articles import ArticleLine
from service.storage.database import Database

PAGE = 25


@dataclass(frozen=True, slots=True)
class ListedArticle:
    """*found*: its categories, most central first; ``None`` until it has been read."""

    line: ArticleLine
    found: tuple[CategoryId, ...] | None
    shown: tuple[ProductId, ...]


@dataclass(frozen=True, slots=True)
class ArticleList:
    """One page of the list; *states*: how many articles are in each state, of all."""

    items: tuple[ListedArticle, ...]
    matching: int
    page: int
    pages: int
    states: Mapping[ArticleState, int]
    products: Mapping[ProductId, Product]
    now: datetime


def list_articles(
    shop_id: ShopId,
    *,
    search: str,
    state: ArticleState | None,
    page: int,
    database: Database,
    clock: Clock,
) -> ArticleList:
    """Return the 1-based *page* of the articles whose title or handle contains *search*."""
    now = clock()
    with database.transaction(shop_id, read_only=True) as tx:
        every = articles.lines(tx, shop_id)
        matching = [line for line in every if _matches(line, search, state)]
        pages = max(1, -(-len(matching) // PAGE))
        number = min(max(1, page), pages)
        lines = matching[(number - 1) * PAGE : number * PAGE]
        ids = [line.id for line in lines]
        read = {r.article.id: r for r in articles.all_read(tx, shop_id, ids)}
        decided = answers.find_many(tx, shop_id, ids)
        products = catalog.all_products(tx, shop_id)
    items = tuple(
        ListedArticle(
            line,
            tuple(c.category for c in read[line.id].reading.categories)
            if line.id in read
            else None,
            _shown(decided[line.id], products, now) if line.id in decided else (),
        )
        for line in lines
    )
    return ArticleList(items, len(matching), number, pages, _states(every), products, now)


def _matches(line: ArticleLine, search: str, state: ArticleState | None) -> bool:
    if state is not None and line.state is not state:
        return False
    wanted = search.strip().casefold()
    return wanted in line.title.casefold() or wanted in line.handle.casefold()


def _states(every: Sequence[ArticleLine]) -> dict[ArticleState, int]:
    return {state: sum(line.state is state for line in every) for state in ArticleState}


def _shown(
    decision: Decision, products: Mapping[ProductId, Product], now: datetime
) -> tuple[ProductId, ...]:
    found: dict[ProductId, None] = {}
    for slot in decision.slots:
        items = arrange(decision, slot.name, products=products, now=now).items
        found.update(dict.fromkeys(item.product for item in items))
    return tuple(found)
