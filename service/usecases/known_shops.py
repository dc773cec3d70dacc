"""Shops and products as this process last saw them: counting goes on without the database."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Connection

from service.domain.catalog import ProductId, Shop, ShopId
from service.domain.errors import ShopNotFoundError
from service.storage import catalog, shops
from service.storage.database import Database
from service.storage.system import shop_named
from service.usecases.remembering import Remembered

V = TypeVar("V")


class KnownShops:
    """Looks up what an event names. While the database is away, the last answer stands."""

    def __init__(self, database: Database, *, timer: Callable[[], float] = time.monotonic) -> None:
        self._database = database
        self._by_domain = Remembered[Shop](timer)
        self._by_id = Remembered[Shop](timer)
        self._products = Remembered[ProductId](timer)
        self._handles = Remembered[str](timer)

    def get_by_domain(self, domain: str) -> Shop:
        """Return the installed shop; raise `ShopNotFoundError`."""
        shop = self._by_domain.find(domain, lambda: _shop_of_domain(self._database, domain))
        if shop is None:
            raise ShopNotFoundError(domain)
        return shop

    def get(self, shop_id: ShopId) -> Shop:
        """Return the installed shop; raise `ShopNotFoundError`."""
        shop = self._by_id.find(shop_id, lambda: self._load(shop_id, _shop_of_id, shop_id))
        if shop is None:
            raise ShopNotFoundError(shop_id)
        return shop

    def find_product(self, shop_id: ShopId, handle: str) -> ProductId | None:
        return self._products.find(
            (shop_id, handle), lambda: self._load(shop_id, catalog.find_id, shop_id, handle)
        )

    def find_handle(self, shop_id: ShopId, product: ProductId) -> str | None:
        return self._handles.find(
            (shop_id, product), lambda: self._load(shop_id, catalog.find_handle, shop_id, product)
        )

    def _load(self, shop_id: ShopId, look_up: Callable[..., V | None], *key: object) -> V | None:
        with self._database.transaction(shop_id, read_only=True) as tx:
            return look_up(tx, *key)


def _shop_of_domain(database: Database, domain: str) -> Shop | None:
    try:
        return shop_named(database, domain)
    except ShopNotFoundError:
        return None


def _shop_of_id(tx: Connection, shop_id: ShopId) -> Shop | None:
    try:
        return shops.get(tx, shop_id)
    except ShopNotFoundError:
        return None
