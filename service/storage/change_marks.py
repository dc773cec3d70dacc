"""How far the changes of a shop have been followed, a mark for each feed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, delete, func, select

from service.domain.catalog import ShopId
from service.storage.tables import articles, change_marks, products, shops
from service.storage.upserts import upsert


class Feed(StrEnum):
    """What is followed. Marks are of the shop's clock, but *compared* and *decided* are of ours."""

    PRODUCTS = "products"
    ARTICLES = "articles"
    PRODUCT_EVENTS = "product_events"
    ARTICLE_EVENTS = "article_events"
    COMPARED = "compared"
    DECIDED = "decided"


def find(tx: Connection, shop_id: ShopId, feed: Feed) -> datetime | None:
    """Return how far *feed* has been followed, ``None`` when it never was."""
    return tx.scalar(
        select(change_marks.c.at).where(
            change_marks.c.shop_id == shop_id, change_marks.c.feed == feed.value
        )
    )


def advance(tx: Connection, shop_id: ShopId, feed: Feed, at: datetime) -> None:
    """Note that *feed* has been followed until *at*; a mark never goes back."""
    row = {"shop_id": shop_id, "feed": feed.value, "at": at}
    upsert(tx, change_marks, [row], not_older="at")


def forget(tx: Connection, shop_id: ShopId, feeds: Sequence[Feed]) -> None:
    """Let *feeds* be followed from the last full sync on."""
    names = [feed.value for feed in feeds]
    tx.execute(
        delete(change_marks).where(
            change_marks.c.shop_id == shop_id, change_marks.c.feed.in_(names)
        )
    )


def beginning(tx: Connection, shop_id: ShopId) -> datetime | None:
    """
    Return where to begin without a mark, ``None`` before the first full sync.

    It is when the last full sync began, or when the newest thing that is stored was edited, if
    that was before: our clock may be ahead of the shop's.
    """
    synced_at: datetime | None = tx.scalar(
        select(shops.c.fully_synced_at).where(shops.c.id == shop_id)
    )
    if synced_at is None:
        return None
    newest: list[datetime | None] = [
        tx.scalar(select(func.max(table.c.updated_at)).where(table.c.shop_id == shop_id))
        for table in (products, articles)
    ]
    return min([synced_at, *(at for at in newest if at is not None)])
