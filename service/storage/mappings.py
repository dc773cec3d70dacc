"""Mapping versions, which never change, and the draft that becomes the next one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from service.domain.catalog import ShopId
from service.domain.errors import MappingVersionNotFoundError, StaleEditError
from service.domain.mappings import Mapping
from service.storage import documents
from service.storage.tables import mapping_drafts, mapping_versions

LAST_VERSION = 2**31 - 1
"""The column's largest number; asking for more is an error in either database."""


@dataclass(frozen=True, slots=True)
class MappingVersion:
    """A published mapping. Version 0 is the empty one that every shop begins with."""

    version: int
    mapping: Mapping
    author: str
    note: str
    published_at: datetime | None


_NONE_YET = MappingVersion(0, Mapping(), "", "", None)


@dataclass(frozen=True, slots=True)
class Draft:
    """The mapping that is being edited. *revision* grows by one with every saved edit."""

    revision: int
    based_on: int
    mapping: Mapping
    author: str
    updated_at: datetime | None


def published(tx: Connection, shop_id: ShopId) -> MappingVersion:
    """Return the newest version; version 0, empty, when none was published yet."""
    return next(iter(history(tx, shop_id, limit=1)), _NONE_YET)


def version(tx: Connection, shop_id: ShopId, number: int) -> MappingVersion:
    """Return that version or raise `MappingVersionNotFoundError`."""
    if number == 0:
        return _NONE_YET
    if number > LAST_VERSION:
        raise MappingVersionNotFoundError(number)
    row = tx.execute(
        select(mapping_versions).where(
            mapping_versions.c.shop_id == shop_id, mapping_versions.c.version == number
        )
    ).one_or_none()
    if row is None:
        raise MappingVersionNotFoundError(number)
    return _version(row)


def history(tx: Connection, shop_id: ShopId, *, limit: int = 50) -> Sequence[MappingVersion]:
    """Return the versions, newest first."""
    rows = tx.execute(
        select(mapping_versions)
        .where(mapping_versions.c.shop_id == shop_id)
        .order_by(mapping_versions.c.version.desc())
        .limit(limit)
    )
    return [_version(row) for row in rows]


def publish(
    tx: Connection, shop_id: ShopId, mapping: Mapping, *, author: str, note: str, now: datetime
) -> int:
    """Add *mapping* as the next version and return its number."""
    number = published(tx, shop_id).version + 1
    tx.execute(
        insert(mapping_versions).values(
            shop_id=shop_id,
            version=number,
            document=documents.encode(mapping),
            author=author,
            note=note,
            published_at=now,
        )
    )
    return number


def draft(tx: Connection, shop_id: ShopId) -> Draft:
    """Return the draft; when there is none, revision 0 equal to the published version."""
    row = tx.execute(
        select(mapping_drafts).where(mapping_drafts.c.shop_id == shop_id)
    ).one_or_none()
    if row is None:
        current = published(tx, shop_id)
        return Draft(0, current.version, current.mapping, "", None)
    return Draft(
        row.revision,
        row.based_on,
        documents.decode(Mapping, row.document),
        row.author,
        row.updated_at,
    )


def save_draft(
    tx: Connection, shop_id: ShopId, mapping: Mapping, *, seen: int, author: str, now: datetime
) -> Draft:
    """Replace the draft that the editor saw at revision *seen*; else raise `StaleEditError`."""
    current = draft(tx, shop_id)
    if current.revision != seen:
        raise StaleEditError(seen, current.revision)
    values = {
        "revision": seen + 1,
        "based_on": current.based_on,
        "document": documents.encode(mapping),
        "author": author,
        "updated_at": now,
    }
    changed = tx.execute(
        update(mapping_drafts)
        .where(mapping_drafts.c.shop_id == shop_id, mapping_drafts.c.revision == seen)
        .values(**values)
    )
    if changed.rowcount == 0:
        if tx.scalar(select(mapping_drafts.c.revision).where(mapping_drafts.c.shop_id == shop_id)):
            raise StaleEditError(seen, draft(tx, shop_id).revision)
        tx.execute(insert(mapping_drafts).values(shop_id=shop_id, **values))
    return draft(tx, shop_id)


def rebase_draft(
    tx: Connection, shop_id: ShopId, mapping: Mapping, *, based_on: int, author: str, now: datetime
) -> Draft:
    """Make the draft equal to a version just published, under a new revision."""
    saved = save_draft(
        tx, shop_id, mapping, seen=draft(tx, shop_id).revision, author=author, now=now
    )
    tx.execute(
        update(mapping_drafts).where(mapping_drafts.c.shop_id == shop_id).values(based_on=based_on)
    )
    return Draft(saved.revision, based_on, mapping, author, now)


def _version(row: Row[Any]) -> MappingVersion:
    return MappingVersion(
        row.version, documents.decode(Mapping, row.document), row.author, row.note, row.published_at
    )
