"""A shop's own terms and categories, and every revision of them: who changed what, when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Connection,
    Row,
    Table,
    bindparam,
    delete,
    func,
    insert,
    select,
    tuple_,
)

from service.domain.catalog import ShopId
from service.domain.lexicon import CategoryId, IngredientCategory, Term, TermKind
from service.domain.reading.folding import fold
from service.domain.shop_lexicon import ShopLexicon, TermKey, Touched, key_of
from service.storage import documents
from service.storage.tables import (
    lexicon_categories,
    lexicon_ignored,
    lexicon_revisions,
    lexicon_terms,
    shops,
)

_TOUCHED: type[Touched | None] = Touched | None  # type: ignore[assignment]  # as msgspec takes it


@dataclass(frozen=True, slots=True)
class Revision:
    """*version*: that of the merged lexicon after it. 0: the shop never added anything. One
    without an author: Endcap's own lexicon had changed by then."""

    revision: int
    version: str
    author: str
    said: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Added:
    """Who added a term or a category or ignored one, and when."""

    author: str
    at: datetime


@dataclass(frozen=True, slots=True)
class OwnTerm:
    term: Term
    added: Added


@dataclass(frozen=True, slots=True)
class OwnCategory:
    category: IngredientCategory
    added: Added


@dataclass(frozen=True, slots=True)
class IgnoredTerm:
    text: str
    added: Added


def lock(tx: Connection, shop_id: ShopId) -> None:
    """Let no other transaction change this shop's lexicon before this one ends."""
    tx.execute(select(shops.c.id).where(shops.c.id == shop_id).with_for_update())


def revision(tx: Connection, shop_id: ShopId) -> Revision:
    """Return the newest revision."""
    return next(iter(history(tx, shop_id, limit=1)), Revision(0, "", "", "", None))


def history(tx: Connection, shop_id: ShopId, *, limit: int = 50) -> Sequence[Revision]:
    """Return the revisions, newest first."""
    kept = [lexicon_revisions.c[name] for name in ("revision", "version", "author", "said", "at")]
    rows = tx.execute(
        select(*kept)
        .where(lexicon_revisions.c.shop_id == shop_id)
        .order_by(lexicon_revisions.c.revision.desc())
        .limit(limit)
    )
    return [Revision(row.revision, row.version, row.author, row.said, row.at) for row in rows]


def load(tx: Connection, shop_id: ShopId) -> ShopLexicon:
    """Return all that the shop adds."""
    return ShopLexicon(
        tuple(own.term for own in terms(tx, shop_id)),
        tuple(own.category for own in categories(tx, shop_id)),
        tuple(own.text for own in ignored(tx, shop_id)),
    )


def terms(
    tx: Connection, shop_id: ShopId, *, after: TermKey | None = None, limit: int | None = None
) -> list[OwnTerm]:
    """Return the shop's own terms, by spelling: those behind *after*, at most *limit*."""
    order = lexicon_terms.c.folded, lexicon_terms.c.language
    query = select(lexicon_terms).where(lexicon_terms.c.shop_id == shop_id)
    if after is not None:
        query = query.where(tuple_(*order) > tuple_(*after))
    rows = tx.execute(query.order_by(*order).limit(limit))
    return [OwnTerm(_term(row), Added(row.author, row.added_at)) for row in rows]


def categories(tx: Connection, shop_id: ShopId) -> list[OwnCategory]:
    """Return the shop's own categories, by id."""
    rows = tx.execute(
        select(lexicon_categories)
        .where(lexicon_categories.c.shop_id == shop_id)
        .order_by(lexicon_categories.c.id)
    )
    return [OwnCategory(_category(row), Added(row.author, row.added_at)) for row in rows]


def ignored(tx: Connection, shop_id: ShopId) -> list[IgnoredTerm]:
    """Return the default terms that mean nothing in this shop, by spelling."""
    rows = tx.execute(
        select(lexicon_ignored)
        .where(lexicon_ignored.c.shop_id == shop_id)
        .order_by(lexicon_ignored.c.folded)
    )
    return [IgnoredTerm(row.text, Added(row.author, row.added_at)) for row in rows]


def write(
    tx: Connection,
    shop_id: ShopId,
    before: ShopLexicon,
    after: ShopLexicon,
    *,
    author: str,
    now: datetime,
) -> None:
    """Turn what the shop added from *before* into *after*; what stays keeps its author."""
    said = {"shop_id": shop_id, "author": author, "added_at": now}
    for table, keys, old, new in (
        (lexicon_terms, ("folded", "language"), _term_rows(before), _term_rows(after)),
        (lexicon_categories, ("id",), _category_rows(before), _category_rows(after)),
        (lexicon_ignored, ("folded",), _ignored_rows(before), _ignored_rows(after)),
    ):
        _delete(tx, table, shop_id, keys, [key for key in old if new.get(key) != old[key]])
        fresh = [{**row, **said} for key, row in new.items() if old.get(key) != row]
        if fresh:
            tx.execute(insert(table), fresh)


def count_terms(tx: Connection, shop_id: ShopId) -> int:
    """Return how many terms of its own the shop has."""
    own = select(func.count()).where(lexicon_terms.c.shop_id == shop_id)
    return tx.execute(own).scalar_one()


def add_revision(
    tx: Connection,
    shop_id: ShopId,
    version: str,
    touched: Touched | None,
    *,
    author: str,
    said: str,
    now: datetime,
) -> Revision:
    """Write down that the lexicon is at *version* now, and what may be read otherwise for it;
    ``None``: everything may."""
    number = revision(tx, shop_id).revision + 1
    tx.execute(
        insert(lexicon_revisions).values(
            shop_id=shop_id,
            revision=number,
            version=version,
            touched=documents.encode(touched),
            author=author,
            said=said,
            at=now,
        )
    )
    return Revision(number, version, author, said, now)


def touched_between(tx: Connection, shop_id: ShopId, one: str, other: str) -> Touched | None:
    """Return all that changed between two versions of the shop's lexicon, from the last time that
    it was at each. ``None``: everything may be read otherwise, for it never was at one of them, or
    Endcap's own lexicon has changed between them."""
    last = {version: _last(tx, shop_id, version) for version in (one, other)}
    first, until = last[one], last[other]
    if first is None or until is None:
        return None
    numbers = lexicon_revisions.c.revision
    between = tx.scalars(
        select(lexicon_revisions.c.touched).where(
            lexicon_revisions.c.shop_id == shop_id,
            numbers > min(first, until),
            numbers <= max(first, until),
        )
    )
    found = Touched()
    for document in between:
        touched = documents.decode(_TOUCHED, document)
        if touched is None:
            return None
        found |= touched
    return found


def _last(tx: Connection, shop_id: ShopId, version: str) -> int | None:
    found: int | None = tx.scalar(
        select(func.max(lexicon_revisions.c.revision)).where(
            lexicon_revisions.c.shop_id == shop_id, lexicon_revisions.c.version == version
        )
    )
    return found


def _delete(
    tx: Connection, table: Table, shop_id: ShopId, names: Sequence[str], gone: Sequence[Any]
) -> None:
    if gone:
        same = (table.c[name] == bindparam(f"its_{name}") for name in names)
        statement = delete(table).where(table.c.shop_id == shop_id, *same)
        tx.execute(
            statement,
            [{f"its_{n}": v for n, v in zip(names, key, strict=True)} for key in gone],
        )


def _term_rows(additions: ShopLexicon) -> dict[Any, dict[str, Any]]:
    return {
        key_of(t.text, t.language): {
            "folded": fold(t.text),
            "language": t.language,
            "text": t.text,
            "category": t.category,
            "kind": t.kind.value,
            "needs_skin": t.needs_skin,
        }
        for t in additions.terms
    }


def _category_rows(additions: ShopLexicon) -> dict[Any, dict[str, Any]]:
    return {
        (c.id,): {
            "id": c.id,
            "name": c.name,
            "parent": c.parent,
            "routine_step": c.routine_step,
        }
        for c in additions.categories
    }


def _ignored_rows(additions: ShopLexicon) -> dict[Any, dict[str, Any]]:
    return {(fold(text),): {"folded": fold(text), "text": text} for text in additions.ignored}


def _term(row: Row[Any]) -> Term:
    return Term(
        row.text,
        CategoryId(row.category),
        TermKind(row.kind),
        row.language,
        needs_skin=row.needs_skin,
    )


def _category(row: Row[Any]) -> IngredientCategory:
    parent = CategoryId(row.parent) if row.parent else None
    return IngredientCategory(CategoryId(row.id), row.name, parent, row.routine_step)
