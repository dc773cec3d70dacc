"""Tells editors what a slot shows and why, and what it does not show and why not."""

from __future__ import annotations

from dataclasses import dataclass

from service.domain.catalog import Shop
from service.domain.mappings import SlotName
from service.domain.recommendations import Dropped, Recommendation
from service.ports import Clock
from service.storage.articles import Standing
from service.storage.database import Database
from service.storage.system import called
from service.usecases.serve_recommendations import Asked, Hidden, choose, hidden, look_up


@dataclass(frozen=True, slots=True)
class Explanation:
    """*items*: what the slot would show if nothing hid it. *hidden*: what does hide it."""

    shop: Shop
    standing: Standing
    slot: SlotName
    mapping_version: int
    lexicon_version: str
    hidden: Hidden | None
    items: tuple[Recommendation, ...]
    dropped: tuple[Dropped, ...]


def explain_recommendations(asked: Asked, *, database: Database, clock: Clock) -> Explanation:
    """Return the reasons with quotes; raise `ShopNotFoundError` or `ArticleNotFoundError`."""
    now = clock()
    with called(database, asked.shop, read_only=True) as who:
        tx, found = who.tx, look_up(who, asked)
        decision = found.decision
        items = choose(tx, decision, found.shop, asked, now=now)[1].items if decision else ()
    return Explanation(
        shop=found.shop,
        standing=found.standing,
        slot=asked.slot,
        mapping_version=decision.mapping_version if decision else 0,
        lexicon_version=decision.lexicon_version if decision else "",
        hidden=hidden(found, now=now),
        items=items,
        dropped=decision.dropped if decision else (),
    )
