"""What products and articles have in common: a sync brings them, a reading is kept beside them."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from operator import attrgetter
from typing import Any, NamedTuple, Protocol

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Connection,
    Row,
    Table,
    and_,
    bindparam,
    delete,
    func,
    or_,
    select,
    update,
)

from service.domain.articles import Article
from service.domain.catalog import Image, Product, ShopId
from service.domain.reading import READER_VERSION, ProductReading, Reading
from service.storage import documents, ingredients
from service.storage.tables import articles, products
from service.storage.upserts import NamedRow, upsert_many

CHUNK = 500


class Noun(StrEnum):
    """What can be read."""

    PRODUCTS = "products"
    ARTICLES = "articles"


_TABLES = {Noun.PRODUCTS: products, Noun.ARTICLES: articles}


@dataclass(frozen=True, slots=True)
class Stored:
    """The ids of what was written: what was not there before, and what was there otherwise."""

    new: tuple[int, ...] = ()
    changed: tuple[int, ...] = ()

    def __len__(self) -> int:
        return len(self.new) + len(self.changed)


class NewRow(NamedRow, Protocol):
    """What a sync brings of a row: a named tuple of its columns."""

    @property
    def id(self) -> int: ...
    @property
    def updated_at(self) -> datetime: ...
    @property
    def content_hash(self) -> str: ...
    @property
    def source_hash(self) -> str: ...


def store(
    tx: Connection,
    noun: Noun,
    shop_id: ShopId,
    rows: Sequence[NewRow],
    stored: Container[int] | None,
) -> Stored:
    """Upsert *rows*; leave what has not changed, or is newer than they are, untouched. Return
    what was written.

    *stored*: the ids that were there a moment ago, ``None`` when that is not known. Others are
    written without being looked for, and still do not take the place of what is newer.
    """
    table = _TABLES[noun]
    ids = [row.id for row in rows if stored is None or row.id in stored]
    known = _known(tx, table, shop_id, ids)
    changed = [row for row in rows if _brings_news(row, known.get(row.id))]
    upsert_many(tx, table, changed, not_older="updated_at")
    _note_sources(tx, table, shop_id, [row for row in rows if _is_same(row, known.get(row.id))])
    ids = [row.id for row in changed]
    return Stored(
        tuple(number for number in ids if number not in known),
        tuple(number for number in ids if number in known),
    )


def _known(
    tx: Connection, table: Table, shop_id: ShopId, ids: Sequence[int]
) -> dict[int, Row[*tuple[Any, ...]]]:
    columns = (table.c.id, table.c.content_hash, table.c.updated_at, table.c.source_hash)
    found: dict[int, Row[*tuple[Any, ...]]] = {}
    for start in range(0, len(ids), CHUNK):
        chunk = ids[start : start + CHUNK]
        rows = tx.execute(select(*columns).where(table.c.shop_id == shop_id, table.c.id.in_(chunk)))
        found |= {row.id: row for row in rows}
    return found


def _brings_news(row: NewRow, known: Any) -> bool:
    if known is None:
        return True
    is_other: bool = known.content_hash != row.content_hash
    return is_other and bool(known.updated_at <= row.updated_at)


def _is_same(row: NewRow, known: Any) -> bool:
    """Whether the row that is stored says the same, but not yet what block it was made of."""
    return (
        known is not None
        and row.source_hash not in ("", known.source_hash)
        and known.content_hash == row.content_hash
    )


def _note_sources(tx: Connection, table: Table, shop_id: ShopId, rows: Sequence[NewRow]) -> None:
    its_instant = bindparam("its_instant", type_=table.c.updated_at.type)
    if rows:
        tx.execute(
            update(table)
            .where(
                table.c.shop_id == shop_id,
                table.c.id == bindparam("its_id"),
                table.c.updated_at <= its_instant,
            )
            .values(source_hash=bindparam("its_source"), updated_at=its_instant),
            [
                {
                    "its_id": row.id,
                    "its_instant": row.updated_at,
                    "its_source": row.source_hash,
                }
                for row in rows
            ],
        )


def sources(tx: Connection, noun: Noun, shop_id: ShopId) -> dict[int, str]:
    """Return the ids of all rows, each with what block it was made of."""
    table = _TABLES[noun]
    rows = tx.execute(select(table.c.id, table.c.source_hash).where(table.c.shop_id == shop_id))
    return {row[0]: row[1] for row in rows}


def lock_older(
    tx: Connection, noun: Noun, shop_id: ShopId, ids: Sequence[int], *, than: datetime
) -> list[int]:
    """Return those of *ids* that have not changed since then; nobody else changes them now."""
    table, found = _TABLES[noun], list[int]()
    for start in range(0, len(ids), CHUNK):
        chunk = ids[start : start + CHUNK]
        its = table.c.shop_id == shop_id, table.c.id.in_(chunk), table.c.updated_at < than
        found += tx.scalars(select(table.c.id).where(*its).with_for_update())
    return found


def remove_older(
    tx: Connection, noun: Noun, shop_id: ShopId, ids: Sequence[int], *, than: datetime
) -> int:
    """Delete those of *ids* that have not changed since then; return how many there were."""
    table, gone = _TABLES[noun], 0
    for start in range(0, len(ids), CHUNK):
        chunk = ids[start : start + CHUNK]
        its = table.c.shop_id == shop_id, table.c.id.in_(chunk), table.c.updated_at < than
        gone += tx.execute(delete(table).where(*its)).rowcount
    return gone


def unchanged(
    tx: Connection, table: Table, shop_id: ShopId, found: Sequence[Product | Article]
) -> set[int]:
    """Return the ids of those of *found* that are stored, and read, as they are."""
    rows = tx.execute(
        select(table.c.id, table.c.content_hash, table.c.reading_key).where(
            table.c.shop_id == shop_id, table.c.id.in_([each.id for each in found])
        )
    )
    stored = {row.id: row.content_hash for row in rows if _is_of(row.reading_key, row.content_hash)}
    return {each.id for each in found if stored.get(each.id) == content_hash(each)}


def _is_of(key: str | None, digest: str) -> bool:
    return key is not None and key.startswith(f"{digest}:")


def stored_ids(tx: Connection, noun: Noun, shop_id: ShopId, ids: Iterable[int]) -> set[int]:
    """Return those of *ids* that are stored."""
    table = _TABLES[noun]
    query = select(table.c.id).where(table.c.shop_id == shop_id, table.c.id.in_(sorted(set(ids))))
    return set(tx.scalars(query))


def updated_ats(tx: Connection, noun: Noun, shop_id: ShopId) -> dict[int, datetime]:
    """Return every id with when it was updated last, as far as we know."""
    table = _TABLES[noun]
    rows = tx.execute(select(table.c.id, table.c.updated_at).where(table.c.shop_id == shop_id))
    return {row.id: row.updated_at for row in rows}


def remove(tx: Connection, table: Table, shop_id: ShopId, ids: Iterable[int]) -> int:
    """Delete the rows *ids*; return how many there were."""
    gone = delete(table).where(table.c.shop_id == shop_id, table.c.id.in_(sorted(set(ids))))
    return tx.execute(gone).rowcount


def note_updated(
    tx: Connection, table: Table, shop_id: ShopId, instants: Mapping[int, datetime]
) -> None:
    """Note how new the rows are known to be that have come again and hold the same."""
    if instants:
        tx.execute(
            update(table)
            .where(
                table.c.shop_id == shop_id,
                table.c.id == bindparam("its_id"),
                table.c.updated_at < bindparam("its_instant", type_=table.c.updated_at.type),
            )
            .values(updated_at=bindparam("its_instant", type_=table.c.updated_at.type)),
            [{"its_id": number, "its_instant": at} for number, at in instants.items()],
        )


def remove_all_but(tx: Connection, table: Table, shop_id: ShopId, present: Iterable[int]) -> int:
    """Delete the rows that a complete sync did not see; return how many."""
    stored = set(tx.scalars(select(table.c.id).where(table.c.shop_id == shop_id)))
    gone = sorted(stored - set(present))
    for start in range(0, len(gone), CHUNK):
        tx.execute(
            delete(table).where(
                table.c.shop_id == shop_id, table.c.id.in_(gone[start : start + CHUNK])
            )
        )
    return len(gone)


@dataclass(frozen=True, slots=True)
class Stale:
    """A row whose reading is not known to be what the present lexicon reads.

    *read_with*: the version of the lexicon that it was read with, ``None`` when the content or the
    reader has changed since. *searched*: the folded text that terms were looked for in.
    """

    id: int
    read_with: str | None
    searched: str | None


@dataclass(frozen=True, slots=True)
class Span:
    """Ids from *after* (excluded) to *until*."""

    after: int = 0
    until: int = 2**63 - 1


def stale(
    tx: Connection,
    noun: Noun,
    shop_id: ShopId,
    *,
    lexicon_version: str,
    span: Span,
    limit: int,
) -> list[Stale]:
    """Return the next rows of *span*, by id, that this lexicon has not read, without their text."""
    table = _TABLES[noun]
    rows = tx.execute(
        select(table.c.id, table.c.content_hash, table.c.reading_key, table.c.searched)
        .where(_is_stale(table, shop_id, lexicon_version, span))
        .order_by(table.c.id)
        .limit(limit)
    )
    return [
        Stale(row.id, _read_by(row.reading_key, row.content_hash), row.searched) for row in rows
    ]


def unread_ids(tx: Connection, noun: Noun, shop_id: ShopId, *, limit: int) -> list[int]:
    """Return the ids of what is new or has changed since it was read, newest first."""
    table = _TABLES[noun]
    is_known = table.c.reading_key.startswith(table.c.content_hash + ":")
    rows = tx.scalars(
        select(table.c.id)
        .where(table.c.shop_id == shop_id, or_(table.c.reading_key.is_(None), ~is_known))
        .order_by(table.c.id.desc())
        .limit(limit)
    )
    return list(rows)


def spans(
    tx: Connection, noun: Noun, shop_id: ShopId, *, lexicon_version: str, size: int
) -> list[tuple[Span, int]]:
    """Part what is stale into spans of *size* rows, each with how many there are."""
    table = _TABLES[noun]
    found = tx.scalars(
        select(table.c.id)
        .where(_is_stale(table, shop_id, lexicon_version, Span()))
        .order_by(table.c.id)
    )
    ids = list(found)
    parts = [ids[start : start + size] for start in range(0, len(ids), size)]
    return [(Span(part[0] - 1, part[-1]), len(part)) for part in parts]


def count_stale(tx: Connection, noun: Noun, shop_id: ShopId, *, lexicon_version: str) -> int:
    table = _TABLES[noun]
    counted = select(func.count()).select_from(table)
    return tx.execute(
        counted.where(_is_stale(table, shop_id, lexicon_version, Span()))
    ).scalar_one()


def rows_of(
    tx: Connection, table: Table, shop_id: ShopId, ids: Sequence[int]
) -> Sequence[Row[*tuple[Any, ...]]]:
    found = select(table).where(table.c.shop_id == shop_id, table.c.id.in_(ids))
    return tx.execute(found.order_by(table.c.id)).all()


def reads_the_same(
    tx: Connection,
    noun: Noun,
    shop_id: ShopId,
    ids: Sequence[int],
    *,
    before: str,
    after: str,
) -> None:
    """Note that rows that were read with the lexicon *before* read the same with *after*."""
    table = _TABLES[noun]
    tx.execute(
        update(table)
        .where(
            table.c.shop_id == shop_id,
            table.c.id.in_(ids),
            table.c.reading_key == table.c.content_hash + _read_with(before),
        )
        .values(reading_key=table.c.content_hash + _read_with(after))
    )


def forget_keys(tx: Connection, noun: Noun, shop_id: ShopId) -> None:
    """Let everything be read again; what was read stays until then."""
    table = _TABLES[noun]
    known = table.c.shop_id == shop_id, table.c.reading_key.is_not(None)
    tx.execute(update(table).where(*known).values(reading_key=table.c.content_hash + "::"))


def searched_after(
    tx: Connection, noun: Noun, shop_id: ShopId, after: int, *, limit: int
) -> Sequence[Row[int, str]]:
    """Return the next rows that were read, by id: ``id`` and ``searched``."""
    table = _TABLES[noun]
    return tx.execute(
        select(table.c.id, table.c.searched)
        .where(table.c.shop_id == shop_id, table.c.id > after, table.c.searched.is_not(None))
        .order_by(table.c.id)
        .limit(limit)
    ).all()


class Before(NamedTuple):
    """What a row holds of the reading before: its document, and what was searched."""

    document: str | None = None
    searched: str | None = None


@dataclass(frozen=True, slots=True)
class NewReading:
    """What was *read*, and its *reading*. *searched*: the folded text that terms were looked for
    in, ``None`` where it could not be read. *before*: what it takes the place of."""

    read: Product | Article
    reading: ProductReading | Reading
    searched: str | None
    before: Before
    document: str

    @property
    def differs(self) -> bool:
        """Whether it says something else than the one before."""
        return self.document != self.before.document

    @property
    def is_stored(self) -> bool:
        """Whether the row holds it already, and has only to know that it stands."""
        return self.before == (self.document, self.searched)


def new_reading(
    read: Product | Article,
    reading: ProductReading | Reading,
    searched: str | None,
    before: Before | None = None,
) -> NewReading:
    # with which lexicon it was read stands in its key alone: equal readings are equal texts
    document = documents.encode(replace(reading, lexicon_version=""))
    return NewReading(read, reading, searched, before or Before(), document)


def store_readings(
    tx: Connection, table: Table, shop_id: ShopId, readings: Sequence[NewReading]
) -> None:
    """Keep *readings*, unless the content has changed since it was read; note whose answer is
    due for it. What reads as before is not written a second time."""
    key: dict[str, Any] = {"reading_key": bindparam("new_key")}
    full: dict[str, Any] = {
        **key,
        "reading": bindparam("new_document"),
        "searched": bindparam("new_searched", type_=table.c.searched.type),
    }
    if "answer_due" in table.c:
        # rules ask for tags and blogs as well: what has changed is due, however it reads
        is_new = ~func.coalesce(table.c.reading_key, "").startswith(table.c.content_hash + ":")
        key["answer_due"] = or_(table.c.answer_due, is_new)
        full["answer_due"] = or_(table.c.answer_due, is_new, bindparam("new_due", type_=Boolean()))
    same = [table.c[name] == bindparam(f"its_{name}") for name in ("id", "content_hash")]
    statement = update(table).where(table.c.shop_id == shop_id, *same)
    known = [_keyed(each) for each in readings if each.is_stored]
    fresh = [_row(each) for each in readings if not each.is_stored]
    for values, rows in ((key, known), (full, fresh)):
        if rows:
            tx.execute(statement.values(values), rows)
    ingredients.write(tx, table, shop_id, {new.read.id: new.reading for new in readings})


def _row(new: NewReading) -> dict[str, Any]:
    document = {"new_document": new.document, "new_searched": new.searched}
    return {**_keyed(new), **document, "new_due": new.differs}


def _keyed(new: NewReading) -> dict[str, Any]:
    digest = content_hash(new.read)
    key = digest + _read_with(new.reading.lexicon_version)
    return {"its_id": new.read.id, "its_content_hash": digest, "new_key": key}


def lexicon_version_of(reading_key: str | None) -> str:
    """Return the version of the lexicon that a reading is of, empty when that is not known."""
    return reading_key.split(":")[1] if reading_key else ""


def content_hash(thing: Product | Article) -> str:
    """Digest of everything we keep but ``updated_at``, which a product's stock moves too."""
    kept = documents.encode_as_it_is(_KEPT[type(thing)](thing))
    return hashlib.blake2b(kept, digest_size=32).hexdigest()


def _all_but_updated_at(kind: type[Product | Article]) -> attrgetter[tuple[Any, ...]]:
    return attrgetter(*(name for name in kind.__dataclass_fields__ if name != "updated_at"))


_KEPT = {kind: _all_but_updated_at(kind) for kind in (Product, Article)}


def image_values(image: Image | None) -> dict[str, Any] | None:
    if image is None:
        return None
    return {"url": image.url, "width": image.width, "height": image.height, "alt": image.alt}


def image_of(values: Mapping[str, Any] | None) -> Image | None:
    return Image(**values) if values else None


def _is_stale(
    table: Table, shop_id: ShopId, lexicon_version: str, span: Span
) -> ColumnElement[bool]:
    key = table.c.content_hash + _read_with(lexicon_version)
    return and_(
        table.c.shop_id == shop_id,
        table.c.id > span.after,
        table.c.id <= span.until,
        table.c.reading_key.is_distinct_from(key),
    )


def _read_by(key: str | None, digest: str) -> str | None:
    version = lexicon_version_of(key)
    return version if version and key == digest + _read_with(version) else None


def _read_with(lexicon_version: str) -> str:
    return f":{lexicon_version}:{READER_VERSION}"
