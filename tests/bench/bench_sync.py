"""How fast a gathered list becomes rows, beside what the database takes of ready ones; and memory.

A file as a bulk operation writes it (a line a product, ten a product for its variants) is synced
by the use case itself for a shop that has nothing, again unchanged, and again with one product in
a hundred changed. The floor is one raw COPY a table of ready files (SQLite: executemany of ready
tuples, all in one transaction) of one row a line, products and variants, with their keys and an
index; to make and read what is ready is not counted, but for the files of COPY. Endcap keeps what
variants say in their product's row, so it writes fewer rows than the floor; it reads and judges
every line. The network is left out. All cases take turns, so many rounds; each says how it stands
to the floor of its own round, and what is said is the median. Rows a second are lines of the file.
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
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import text

from service.clients.shopify.bulk_file import Gathered, gathered
from service.clients.shopify.bulk_things import ARTICLES, products
from service.domain.articles import Article
from service.domain.catalog import Product, Shop, ShopDomain
from service.domain.jobs import JobKind
from service.ports import Export, ExportNoun, ShopFacts, utc_now
from service.storage import catalog, shops
from service.storage.content import NewRow
from service.storage.database import Database
from service.storage.migrate import migrate
from service.storage.tables import products as table
from service.storage.upserts import column_names, copy_text
from service.usecases.run_jobs import run_due_jobs
from service.usecases.sync_catalog import request_sync, sync_catalog
from tests.fakes import SilentDoorbell

FACTS = ShopFacts("Bench", "EUR", "UTC", "https://bench.example")
VARIANTS = 10
FLOOR = "the floor"
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


@dataclass(frozen=True, slots=True)
class Files:
    """*first*, *second*: as Shopify says it; *ready*: as COPY takes it, by table."""

    first: Path
    second: Path
    ready: dict[str, Path]

    @classmethod
    def written(cls, folder: Path, count: int) -> Files:
        files = cls(
            folder / "first.jsonl",
            folder / "second.jsonl",
            {name: folder / name for name in ("products", "variants")},
        )
        _write(files.first, count, changed=0)
        _write(files.second, count, changed=max(1, count // 100))
        return files


def main() -> None:
    given = _arguments()
    count = 100_000 if given.full else given.products
    lines = count * (1 + VARIANTS)
    with tempfile.TemporaryDirectory() as folder:
        database = Database(given.database_url or f"sqlite:///{folder}/endcap.db")
        migrate(database)
        files = Files.written(Path(folder), count)
        rounds = [_round(database, files, lines, number) for number in range(given.rounds)]
        size = files.first.stat().st_size
    say = sys.stdout.write
    say(f"{lines} lines, {size / 1e6:.0f} MB, {'SQLite' if database.is_sqlite else 'PostgreSQL'}\n")
    for name in rounds[0]:
        speed = median(lines / took[name] for took in rounds)
        ratios = [took[FLOOR] / took[name] for took in rounds]
        spread = f"{min(ratios):.2f} to {max(ratios):.2f}"
        say(f"  {name:16} {speed:12,.0f} lines/s  {median(ratios):6.2f} of the floor ({spread})\n")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    say(f"  peak memory {peak:.0f} MB, making the floor's files included\n")


def _round(database: Database, files: Files, lines: int, number: int) -> dict[str, float]:
    """Time every case, in the order of what is said."""
    with database.system() as tx:
        for name in ("products", "jobs"):
            tx.execute(text(f"DELETE FROM {name}"))
        domain = ShopDomain(f"bench-{number}.myshopify.com")
        shop = shops.install(tx, domain, FACTS, sealed_token=b"", now=utc_now())
    if not database.is_sqlite:
        with database.engine.connect() as connection:
            connection.connection.cursor().execute("VACUUM products")
    floor = (_executed if database.is_sqlite else _copied)(database, files, shop)
    first, second = Lists(files.first, lines), Lists(files.second, lines)
    return {
        FLOOR: floor,
        "first sync": _synced(database, shop, first),
        "unchanged": _synced(database, shop, first),
        "1 % changed": _synced(database, shop, second),
    }


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--products", type=int, default=5_000)
    parser.add_argument("--full", action="store_true", help="100,000 products, a million lines")
    parser.add_argument("--rounds", type=int, default=3, help="so often all cases take turns")
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


def _ready(path: Path, shop: Shop) -> Iterator[tuple[Sequence[NewRow], list[tuple[Any, ...]]]]:
    """Yield the rows of products as we keep them, and of their variants, a page at a time."""
    export = Export(str(path), sum(1 for _ in path.open("rb")), path.stat().st_size, BEGAN_AT)
    with gathered(lambda: _chunks(export), export, {}, products("EUR")) as found:
        for page in found.pages:
            rows = catalog.rows(shop.id, page)
            variants = [
                (shop.id, row.id * 100 + at, row.id, f"{at + 9}.50", None, True)
                for row in rows
                for at in range(VARIANTS)
            ]
            yield rows, variants


def _write_ready(files: Files, shop: Shop) -> None:
    with files.ready["products"].open("w") as its, files.ready["variants"].open("w") as variants:
        for rows, rows_of_variants in _ready(files.first, shop):
            its.write(copy_text(table, rows))
            for row in rows_of_variants:
                variants.write("\t".join("\\N" if v is None else str(v) for v in row) + "\n")


def _copied(database: Database, files: Files, shop: Shop) -> float:
    """Time the COPY of ready files."""
    _write_ready(files, shop)
    names = column_names(next(_ready(files.first, shop))[0])
    columns = {
        "products": ", ".join(names),
        "variants": "shop_id, id, product_id, price, compare_at, available",
    }
    with database.system() as tx:
        tx.execute(text("CREATE TABLE floor_products (LIKE products INCLUDING ALL)"))
        tx.execute(
            text(
                "CREATE TABLE floor_variants (shop_id bigint, id bigint, product_id bigint, "
                "price numeric, compare_at numeric, available boolean, PRIMARY KEY (shop_id, id))"
            )
        )
        tx.execute(text("CREATE INDEX ON floor_variants (product_id)"))
    began = time.perf_counter()
    with database.system() as tx:
        cursor: Any = tx.connection.driver_connection.cursor()  # type: ignore[union-attr]
        for name, path in files.ready.items():
            said = f"COPY floor_{name} ({columns[name]}) FROM STDIN"
            with path.open("rb") as file, cursor.copy(said) as copy:
                while chunk := file.read(1024 * 1024):
                    copy.write(chunk)
    spent = time.perf_counter() - began
    with database.system() as tx:
        tx.execute(text("DROP TABLE floor_products, floor_variants"))
    return spent


def _executed(database: Database, files: Files, shop: Shop) -> float:
    """Time executemany of ready tuples, and their commit."""
    took = 0.0
    with database.system() as tx:
        tx.execute(text("CREATE TABLE floor_products AS SELECT * FROM products"))
        tx.execute(text("CREATE UNIQUE INDEX f1 ON floor_products (shop_id, id)"))
        tx.execute(text("CREATE INDEX f2 ON floor_products (shop_id, handle)"))
        tx.execute(text("CREATE TABLE floor_variants (s, id, p, price, compare_at, available)"))
        tx.execute(text("CREATE UNIQUE INDEX f3 ON floor_variants (s, id)"))
        tx.execute(text("CREATE INDEX f4 ON floor_variants (p)"))
    with database.system() as tx:
        cursor: Any = tx.connection.driver_connection.cursor()  # type: ignore[union-attr]
        for rows, variants in _ready(files.first, shop):
            names = column_names(rows)
            ready = {
                "products": (", ".join(names), [tuple(map(_plain, row)) for row in rows]),
                "variants": ("s, id, p, price, compare_at, available", variants),
            }
            for name, (columns, tuples) in ready.items():
                marks = ", ".join("?" * len(tuples[0]))
                said = f"INSERT INTO floor_{name} ({columns}) VALUES ({marks})"
                began = time.perf_counter()
                cursor.executemany(said, tuples)
                took += time.perf_counter() - began
        began = time.perf_counter()
    took += time.perf_counter() - began
    with database.system() as tx:
        tx.execute(text("DROP TABLE floor_products"))
        tx.execute(text("DROP TABLE floor_variants"))
    return took


def _plain(value: Any) -> Any:
    if isinstance(value, tuple | dict):
        return json.dumps(value)
    return str(value) if value is not None and not isinstance(value, bool | int | str) else value


if __name__ == "__main__":
    main()
