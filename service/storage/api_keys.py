"""Keys with which programs read a shop's data. Only a digest is kept: a key is shown once."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NewType

from sqlalchemy import Connection, Row, insert, or_, select, update

from service.domain.catalog import ShopId
from service.storage.tables import api_keys

ApiKeyId = NewType("ApiKeyId", int)

PREFIX = "ek_"
USE_NOTED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key that is not revoked, without the key itself."""

    id: ApiKeyId
    shop_id: ShopId
    name: str
    scopes: frozenset[str]
    created_at: datetime
    last_used_at: datetime | None


def create(
    tx: Connection, shop_id: ShopId, name: str, scopes: Iterable[str], *, now: datetime
) -> str:
    """Make a key and return it; nobody can read it again."""
    secret = PREFIX + secrets.token_urlsafe(32)
    tx.execute(
        insert(api_keys).values(
            shop_id=shop_id,
            name=name,
            digest=_digest(secret),
            scopes=sorted(set(scopes)),
            created_at=now,
        )
    )
    return secret


def find(tx: Connection, secret: str) -> ApiKey | None:
    """Return the key that *secret* is, unless it was revoked."""
    row = tx.execute(
        select(api_keys).where(
            api_keys.c.digest == _digest(secret), api_keys.c.revoked_at.is_(None)
        )
    ).one_or_none()
    return None if row is None else _api_key(row)


def all_of(tx: Connection, shop_id: ShopId) -> Sequence[ApiKey]:
    """Return the shop's keys that are not revoked, oldest first."""
    rows = tx.execute(
        select(api_keys)
        .where(api_keys.c.shop_id == shop_id, api_keys.c.revoked_at.is_(None))
        .order_by(api_keys.c.id)
    )
    return [_api_key(row) for row in rows]


def is_use_due(key: ApiKey, *, now: datetime) -> bool:
    """Whether it is time to note that *key* is in use: at most once a minute."""
    return key.last_used_at is None or now - key.last_used_at >= USE_NOTED_EVERY


def note_use(tx: Connection, key: ApiKey, *, now: datetime) -> None:
    long_ago = or_(
        api_keys.c.last_used_at.is_(None), api_keys.c.last_used_at <= now - USE_NOTED_EVERY
    )
    tx.execute(
        update(api_keys)
        .where(api_keys.c.shop_id == key.shop_id, api_keys.c.id == key.id, long_ago)
        .values(last_used_at=now)
    )


def revoke(tx: Connection, shop_id: ShopId, key_id: ApiKeyId, *, now: datetime) -> bool:
    """End a key of this shop; return whether there was one."""
    ended = tx.execute(
        update(api_keys)
        .where(
            api_keys.c.shop_id == shop_id,
            api_keys.c.id == key_id,
            api_keys.c.revoked_at.is_(None),
        )
        .values(revoked_at=now)
    )
    return ended.rowcount > 0


def _digest(secret: str) -> str:
    # the key is 256 random bits, so a plain digest can not be guessed back
    return hashlib.sha256(secret.encode()).hexdigest()


def _api_key(row: Row[Any]) -> ApiKey:
    return ApiKey(
        id=ApiKeyId(row.id),
        shop_id=ShopId(row.shop_id),
        name=row.name,
        scopes=frozenset(row.scopes),
        created_at=row.created_at,
        last_used_at=row.last_used_at,
    )
