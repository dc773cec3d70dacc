"""Signed queries of Shopify's admin, with the examples of its documentation."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import pytest

from service.domain.admin_queries import (
    ForgedQueryError,
    admin_address,
    checked_query,
    checked_shop_domain,
)
from service.domain.errors import InvalidFieldError

THEN = datetime.fromtimestamp(1337178173, UTC)
CODE = "code=0907a61c0c8d55e99db179b68161bc00&shop=some-shop.myshopify.com"
EXAMPLES = [
    (
        f"{CODE}&state=0.6784241404160823&timestamp=1337178173",
        "700e2dadb827fcc8609e9d5ce208b2e9cdaab9df07390d2cbca10d7c328fc4bf",
    ),
    (
        f"{CODE}&timestamp=1337178173",
        "4712bf92ffc2917d15a2f5a273e39f0116667419aa4b6ac0b3baaf26fa3c4d20",
    ),
    (
        "embedded=1&host=YWRtaW4uc2hvcGlmeS5jb20vc3RvcmUvc29tZS1zaG9w&id_token=abc.def-_g"
        "&locale=fr-CA&session=0f1e&shop=some-shop.myshopify.com&timestamp=1337178173",
        "70bf9f24c532482bdbef587a6e26535a481bae53ab77c3a957b3ef6d2fccf17d",
    ),
    (
        "code=abc&note=a%20b%2Bc%26d%3De%25&shop=some-shop.myshopify.com&timestamp=1337178173",
        "118be44cdd56c35cc07c7a0530ca3cecdb046b8289c63d08afbd422ca1ddc1d7",
    ),
]


def signed(query: str, secret: str = "hush") -> bytes:
    text = "&".join(sorted(query.split("&")))
    digest = hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()
    return f"{query}&hmac={digest}".encode()


@pytest.mark.parametrize(("query", "digest"), EXAMPLES)
def test_takes_what_shopify_signed(query: str, digest: str) -> None:
    said = checked_query(f"hmac={digest}&{query}".encode(), ["hush"], now=THEN)

    assert "some-shop.myshopify.com" == said["shop"]


@pytest.mark.parametrize(("query", "digest"), EXAMPLES)
def test_takes_the_older_secret_while_one_is_replaced(query: str, digest: str) -> None:
    said = checked_query(f"{query}&hmac={digest}".encode(), ["new", "hush"], now=THEN)

    assert "some-shop.myshopify.com" == said["shop"]


def test_reads_what_was_escaped() -> None:
    query, digest = EXAMPLES[3]

    assert (
        "a b+c&d=e%" == checked_query(f"{query}&hmac={digest}".encode(), ["hush"], now=THEN)["note"]
    )


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        EXAMPLES[0][0].encode(),
        f"{EXAMPLES[0][0]}&hmac=".encode(),
        f"{EXAMPLES[0][0]}&hmac={EXAMPLES[1][1]}".encode(),
        f"{EXAMPLES[0][0]}&hmac={EXAMPLES[0][1].upper()}".encode(),
        f"{EXAMPLES[0][0]}&hmac={EXAMPLES[0][1]}&hmac={EXAMPLES[0][1]}".encode(),
        f"{EXAMPLES[0][0]}&hmac={EXAMPLES[0][1]}&more=1".encode(),
        EXAMPLES[0][0].replace("some-shop", "evil").encode() + f"&hmac={EXAMPLES[0][1]}".encode(),
        signed(EXAMPLES[0][0], secret="other"),
        signed(f"{EXAMPLES[0][0]}&shop=evil.myshopify.com"),
        signed(f"{EXAMPLES[0][0]}&state=2"),
        signed("code=1&shop=some-shop.myshopify.com"),
        signed("code=1&shop=some-shop.myshopify.com&timestamp=%D9%A1%D9%A2"),
        signed("code=1&shop=some-shop.myshopify.com&timestamp=1e9"),
        signed("code=1&shop=some-shop.myshopify.com&timestamp=" + "1" * 40),
        signed("code=%ff&timestamp=1337178173"),
        signed("&".join(["a=1"] * 101) + "&timestamp=1337178173"),
        "code=é&timestamp=1337178173&hmac=00".encode(),
        b"a" * 9000,
    ],
)
def test_refuses_what_shopify_did_not_sign(raw: bytes) -> None:
    with pytest.raises(ForgedQueryError):
        checked_query(raw, ["hush"], now=THEN)


@pytest.mark.parametrize(("seconds", "taken"), [(-91, False), (-90, True), (90, True), (91, False)])
def test_takes_only_what_was_signed_just_now(seconds: int, taken: bool) -> None:
    query = signed("shop=some-shop.myshopify.com&timestamp=1337178173")
    now = THEN + timedelta(seconds=seconds)

    if taken:
        assert checked_query(query, ["hush"], now=now)
    else:
        with pytest.raises(ForgedQueryError, match="too old"):
            checked_query(query, ["hush"], now=now)


def test_without_a_secret_nothing_is_signed() -> None:
    with pytest.raises(ForgedQueryError):
        checked_query(signed(EXAMPLES[0][0], secret=""), [], now=THEN)


@pytest.mark.parametrize(
    "said", ["a.myshopify.com", "Some-Shop.myshopify.com", "0-9.MYSHOPIFY.com"]
)
def test_knows_a_shop(said: str) -> None:
    assert said.lower() == checked_shop_domain(said)


@pytest.mark.parametrize(
    "said",
    [
        "",
        "myshopify.com",
        ".myshopify.com",
        "-a.myshopify.com",
        "a.myshopify.com.evil.test",
        "a.myshopify.com/",
        "a.myshopify.com\n",
        " a.myshopify.com",
        "https://a.myshopify.com",
        "a@b.myshopify.com",
        "a.b.myshopify.com",
        "a.myshopify.com:443",
        "a.myshopify.com#.evil.test",
        "evil.test?a.myshopify.com",
        "а.myshopify.com",
        "\u212a.myshopify.com",
        "a_b.myshopify.com",
        "a" * 61 + ".myshopify.com",
        "a.myshopify.com\0",
    ],
)
def test_knows_what_is_no_shop(said: str) -> None:
    with pytest.raises(InvalidFieldError):
        checked_shop_domain(said)


@pytest.mark.parametrize(
    "address", ["admin.shopify.com/store/some-shop", "some-shop.myshopify.com/admin"]
)
def test_knows_where_the_admin_is(address: str) -> None:
    host = base64.b64encode(address.encode()).decode().rstrip("=")

    assert address == admin_address(host)


@pytest.mark.parametrize(
    "address",
    ["evil.test", "admin.shopify.com.evil.test/store/a", "admin.shopify.com/store/a/../../x", ""],
)
def test_knows_what_is_no_admin(address: str) -> None:
    host = base64.b64encode(address.encode()).decode()

    with pytest.raises(ForgedQueryError):
        admin_address(host)


@pytest.mark.parametrize("host", ["%", "é", "YQ", "A"])
def test_a_host_that_does_not_read_is_no_admin(host: str) -> None:
    with pytest.raises(ForgedQueryError):
        admin_address(host)
