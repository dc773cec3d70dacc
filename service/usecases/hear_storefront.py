"""Notes that a shop's own pages call us: the sign that a theme has our block."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock, Thread
from urllib.parse import urlsplit

from service.domain.catalog import Shop, ShopId
from service.domain.errors import UnavailableError
from service.ports import Clock
from service.storage import shops
from service.storage.database import Database

logger = logging.getLogger(__name__)

EVERY = timedelta(hours=1)

Work = Callable[[], None]


def in_background(work: Work) -> None:
    """A shopper waits for no note of ours, and a lock on the database may take seconds."""
    Thread(target=work, name="storefront-call", daemon=True).start()


class StorefrontCalls:
    """Notes a shop's calls at most every hour, for this process."""

    def __init__(
        self, database: Database, *, clock: Clock, run: Callable[[Work], None] = in_background
    ) -> None:
        self._database = database
        self._clock = clock
        self._run = run
        self._lock = Lock()
        self._noted: dict[ShopId, datetime] = {}

    def hear(self, shop: Shop, *, origin: str, referrer: str) -> None:
        """Take what a browser says of the page that asks; it is believed only to hide a hint."""
        if not (_is_of(shop, origin) or _is_of(shop, referrer)):
            return
        now = self._clock()
        with self._lock:
            noted = self._noted.get(shop.id)
            if noted is not None and now - noted < EVERY:
                return
            self._noted[shop.id] = now
        self._run(lambda: self._note(shop.id, now))

    def _note(self, shop_id: ShopId, now: datetime) -> None:
        try:
            with self._database.transaction(shop_id) as tx:
                shops.note_storefront_call(tx, shop_id, now=now)
        except UnavailableError:
            logger.warning("storefront_call_not_noted", extra={"shop_id": shop_id})
            with self._lock:
                self._noted.pop(shop_id, None)  # the next call is noted instead


def _is_of(shop: Shop, page: str) -> bool:
    """Whether the address *page* is one of the shop's own."""
    try:
        host = urlsplit(page).netloc.lower()
        return bool(host) and host in {shop.domain, urlsplit(shop.url).netloc.lower()}
    except ValueError:
        return False
