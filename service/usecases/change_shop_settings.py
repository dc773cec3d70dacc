"""A person moves a switch of the shop: observe or live, paused, links, new articles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from service.domain.catalog import HandPlacedLinks, NewArticles, ShopId, ShopMode
from service.ports import Clock
from service.storage import audit, shops
from service.storage.database import Database

CHANGED = "shop_settings_changed"


@dataclass(frozen=True, slots=True)
class ShopChanges:
    """What is to change; ``None``: stays as it is."""

    mode: ShopMode | None = None
    paused: bool | None = None
    hand_placed_links: HandPlacedLinks | None = None
    new_articles: NewArticles | None = None

    def values(self) -> Mapping[str, str | bool]:
        every = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {
            name: value if isinstance(value, bool) else value.value
            for name, value in every.items()
            if value is not None
        }


def change_shop_settings(
    shop_id: ShopId, changes: ShopChanges, *, author: str, database: Database, clock: Clock
) -> None:
    """Set the switches; every answer of the shop is computed anew from them."""
    values = changes.values()
    if not values:
        return
    now = clock()
    with database.transaction(shop_id) as tx:
        shops.change_settings(tx, shop_id, values)
        audit.add(tx, shop_id, CHANGED, values, author=author, now=now)
