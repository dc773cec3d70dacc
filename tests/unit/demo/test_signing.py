"""The fake signs as Shopify's documentation and its own library do."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest

from service.demo.fake_shopify.signing import (
    BadTokenError,
    host_parameter,
    proxy_signature,
    query_hmac,
    read_session_token,
    session_token,
    signed_query,
    webhook_hmac,
)

SECRET = "hush"  # the one of every published example
SHOP = "shop=some-shop.myshopify.com"
PROXY = "shop=shop-name.myshopify.com"
RECO = "path_prefix=%2Fapps%2Freco&timestamp=1795438171"


@pytest.mark.parametrize(
    ("query", "digest"),
    [
        (
            f"code=0907a61c0c8d55e99db179b68161bc00&{SHOP}&state=0.6784241404160823"
            "&timestamp=1337178173",
            "700e2dadb827fcc8609e9d5ce208b2e9cdaab9df07390d2cbca10d7c328fc4bf",
        ),
        (
            f"code=0907a61c0c8d55e99db179b68161bc00&{SHOP}&timestamp=1337178173",
            "4712bf92ffc2917d15a2f5a273e39f0116667419aa4b6ac0b3baaf26fa3c4d20",
        ),
        (
            "embedded=1&host=YWRtaW4uc2hvcGlmeS5jb20vc3RvcmUvc29tZS1zaG9w&id_token=abc.def-_g"
            f"&locale=fr-CA&session=0f1e&{SHOP}&timestamp=1337178173",
            "70bf9f24c532482bdbef587a6e26535a481bae53ab77c3a957b3ef6d2fccf17d",
        ),
        (
            f"code=abc&note=a%20b%2Bc%26d%3De%25&{SHOP}&timestamp=1337178173",
            "118be44cdd56c35cc07c7a0530ca3cecdb046b8289c63d08afbd422ca1ddc1d7",
        ),
    ],
)
def test_signs_a_query_over_its_pairs_as_they_stand(query: str, digest: str) -> None:
    assert digest == query_hmac(query, SECRET)


def test_a_signed_query_says_spaces_as_percent_twenty() -> None:
    pairs = {"code": "abc", "note": "a b+c&d=e%", "shop": "some-shop.myshopify.com"}

    query = signed_query({**pairs, "timestamp": "1337178173"}, SECRET)

    assert "note=a%20b%2Bc%26d%3De%25" in query
    assert query.endswith("&hmac=118be44cdd56c35cc07c7a0530ca3cecdb046b8289c63d08afbd422ca1ddc1d7")


@pytest.mark.parametrize(
    ("query", "digest"),
    [
        (
            f"extra=1&extra=2&{PROXY}&logged_in_customer_id=1"
            "&path_prefix=%2Fapps%2Fawesome_reviews&timestamp=1317327555",
            "4c68c8624d737112c91818c11017d24d334b524cb5c2b8ba08daa056f7395ddb",
        ),
        (
            f"extra=1&extra=2&{PROXY}&logged_in_customer_id="
            "&path_prefix=%2Fapps%2Fawesome_reviews&timestamp=1317327555",
            "e072b6d7e6622d85912a5214b860d3100dc1e73d9bc29f43796ac8c9ff8093cb",
        ),
        (
            f"article_id=983478435&limit=4&locale=fr&{PROXY}&logged_in_customer_id=&{RECO}",
            "370d3b83223cb77edf8eeb59a259bff1374ce16628f3e2f7aac844e1bf76de7f",
        ),
        (
            f"q=cr%C3%A8me%20br%C3%BBl%C3%A9e&{PROXY}&logged_in_customer_id=&{RECO}",
            "a0ca6215c06770dcfd3242c7f5319b2f2f5a0372e18de86342a012c45053490d",
        ),
        (
            f"shop=evil.myshopify.com&{PROXY}&logged_in_customer_id=&{RECO}",
            "01d6da806a68a920d0c18ec1a3c4fdb506ec21129c7a98ad7f476a451185af14",
        ),
        (
            f"p=1&p1=2&{PROXY}&logged_in_customer_id=&{RECO}",
            "df3adb15a67b8faa54ad18d21a0cb43a336d872e839f580c640edc337cad1ad0",
        ),
    ],
)
def test_signs_what_the_app_proxy_passes_on(query: str, digest: str) -> None:
    assert digest == proxy_signature(parse_qsl(query, keep_blank_values=True), SECRET)


@pytest.mark.parametrize(
    ("body", "digest"),
    [
        (
            '{"id":9554194432293,"title":"Crème brûlée","tags":"a, b"}',
            "trj+oZHO3H7FheHGOK06fkmSw2Wf1FR2Da4jqz/FL58=",
        ),
        ('{"id":1}', "VnKUjZsLuN5iZWjn5EntcBVCF9kMN43LglzCE1/GSeY="),
    ],
)
def test_signs_the_bytes_of_a_webhook(body: str, digest: str) -> None:
    assert digest == webhook_hmac(body.encode(), SECRET)


CLAIMS = {
    "iss": "https://exampleshop.myshopify.com/admin",
    "dest": "https://exampleshop.myshopify.com",
    "aud": "client-id-123",
    "sub": "42",
    "exp": 1591765058,
    "nbf": 1591764998,
    "iat": 1591764998,
    "jti": "f8912129-1af6-4cad-9ca3-76b0f7621087",
    "sid": "aaea182f2732d44c23057c0fea584021a4485b2bd25d3eb7fd349313ad24c685",
    "sig": "f07cf3740270c17fb61c700b2f0f2e7f2f4fc8cc48426221738f7a39e4c475bf",
}


def test_makes_the_published_session_token() -> None:
    token = session_token(CLAIMS, SECRET)

    assert token.startswith("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJodHRwczovL2V4YW1wb")
    assert token.endswith(".CU4qzRgq3bfbsrweYtH6OwRBiY6NchBgZKP3Vljcrw0")


def test_reads_a_session_token_with_the_secret_before() -> None:
    token = session_token(CLAIMS, SECRET)

    assert read_session_token(token, ["new", SECRET], now=1591765000) == CLAIMS


@pytest.mark.parametrize("now", [1591764987, 1591765069])
def test_a_session_token_has_its_minute(now: float) -> None:
    with pytest.raises(BadTokenError):
        read_session_token(session_token(CLAIMS, SECRET), [SECRET], now=now)


@pytest.mark.parametrize("token", ["", "a.b", "a.b.c", session_token(CLAIMS, "other")])
def test_does_not_read_what_it_did_not_sign(token: str) -> None:
    with pytest.raises(BadTokenError):
        read_session_token(token, [SECRET], now=1591765000)


def test_says_the_host_without_padding() -> None:
    assert "YWRtaW4uc2hvcGlmeS5jb20vc3RvcmUvc29tZS1zaG9w" == host_parameter(
        "some-shop.myshopify.com"
    )
