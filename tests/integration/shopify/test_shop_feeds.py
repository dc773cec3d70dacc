"""A shop's feed opens with the shop's own token, kept sealed in the database."""

from __future__ import annotations

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import delete, update

from service.clients.sealing import SealBrokenError, TokenSeal
from service.clients.shopify.feed import shop_feeds
from service.domain.catalog import Shop, ShopDomain
from service.domain.errors import ShopifyRefusedError
from service.ports import ShopFacts
from service.storage import shops
from service.storage.database import Database
from service.storage.tables import connections
from tests.integration.shopify.fake_process import TOKEN, FakeProcess
from tests.unit.shopify.demo_things import NOW

FACTS = ShopFacts("Fernwick", "USD", "Europe/Paris", "https://shop.example")
SEAL = TokenSeal(Fernet.generate_key().decode())


def install(database: Database, domain: str, token: str) -> Shop:
    name = ShopDomain(domain)
    with database.transaction() as tx:
        return shops.install(tx, name, FACTS, sealed_token=SEAL.seal(name, token), now=NOW)


def test_reads_a_shop_with_its_own_token(database: Database, fake: FakeProcess) -> None:
    shop = install(database, "fernwick.myshopify.com", TOKEN)

    feed = shop_feeds(database, SEAL, fake.url)(shop)

    assert "Fernwick" == feed.facts().name


def test_a_shop_whose_token_was_revoked_is_refused(database: Database, fake: FakeProcess) -> None:
    shop = install(database, "fernwick.myshopify.com", "revoked")
    feed = shop_feeds(database, SEAL, fake.url)(shop)

    with pytest.raises(ShopifyRefusedError, match="401"):
        feed.facts()


def test_a_shop_without_a_token_is_refused(database: Database) -> None:
    shop = install(database, "fernwick.myshopify.com", TOKEN)
    with database.transaction() as tx:
        tx.execute(delete(connections))

    with pytest.raises(ShopifyRefusedError, match="connect it again"):
        shop_feeds(database, SEAL, "http://127.0.0.1:9")(shop)


def test_the_token_of_one_shop_does_not_open_another(database: Database) -> None:
    install(database, "fernwick.myshopify.com", TOKEN)
    other = install(database, "other.myshopify.com", TOKEN)
    with database.transaction() as tx:
        stolen = SEAL.seal(ShopDomain("fernwick.myshopify.com"), TOKEN)
        tx.execute(update(connections).values(access_token=stolen))

    with pytest.raises(SealBrokenError):
        shop_feeds(database, SEAL, "http://127.0.0.1:9")(other)
