"""Which articles and products each category was found in, as rows beside their readings."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    and_,
    case,
    delete,
    func,
    insert,
    select,
)

from service.domain.articles import ArticleId
from service.domain.catalog import ProductId, ShopId
from service.domain.lexicon import CategoryId
from service.domain.reading import Presence, ProductReading, Reading, Stance
from service.storage.tables import article_categories, product_categories, products

_ACTIVE = product_categories.c.presence == Presence.ACTIVE.value


@dataclass(frozen=True, slots=True)
class FoundIn:
    """In how many articles and products: of products, those that are about it."""

    articles: int = 0
    products: int = 0


def write(
    tx: Connection, table: Table, shop_id: ShopId, read: Mapping[int, ProductReading | Reading]
) -> None:
    """Put what the readings of *table* say in the place of what they said before; what has left
    the shop meanwhile is passed over."""
    rows, key = _rows_of(table)
    tx.execute(delete(rows).where(rows.c.shop_id == shop_id, key.in_(read)))
    there = tx.scalars(select(table.c.id).where(table.c.shop_id == shop_id, table.c.id.in_(read)))
    fresh = [
        {"shop_id": shop_id, key.name: number, **said}
        for number in there.all()
        for said in _said(read[number])
    ]
    if fresh:
        tx.execute(insert(rows), fresh)


def count(
    tx: Connection, shop_id: ShopId, parts: Mapping[CategoryId, CategoryId] | None = None
) -> dict[CategoryId, FoundIn]:
    """
    Return in how many articles and products each category was found.

    *parts*: to count once what stands together, each with the category that it is counted as.
    """
    articles = _count(tx, shop_id, article_categories, article_categories.c.article_id, parts)
    found = _count(tx, shop_id, product_categories, product_categories.c.product_id, parts, _ACTIVE)
    return {
        category: FoundIn(articles.get(category, 0), found.get(category, 0))
        for category in articles.keys() | found.keys()
    }


def articles_with(
    tx: Connection, shop_id: ShopId, categories: Collection[CategoryId], *, limit: int, offset: int
) -> list[ArticleId]:
    """Return the articles that speak of any of *categories*, those first that it is most central
    to."""
    rows = article_categories
    found = tx.scalars(
        select(rows.c.article_id)
        .where(*_any_of(rows, shop_id, categories))
        .group_by(rows.c.article_id)
        .order_by(func.max(rows.c.salience).desc(), rows.c.article_id.desc())
        .limit(limit)
        .offset(offset)
    )
    return [ArticleId(number) for number in found]


def count_articles_with(tx: Connection, shop_id: ShopId, categories: Collection[CategoryId]) -> int:
    rows = article_categories
    counted = select(func.count(rows.c.article_id.distinct()))
    return tx.execute(counted.where(*_any_of(rows, shop_id, categories))).scalar_one()


def products_with(
    tx: Connection, shop_id: ShopId, categories: Collection[CategoryId], *, limit: int, offset: int
) -> list[tuple[ProductId, Presence]]:
    """Return the products that hold any of *categories*, those first that are about it."""
    rows = product_categories
    is_trace = func.min(case((_ACTIVE, 0), else_=1))
    found = tx.execute(
        select(rows.c.product_id, is_trace.label("is_trace"))
        .join(
            products, and_(products.c.shop_id == rows.c.shop_id, products.c.id == rows.c.product_id)
        )
        .where(*_any_of(rows, shop_id, categories))
        .group_by(rows.c.product_id, products.c.title)
        .order_by(is_trace, products.c.title, rows.c.product_id)
        .limit(limit)
        .offset(offset)
    )
    return [
        (ProductId(row.product_id), Presence.TRACE if row.is_trace else Presence.ACTIVE)
        for row in found
    ]


def count_products_with(tx: Connection, shop_id: ShopId, categories: Collection[CategoryId]) -> int:
    rows = product_categories
    counted = select(func.count(rows.c.product_id.distinct()))
    return tx.execute(counted.where(*_any_of(rows, shop_id, categories))).scalar_one()


def stances_of(
    tx: Connection, shop_id: ShopId, categories: Collection[CategoryId]
) -> dict[Stance, int]:
    """Return how many articles say what of any of *categories*, in the order of stances."""
    rows = article_categories
    found = tx.execute(
        select(rows.c.stance, func.count(rows.c.article_id.distinct()).label("times"))
        .where(*_any_of(rows, shop_id, categories))
        .group_by(rows.c.stance)
    )
    times: dict[str, int] = {row.stance: row.times for row in found}
    return {stance: times[stance.value] for stance in Stance if stance.value in times}


def _any_of(
    rows: Table, shop_id: ShopId, categories: Collection[CategoryId]
) -> tuple[ColumnElement[bool], ...]:
    return rows.c.shop_id == shop_id, rows.c.category.in_(categories)


def _count(
    tx: Connection,
    shop_id: ShopId,
    rows: Table,
    key: ColumnElement[int],
    parts: Mapping[CategoryId, CategoryId] | None,
    *which: ColumnElement[bool],
) -> dict[CategoryId, int]:
    category: ColumnElement[Any] = rows.c.category
    times = func.count()  # a text has a category once
    if parts is not None:
        category, times = case(dict(parts), value=category), func.count(key.distinct())
        which = (*which, rows.c.category.in_(parts))
    counted = (
        select(category.label("counted_as"), times.label("times"))
        .where(rows.c.shop_id == shop_id, *which)
        .group_by("counted_as")
    )
    return {row.counted_as: row.times for row in tx.execute(counted)}


def _rows_of(table: Table) -> tuple[Table, ColumnElement[int]]:
    if table is products:
        return product_categories, product_categories.c.product_id
    return article_categories, article_categories.c.article_id


def _said(reading: ProductReading | Reading) -> Iterator[dict[str, Any]]:
    if isinstance(reading, Reading):
        for found in reading.categories:
            stance = Stance.AVOID if found.advised_against else found.stance
            yield {"category": found.category, "stance": stance, "salience": found.salience}
    else:
        for held in reading.categories:
            yield {"category": held.category, "presence": held.presence.value}
