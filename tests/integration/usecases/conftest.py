"""An installed shop with a feed that tests program."""

from __future__ import annotations

import pytest

from service.domain.catalog import Shop, ShopDomain
from service.storage.database import Database
from service.usecases.install_shop import install_shop
from tests.fakes import FakeClock, FakeFeed, SilentDoorbell


@pytest.fixture
def feed() -> FakeFeed:
    return FakeFeed()


@pytest.fixture
def doorbell() -> SilentDoorbell:
    return SilentDoorbell()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def shop(database: Database, feed: FakeFeed, doorbell: SilentDoorbell, clock: FakeClock) -> Shop:
    return install_shop(
        ShopDomain("fernwick.myshopify.com"),
        feed.facts(),
        b"sealed",
        database=database,
        doorbell=doorbell,
        clock=clock,
    )
