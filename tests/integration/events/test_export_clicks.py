"""The export of clicks: every row once, in flat memory, safe for a spreadsheet and exact."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from service.domain.articles import ArticleId
from service.domain.catalog import ProductId, Shop
from service.domain.engagement import Event, EventKind, EventLine, EventSource, VisitorClass
from service.domain.errors import ShopNotFoundError
from service.domain.mappings import SlotName
from service.storage import catalog, events
from service.storage.database import Database
from service.usecases import export_data as module
from service.usecases.export_data import COLUMNS, ExportFormat, export_clicks
from tests.builders import NOW, a_product


def a_click(number: int = 1, **changes: Any) -> Event:
    values: dict[str, Any] = {
        "id": str(UUID(int=number)),
        "kind": EventKind.CLICKED,
        "source": EventSource.BEACON,
        "article": ArticleId(1),
        "product": ProductId(2),
        "visitor_class": VisitorClass.HUMAN,
        "occurred_at": NOW,
        "received_at": NOW,
    }
    return Event(**{**values, **changes})


def keep(database: Database, shop: Shop, *clicks: Event, at: datetime = NOW) -> None:
    with database.system() as tx:
        events.insert(tx, [EventLine(shop.id, click) for click in clicks], stored_at=at)


def exported(
    database: Database,
    shop: Shop,
    format_: ExportFormat = ExportFormat.NDJSON,
    since: datetime | None = None,
) -> bytes:
    return b"".join(export_clicks(shop.domain, format=format_, since=since, database=database))


def rows(database: Database, shop: Shop, since: datetime | None = None) -> list[dict[str, Any]]:
    return [json.loads(line) for line in exported(database, shop, since=since).splitlines()]


def ids(found: Sequence[dict[str, Any]]) -> list[int]:
    return [UUID(row["click_id"]).int for row in found]


def test_says_all_of_a_click(database: Database, shop: Shop) -> None:
    click = a_click(
        slot=SlotName("end"),
        position=2,
        set_id="abc",
        mapping_version=3,
        arm="published",
        occurred_at=NOW.replace(hour=3),
    )
    keep(database, shop, click)

    [row] = rows(database, shop)

    assert row == {
        "shop": "fernwick.myshopify.com",
        "click_id": str(UUID(int=1)),
        "clicked_at": "2026-11-02T03:30:00.000000Z",
        "shop_date": "2026-11-01",  # it was still evening in Los Angeles
        "article_id": "1",
        "article_handle": "news/article-1",
        "product_id": "2",
        "product_handle": "product-2",
        "slot": "end",
        "position": 2,
        "mapping_version": 3,
        "arm": "published",
        "set_id": "abc",
        "source": "beacon",
        "hand_placed": False,
        "visitor_class": "human",
        "class_reason": "",
        "consent": False,
        "row_updated_at": "2026-11-02T09:30:00.000000Z",
    }


def test_csv_has_the_same_values_under_their_names(database: Database, shop: Shop) -> None:
    keep(database, shop, a_click(1, hand_placed=True), a_click(2, position=3))

    text = exported(database, shop, ExportFormat.CSV).decode()

    found = list(csv.DictReader(io.StringIO(text, newline="")))
    said = [
        {name: str(value).lower() if isinstance(value, bool) else str(value)}
        for row in rows(database, shop)
        for name, value in row.items()
    ]
    assert said == [{name: row[name]} for row in found for name in COLUMNS]
    assert text.count("\r\n") == text.count("\n") == 3


def test_an_export_of_nothing_still_names_its_columns(database: Database, shop: Shop) -> None:
    assert ",".join(COLUMNS) + "\r\n" == exported(database, shop, ExportFormat.CSV).decode()
    assert exported(database, shop) == b""


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_a_spreadsheet_does_not_run_a_text(database: Database, shop: Shop, begins: str) -> None:
    with database.system() as tx:
        catalog.store(tx, shop.id, [a_product(2, handle=f"{begins}1+1")])
    keep(database, shop, a_click())

    text = exported(database, shop, ExportFormat.CSV).decode()

    [row] = csv.DictReader(io.StringIO(text, newline=""))
    assert f"'{begins}1+1" == row["product_handle"]
    assert f"{begins}1+1" == rows(database, shop)[0]["product_handle"]


def test_pages_give_every_row_once_in_the_order_of_arrival(
    database: Database, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PAGE", 3)
    later = NOW + timedelta(seconds=1)
    clicks = [a_click(n, received_at=later if n % 2 else NOW) for n in range(1, 12)]
    keep(database, shop, *reversed(clicks))

    assert ids(rows(database, shop)) == [2, 4, 6, 8, 10, 1, 3, 5, 7, 9, 11]


def test_since_brings_what_came_late(database: Database, shop: Shop) -> None:
    later = NOW + timedelta(hours=1)
    keep(database, shop, a_click(1))
    keep(database, shop, a_click(2, received_at=NOW - timedelta(days=3)), at=later)

    assert ids(rows(database, shop, since=later)) == [2]


def test_what_is_gone_has_no_handle(database: Database, shop: Shop) -> None:
    keep(database, shop, a_click(article=ArticleId(9), product=ProductId(9)))

    [row] = rows(database, shop)

    assert (
        row["article_id"],
        row["article_handle"],
        row["product_id"],
        row["product_handle"],
    ) == ("9", "", "9", "")


def test_an_unknown_shop_is_said_at_once(database: Database) -> None:
    with pytest.raises(ShopNotFoundError):
        export_clicks("x.myshopify.com", format=ExportFormat.CSV, since=None, database=database)
