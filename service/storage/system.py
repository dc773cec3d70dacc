"""What has to look across shops before it can serve one: whom a domain names, who is installed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from sqlalchemy import Connection

from service.domain.catalog import Shop, ShopId
from service.domain.errors import ShopNotFoundError
from service.storage import shops
from service.storage.database import Database


class Called(NamedTuple):
    """A transaction of the shop that was called, with the shop and its generation as read in it."""

    tx: Connection
    shop: Shop
    generation: int


@contextmanager
def called(database: Database, domain: str, *, read_only: bool = False) -> Iterator[Called]:
    """Begin a transaction of the installed shop *domain*; raise `ShopNotFoundError`.

    Whose domain it is, is asked once; every transaction sees for itself that it still is.
    """
    for shop_id in _ids(database, domain):
        with database.transaction(shop_id, read_only=read_only) as tx:
            found = shops.find_with_generation(tx, shop_id, domain)
            if found is not None:
                yield Called(tx, *found)
                return
    raise ShopNotFoundError(domain)


def _ids(database: Database, domain: str) -> Iterator[ShopId]:
    known = database.shop_ids.get(domain)
    if known is not None:
        yield known
    with database.system(read_only=True) as tx:
        database.shop_ids[domain] = shops.get_by_domain(tx, domain).id
    yield database.shop_ids[domain]


def shop_named(database: Database, domain: str) -> Shop:
    """Return the installed shop or raise `ShopNotFoundError`; uninstalled is like unknown."""
    with database.system(read_only=True) as tx:
        return shops.get_by_domain(tx, domain)


def installed_shops(database: Database) -> Sequence[Shop]:
    """Return every installed shop, by id."""
    with database.system(read_only=True) as tx:
        return shops.all_installed(tx)
