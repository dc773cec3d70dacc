"""A shop in a real database, and a folder of segments."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from service.clients.segments import SegmentLog
from service.domain.catalog import Shop, ShopDomain
from service.ports import ShopFacts
from service.storage import articles, catalog, shops
from service.storage.database import Database
from tests.builders import NOW, a_product, an_article


@pytest.fixture
def shop(database: Database) -> Shop:
    """An installed shop with products 1 and 2, and article 1."""
    facts = ShopFacts("Fernwick", "USD", "America/Los_Angeles", "https://shop.example")
    with database.system() as tx:
        shop = shops.install(
            tx, ShopDomain("fernwick.myshopify.com"), facts, sealed_token=b"sealed", now=NOW
        )
        catalog.store(tx, shop.id, [a_product(1), a_product(2)])
        articles.store(tx, shop.id, [an_article(1)])
    return shop


@pytest.fixture
def log(tmp_path: Path) -> Iterator[SegmentLog]:
    log = SegmentLog(tmp_path / "segments", sync_to_disk=False)
    yield log
    log.close()
