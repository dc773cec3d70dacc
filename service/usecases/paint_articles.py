"""What stands beside articles right now, as themes are to show it before any request."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection

from service.domain.articles import ArticleId
from service.domain.catalog import ProductId, Shop
from service.domain.first_paint import PaintedArticle, PaintedCard, PaintedSlot
from service.domain.mappings import SlotName
from service.domain.recommendations import Decision, RecommendationSet, arrange
from service.domain.signing import Showing, Signer
from service.ports import Clock
from service.storage import answers, articles, catalog
from service.storage.articles import Standing
from service.storage.catalog import OnSale
from service.storage.database import Database
from service.usecases.serve_recommendations import ARM, Found, hidden

AT_ONCE = 200
FORMAT = 1
"""Another one has all shards made again."""


class Painter:
    """Arranges what was decided, as serving does; a product is looked up once."""

    def __init__(self, shop: Shop, *, database: Database, signer: Signer, clock: Clock) -> None:
        self._shop = shop
        self._database = database
        self._signer = signer
        self._clock = clock
        self._products: dict[ProductId, OnSale] = {}

    def made_of(self, decided: Mapping[ArticleId, datetime], *, lists: bool) -> str:
        """Return a digest of all that these articles' cards follow from, but for what is looked
        up of a product: its handle."""
        nobody = Showing(self._shop.id, ArticleId(0), SlotName(""), (), 0, ARM)
        said = [
            FORMAT,
            self._shop.hand_placed_links.value,
            self._signer.set_id(nobody),  # another key makes other ids
            lists,
            [(article, at.isoformat()) for article, at in sorted(decided.items())],
        ]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()

    def paint(self, ids: Sequence[ArticleId]) -> dict[ArticleId, PaintedArticle]:
        """Return those of *ids* that show anything."""
        painted: dict[ArticleId, PaintedArticle] = {}
        for start in range(0, len(ids), AT_ONCE):
            some = ids[start : start + AT_ONCE]
            with self._database.transaction(self._shop.id, read_only=True) as tx:
                decisions = answers.find_many(tx, self._shop.id, some)
                standings = articles.standings(tx, self._shop.id, some)
                self._look_up(tx, decisions.values())
            for standing in standings:
                if (decision := decisions.get(standing.id)) is not None:
                    painted[standing.id] = self._painted(standing, decision)
        return {article: each for article, each in painted.items() if each.slots}

    def _look_up(self, tx: Connection, decisions: Iterable[Decision]) -> None:
        asked = {each.product for decision in decisions for each in decision.candidates}
        new = asked - self._products.keys()
        self._products.update(catalog.on_sale(tx, self._shop.id, new))

    def _painted(self, standing: Standing, decision: Decision) -> PaintedArticle:
        slots = {
            slot.name: painted
            for slot in decision.slots
            if (painted := self._slot(standing, decision, slot.name)) is not None
        }
        return PaintedArticle(standing.id, decision.mapping_version, ARM, slots)

    def _slot(self, standing: Standing, decision: Decision, name: SlotName) -> PaintedSlot | None:
        """A scheduled article is painted as if it was there: until then its page is not."""
        now = self._clock()
        placement = decision.placements.get(name)
        found = Found(self._shop, 0, standing, decision, placement)
        if hidden(found, now=max(now, standing.published_at or now)):
            return None
        chosen = arrange(decision, name, products=self._products, now=now)
        if not chosen.items:
            return None
        element = placement.element if placement is not None else None
        return PaintedSlot(self._set_id(decision, chosen), self._cards(chosen), element)

    def _set_id(self, decision: Decision, chosen: RecommendationSet) -> str:
        ids = tuple(item.product for item in chosen.items)
        version = decision.mapping_version
        return self._signer.set_id(
            Showing(self._shop.id, decision.article, chosen.slot, ids, version, ARM)
        )

    def _cards(self, chosen: RecommendationSet) -> tuple[PaintedCard, ...]:
        return tuple(
            PaintedCard(item.product, self._products[item.product].handle, item.because.label)
            for item in chosen.items
        )
