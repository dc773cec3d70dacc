"""How a webhook is known to be Shopify's, and what its body says."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from service.domain.catalog import ShopDomain
from service.domain.webhooks import (
    COMPLIANCE,
    SUBSCRIPTIONS,
    Delivery,
    Hint,
    Topic,
    is_signed,
    read_hint,
    read_instant,
    speaks_of,
)

SHOP = ShopDomain("some-shop.myshopify.com")
BODY = '{"id":9554194432293,"title":"Crème brûlée","tags":"a, b"}'.encode()
SIGNATURE = "trj+oZHO3H7FheHGOK06fkmSw2Wf1FR2Da4jqz/FL58="
SHORT_SIGNATURE = "VnKUjZsLuN5iZWjn5EntcBVCF9kMN43LglzCE1/GSeY="
APP_CONFIGURATION = Path(__file__).parents[2] / "shopify.app.toml"


def signed(body: bytes, secret: str = "hush") -> str:
    return base64.b64encode(hmac.digest(secret.encode(), body, hashlib.sha256)).decode()


@pytest.mark.parametrize(("body", "signature"), [(BODY, SIGNATURE), (b'{"id":1}', SHORT_SIGNATURE)])
def test_knows_what_shopify_signed(body: bytes, signature: str) -> None:
    assert is_signed(body, signature, ["hush"])


@pytest.mark.parametrize("secrets", [["new", "hush"], ["hush", "old"]])
def test_either_secret_opens_while_one_is_replaced(secrets: list[str]) -> None:
    assert is_signed(BODY, SIGNATURE, secrets)


@pytest.mark.parametrize("secrets", [[], ["other"], [""]])
def test_refuses_what_none_of_our_secrets_signed(secrets: list[str]) -> None:
    assert not is_signed(BODY, SIGNATURE, secrets)
    assert not is_signed(BODY, signed(BODY, ""), secrets)


@pytest.mark.parametrize(
    "signature",
    [
        "",
        " ",
        "=",
        "nonsense",
        SIGNATURE[:-1],
        SIGNATURE + "=",
        hmac.new(b"hush", BODY, hashlib.sha256).hexdigest(),
        SIGNATURE.replace("+", "-").replace("/", "_"),
        SIGNATURE.swapcase(),
        "é" + SIGNATURE[1:],
        "\x00" * 44,
        "A" * 1024 * 1024,
    ],
)
def test_refuses_every_signature_that_is_none(signature: str) -> None:
    assert not is_signed(BODY, signature, ["hush"])


@pytest.mark.parametrize("body", [BODY + b" ", b"\xef\xbb\xbf" + BODY, BODY.replace(b":", b": ")])
def test_every_byte_of_the_body_counts(body: bytes) -> None:
    assert not is_signed(body, SIGNATURE, ["hush"])


@pytest.mark.parametrize(
    ("said", "instant"),
    [
        ("2026-11-23T00:00:00.123456789Z", datetime(2026, 11, 23, 0, 0, 0, 123456, UTC)),
        ("2026-11-23T00:00:00Z", datetime(2026, 11, 23, tzinfo=UTC)),
        ("2026-11-23T02:00:00.5+02:00", datetime(2026, 11, 23, 0, 0, 0, 500000, UTC)),
        ("2026-11-22T19:00:00-05:00", datetime(2026, 11, 23, tzinfo=UTC)),
        ("2026-13-23T00:00:00Z", None),
        ("2026-11-23T00:00:00", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("٢٠٢٦-11-23T00:00:00Z", None),
        ("yesterday", None),
        (1_764_000_000, None),
        (None, None),
    ],
)
def test_reads_instants_to_the_microsecond(said: Any, instant: datetime | None) -> None:
    assert instant == read_instant(said)


def test_reads_what_a_body_is_about() -> None:
    body = {"id": 7, "updated_at": "2026-11-23T00:00:00Z", "title": "Serum", "variants": [{}]}

    hint = read_hint(json.dumps(body).encode())

    assert Hint(7, datetime(2026, 11, 23, tzinfo=UTC)) == hint


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"7", b"null", b'{"id":1', b"\xff\xfe{}", b"[" * 100_000, b'{"a":"\x00"}'],
)
def test_a_body_that_can_not_be_read_says_nothing(body: bytes) -> None:
    assert read_hint(body) is None


@pytest.mark.parametrize("number", ["true", "1.0", '"1"', "-1", "0", "1e400", str(2**63), "[1]"])
def test_an_id_that_shopify_can_not_give_is_none(number: str) -> None:
    hint = read_hint(f'{{"id":{number}}}'.encode())

    assert hint is not None
    assert hint.subject is None


def test_an_endless_number_says_nothing() -> None:
    assert read_hint(b'{"id":' + b"9" * 5000 + b"}") is None


@pytest.mark.parametrize("topic", [Topic.UNINSTALLED, Topic.REDACT_SHOP])
def test_what_ends_a_shop_must_be_signed_for_that_shop(topic: Topic) -> None:
    delivery = Delivery(SHOP, topic, "1", b"")

    assert speaks_of(delivery, Hint(shop=SHOP))
    assert not speaks_of(delivery, Hint(shop="other.myshopify.com"))
    assert not speaks_of(delivery, Hint())


def test_a_product_needs_no_name_of_its_shop() -> None:
    assert speaks_of(Delivery(SHOP, Topic.PRODUCT_UPDATED, "1", b""), Hint(subject=1))


def test_every_topic_is_subscribed_to_once() -> None:
    subscribed = [topic for topics in SUBSCRIPTIONS.values() for topic in topics]

    assert sorted(Topic) == sorted(subscribed)


def test_the_compliance_topics_have_an_address_of_their_own() -> None:
    assert SUBSCRIPTIONS["/webhooks/compliance"] == COMPLIANCE


def test_the_apps_configuration_subscribes_to_the_same() -> None:
    configured: dict[str, set[str]] = {address: set() for address in SUBSCRIPTIONS}
    for each in tomllib.loads(APP_CONFIGURATION.read_text())["webhooks"]["subscriptions"]:
        configured[each["uri"]].update(each.get("topics", []), each.get("compliance_topics", []))

    assert {uri: set(topics) for uri, topics in SUBSCRIPTIONS.items()} == configured
