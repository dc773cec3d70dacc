"""A webhook is on disk, once, before it is answered; what is not Shopify's never gets there."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
import requests

from service.app import create_app
from service.domain.jobs import JobKind
from service.storage.database import Database
from service.usecases.accept_webhook import (
    ANOTHER_SHOP,
    NO_SUCH_SHOP,
    NOTHING_OF_CUSTOMERS,
    UNKNOWN_TOPIC,
    UNREADABLE,
)
from tests.fakes import SilentDoorbell
from tests.integration.webhooks.conftest import DOMAIN, SECRETS, Sender, Told, sign

PRODUCT = {"id": 7, "updated_at": "2026-11-02T09:00:00Z"}
BODY = b'{"id":7}'


def test_a_webhook_is_kept_with_its_job(told: Told, sender: Sender) -> None:
    answer = sender.send("products/update", PRODUCT)

    [kept] = told.inbox()
    assert (200, b"") == (answer.status_code, answer.content)
    assert ("products/update", 7, None) == (kept.topic, kept.product_id, kept.settled_at)
    assert [JobKind.HANDLE_WEBHOOKS] == told.waits()


@pytest.mark.parametrize("secret", SECRETS)
def test_both_secrets_are_taken_while_one_replaces_the_other(sender: Sender, secret: str) -> None:
    assert 200 == sender.send_bytes("products/update", BODY, secret=secret).status_code


@pytest.mark.parametrize(
    "signature",
    [
        "",
        "garbage",
        sign(BODY, "a secret of long ago"),
        sign(BODY, SECRETS[0]).encode().hex(),
        sign(BODY + b" ", SECRETS[0]),
        sign(b"\xef\xbb\xbf" + BODY, SECRETS[0]),
        "é" * 44,
        "A" * 30_000,
    ],
)
def test_every_wrong_signature_is_refused_alike(told: Told, sender: Sender, signature: str) -> None:
    headers: dict[str, str | bytes] = {
        "X-Shopify-Topic": "products/update",
        "X-Shopify-Shop-Domain": DOMAIN,
        "X-Shopify-Hmac-Sha256": signature.encode(),
    }

    answer = requests.post(f"{sender.url}/webhooks", BODY, headers=headers, timeout=10)

    assert (401, "not signed by Shopify\n") == (answer.status_code, answer.text)
    assert [] == told.inbox()


@pytest.mark.parametrize("address", ["/webhooks", "/webhooks/compliance"])
def test_a_request_without_a_signature_is_refused(told: Told, sender: Sender, address: str) -> None:
    answer = requests.post(sender.url + address, BODY, timeout=10)

    assert 401 == answer.status_code
    assert [] == told.inbox()


def test_only_posts_are_taken(sender: Sender) -> None:
    assert 405 == requests.get(f"{sender.url}/webhooks", timeout=10).status_code


def test_the_same_delivery_fifty_times_at_once_is_kept_once(told: Told, sender: Sender) -> None:
    def send(_number: int) -> int:
        return sender.send("products/update", PRODUCT, Webhook_Id="the-same").status_code

    with ThreadPoolExecutor(25) as pool:
        answers = list(pool.map(send, range(50)))

    assert [200] * 50 == answers
    assert 1 == len(told.inbox())
    assert [JobKind.HANDLE_WEBHOOKS] == told.waits()


def test_many_deliveries_at_once_share_one_job(told: Told, sender: Sender) -> None:
    def send(number: int) -> int:
        return sender.send("products/update", {"id": number}).status_code

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(send, range(1, 41)))

    assert [200] * 40 == answers
    assert set(range(1, 41)) == {row.product_id for row in told.inbox()}
    assert [JobKind.HANDLE_WEBHOOKS] == told.waits()


@pytest.mark.parametrize(
    ("topic", "body", "outcome"),
    [
        ("products/update", b"{", UNREADABLE),
        ("products/update", b'{"id":"7"}', UNREADABLE),
        ("products/update", b'{"id":7,"title":"a\x00b"}', UNREADABLE),
        ("products/update", b"[" * 50_000, UNREADABLE),
        ("products/update", b"", UNREADABLE),
        ("teapots/boiled", b'{"id":7}', UNKNOWN_TOPIC),
        ("app/uninstalled", b'{"myshopify_domain":"other.myshopify.com"}', ANOTHER_SHOP),
        ("shop/redact", b'{"shop_id":1}', ANOTHER_SHOP),
    ],
)
def test_what_can_not_be_acted_on_is_kept_as_it_came(
    told: Told, sender: Sender, topic: str, body: bytes, outcome: str
) -> None:
    answer = sender.send_bytes(topic, body)

    [kept] = told.inbox()
    assert 200 == answer.status_code
    assert (outcome, body) == (kept.outcome, kept.body)
    assert [] == told.waits()


def test_a_shop_that_nobody_knows_is_kept_as_well(told: Told, sender: Sender) -> None:
    answer = sender.send("products/update", PRODUCT, Shop_Domain="nobody.myshopify.com")

    [kept] = told.inbox()
    assert 200 == answer.status_code
    assert (None, "nobody.myshopify.com", NO_SUCH_SHOP) == (
        kept.shop_id,
        kept.domain,
        kept.outcome,
    )


def test_a_body_of_fifteen_megabytes_is_taken(told: Told, sender: Sender) -> None:
    body = b'{"id":7,"body_html":"' + b"x" * 15 * 1024 * 1024 + b'"}'

    answer = sender.send_bytes("products/update", body)

    assert 200 == answer.status_code
    assert [7] == [row.product_id for row in told.inbox()]


def test_a_body_above_sixteen_megabytes_is_refused_unread(told: Told, sender: Sender) -> None:
    headers = {"Content-Length": str(17 * 1024 * 1024)}
    request = requests.Request("POST", f"{sender.url}/webhooks", headers=headers).prepare()
    request.headers["Content-Length"] = str(17 * 1024 * 1024)

    answer = requests.Session().send(request, timeout=10)

    assert 413 == answer.status_code
    assert [] == told.inbox()


@pytest.mark.parametrize("topic", ["customers/data_request", "customers/redact"])
def test_nothing_of_customers_is_kept(told: Told, sender: Sender, topic: str) -> None:
    body = {"shop_domain": DOMAIN, "customer": {"id": 191167, "email": "ada@customer.example"}}

    answer = sender.send(topic, body, address="/webhooks/compliance")

    [kept] = told.inbox()
    assert 200 == answer.status_code
    assert (NOTHING_OF_CUSTOMERS, None, None) == (kept.outcome, kept.body, kept.product_id)
    assert [] == told.waits()


@pytest.mark.parametrize(
    "headers",
    [
        {"Shop_Domain": "fernwick.myshopify.com.evil.test"},
        {"Shop_Domain": "fernwick"},
        {"Shop_Domain": ""},
        {"Topic": ""},
        {"Topic": "x" * 200},
    ],
)
def test_headers_that_shopify_can_not_have_sent_are_refused(
    told: Told, sender: Sender, headers: dict[str, str]
) -> None:
    answer = sender.send("products/update", PRODUCT, **headers)

    assert 400 == answer.status_code
    assert [] == told.inbox()


def test_without_its_id_a_delivery_is_known_by_its_body(told: Told, sender: Sender) -> None:
    for _ in range(2):
        assert 200 == sender.send("products/update", PRODUCT, Webhook_Id="").status_code

    assert 1 == len(told.inbox())


def test_without_its_database_it_is_not_accepted(told: Told) -> None:
    away = Database("postgresql+psycopg://nobody@127.0.0.1:1/nothing")
    client = create_app(replace(told.services, database=away)).test_client()
    headers = {
        "X-Shopify-Topic": "products/update",
        "X-Shopify-Shop-Domain": DOMAIN,
        "X-Shopify-Hmac-Sha256": sign(BODY, SECRETS[0]),
        "X-Shopify-Webhook-Id": "1",
    }
    began = time.monotonic()

    answer = client.post("/webhooks", data=BODY, headers=headers)

    assert 503 == answer.status_code
    assert time.monotonic() - began < 1
    assert [] == told.inbox()


def test_a_webhook_rings_for_a_worker(told: Told, sender: Sender) -> None:
    sender.send("products/update", PRODUCT)

    doorbell = told.services.doorbell
    assert isinstance(doorbell, SilentDoorbell)
    assert JobKind.HANDLE_WEBHOOKS == doorbell.rung[-1]
