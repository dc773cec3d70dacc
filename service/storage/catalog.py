"""Products and what was read of them."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, select

from service.domain.catalog import (
    PriceRange,
    Product,
    ProductId,
    ProductStatus,
    ShopId,
    ineligibility,
)
from service.domain.reading import ProductReading
from service.domain.recommendations import Stocked
from service.storage import content, documents
from service.storage.content import Before, NewReading, NewRow, Noun, Stored
from service.storage.tables import products

AT_ONCE = 500
_ON_SALE = (
    "handle",
    "status",
    "published_at",
    "url",
    "is_gift_card",
    "available",
    "price_min",
)


@dataclass(frozen=True, slots=True)
class OnSale:
    """A product, as `ineligibility` looks at it, and what it is called in its address."""

    handle: str
    status: ProductStatus
    published_at: datetime | None
    url: str | None
    is_gift_card: bool
    available: bool
    lowest_price: Decimal


def store(
    tx: Connection,
    shop_id: ShopId,
    page: Sequence[Product],
    digests: Mapping[int, str] | None = None,
    stored: Container[int] | None = None,
) -> Stored:
    """Upsert a page; leave what has not changed untouched. Return what was written.

    *digests*: of the blocks of a gathered list that they were made of, by id.
    *stored*: as `content.store`.
    """
    sources = digests or {}
    made = rows(shop_id, [(each, sources.get(each.id, "")) for each in page])
    return content.store(tx, Noun.PRODUCTS, shop_id, made, stored)


def rows(shop_id: ShopId, page: Iterable[tuple[Product, str]]) -> Sequence[NewRow]:
    """Return *page*, each with the digest of its block, as `content.store` takes it."""
    return [_row(shop_id, product, digest) for product, digest in page]


def remove_all_but(tx: Connection, shop_id: ShopId, present: Iterable[ProductId]) -> int:
    """Delete the products that a complete sync did not see; return how many."""
    return content.remove_all_but(tx, products, shop_id, present)


def remove(tx: Connection, shop_id: ShopId, ids: Iterable[ProductId]) -> int:
    """Delete the products *ids*; return how many there were."""
    return content.remove(tx, products, shop_id, ids)


def note_updated(tx: Connection, shop_id: ShopId, found: Iterable[Product]) -> None:
    """Note how new the stored products are known to be, where they hold the same."""
    content.note_updated(tx, products, shop_id, {each.id: each.updated_at for each in found})


def unchanged(tx: Connection, shop_id: ShopId, found: Sequence[Product]) -> set[int]:
    """Return the ids of those of *found* that are stored, and read, as they are."""
    return content.unchanged(tx, products, shop_id, found)


def all_products(tx: Connection, shop_id: ShopId) -> dict[ProductId, Product]:
    rows = tx.execute(select(products).where(products.c.shop_id == shop_id).order_by(products.c.id))
    return {ProductId(row.id): _product(row) for row in rows}


def find(tx: Connection, shop_id: ShopId, ids: Iterable[ProductId]) -> dict[ProductId, Product]:
    """Return those of *ids* that the shop has."""
    rows = tx.execute(
        select(products).where(products.c.shop_id == shop_id, products.c.id.in_(sorted(set(ids))))
    )
    return {ProductId(row.id): _product(row) for row in rows}


def on_sale(tx: Connection, shop_id: ShopId, ids: Iterable[ProductId]) -> dict[ProductId, OnSale]:
    """As `find`, without all that is said of a product."""
    query = select(*(products.c[name] for name in ("id", *_ON_SALE))).where(
        products.c.shop_id == shop_id, products.c.id.in_(sorted(set(ids)))
    )
    return {ProductId(row.id): _on_sale(row) for row in tx.execute(query)}


def find_id(tx: Connection, shop_id: ShopId, handle: str) -> ProductId | None:
    """Return the product with this handle; the newest, should a sync have left two."""
    found = tx.scalars(
        select(products.c.id)
        .where(products.c.shop_id == shop_id, products.c.handle == handle)
        .order_by(products.c.id.desc())
        .limit(1)
    ).first()
    return None if found is None else ProductId(found)


def find_handle(tx: Connection, shop_id: ShopId, product: ProductId) -> str | None:
    return tx.scalar(
        select(products.c.handle).where(products.c.shop_id == shop_id, products.c.id == product)
    )


def handles(tx: Connection, shop_id: ShopId) -> dict[ProductId, str]:
    """Return the handle of every product."""
    rows = tx.execute(select(products.c.id, products.c.handle).where(products.c.shop_id == shop_id))
    return {ProductId(row.id): row.handle for row in rows}


def find_all(tx: Connection, shop_id: ShopId, ids: Sequence[int]) -> list[tuple[Product, Before]]:
    """Return those of *ids* that there are, each with what is stored of its reading."""
    rows = content.rows_of(tx, products, shop_id, ids)
    return [(_product(row), Before(row.reading, row.searched)) for row in rows]


def store_readings(tx: Connection, shop_id: ShopId, readings: Sequence[NewReading]) -> None:
    """Keep *readings*, unless a product has changed since it was read."""
    content.store_readings(tx, products, shop_id, readings)


def readings(
    tx: Connection, shop_id: ShopId, ids: Iterable[ProductId] | None = None
) -> dict[ProductId, ProductReading]:
    """Return what was read of all products, or of those of *ids*."""
    query = select(products.c.id, products.c.reading, products.c.reading_key).where(
        products.c.shop_id == shop_id, products.c.reading.is_not(None)
    )
    if ids is not None:
        query = query.where(products.c.id.in_(sorted(set(ids))))
    rows = tx.execute(query)
    return {ProductId(row.id): _reading(row.reading or "", row.reading_key) for row in rows}


def stocked(tx: Connection, shop_id: ShopId, *, now: datetime) -> Iterator[Stocked]:
    """Yield what decisions ask of every product, by id; only a few are held at a time."""
    query = (
        select(products.c.id, products.c.reading, *(products.c[name] for name in _ON_SALE))
        .where(products.c.shop_id == shop_id)
        .order_by(products.c.id)
    )
    for row in tx.execute(query, execution_options={"yield_per": AT_ONCE}):
        reading = documents.decode(ProductReading, row.reading) if row.reading else None
        yield Stocked(ProductId(row.id), ineligibility(_on_sale(row), now=now), reading)


def _on_sale(row: Row[Any]) -> OnSale:
    return OnSale(
        row.handle,
        ProductStatus(row.status),
        row.published_at,
        row.url,
        row.is_gift_card,
        row.available,
        row.price_min,
    )


def _reading(document: str, key: str | None) -> ProductReading:
    reading = documents.decode(ProductReading, document)
    return replace(reading, lexicon_version=content.lexicon_version_of(key))


def published_between(
    tx: Connection, shop_id: ShopId, after: datetime, until: datetime
) -> list[ProductId]:
    """Return the products whose publication fell in ``(after, until]``."""
    found = select(products.c.id).where(
        products.c.shop_id == shop_id,
        products.c.published_at > after,
        products.c.published_at <= until,
    )
    return [ProductId(number) for number in tx.scalars(found.order_by(products.c.id))]


class _Row(NamedTuple):
    """What a sync brings of a row."""

    shop_id: ShopId
    id: ProductId
    handle: str
    title: str
    product_type: str
    vendor: str
    tags: tuple[str, ...]
    description_html: str
    ingredients: str
    status: str
    published_at: datetime | None
    url: str | None
    is_gift_card: bool
    available: bool
    price_min: Decimal
    price_max: Decimal
    compare_at_min: Decimal | None
    compare_at_max: Decimal | None
    currency: str
    image: Mapping[str, Any] | None
    updated_at: datetime
    content_hash: str
    source_hash: str


def _row(shop_id: ShopId, product: Product, source_hash: str) -> _Row:
    price, compare_at = product.price, product.compare_at
    return _Row(
        shop_id,
        product.id,
        product.handle,
        product.title,
        product.product_type,
        product.vendor,
        product.tags,
        product.description_html,
        product.ingredients,
        product.status.value,
        product.published_at,
        product.url,
        product.is_gift_card,
        product.available,
        price.minimum,
        price.maximum,
        compare_at.minimum if compare_at else None,
        compare_at.maximum if compare_at else None,
        price.currency,
        content.image_values(product.image),
        product.updated_at,
        content.content_hash(product),
        source_hash,
    )


def _product(row: Row[Any]) -> Product:
    return Product(
        id=ProductId(row.id),
        handle=row.handle,
        title=row.title,
        product_type=row.product_type,
        vendor=row.vendor,
        tags=tuple(row.tags),
        description_html=row.description_html,
        ingredients=row.ingredients,
        status=ProductStatus(row.status),
        published_at=row.published_at,
        url=row.url,
        is_gift_card=row.is_gift_card,
        available=row.available,
        price=PriceRange(_money(row.price_min), _money(row.price_max), row.currency),
        compare_at=_range(row.compare_at_min, row.compare_at_max, row.currency),
        image=content.image_of(row.image),
        updated_at=row.updated_at,
    )


def _range(low: Decimal | None, high: Decimal | None, currency: str) -> PriceRange | None:
    if low is None or high is None:
        return None
    return PriceRange(_money(low), _money(high), currency)


def _money(value: Decimal) -> Decimal:
    """Take the column's padding off, but keep two places: 24.0000 is 24.00."""
    shortest = Decimal(value).normalize()
    places = -int(shortest.as_tuple().exponent)
    return shortest if places > 2 else Decimal(value).quantize(Decimal("0.01"))
