"""The accounts of people who come from Shopify: one a person and shop, nobody else's."""

from __future__ import annotations

import re
import secrets
import uuid

from service.auth.passwords import hashed
from service.domain.catalog import SHOP_DOMAIN, Shop, ShopDomain
from service.domain.errors import ConflictError
from service.domain.members import Account, MemberRole
from service.ports import Clock
from service.storage import users
from service.storage.database import Database

_NAME = re.compile(rf"[0-9]+@({SHOP_DOMAIN})", re.ASCII)


def home_of(account: Account) -> ShopDomain | None:
    """Return the shop on whose staff the person is; ``None`` for who signs in with a password."""
    found = _NAME.fullmatch(account.email)
    return ShopDomain(found[1]) if found else None


def account_of(
    shop: Shop, person: str, *, is_owner: bool = False, database: Database, clock: Clock
) -> Account:
    """
    Return the account of Shopify's *person* on this shop, made at their first visit.

    It is named by number and shop, never by an email that a shop may claim for its staff: whoever
    comes from one shop gets nothing on another. Owners, and who comes first, may do everything.
    """
    name = f"{person}@{shop.domain}"
    with database.system(read_only=True) as tx:
        known = users.find_by_email(tx, name)
        if known is not None and users.find_membership(tx, shop.id, known.id) is not None:
            return known
    password = hashed(secrets.token_urlsafe(32))  # nobody knows it
    with database.system() as tx:
        account = users.find_by_email(tx, name) or users.create(
            tx, name, password=password, uniquifier=uuid.uuid4().hex, now=clock()
        )
        if account is None:
            raise ConflictError(name)
        first = is_owner or not users.has_members(tx, shop.id)
        users.set_membership(
            tx, shop.id, account.id, MemberRole.ADMIN if first else MemberRole.EDITOR
        )
    return account
