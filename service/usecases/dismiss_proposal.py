"""Dismisses a proposed term for good, or lets it be proposed again."""

from __future__ import annotations

from service.domain.catalog import ShopId
from service.domain.errors import InvalidError
from service.domain.lexicon import LONGEST_TERM
from service.domain.reading.folding import fold
from service.ports import Clock
from service.storage import audit, dismissals
from service.storage.database import Database

DISMISSED = "proposal_dismissed"
RESTORED = "proposal_restored"


def dismiss_proposal(
    shop_id: ShopId, text: str, *, author: str, database: Database, clock: Clock
) -> None:
    """Never propose *text* to this shop again; raise `InvalidError` when it can be no term."""
    folded, now = _folded(text), clock()
    with database.transaction(shop_id) as tx:
        if dismissals.add(tx, shop_id, folded, text, author=author, now=now):
            audit.add(tx, shop_id, DISMISSED, {"text": text}, author=author, now=now)


def restore_proposal(
    shop_id: ShopId, text: str, *, author: str, database: Database, clock: Clock
) -> None:
    """Let *text* be proposed again where it still stands."""
    folded, now = _folded(text), clock()
    with database.transaction(shop_id) as tx:
        if dismissals.remove(tx, shop_id, folded):
            audit.add(tx, shop_id, RESTORED, {"text": text}, author=author, now=now)


def _folded(text: str) -> str:
    folded = " ".join(fold(text).split())
    if not folded or len(folded) > LONGEST_TERM:
        raise InvalidError("the form names no term")
    return folded
