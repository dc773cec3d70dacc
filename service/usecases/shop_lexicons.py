"""The lexicon that each shop is read with, merged once for all who ask."""

from __future__ import annotations

import threading
from collections import OrderedDict

from sqlalchemy import Connection

from service.domain.catalog import ShopId
from service.domain.lexicon import Lexicon
from service.domain.shop_lexicon import merge
from service.storage import shop_lexicon
from service.storage.database import Database

MOST = 32
MOST_OWN_TERMS = 200_000
"""Some 50 MB; what was asked for longest ago goes first."""


class ShopLexicons:
    """A shop without additions has the *default* itself, so that all such shops share what is
    compiled from it."""

    def __init__(self, default: Lexicon, database: Database) -> None:
        self.default = default
        self._database = database
        self._lock = threading.Lock()
        self._merged: OrderedDict[str, Lexicon] = OrderedDict()

    def of(self, shop_id: ShopId) -> Lexicon:
        """Return the shop's lexicon as it is now."""
        with self._database.transaction(shop_id, read_only=True) as tx:
            return self.load(tx, shop_id)

    def load(self, tx: Connection, shop_id: ShopId) -> Lexicon:
        """As `of`, within a transaction."""
        additions = shop_lexicon.revision(tx, shop_id).version.partition("+")[2]
        if not additions:
            return self.default
        known = self._find(f"{self.default.version}+{additions}")
        if known is not None:
            return known
        return self._keep(merge(self.default, shop_lexicon.load(tx, shop_id)))

    def _find(self, version: str) -> Lexicon | None:
        with self._lock:
            if version in self._merged:
                self._merged.move_to_end(version)
            return self._merged.get(version)

    def _keep(self, lexicon: Lexicon) -> Lexicon:
        if lexicon is self.default:
            return lexicon
        with self._lock:
            self._merged[lexicon.version] = lexicon
            self._merged.move_to_end(lexicon.version)
            while len(self._merged) > 1 and self._is_too_much():
                self._merged.popitem(last=False)
        return lexicon

    def _is_too_much(self) -> bool:
        own = sum(len(each.terms) - len(self.default.terms) for each in self._merged.values())
        return len(self._merged) > MOST or own > MOST_OWN_TERMS
