"""A shop's feed opens with the shop's own token, kept sealed in the database."""

from __future__ import annotations

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import delete, update

from service.clients.sealing import SealBrokenError, TokenSeal
from service.clients.shopify.clients import ShopifyClients
from service.clients.shopify.oauth import App
from service.clients.shopify.points import LocalPoints
from service.domain.catalog import Shop, ShopDomain
from service.domain.errors import ReauthNeededError, ShopifyRefusedError
from service.ports import ShopFacts
from service.storage import shops
from service.storage.database import Database
from service.storage.tables import connections
from tests.integration.shopify.fake_process import TOKEN, FakeProcess
from tests.unit.shopify.demo_things import NOW

FACTS = ShopFacts("Fernwick", "USD", "Europe/Paris", "https://shop.example")
SEAL = TokenSeal(Fernet.generate_key().decode())


def opened(database: Database, shop: Shop, url: str) -> ShopFacts:
    clients = ShopifyClients(
        App("", ()),
        database=database,
        seal=SEAL,
        points=LocalPoints(),
        clock=lambda: NOW,
        admin_url=url,
    )
    return clients.feed(shop).facts()


def install(database: Database, domain: str, token: str) -> Shop:
    name = ShopDomain(domain)
    with database.system() as tx:
        return shops.install(tx, name, FACTS, sealed_token=SEAL.seal(name, token), now=NOW)


def test_reads_a_shop_with_its_own_token(database: Database, fake: FakeProcess) -> None:
    shop = install(database, "fernwick.myshopify.com", TOKEN)

    facts = opened(database, shop, fake.url)

    assert "Fernwick" == facts.name


def test_a_shop_whose_token_was_revoked_is_refused(database: Database, fake: FakeProcess) -> None:
    shop = install(database, "fernwick.myshopify.com", "revoked")

    with pytest.raises(ReauthNeededError, match="401"):
        opened(database, shop, fake.url)

    with pytest.raises(ReauthNeededError, match="open Endcap in Shopify"):
        opened(database, shop, fake.url)


def test_a_shop_without_a_token_is_refused(database: Database) -> None:
    shop = install(database, "fernwick.myshopify.com", TOKEN)
    with database.system() as tx:
        tx.execute(delete(connections))

    with pytest.raises(ShopifyRefusedError, match="connect it again"):
        opened(database, shop, "http://127.0.0.1:9")


def test_the_token_of_one_shop_does_not_open_another(database: Database) -> None:
    install(database, "fernwick.myshopify.com", TOKEN)
    other = install(database, "other.myshopify.com", TOKEN)
    with database.system() as tx:
        stolen = SEAL.seal(ShopDomain("fernwick.myshopify.com"), TOKEN)
        tx.execute(update(connections).values(access_token=stolen))

    with pytest.raises(SealBrokenError):
        opened(database, other, "http://127.0.0.1:9")
