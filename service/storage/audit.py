"""Who changed what, when: written in the transaction of the change, never altered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from service.domain.catalog import ShopId
from service.storage.tables import audit


@dataclass(frozen=True, slots=True)
class AuditEntry:
    at: datetime
    author: str
    action: str
    detail: Mapping[str, Any]


def add(
    tx: Connection,
    shop_id: ShopId,
    action: str,
    detail: Mapping[str, Any],
    *,
    author: str,
    now: datetime,
) -> None:
    tx.execute(
        insert(audit).values(
            shop_id=shop_id, at=now, author=author, action=action, detail=dict(detail)
        )
    )


def newest(
    tx: Connection, shop_id: ShopId, *, actions: Sequence[str] = (), limit: int = 50
) -> Sequence[AuditEntry]:
    """Return the newest entries, newest first; of *actions* alone when any are named."""
    query = select(audit).where(audit.c.shop_id == shop_id)
    if actions:
        query = query.where(audit.c.action.in_(actions))
    rows = tx.execute(query.order_by(audit.c.id.desc()).limit(limit))
    return [AuditEntry(row.at, row.author, row.action, row.detail) for row in rows]
