"""How fast a gathered list becomes rows, beside what the database takes of ready ones; and memory.

A file as a bulk operation writes it (a line a product, nine a product for its variants) is synced
by the use case itself into an empty database, again unchanged, and again with one product in a
hundred changed. The floor is a raw COPY of ready text (SQLite: executemany of ready tuples) of one
row a line, products and variants, with their keys and an index. Endcap keeps what variants say in
their product's row, so it writes fewer rows than the floor: the second floor is a raw COPY of just
the rows that it keeps. Rows a second are lines of the file. The network is left out.
``python -m tests.bench.bench_sync --help``
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import text

from service.clients.shopify.bulk_file import Gathered, gathered
from service.clients.shopify.bulk_things import ARTICLES, products
from service.domain.articles import Article
from service.domain.catalog import Product, Shop, ShopDomain
from service.domain.jobs import JobKind
from service.ports import Export, ExportNoun, ShopFacts, utc_now
from service.storage import catalog, shops
from service.storage.database import Database
from service.storage.migrate import migrate
from service.storage.tables import products as table
from service.storage.upserts import copy_text
from service.usecases.run_jobs import run_due_jobs
from service.usecases.sync_catalog import request_sync, sync_catalog
from tests.fakes import SilentDoorbell

FACTS = ShopFacts("Bench", "EUR", "UTC", "https://bench.example")
VARIANTS = 9
BEGAN_AT = datetime(2026, 11, 1, tzinfo=UTC)
WORDS = ("skin", "care", "morning", "gentle", "water", "barrier", "season", "calm", "simple")


class Lists:
    """A `ShopExports` whose file lies here."""

    def __init__(self, path: Path, lines: int) -> None:
        self._export = Export(str(path), lines, path.stat().st_size, utc_now())

    def begin(self, noun: ExportNoun) -> str:
        return noun.value

    def find(self, operation: str) -> Export:
        nothing = Export(None, 0, 0, self._export.began_at)
        return self._export if operation == ExportNoun.PRODUCTS.value else nothing

    def products(
        self, export: Export, known: Mapping[int, str], currency: str
    ) -> AbstractContextManager[Gathered[Product]]:
        return gathered(lambda: _chunks(export), export, known, products(currency))

    def articles(
        self, export: Export, known: Mapping[int, str]
    ) -> AbstractContextManager[Gathered[Article]]:
        return gathered(lambda: iter(()), export, known, ARTICLES)


class Feed:
    def __init__(self, lists: Lists) -> None:
        self._lists = lists

    def facts(self) -> ShopFacts:
        return FACTS

    def exports(self) -> Lists:
        return self._lists


def _chunks(export: Export) -> Iterator[bytes]:
    with Path(export.url or "").open("rb") as file:
        while chunk := file.read(1024 * 1024):
            yield chunk


def main() -> None:
    given = _arguments()
    count = 100_000 if given.full else given.products
    lines = count * (1 + VARIANTS)
    with tempfile.TemporaryDirectory() as folder:
        database = Database(given.database_url or f"sqlite:///{folder}/endcap.db")
        migrate(database)
        with database.system() as tx:
            domain = ShopDomain("bench.myshopify.com")
            shop = shops.install(tx, domain, FACTS, sealed_token=b"", now=utc_now())
        first, second = Path(folder) / "first.jsonl", Path(folder) / "second.jsonl"
        _write(first, count, changed=0)
        _write(second, count, changed=max(1, count // 100))
        floor, kept = (_copied if not database.is_sqlite else _executed)(database, first, shop)
        took = {
            "first sync": _synced(database, shop, Lists(first, lines)),
            "unchanged": _synced(database, shop, Lists(first, lines)),
            "1 % changed": _synced(database, shop, Lists(second, lines)),
        }
        size = first.stat().st_size
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    say = sys.stdout.write
    say(f"{lines} lines, {size / 1e6:.0f} MB, {'SQLite' if database.is_sqlite else 'PostgreSQL'}\n")
    say(f"  floor, a row a line      {lines / floor:12,.0f} rows/s\n")
    say(f"  floor, the rows we keep  {lines / kept:12,.0f} lines/s\n")
    for name, seconds in took.items():
        ratios = f"{floor / seconds:6.2f} of the floor, {kept / seconds:6.2f} of that of our rows"
        say(f"  {name:24} {lines / seconds:12,.0f} lines/s  {ratios}\n")
    say(f"  peak memory {peak:.0f} MB, floors included where they stream\n")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--products", type=int, default=5_000)
    parser.add_argument("--full", action="store_true", help="100,000 products, a million lines")
    parser.add_argument("--database-url", default="", help="an empty PostgreSQL database")
    return parser.parse_args()


def _synced(database: Database, shop: Shop, lists: Lists) -> float:
    bell = SilentDoorbell()
    request_sync(shop.id, full=True, database=database, doorbell=bell, clock=utc_now)
    feed: Any = Feed(lists)
    began = time.perf_counter()
    done = run_due_jobs(
        JobKind.SYNC_CATALOG,
        lambda job: sync_catalog(
            job, database=database, feeds=lambda _: feed, doorbell=bell, clock=utc_now
        ),
        database=database,
        clock=utc_now,
    )
    assert done == 1
    return time.perf_counter() - began


def _write(path: Path, count: int, *, changed: int) -> None:
    """Write the file, of which so many products are *changed*, evenly spread."""
    every = count // changed if changed else 0
    with path.open("w", encoding="utf-8") as file:
        for number in range(1, count + 1):
            extra = "!" if every and number % every == 0 else ""
            for line in _product(number, extra):
                said = json.dumps(line, separators=(",", ":")).replace("/", "\\/")
                file.write(said + "\n")


def _product(number: int, extra: str) -> Iterator[dict[str, Any]]:
    dice = random.Random(number)
    gid = f"gid://shopify/Product/{7_000_000_000_000 + number}"
    prose = " ".join(dice.choice(WORDS) for _ in range(90))
    image = {"url": f"https://cdn.example/{number}.png", "width": 9, "height": 9, "altText": None}
    yield {
        "id": gid, "handle": f"serum-{number}", "title": f"Serum {number}{extra}",
        "productType": "Serum", "vendor": "Fernwick", "tags": ["face", "new"],
        "descriptionHtml": f"<p>{prose}</p>", "status": "ACTIVE",
        "publishedAt": "2026-10-01T10:00:00Z", "updatedAt": "2026-10-02T10:00:00Z",
        "onlineStoreUrl": f"https://bench.example/products/serum-{number}", "isGiftCard": False,
        "featuredMedia": {"alt": "", "preview": {"image": image}},
        "ingredients": {"type": "multi_line_text_field", "value": "Aqua, Glycerin, Retinol"},
        "inci": None,
    }  # fmt: skip
    for at in range(VARIANTS):
        yield {
            "id": f"gid://shopify/ProductVariant/{number * 100 + at}", "price": f"{at + 9}.50",
            "compareAtPrice": None, "availableForSale": True, "__parentId": gid,
        }  # fmt: skip


def _ready(path: Path, shop: Shop) -> Iterator[tuple[list[dict[str, Any]], list[tuple[Any, ...]]]]:
    """Yield the rows of products as we keep them, and of their variants, a page at a time."""
    export = Export(str(path), sum(1 for _ in path.open("rb")), path.stat().st_size, BEGAN_AT)
    with gathered(lambda: _chunks(export), export, {}, products("EUR")) as found:
        for page in found.pages:
            rows = [catalog._values(shop.id, product, digest) for product, digest in page]
            variants = [
                (shop.id, row["id"] * 100 + at, row["id"], f"{at + 9}.50", None, True)
                for row in rows
                for at in range(VARIANTS)
            ]
            yield rows, variants


def _copied(database: Database, path: Path, shop: Shop) -> tuple[float, float]:
    """Time the COPY of ready text, product rows and all rows."""
    took = {"products": 0.0, "variants": 0.0}
    with database.system() as tx:
        tx.execute(text("CREATE TABLE floor_products (LIKE products INCLUDING ALL)"))
        tx.execute(
            text(
                "CREATE TABLE floor_variants (shop_id bigint, id bigint, product_id bigint, "
                "price numeric, compare_at numeric, available boolean, PRIMARY KEY (shop_id, id))"
            )
        )
        tx.execute(text("CREATE INDEX ON floor_variants (product_id)"))
        cursor: Any = tx.connection.driver_connection.cursor()  # type: ignore[union-attr]
        for rows, variants in _ready(path, shop):
            names = list(rows[0])
            ready = {
                "products": (", ".join(names), copy_text(table, names, rows)),
                "variants": (
                    "shop_id, id, product_id, price, compare_at, available",
                    "".join(
                        "\t".join("\\N" if v is None else str(v) for v in row) + "\n"
                        for row in variants
                    ),
                ),
            }
            for name, (columns, said) in ready.items():
                began = time.perf_counter()
                with cursor.copy(f"COPY floor_{name} ({columns}) FROM STDIN") as copy:
                    copy.write(said)
                took[name] += time.perf_counter() - began
        began = time.perf_counter()
    spent = time.perf_counter() - began
    with database.system() as tx:
        tx.execute(text("DROP TABLE floor_products, floor_variants"))
    return took["products"] + took["variants"] + spent, took["products"] + spent


def _executed(database: Database, path: Path, shop: Shop) -> tuple[float, float]:
    """Time executemany of ready tuples, product rows and all rows."""
    took = {"products": 0.0, "variants": 0.0}
    with database.system() as tx:
        tx.execute(text("CREATE TABLE floor_products AS SELECT * FROM products"))
        tx.execute(text("CREATE UNIQUE INDEX f1 ON floor_products (shop_id, id)"))
        tx.execute(text("CREATE INDEX f2 ON floor_products (shop_id, handle)"))
        tx.execute(text("CREATE TABLE floor_variants (s, id, p, price, compare_at, available)"))
        tx.execute(text("CREATE UNIQUE INDEX f3 ON floor_variants (s, id)"))
        tx.execute(text("CREATE INDEX f4 ON floor_variants (p)"))
        cursor: Any = tx.connection.driver_connection.cursor()  # type: ignore[union-attr]
        for rows, variants in _ready(path, shop):
            names = list(rows[0])
            ready = {
                "products": (", ".join(names), [tuple(map(_plain, row.values())) for row in rows]),
                "variants": ("s, id, p, price, compare_at, available", variants),
            }
            for name, (columns, tuples) in ready.items():
                began = time.perf_counter()
                marks = ", ".join("?" * len(tuples[0]))
                cursor.executemany(f"INSERT INTO floor_{name} ({columns}) VALUES ({marks})", tuples)
                took[name] += time.perf_counter() - began
    with database.system() as tx:
        tx.execute(text("DROP TABLE floor_products"))
        tx.execute(text("DROP TABLE floor_variants"))
    return took["products"] + took["variants"], took["products"]


def _plain(value: Any) -> Any:
    if isinstance(value, list | dict):
        return json.dumps(value)
    return str(value) if value is not None and not isinstance(value, bool | int | str) else value


if __name__ == "__main__":
    main()
