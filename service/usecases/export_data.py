"""Exports: every click of a shop, with the words to read it by."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from itertools import chain
from zoneinfo import ZoneInfo

import msgspec

from service.domain.catalog import Shop
from service.domain.cells import FORMULA
from service.domain.engagement import EventKind
from service.storage import events
from service.storage.database import Database
from service.storage.events import Place, StoredEvent
from service.storage.system import shop_named

PAGE = 2_000
"""Events that are read in one short transaction, and held at a time."""

CLICKS = """\
One row per click, human or not: grain *click*, primary key (`shop`, `click_id`).

* Ids are strings. Instants are UTC; `shop_date` is the day of `clicked_at` in the shop's time zone.
* `visitor_class` is `human`, `suspect` or `bot`, `class_reason` says why; reports count humans.
* `source` is `beacon` (sent by the page) or `redirect` (a signed link was followed).
* `hand_placed`: a link that a writer placed. Nothing was decided by Endcap then: `slot`, `arm` and
  `set_id` are empty, `position` and `mapping_version` are 0.
* Handles are those of today; empty when the article or product is gone.
* Rows come by arrival. `since` keeps rows with `row_updated_at` at or after it. To stay up to date,
  ask from a few minutes before the newest `row_updated_at` you have, and merge on the primary key.
* CSV is RFC 4180 in UTF-8. A text that a spreadsheet would take for a formula is preceded by `'`;
  NDJSON is exact.
"""

Row = Mapping[str, str | int | bool]


class ExportFormat(StrEnum):
    CSV = "csv"
    NDJSON = "ndjson"


def export_clicks(
    shop_domain: str,
    *,
    format: ExportFormat,  # noqa: A002 - the word that callers and the address use
    since: datetime | None,
    database: Database,
) -> Iterator[bytes]:
    """
    Return the export piece by piece, in flat memory; raise `ShopNotFoundError` at once.

    It is whole only when the iterator ends: write it under another name first.
    """
    shop = shop_named(database, shop_domain)
    pages = _pages(database, shop, since)
    return _WRITERS[format](_rows(shop, page) for page in pages)


def _pages(
    database: Database, shop: Shop, since: datetime | None
) -> Iterator[Sequence[StoredEvent]]:
    after: Place | None = None
    while True:
        with database.transaction(shop.id, read_only=True) as tx:
            page = list(
                events.stream(tx, shop.id, EventKind.CLICKED, since=since, after=after, limit=PAGE)
            )
        if not page:
            return
        yield page
        after = Place(page[-1].event.received_at, page[-1].event.id)


def _rows(shop: Shop, page: Sequence[StoredEvent]) -> list[Row]:
    zone = ZoneInfo(shop.timezone)
    return [_row(shop, zone, stored) for stored in page]


def _row(shop: Shop, zone: ZoneInfo, stored: StoredEvent) -> Row:
    event = stored.event
    return {
        "shop": shop.domain,
        "click_id": event.id,
        "clicked_at": _instant(event.occurred_at),
        "shop_date": event.occurred_at.astimezone(zone).date().isoformat(),
        "article_id": str(event.article),
        "article_handle": stored.article_handle,
        "product_id": str(event.product),
        "product_handle": stored.product_handle,
        "slot": event.slot,
        "position": event.position,
        "mapping_version": event.mapping_version,
        "arm": event.arm,
        "set_id": event.set_id,
        "source": event.source.value,
        "hand_placed": event.hand_placed,
        "visitor_class": event.visitor_class.value,
        "class_reason": event.class_reason,
        "consent": event.consent,
        "row_updated_at": _instant(stored.stored_at),
    }


COLUMNS = (
    "shop",
    "click_id",
    "clicked_at",
    "shop_date",
    "article_id",
    "article_handle",
    "product_id",
    "product_handle",
    "slot",
    "position",
    "mapping_version",
    "arm",
    "set_id",
    "source",
    "hand_placed",
    "visitor_class",
    "class_reason",
    "consent",
    "row_updated_at",
)


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _csv(pages: Iterator[list[Row]]) -> Iterator[bytes]:
    names: Row = {name: name for name in COLUMNS}
    for rows in chain([[names]], pages):
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerows([_cell(row[name]) for name in COLUMNS] for row in rows)
        yield text.getvalue().encode()


_FORMULA = (*FORMULA, "\n", "\0")


def _cell(value: str | int | bool) -> str:
    """Write a typed value as it is, and a text so that no spreadsheet runs it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return str(value)


def _ndjson(pages: Iterator[list[Row]]) -> Iterator[bytes]:
    encoder = msgspec.json.Encoder()
    for rows in pages:
        yield encoder.encode_lines(rows)


_WRITERS: Mapping[ExportFormat, Callable[[Iterator[list[Row]]], Iterator[bytes]]] = {
    ExportFormat.CSV: _csv,
    ExportFormat.NDJSON: _ndjson,
}
