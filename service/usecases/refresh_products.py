"""Takes over what a few products are now, and lets what depends on them be decided again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from service.domain.catalog import Product, ProductId, ShopId, ineligibility
from service.domain.jobs import JobKind
from service.domain.lexicon import Lexicon
from service.domain.reading import ProductReading
from service.domain.recommendations.concerned import concerned
from service.storage import articles, catalog, first_paints, jobs, mappings, shops
from service.storage.content import Before, NewReading, Noun
from service.usecases.read_batches import new_of_product
from service.usecases.recording import Recording


@dataclass(frozen=True, slots=True)
class Refreshed:
    """*changed*: how many products are not as they were. *due*: articles to be decided again."""

    changed: int = 0
    gone: int = 0
    due: int = 0


def read_found(found: Iterable[Product], lexicon: Lexicon) -> list[NewReading]:
    """Read products that have just come; do this before the transaction, it takes time."""
    return [new_of_product(product, lexicon, Before()) for product in found]


def refresh_products(
    tx: Connection,
    shop_id: ShopId,
    asked: Collection[ProductId],
    read: Sequence[NewReading],
    *,
    recording: Recording,
    lexicon: Lexicon,
    now: datetime,
) -> Refreshed:
    """
    Store what was found of the products *asked* for, and delete what was not.

    What is stored already and newer stays. Prices and pictures are looked up when an answer is
    served; articles are decided again only where a product came, went, reads otherwise, or can be
    bought no more or again.
    """
    known = catalog.find(tx, shop_id, asked)
    readings = catalog.readings(tx, shop_id, asked)
    found = {each.read.id: each for each in read if isinstance(each.read, Product)}
    gone = [product for product in known if product not in found]
    stored = catalog.store(tx, shop_id, [p.read for p in read if isinstance(p.read, Product)])
    catalog.note_updated(tx, shop_id, [p.read for p in read if isinstance(p.read, Product)])
    catalog.store_readings(tx, shop_id, read)
    recording.keep(tx, Noun.PRODUCTS, stored)
    recording.lose(tx, Noun.PRODUCTS, gone)
    catalog.remove(tx, shop_id, gone)
    if not stored and not gone:
        return Refreshed()
    shops.raise_generation(tx, shop_id)
    now_known = catalog.find(tx, shop_id, asked)
    if any(p in now_known and now_known[p].handle != known[p].handle for p in known):
        first_paints.look_again(tx, shop_id)  # no decision says what a product's address is
    now_read = catalog.readings(tx, shop_id, asked)
    differ = {
        product: [each for each in (readings.get(product), now_read.get(product)) if each]
        for product in asked
        if _stands(known.get(product), readings.get(product), now)
        != _stands(now_known.get(product), now_read.get(product), now)
    }
    due = _decide_again(tx, shop_id, differ, lexicon, now) if differ else 0
    return Refreshed(len(stored) + len(gone), len(gone), due)


def _stands(product: Product | None, reading: ProductReading | None, now: datetime) -> object:
    """Return all of a product that a decision rests on."""
    if product is None:
        return None
    return ineligibility(product, now=now), reading.categories if reading else ()


def _decide_again(
    tx: Connection,
    shop_id: ShopId,
    differ: Mapping[ProductId, Collection[ProductReading]],
    lexicon: Lexicon,
    now: datetime,
) -> int:
    mapping = mappings.published(tx, shop_id).mapping
    due = articles.make_due(tx, shop_id, concerned(differ, mapping, lexicon))
    if due:
        jobs.add(tx, shop_id, JobKind.COMPUTE_RECOMMENDATIONS, {"only_due": True}, now)
    return due
