"""Changes the draft of the product rules; nobody overwrites what they have not seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from service.domain.catalog import ShopId
from service.domain.mappings import Mapping
from service.ports import Clock
from service.storage import audit, mappings
from service.storage.database import Database
from service.storage.mappings import Draft

EDITED = "draft_edited"

Edit = Callable[[Mapping], Mapping]


@dataclass(frozen=True, slots=True)
class SavedEdit:
    """An edit that somebody saved: what a later, stale one is shown beside."""

    author: str
    at: datetime
    said: str
    revision: int


def edit_mapping(
    shop_id: ShopId,
    edit: Edit,
    *,
    seen: int,
    author: str,
    database: Database,
    clock: Clock,
    said: str = "Changed the rules",
) -> Draft:
    """Apply *edit* to the draft seen at revision *seen*; else raise `StaleEditError`.

    *said*: the edit in one sentence, kept with its author. An edit that changes nothing is not
    saved.
    """
    now = clock()
    with database.transaction(shop_id) as tx:
        current = mappings.draft(tx, shop_id)
        edited = edit(current.mapping) if current.revision == seen else current.mapping
        if current.revision == seen and edited == current.mapping:
            return current
        saved = mappings.save_draft(tx, shop_id, edited, seen=seen, author=author, now=now)
        detail = {"said": said, "revision": saved.revision}
        audit.add(tx, shop_id, EDITED, detail, author=author, now=now)
    return saved


def edits_since(shop_id: ShopId, *, revision: int, database: Database) -> Sequence[SavedEdit]:
    """Return what was saved to the draft after *revision*, oldest first."""
    with database.transaction(shop_id, read_only=True) as tx:
        entries = audit.newest(tx, shop_id, actions=[EDITED])
    edits = [
        SavedEdit(entry.author, entry.at, entry.detail["said"], entry.detail["revision"])
        for entry in reversed(entries)
    ]
    return [edit for edit in edits if edit.revision > revision]
