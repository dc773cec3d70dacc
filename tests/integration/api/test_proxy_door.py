"""What comes by way of the shop's own address is answered like what comes directly."""

from __future__ import annotations

import pytest
from flask_openapi.openapi import OpenAPI
from werkzeug.test import Client, TestResponse

from service.api.proxy_door import ProxyDoor
from service.domain.catalog import ShopDomain
from service.domain.errors import UnavailableError
from service.usecases.known_secrets import KnownSecrets
from tests.builders import NOW
from tests.integration.api.conftest import DOMAIN, URL, Served
from tests.integration.proxied import signed_query

SECRET = "the secret that Shopify and we share"
PATH = "/proxy/articles/1/recommendations"


@pytest.fixture
def door(app: OpenAPI, served: Served) -> Client:
    return Client(ProxyDoor(app, secrets=[SECRET], own=lambda _: (), clock=lambda: NOW))


def signed(query: str = "", shop: str = DOMAIN, secret: str = SECRET) -> str:
    return signed_query(query, shop=shop, secret=secret, at=NOW)


def ask(door: Client, query: str, path: str = PATH, method: str = "GET") -> TestResponse:
    return door.open(path, method=method, query_string=query)


@pytest.mark.parametrize("query", ["", "limit=1", "format=html"])
def test_answers_the_same_bytes_as_directly(door: Client, query: str) -> None:
    direct = ask(door, query, URL)
    by_way = ask(door, signed(query))

    assert 200 == by_way.status_code
    assert (direct.data, direct.headers["ETag"]) == (by_way.data, by_way.headers["ETag"])
    assert direct.headers["Cache-Control"] == by_way.headers["Cache-Control"]


def test_who_has_the_answer_is_told_so(door: Client) -> None:
    etag = ask(door, signed()).headers["ETag"]

    answer = door.get(PATH, query_string=signed(), headers={"If-None-Match": etag})

    assert 304 == answer.status_code


@pytest.mark.parametrize(
    ("query", "path", "method", "status"),
    [
        ("", PATH, "GET", 401),
        (f"shop={DOMAIN}", PATH, "GET", 401),
        (signed(secret="another"), PATH, "GET", 401),
        (f"shop=evil.myshopify.com&{signed()}", PATH, "GET", 401),
        (signed("limit=1").replace("limit=1", "limit=2"), PATH, "GET", 401),
        (signed(), "/proxy/../settings", "GET", 404),
        (signed(), "/proxy/lexicon", "GET", 404),
        (signed(), PATH, "POST", 405),
        (signed(shop="other.myshopify.com"), PATH, "GET", 404),
        (signed("shoe=1"), PATH, "GET", 400),
        (signed("limit=1b=2"), PATH, "GET", 400),
    ],
)
def test_refuses_everything_else(
    door: Client, query: str, path: str, method: str, status: int
) -> None:
    answer = ask(door, query, path, method)

    assert status == answer.status_code
    assert "application/problem+json" == answer.content_type


def test_a_cookie_that_came_along_is_not_passed_on(door: Client) -> None:
    answer = door.get(PATH, query_string=signed(), headers={"Cookie": "session=x"})

    assert 200 == answer.status_code
    assert "Set-Cookie" not in answer.headers


def test_what_is_no_way_through_the_shop_is_as_it_was(door: Client) -> None:
    assert 404 == door.get("/proxys").status_code
    assert 200 == door.get(URL).status_code


class OwnApps:
    """What is stored of the shops' own apps, while the database is there."""

    def __init__(self) -> None:
        self.is_away = False
        self.now = 0.0
        self.secrets: dict[str, tuple[str, ...]] = {}
        self.asked = 0

    def look_up(self, domain: ShopDomain) -> tuple[str, ...]:
        self.asked += 1
        if self.is_away:
            raise UnavailableError("away")
        return self.secrets.get(domain, ())

    def door(self, app: OpenAPI) -> Client:
        own = KnownSecrets(self.look_up, timer=lambda: self.now)
        return Client(ProxyDoor(app, secrets=[SECRET], own=own.of, clock=lambda: NOW))


def test_takes_what_the_shops_own_app_signs(app: OpenAPI, served: Served) -> None:
    apps = OwnApps()
    door, query = apps.door(app), signed(secret="own")
    before = ask(door, query).status_code
    apps.secrets[DOMAIN] = ("newer", "own")
    apps.now += 10

    after = [ask(door, query).status_code for _ in range(3)]

    assert (401, [200, 200, 200]) == (before, after)
    assert 2 == apps.asked


def test_knows_the_shops_own_app_while_the_database_is_away(app: OpenAPI, served: Served) -> None:
    apps = OwnApps()
    apps.secrets[DOMAIN] = ("own",)
    door, query = apps.door(app), signed(secret="own")
    before = ask(door, query).status_code
    apps.is_away = True
    apps.now += 3600

    away = ask(door, query).status_code, ask(door, signed()).status_code

    assert (200, (200, 200)) == (before, away)


def test_says_so_where_it_can_not_tell(app: OpenAPI, served: Served) -> None:
    apps = OwnApps()
    apps.is_away = True

    assert 503 == ask(apps.door(app), signed(secret="own")).status_code
