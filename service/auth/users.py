"""Makes the accounts that sign in with a password, and says what they may do on a shop."""

from __future__ import annotations

import re
import uuid
from dataclasses import replace

from service.auth.passwords import hashed
from service.domain.catalog import ShopId
from service.domain.errors import ConflictError, InvalidFieldError
from service.domain.members import Account, MemberRole
from service.ports import Clock, utc_now
from service.storage import users
from service.storage.database import Database


class EmailTakenError(ConflictError):
    """Somebody signs in with this email already."""

    def __init__(self, email: str, /) -> None:
        super().__init__(email)
        self.email = email

    def __str__(self) -> str:
        return f"there is an account for {self.email!r} already"


EMAIL = re.compile(r"[^@\s]+@[^@\s]+", re.ASCII)


def create_user(
    database: Database,
    email: str,
    password: str,
    *,
    shop_id: ShopId,
    role: MemberRole,
    clock: Clock = utc_now,
) -> Account:
    """
    Add an account that works on the shop as *role*.

    Raises `EmailTakenError`, and `InvalidFieldError` for what is no email or too short a password.
    """
    if not EMAIL.fullmatch(email.strip()):
        raise InvalidFieldError("email", "must be like name@shop.example")
    secret = hashed(password)  # slow on purpose, so before the transaction
    with database.system() as tx:
        account = users.create(tx, email, password=secret, uniquifier=uuid.uuid4().hex, now=clock())
        if account is None:
            raise EmailTakenError(email)
        users.set_membership(tx, shop_id, account.id, role)
    return account


def ensure_user(
    database: Database,
    email: str,
    password: str,
    *,
    shop_id: ShopId,
    role: MemberRole,
    clock: Clock = utc_now,
) -> Account:
    """Make the account exist with this password and role; running twice changes nothing more.

    Sessions begun with another password end.
    """
    secret = hashed(password)
    with database.system() as tx:
        account = users.find_by_email(tx, email) or users.create(
            tx, email, password=secret, uniquifier=uuid.uuid4().hex, now=clock()
        )
        if account is None:
            raise EmailTakenError(email)
        account = replace(account, password=secret, active=True, uniquifier=uuid.uuid4().hex)
        users.save(tx, account)
        users.set_membership(tx, shop_id, account.id, role)
    return account


def set_role(database: Database, email: str, *, shop_id: ShopId, role: MemberRole) -> bool:
    """Let the account of *email* work on the shop as *role*; false when there is no account."""
    with database.system() as tx:
        account = users.find_by_email(tx, email)
        if account is None:
            return False
        users.set_membership(tx, shop_id, account.id, role)
    return True
