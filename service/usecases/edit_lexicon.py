"""Changes a shop's own terms and categories, and asks for what they may be heard in to be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from service.domain.catalog import ShopId
from service.domain.errors import InvalidShopLexiconError, StaleEditError
from service.domain.jobs import JobKind
from service.domain.lexicon import CategoryId, Lexicon
from service.domain.shop_lexicon import (
    LexiconChanges,
    ShopLexicon,
    apply_changes,
    merge,
    touched_by,
)
from service.ports import Clock, Doorbell
from service.storage import audit, jobs, mappings, shop_lexicon
from service.storage.database import Database
from service.storage.shop_lexicon import Revision
from service.usecases.shop_lexicons import ShopLexicons

EDITED = "lexicon_edited"


@dataclass(frozen=True, slots=True)
class _Edit:
    author: str
    said: str
    now: datetime


def edit_lexicon(
    shop_id: ShopId,
    changes: LexiconChanges,
    *,
    author: str,
    database: Database,
    lexicons: ShopLexicons,
    doorbell: Doorbell,
    clock: Clock,
    seen: int | None = None,
    said: str = "",
) -> Revision:
    """
    Make the *changes*, all or none; return the revision that the lexicon is at then.

    Raise `InvalidShopLexiconError` that names every fault, `StaleEditError` when the revision is
    not the one *seen* any more (``None``: whatever it is). Changes that change nothing write
    nothing. Workers then read again what holds something that was changed, nothing else.
    """
    edit = _Edit(author, said or in_a_sentence(changes), clock())
    with database.transaction(shop_id) as tx:
        shop_lexicon.lock(tx, shop_id)
        newest = shop_lexicon.revision(tx, shop_id)
        if seen is not None and seen != newest.revision:
            raise StaleEditError(seen, newest.revision)
        before = shop_lexicon.load(tx, shop_id)
        after = apply_changes(lexicons.default, before, changes)
        if set_of(after) == set_of(before):
            return newest
        refuse_orphans(tx, shop_id, changes.remove_categories)
        written = _write(tx, shop_id, (before, after), lexicons.default, edit)
    doorbell.ring(JobKind.READ_CONTENT)
    return written


def _write(
    tx: Connection,
    shop_id: ShopId,
    turn: tuple[ShopLexicon, ShopLexicon],
    default: Lexicon,
    edit: _Edit,
) -> Revision:
    before, after = turn
    author, said, now = edit.author, edit.said, edit.now
    old, new = merge(default, before), merge(default, after)
    if shop_lexicon.revision(tx, shop_id).version != old.version:
        # Endcap's own lexicon is another one since the last revision, or this is the first
        shop_lexicon.add_revision(tx, shop_id, old.version, None, author="", said="", now=now)
    touched = touched_by(old, new)
    shop_lexicon.write(tx, shop_id, before, after, author=author, now=now)
    written = shop_lexicon.add_revision(
        tx, shop_id, new.version, touched, author=author, said=said, now=now
    )
    audit.add(
        tx, shop_id, EDITED, {"said": said, "revision": written.revision}, author=author, now=now
    )
    jobs.add(tx, shop_id, JobKind.READ_CONTENT, {"compute": touched.categories}, now)
    return written


def refuse_orphans(tx: Connection, shop_id: ShopId, gone: Sequence[CategoryId]) -> None:
    """Raise `InvalidShopLexiconError` when a product rule speaks for a category that would go."""
    if not gone:
        return
    rules = (
        *mappings.published(tx, shop_id).mapping.rules,
        *mappings.draft(tx, shop_id).mapping.rules,
    )
    ruled = {rule.category for rule in rules}
    faults = tuple(
        (f"remove_categories.{number}", f"a product rule speaks for {category!r}; remove it first")
        for number, category in enumerate(gone)
        if category in ruled
    )
    if faults:
        raise InvalidShopLexiconError(faults)


def set_of(additions: ShopLexicon) -> object:
    """What *additions* are, whatever their order."""
    return set(additions.terms), set(additions.categories), set(additions.ignored)


def in_a_sentence(changes: LexiconChanges) -> str:
    """Say the *changes* as a person's history shows them."""
    parts = [
        _named("Added", [t.text for t in changes.add_terms], "terms"),
        _named("Removed", [key.folded for key in changes.remove_terms], "terms"),
        _named("Ignored", changes.ignore, "terms"),
        _named("Heeded", changes.heed, "terms again"),
        _named("Added", [c.name for c in changes.add_categories], "ingredients"),
        _named("Removed", changes.remove_categories, "ingredients"),
    ]
    return "; ".join(part for part in parts if part) or "Changed nothing"


def _named(verb: str, names: Sequence[str], noun: str) -> str:
    if not names:
        return ""
    if len(names) > 3:
        return f"{verb} {len(names):,} {noun}"
    return f"{verb} {', '.join(names)}"
