"""What opens a shop at Shopify: sealed tokens, and the lock of whoever gets new ones."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, func, or_, select, update

from service.domain.catalog import ShopDomain, ShopId
from service.domain.connections import ConnectionKind, ShopConnection
from service.storage.tables import connections, shops, token_locks
from service.storage.upserts import insert_new, upsert


def find(tx: Connection, shop_id: ShopId) -> ShopConnection | None:
    """Return what opens the shop, ``None`` where nothing does."""
    its = connections.c.shop_id == shop_id, connections.c.kind != ConnectionKind.ENDED.value
    row = tx.execute(select(connections).where(*its)).one_or_none()
    return _connection(row) if row is not None else None


def put(tx: Connection, shop_id: ShopId, connection: ShopConnection) -> None:
    """Keep what opens the shop from now on, instead of what did; its version is counted on."""
    before = tx.scalar(select(connections.c.version).where(connections.c.shop_id == shop_id)) or 0
    values = {
        "shop_id": shop_id,
        "kind": connection.kind.value,
        "access_token": connection.access_token,
        "access_expires_at": connection.access_expires_at,
        "refresh_token": connection.refresh_token,
        "refresh_expires_at": connection.refresh_expires_at,
        "client_id": connection.client_id,
        "client_secret": connection.client_secret,
        "scopes": ",".join(sorted(connection.scopes)),
        "version": before + 1,
        "refreshed_at": connection.refreshed_at,
        "reauth_needed_at": None,
        "closed_at": None,
        "ask_again_at": None,
        "answered_version": connection.answered_version,
    }
    upsert(tx, connections, [values])


def put_permanent(tx: Connection, shop_id: ShopId, sealed_token: bytes, *, now: datetime) -> None:
    """Keep a token that does not expire."""
    kept = ShopConnection(
        kind=ConnectionKind.PERMANENT,
        access_token=sealed_token,
        access_expires_at=None,
        refresh_token=None,
        refresh_expires_at=None,
        client_id="",
        client_secret=None,
        scopes=frozenset(),
        version=0,
        refreshed_at=now,
    )
    put(tx, shop_id, kept)


def reseal(tx: Connection, shop_id: ShopId, version: int, **sealed: bytes | None) -> None:
    """Keep the same secrets under another seal, unless there are others meanwhile."""
    tx.execute(
        update(connections)
        .where(connections.c.shop_id == shop_id, connections.c.version == version)
        .values(**sealed)
    )


def mark_revoked(tx: Connection, shop_id: ShopId, version: int, *, now: datetime) -> bool:
    """Say that a person has to let us in again; false when there are other tokens meanwhile."""
    marked = tx.execute(
        update(connections)
        .where(connections.c.shop_id == shop_id, connections.c.version == version)
        .values(reauth_needed_at=func.coalesce(connections.c.reauth_needed_at, now))
    )
    return marked.rowcount > 0


def mark_closed(tx: Connection, shop_id: ShopId, *, now: datetime, ask_again_at: datetime) -> None:
    """Say that the shop is closed at Shopify, and when to look again."""
    tx.execute(
        update(connections)
        .where(connections.c.shop_id == shop_id)
        .values(closed_at=func.coalesce(connections.c.closed_at, now), ask_again_at=ask_again_at)
    )


def mark_answered(tx: Connection, shop_id: ShopId, version: str) -> None:
    """Say that the shop answers, in *version* of the API."""
    tx.execute(
        update(connections)
        .where(connections.c.shop_id == shop_id)
        .values(closed_at=None, ask_again_at=None, answered_version=version)
    )


def set_scopes(tx: Connection, shop_id: ShopId, scopes: frozenset[str]) -> None:
    tx.execute(
        update(connections)
        .where(connections.c.shop_id == shop_id)
        .values(scopes=",".join(sorted(scopes)))
    )


def remove(tx: Connection, shop_id: ShopId) -> None:
    """Forget what opens the shop.

    Of a merchant's own app the secret stays until the shop is erased: it signs the order to do so.
    """
    its = connections.c.shop_id == shop_id
    tx.execute(delete(connections).where(its, connections.c.client_secret.is_(None)))
    ended = {"kind": ConnectionKind.ENDED.value, "access_token": b"", "refresh_token": None}
    tx.execute(update(connections).where(its).values(**ended))


def own_secrets(tx: Connection, domain: ShopDomain) -> bytes | None:
    """Return what the merchant's own app signs with, sealed, also after the installation."""
    found: bytes | None = tx.scalar(
        select(connections.c.client_secret)
        .join(shops, shops.c.id == connections.c.shop_id)
        .where(shops.c.domain == domain)
    )
    return found


def resting(tx: Connection, *, now: datetime) -> frozenset[ShopId]:
    """Return the shops that there is no use in asking now: closed, or not letting us in."""
    rests = or_(connections.c.reauth_needed_at.is_not(None), connections.c.ask_again_at > now)
    return frozenset(map(ShopId, tx.scalars(select(connections.c.shop_id).where(rests))))


def not_renewed(tx: Connection, *, since: datetime) -> Sequence[ShopId]:
    """Return the installed shops that let us in with tokens from before *since*."""
    found = (
        select(connections.c.shop_id)
        .join(shops, shops.c.id == connections.c.shop_id)
        .where(
            connections.c.refreshed_at < since,
            connections.c.reauth_needed_at.is_(None),
            shops.c.uninstalled_at.is_(None),
        )
        .order_by(connections.c.shop_id)
    )
    return [ShopId(shop_id) for shop_id in tx.scalars(found)]


def lock(
    tx: Connection, domain: ShopDomain, holder: str, *, now: datetime, lasts: timedelta
) -> bool:
    """Let *holder* alone get tokens of the shop; false while somebody else does."""
    row = {"domain": domain, "holder": holder, "until": now + lasts}
    if insert_new(tx, token_locks, [row]):
        return True
    taken_over = tx.execute(
        update(token_locks)
        .where(token_locks.c.domain == domain, token_locks.c.until < now)
        .values(holder=holder, until=now + lasts)
    )
    return taken_over.rowcount > 0


def holds_lock(tx: Connection, domain: ShopDomain, holder: str) -> bool:
    """Whether nobody has taken the lock over; it stays so until the end of the transaction."""
    held = select(token_locks.c.holder).where(token_locks.c.domain == domain).with_for_update()
    return bool(tx.scalar(held) == holder)


def unlock(tx: Connection, domain: ShopDomain, holder: str) -> None:
    tx.execute(
        delete(token_locks).where(token_locks.c.domain == domain, token_locks.c.holder == holder)
    )


def take_lapsed_locks(tx: Connection, *, now: datetime) -> Sequence[tuple[ShopId, int]]:
    """
    Remove the locks that have lapsed: whoever held one has been killed, or was too slow.

    Return the installed shops that are meant, and the version of the tokens that each has.
    """
    lapsed = delete(token_locks).where(token_locks.c.until < now).returning(token_locks.c.domain)
    domains = tx.scalars(lapsed).all()
    if not domains:
        return ()
    theirs = (
        select(connections.c.shop_id, connections.c.version)
        .join(shops, shops.c.id == connections.c.shop_id)
        .where(
            shops.c.domain.in_(domains),
            shops.c.uninstalled_at.is_(None),
            connections.c.kind == ConnectionKind.EXPIRING.value,
            connections.c.reauth_needed_at.is_(None),
        )
    )
    return [(ShopId(row.shop_id), row.version) for row in tx.execute(theirs)]


def _connection(row: Row[Any]) -> ShopConnection:
    return ShopConnection(
        kind=ConnectionKind(row.kind),
        access_token=row.access_token,
        access_expires_at=row.access_expires_at,
        refresh_token=row.refresh_token,
        refresh_expires_at=row.refresh_expires_at,
        client_id=row.client_id,
        client_secret=row.client_secret,
        scopes=frozenset(filter(None, row.scopes.split(","))),
        version=row.version,
        refreshed_at=row.refreshed_at,
        reauth_needed_at=row.reauth_needed_at,
        closed_at=row.closed_at,
        ask_again_at=row.ask_again_at,
        answered_version=row.answered_version,
    )
