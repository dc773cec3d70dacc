"""What products and articles have in common: a sync brings them, a reading is kept beside them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Table, delete, select, update

from service.domain.articles import Article
from service.domain.catalog import Image, Product, ShopId
from service.domain.reading import READER_VERSION, ProductReading, Reading
from service.storage import documents
from service.storage.upserts import upsert

CHUNK = 500


def store(tx: Connection, table: Table, shop_id: ShopId, rows: Sequence[Mapping[str, Any]]) -> int:
    """Upsert *rows*; leave what has not changed untouched. Return how many were written."""
    stored = tx.execute(
        select(table.c.id, table.c.content_hash).where(
            table.c.shop_id == shop_id, table.c.id.in_([row["id"] for row in rows])
        )
    )
    known = {row.id: row.content_hash for row in stored}
    changed = [row for row in rows if known.get(row["id"]) != row["content_hash"]]
    upsert(tx, table, changed)
    return len(changed)


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


def unread(
    tx: Connection, table: Table, shop_id: ShopId, *, lexicon_version: str, limit: int
) -> Iterable[Row[Any]]:
    """Return rows whose content has not been read with this lexicon."""
    key = table.c.content_hash + _read_with(lexicon_version)
    return tx.execute(
        select(table)
        .where(table.c.shop_id == shop_id, table.c.reading_key.is_distinct_from(key))
        .order_by(table.c.id)
        .limit(limit)
    )


def store_reading(
    tx: Connection,
    table: Table,
    shop_id: ShopId,
    read: Product | Article,
    reading: ProductReading | Reading,
) -> None:
    """Keep *reading*, unless what was *read* has changed since."""
    digest = content_hash(read)
    tx.execute(
        update(table)
        .where(table.c.shop_id == shop_id, table.c.id == read.id, table.c.content_hash == digest)
        .values(
            reading=documents.encode(reading),
            reading_key=digest + _read_with(reading.lexicon_version),
        )
    )


def content_hash(thing: Product | Article) -> str:
    """Digest of everything we keep but ``updated_at``, which a product's stock moves too."""
    kept = {
        name: getattr(thing, name) for name in thing.__dataclass_fields__ if name != "updated_at"
    }
    return hashlib.blake2b(documents.encode(kept).encode(), digest_size=32).hexdigest()


def image_values(image: Image | None) -> dict[str, Any] | None:
    if image is None:
        return None
    return {"url": image.url, "width": image.width, "height": image.height, "alt": image.alt}


def image_of(values: Mapping[str, Any] | None) -> Image | None:
    return Image(**values) if values else None


def _read_with(lexicon_version: str) -> str:
    return f":{lexicon_version}:{READER_VERSION}"
