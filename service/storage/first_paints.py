"""What Endcap wrote at Shopify for themes to show before any request, as far as we know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, select, update

from service.domain.articles import ArticleId
from service.domain.catalog import ShopId, ShopMode
from service.domain.metafields import Place
from service.storage.tables import first_paints, metafields, shops
from service.storage.upserts import upsert

CHUNK = 500
_NO_ARTICLE = 0


@dataclass(frozen=True, slots=True)
class FirstPaint:
    """How a shop's stands. *generation*: of the shop, when it was brought up last; *lists*: whether
    articles have lists, too; *is_cleared*: nothing stands there; *compared_at*: when all of it was
    held against what stands at Shopify."""

    generation: int | None = None
    shards: int = 0
    lists: bool = False
    is_cleared: bool = True
    checked_at: datetime | None = None
    compared_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """A metafield that we wrote. *digest*: of its value, ``None`` when nobody knows what stands
    there; *compare_digest*: what Shopify calls that; *made_of*: of what a shard was made; *holds*:
    how many articles it shows; *refused*: why Shopify did not take the value."""

    digest: str | None = None
    compare_digest: str | None = None
    made_of: str | None = None
    size: int = 0
    holds: int = 0
    refused: str | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """What a person is told. *articles*: how many show cards; *lists*: on how many one stands;
    *refusal*: why one was not taken."""

    is_: FirstPaint = FirstPaint()
    articles: int = 0
    lists: int = 0
    refused: int = 0
    refusal: str = ""


def find(tx: Connection, shop_id: ShopId) -> FirstPaint | None:
    """Return how the shop's stands, ``None`` before anything was written."""
    query = select(first_paints).where(first_paints.c.shop_id == shop_id)
    row = tx.execute(query).one_or_none()
    return _first_paint(row) if row is not None else None


def put(tx: Connection, shop_id: ShopId, is_: FirstPaint) -> None:
    row = {
        "shop_id": shop_id,
        "generation": is_.generation,
        "shards": is_.shards,
        "lists": is_.lists,
        "is_cleared": is_.is_cleared,
        "checked_at": is_.checked_at,
        "compared_at": is_.compared_at,
    }
    upsert(tx, first_paints, [row])


def look_again(tx: Connection, shop_id: ShopId) -> None:
    """Let the next run make everything anew, and compare it with what stands at Shopify."""
    tx.execute(
        update(first_paints)
        .where(first_paints.c.shop_id == shop_id)
        .values(generation=None, compared_at=None)
    )


def ask_again(tx: Connection, shop_id: ShopId) -> None:
    """Let the next run find out what has changed, for no answer has."""
    tx.execute(
        update(first_paints).where(first_paints.c.shop_id == shop_id).values(generation=None)
    )


def known(tx: Connection, shop_id: ShopId) -> dict[Place, Known]:
    """Return every metafield that we wrote, or began to write."""
    rows = tx.execute(select(metafields).where(metafields.c.shop_id == shop_id))
    return {
        Place(row.key, ArticleId(row.article_id) if row.article_id else None): Known(
            row.digest, row.compare_digest, row.made_of, row.size, row.holds, row.refused
        )
        for row in rows
    }


def keep(tx: Connection, shop_id: ShopId, those: Mapping[Place, Known]) -> None:
    """Note what is known of each of *those*."""
    rows = [
        {
            "shop_id": shop_id,
            "article_id": place.article or _NO_ARTICLE,
            "key": place.key,
            "digest": each.digest,
            "compare_digest": each.compare_digest,
            "made_of": each.made_of,
            "size": each.size,
            "holds": each.holds,
            "refused": each.refused,
        }
        for place, each in those.items()
    ]
    upsert(tx, metafields, rows)


def forget(tx: Connection, shop_id: ShopId, places: Sequence[Place]) -> None:
    """Take out what is no more."""
    by_key: dict[str, list[int]] = {}
    for place in places:
        by_key.setdefault(place.key, []).append(place.article or _NO_ARTICLE)
    for key, ids in by_key.items():
        for start in range(0, len(ids), CHUNK):
            its = metafields.c.shop_id == shop_id, metafields.c.key == key
            some = metafields.c.article_id.in_(ids[start : start + CHUNK])
            tx.execute(delete(metafields).where(*its, some))


def doubt_all(tx: Connection, shop_id: ShopId) -> None:
    """Trust nothing that is known: where a shop has left and come back, what stood at our
    installation is gone, and what stands on its articles is not."""
    tx.execute(
        update(metafields)
        .where(metafields.c.shop_id == shop_id)
        .values(digest=None, compare_digest=None, made_of=None, refused=None)
    )
    its = first_paints.c.shop_id == shop_id
    tx.execute(update(first_paints).where(its).values(is_cleared=False))
    look_again(tx, shop_id)


def due(tx: Connection, *, compared_before: datetime) -> dict[ShopId, FirstPaint]:
    """Return the installed shops whose first paint is not as it should be, or was last compared
    before that instant."""
    query = (
        select(shops.c.id, shops.c.mode, shops.c.paused, shops.c.generation.label("now"))
        .add_columns(*(column for column in first_paints.c if column.name != "shop_id"))
        .outerjoin(first_paints, first_paints.c.shop_id == shops.c.id)
        .where(shops.c.uninstalled_at.is_(None))
        .order_by(shops.c.id)
    )
    return {
        ShopId(row.id): _first_paint(row)
        for row in tx.execute(query)
        if _is_due(row, compared_before)
    }


def summary(tx: Connection, shop_id: ShopId) -> Summary:
    """Return what stands in the shop's themes; it costs as much however large the shop is."""
    is_ = find(tx, shop_id)
    if is_ is None:
        return Summary()
    on_articles = metafields.c.article_id > _NO_ARTICLE
    rows = tx.execute(
        select(
            on_articles.label("on_articles"),
            func.count(metafields.c.compare_digest).label("stand"),
            func.sum(metafields.c.holds).label("holds"),
            func.count(metafields.c.refused).label("refused"),
            func.max(metafields.c.refused).label("refusal"),
        )
        .where(metafields.c.shop_id == shop_id)
        .group_by(on_articles)
    ).all()
    return Summary(
        is_=is_,
        articles=sum(row.holds for row in rows if not row.on_articles),
        lists=sum(row.stand for row in rows if row.on_articles),
        refused=sum(row.refused for row in rows),
        refusal=next((row.refusal for row in rows if row.refusal), ""),
    )


def _is_due(row: Row[Any], compared_before: datetime) -> bool:
    if row.mode != ShopMode.LIVE.value or row.paused:
        return row.is_cleared is False
    old = row.compared_at is None or row.compared_at < compared_before
    return old or row.generation != row.now


def _first_paint(row: Row[Any]) -> FirstPaint:
    if row.is_cleared is None:  # of an outer join
        return FirstPaint()
    return FirstPaint(
        generation=row.generation,
        shards=row.shards,
        lists=row.lists,
        is_cleared=row.is_cleared,
        checked_at=row.checked_at,
        compared_at=row.compared_at,
    )
