"""Accounts and the shops that they work on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, insert, select, update

from service.domain.catalog import ShopId
from service.domain.members import Account, MemberRole, Membership, UserId
from service.storage.tables import memberships, users
from service.storage.upserts import upsert


def find(tx: Connection, user_id: UserId) -> Account | None:
    return _find(tx, users.c.id == user_id)


def find_by_email(tx: Connection, email: str) -> Account | None:
    """Return the account of *email*, however it is cased."""
    return _find(tx, users.c.email == email.strip().lower())


def find_by_uniquifier(tx: Connection, uniquifier: str) -> Account | None:
    return _find(tx, users.c.fs_uniquifier == uniquifier)


def create(
    tx: Connection, email: str, *, password: str, uniquifier: str, now: datetime
) -> Account | None:
    """Add an account with an already hashed *password*; ``None`` when the email is taken."""
    if find_by_email(tx, email) is not None:
        return None
    tx.execute(
        insert(users).values(
            email=email.strip().lower(),
            password=password,
            active=True,
            fs_uniquifier=uniquifier,
            confirmed_at=now,
            created_at=now,
        )
    )
    return find_by_email(tx, email)


def save(tx: Connection, account: Account) -> None:
    """Overwrite what may change of an account."""
    tx.execute(
        update(users)
        .where(users.c.id == account.id)
        .values(password=account.password, active=account.active, fs_uniquifier=account.uniquifier)
    )


def set_membership(tx: Connection, shop_id: ShopId, user_id: UserId, role: MemberRole) -> None:
    row = {"shop_id": shop_id, "user_id": user_id, "role": role.value}
    upsert(tx, memberships, [row])


def memberships_of(tx: Connection, user_id: UserId) -> Sequence[Membership]:
    """Return where the account may go, by shop id."""
    rows = tx.execute(
        select(memberships).where(memberships.c.user_id == user_id).order_by(memberships.c.shop_id)
    )
    return [_membership(row) for row in rows]


def find_membership(tx: Connection, shop_id: ShopId, user_id: UserId) -> Membership | None:
    row = tx.execute(
        select(memberships).where(
            memberships.c.shop_id == shop_id, memberships.c.user_id == user_id
        )
    ).one_or_none()
    return _membership(row) if row is not None else None


def has_members(tx: Connection, shop_id: ShopId) -> bool:
    """Whether anybody works on the shop."""
    found = select(memberships.c.user_id).where(memberships.c.shop_id == shop_id).limit(1)
    return tx.scalar(found) is not None


def _find(tx: Connection, condition: ColumnElement[bool]) -> Account | None:
    row = tx.execute(select(users).where(condition)).one_or_none()
    if row is None:
        return None
    return Account(UserId(row.id), row.email, row.password, row.active, row.fs_uniquifier)


def _membership(row: Any) -> Membership:
    return Membership(UserId(row.user_id), ShopId(row.shop_id), MemberRole(row.role))
