"""A merchant's own app signs with its own secret, for its shop alone, until the shop is erased."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from werkzeug.test import Client

from service.api.proxy_door import ProxyDoor
from service.app import create_app
from service.clients.shopify.oauth import App
from service.domain.catalog import ShopDomain
from service.domain.connections import Grant
from service.storage import connections, shops
from service.storage.tables import connections as table
from service.usecases.install_shop import install_shop
from service.usecases.known_secrets import KnownSecrets
from tests.integration.proxied import signed_query
from tests.integration.webhooks.conftest import DOMAIN, Sender, Told
from tests.integration.webhooks.test_redaction import keys, services

__all__ = ["keys", "services"]

OWN = "the-secret-of-the-merchants-own-app"
NEWER = "the-secret-that-replaced-it"
BODY = b'{"id":7,"updated_at":"2026-11-02T09:00:00Z"}'
OF_SHOP = b'{"shop_domain":"%b","myshopify_domain":"%b"}' % (DOMAIN.encode(), DOMAIN.encode())


def connect(told: Told, secret: str, domain: ShopDomain = DOMAIN) -> None:
    tokens, grant = told.services.shopify.tokens, Grant("token", frozenset())
    install_shop(
        domain,
        told.feed.facts(),
        tokens.sealed_of(domain, grant, App("own-app", (secret,))),
        database=told.database,
        doorbell=told.services.doorbell,
        clock=told.clock,
    )


def send(sender: Sender, secret: str, topic: str = "products/update", **headers: str) -> int:
    body = BODY if topic.startswith("products") else OF_SHOP
    return sender.send_bytes(topic, body, secret=secret, **headers).status_code


def leave(told: Told, sender: Sender) -> None:
    told.clock.move(timedelta(minutes=1))
    stamp = told.clock.now.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert 200 == send(sender, OWN, "app/uninstalled", Triggered_At=stamp)
    told.work()
    assert not told.is_installed()


def test_its_own_secret_is_taken(told: Told, sender: Sender) -> None:
    before = send(sender, OWN)
    connect(told, OWN)

    assert (401, 200) == (before, send(sender, OWN))


def test_it_proves_nothing_about_another_shop(told: Told, sender: Sender) -> None:
    connect(told, OWN, ShopDomain("neighbour.myshopify.com"))

    statuses = [
        send(sender, OWN),
        send(sender, OWN, Shop_Domain="nobody.myshopify.com"),
        send(sender, OWN, Shop_Domain="neighbour"),
        send(sender, OWN, Shop_Domain="neighbour.myshopify.com"),
    ]

    assert [401, 401, 401, 200] == statuses


def test_both_secrets_are_taken_for_a_day_after_one_replaced_the_other(
    told: Told, sender: Sender
) -> None:
    connect(told, OWN)
    connect(told, NEWER)
    tokens = told.services.shopify.tokens
    rotating = [send(sender, OWN), send(sender, NEWER), send(sender, "another")]

    with told.database.system(read_only=True) as tx:
        before = connections.find(tx, told.shop.id)
    assert before is not None
    with tokens.lock(DOMAIN) as holder:
        tokens.keep(told.shop.id, DOMAIN, holder, Grant("of the next day", frozenset()), before)

    assert [200, 200, 401] == rotating
    assert [401, 200] == [send(sender, OWN), send(sender, NEWER)]


def test_connecting_with_the_same_secret_again_keeps_one(told: Told) -> None:
    connect(told, OWN)
    connect(told, OWN)

    assert (OWN,) == told.services.shopify.tokens.own_secrets(DOMAIN)


def test_the_order_to_erase_is_believed_and_takes_the_secret_along(
    told: Told, sender: Sender, keys: object
) -> None:
    connect(told, OWN)
    leave(told, sender)
    with told.database.system(read_only=True) as tx:
        assert None is connections.find(tx, told.shop.id)
        assert b"" == tx.scalar(select(table.c.access_token))
    told.clock.move(timedelta(hours=48))

    status = send(sender, OWN, "shop/redact", address="/webhooks/compliance")
    told.work()

    assert 200 == status
    with told.database.system(read_only=True) as tx:
        assert [] == tx.execute(select(table)).all()
        assert [] == shops.all_known(tx)
    assert 401 == send(sender, OWN, "shop/redact", address="/webhooks/compliance")


def test_a_shop_that_comes_back_with_our_app_forgets_its_own(told: Told, sender: Sender) -> None:
    connect(told, OWN)
    leave(told, sender)

    told.install()

    assert 401 == send(sender, OWN)


def test_a_secret_that_our_keys_do_not_open_refuses_nothing(told: Told, sender: Sender) -> None:
    """Shopify sends again what got a 503: the keys may be mended meanwhile."""
    connect(told, OWN)
    with told.database.system() as tx:
        tx.execute(table.update().values(client_secret=b"sealed otherwise"))

    assert 503 == send(sender, OWN)


def test_shoppers_of_its_shop_get_through_by_its_secret(told: Told) -> None:
    connect(told, OWN)
    own = KnownSecrets(told.services.shopify.tokens.own_secrets)
    app = create_app(told.services)
    door = Client(ProxyDoor(app, secrets=["ours"], own=own.of, clock=told.clock))
    at = told.clock.now

    statuses = [
        door.get(
            "/proxy/articles/1/recommendations",
            query_string=signed_query(shop=shop, secret=secret, at=at),
        )
        for shop, secret in ((DOMAIN, OWN), (DOMAIN, "another"), ("neighbour.myshopify.com", OWN))
    ]

    assert [404, 401, 401] == [answer.status_code for answer in statuses]
    assert b"article" in statuses[0].data
