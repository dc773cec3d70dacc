"""Proposed terms that people dismissed for good."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select

from service.domain.catalog import ShopId
from service.storage.tables import term_dismissals
from service.storage.upserts import insert_new


@dataclass(frozen=True, slots=True)
class Dismissed:
    folded: str
    text: str
    author: str
    at: datetime


def add(
    tx: Connection, shop_id: ShopId, folded: str, text: str, *, author: str, now: datetime
) -> bool:
    """Never propose it again; return whether that is new."""
    row = {
        "shop_id": shop_id,
        "folded": folded,
        "text": text,
        "author": author,
        "dismissed_at": now,
    }
    return insert_new(tx, term_dismissals, [row]) > 0


def remove(tx: Connection, shop_id: ShopId, folded: str) -> bool:
    """Propose it again; return whether it was dismissed."""
    gone = tx.execute(
        delete(term_dismissals).where(
            term_dismissals.c.shop_id == shop_id, term_dismissals.c.folded == folded
        )
    )
    return gone.rowcount > 0


def newest(tx: Connection, shop_id: ShopId, *, limit: int) -> list[Dismissed]:
    """Return what was dismissed, the last first."""
    rows = term_dismissals
    found = tx.execute(
        select(rows)
        .where(rows.c.shop_id == shop_id)
        .order_by(rows.c.dismissed_at.desc(), rows.c.folded)
        .limit(limit)
    )
    return [Dismissed(row.folded, row.text, row.author, row.dismissed_at) for row in found]
