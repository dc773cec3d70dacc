"""The signature of Shopify's app proxy, by the digests of Shopify's documentation and tools."""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlencode

import pytest

from service.domain.admin_queries import ForgedQueryError
from service.domain.proxy_queries import checked_proxy_query

SECRET = "hush"
SHOP = "shop-name.myshopify.com"
RECO = f"shop={SHOP}&logged_in_customer_id=&path_prefix=%2Fapps%2Freco&timestamp=1795438171"
REVIEWS = f"shop={SHOP}&logged_in_customer_id={{}}&path_prefix=%2Fapps%2Fawesome_reviews"
VECTORS = [
    (
        f"extra=1&extra=2&{REVIEWS.format(1)}&timestamp=1317327555",
        "4c68c8624d737112c91818c11017d24d334b524cb5c2b8ba08daa056f7395ddb",
        "extra=1&extra=2",
    ),
    (
        f"extra=1&extra=2&{REVIEWS.format('')}&timestamp=1317327555",
        "e072b6d7e6622d85912a5214b860d3100dc1e73d9bc29f43796ac8c9ff8093cb",
        "extra=1&extra=2",
    ),
    (
        f"article_id=983478435&limit=4&locale=fr&{RECO}",
        "370d3b83223cb77edf8eeb59a259bff1374ce16628f3e2f7aac844e1bf76de7f",
        "article_id=983478435&limit=4&locale=fr",
    ),
    (
        f"q=cr%C3%A8me%20br%C3%BBl%C3%A9e&{RECO}",
        "a0ca6215c06770dcfd3242c7f5319b2f2f5a0372e18de86342a012c45053490d",
        "q=cr%C3%A8me+br%C3%BBl%C3%A9e",
    ),
    (
        f"p=1&p1=2&{RECO}",
        "df3adb15a67b8faa54ad18d21a0cb43a336d872e839f580c640edc337cad1ad0",
        "p=1&p1=2",
    ),
]


def moment_of(query: str) -> datetime:
    return datetime.fromtimestamp(int(dict(parse_qsl(query))["timestamp"]), UTC)


def signed(query: str, secret: str = SECRET) -> str:
    grouped: dict[str, list[str]] = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        grouped.setdefault(name, []).append(value)
    text = "".join(sorted(f"{name}={','.join(values)}" for name, values in grouped.items()))
    digest = hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()
    return f"{query}&signature={digest}"


@pytest.mark.parametrize(("query", "digest", "asked"), VECTORS)
def test_believes_what_shopify_signed(query: str, digest: str, asked: str) -> None:
    found = checked_proxy_query(f"{query}&signature={digest}", [SECRET], now=moment_of(query))

    assert (SHOP, asked) == found


def test_either_of_two_secrets_will_do() -> None:
    query = signed(f"limit=4&{RECO}", "new")

    assert SHOP == checked_proxy_query(query, [SECRET, "new"], now=moment_of(query)).shop


@pytest.mark.parametrize(
    "query",
    [
        f"shop=evil.myshopify.com&{RECO}",
        f"{RECO}&timestamp=1795438171",
        f"{RECO}&path_prefix=%2Fapps%2Fother",
        RECO.replace(SHOP, "evil.example.com"),
        RECO.replace(f"shop={SHOP}&", ""),
        f"q=%FF&{RECO}",
        "&".join(f"a{n}=1" for n in range(101)) + f"&{RECO}",
    ],
)
def test_refuses_what_could_mean_two_things_though_it_is_signed(query: str) -> None:
    with pytest.raises(ForgedQueryError):
        checked_proxy_query(signed(query), [SECRET], now=moment_of(RECO))


@pytest.mark.parametrize(
    "change",
    [
        ("limit=4", "limit=5"),
        ("signature=", "signature=0"),
        ("&signature=", "&sig="),
        (SHOP, "other.myshopify.com"),
    ],
)
def test_refuses_what_was_changed(change: tuple[str, str]) -> None:
    query = signed(f"limit=4&{RECO}").replace(*change)

    with pytest.raises(ForgedQueryError):
        checked_proxy_query(query, [SECRET], now=moment_of(RECO))


def test_refuses_a_shop_that_is_said_twice_though_the_digest_is_right() -> None:
    """The ninth vector: the digest covers both, so a first or a last one would be believed."""
    query = f"shop=evil.myshopify.com&{RECO}"
    digest = "01d6da806a68a920d0c18ec1a3c4fdb506ec21129c7a98ad7f476a451185af14"

    with pytest.raises(ForgedQueryError, match="twice"):
        checked_proxy_query(f"{query}&signature={digest}", [SECRET], now=moment_of(RECO))

    assert f"{query}&signature={digest}" == signed(query)


def test_a_value_that_swallows_a_pair_reaches_whoever_checks_values() -> None:
    split, swallowed = f"a=1&b=2&{RECO}", f"{urlencode({'a': '1b=2'})}&{RECO}"
    digest = signed(split).rpartition("=")[2]

    found = checked_proxy_query(f"{swallowed}&signature={digest}", [SECRET], now=moment_of(RECO))

    assert (SHOP, "a=1b%3D2") == found


@pytest.mark.parametrize("seconds", [-91, 91])
def test_refuses_what_is_not_of_now(seconds: int) -> None:
    now = moment_of(RECO) + timedelta(seconds=seconds)

    with pytest.raises(ForgedQueryError):
        checked_proxy_query(signed(RECO), [SECRET], now=now)


def test_believes_nobody_where_there_is_no_secret() -> None:
    with pytest.raises(ForgedQueryError):
        checked_proxy_query(signed(RECO, ""), [], now=moment_of(RECO))


def test_believes_the_app_of_the_very_shop_that_is_named() -> None:
    of_its_shop = {SHOP: (SECRET,)}

    found = checked_proxy_query(
        signed(RECO), ["ours"], own=lambda shop: of_its_shop[shop], now=moment_of(RECO)
    )

    assert SHOP == found.shop


def test_the_app_of_one_shop_proves_nothing_about_another() -> None:
    of_its_shop = {SHOP: (SECRET,)}
    of_another = RECO.replace(SHOP, "other.myshopify.com")

    with pytest.raises(ForgedQueryError):
        checked_proxy_query(
            signed(of_another),
            ["ours"],
            own=lambda shop: of_its_shop.get(shop, ()),
            now=moment_of(RECO),
        )


def test_asks_for_no_other_secret_where_ours_fits() -> None:
    asked: list[str] = []

    def own(shop: str) -> tuple[str, ...]:
        asked.append(shop)
        return ()

    checked_proxy_query(signed(RECO), [SECRET], own=own, now=moment_of(RECO))

    assert [] == asked
