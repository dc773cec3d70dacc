"""The fake's app proxy and its reading of the app's configuration."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
import requests
from werkzeug.wrappers import Request, Response

from service.demo.fake_shopify import CLIENT_SECRET
from service.demo.fake_shopify.app_toml import configured
from service.demo.fake_shopify.partner import App
from service.demo.fake_shopify.signing import proxy_signature
from tests.integration.shopify.fake_process import TOKEN, FakeProcess, running_fake
from tests.integration.shopify.listening import Listener
from tests.unit.shopify.demo_things import a_demo_article, a_demo_product, a_demo_shop

DOMAIN = "fernwick.myshopify.com"


class Echo(Listener):
    """Answers with what it was asked, and a cookie."""

    def _answer(self, environ: Any, start_response: Any) -> Any:
        request = Request(environ)
        said = {
            "path": request.path,
            "query": request.query_string.decode(),
            "headers": dict(request.headers),
            "body": request.get_data(as_text=True),
        }
        headers = {"Set-Cookie": "a=b", "Cache-Control": "max-age=60", "X-Powered-By": "us"}
        answer = Response(json.dumps(said), headers=headers, content_type="application/json")
        return answer(environ, start_response)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FakeProcess]:
    shop = a_demo_shop(
        products=tuple(a_demo_product(n) for n in range(1, 9)),
        articles=tuple(a_demo_article(n) for n in range(1, 5)),
    )
    with running_fake(tmp_path_factory.mktemp("fake") / "state.json", {TOKEN: shop}) as fake:
        yield fake


@pytest.fixture
def app(fake: FakeProcess) -> Iterator[Echo]:
    echo = Echo()
    echo.start()
    fake.control("PATCH", "app", {"appUrl": echo.url})
    yield echo
    echo.stop()
    fake.control("PATCH", "app", {"appUrl": ""})


def test_a_shopper_reaches_the_app_signed(fake: FakeProcess, app: Echo) -> None:
    url = f"{fake.url}/apps/endcap/v1/cards?article_id=7&q=cr%C3%A8me+a&q=b"

    answer = requests.get(url, cookies={"session": "secret"}, timeout=5)
    said = answer.json()
    pairs = parse_qsl(said["query"], keep_blank_values=True)
    given = dict(pairs)
    signature = given.pop("signature")

    assert "/proxy/v1/cards" == said["path"]
    assert (DOMAIN, "/apps/endcap", "") == (
        given["shop"],
        given["path_prefix"],
        given["logged_in_customer_id"],
    )
    unsigned = [pair for pair in pairs if pair[0] != "signature"]
    assert proxy_signature(unsigned, CLIENT_SECRET) == signature
    assert [("q", "crème a"), ("q", "b")] == [pair for pair in pairs if pair[0] == "q"]
    assert "Cookie" not in said["headers"]
    assert "127.0.0.1" == said["headers"]["X-Forwarded-For"]


def test_no_cookie_comes_back(fake: FakeProcess, app: Echo) -> None:
    answer = requests.get(f"{fake.url}/apps/endcap/x", timeout=5)

    assert "max-age=60" == answer.headers["Cache-Control"]
    assert not {"Set-Cookie", "X-Powered-By"} & set(answer.headers)


def test_a_body_is_passed_on(fake: FakeProcess, app: Echo) -> None:
    answer = requests.post(f"{fake.url}/apps/endcap/clicks", data="a click", timeout=5)

    assert "a click" == answer.json()["body"]


def test_a_shopper_does_not_choose_the_shop(fake: FakeProcess, app: Echo) -> None:
    answer = requests.get(f"{fake.url}/apps/endcap/x?shop=evil.myshopify.com", timeout=5)

    shops = [v for n, v in parse_qsl(answer.json()["query"]) if n == "shop"]
    assert ["evil.myshopify.com", DOMAIN] == shops


def test_the_merchant_may_move_it(fake: FakeProcess, app: Echo) -> None:
    fake.control("PATCH", "app", {"proxyPrefix": "/tools/elsewhere"})
    moved = requests.get(f"{fake.url}/tools/elsewhere/x", timeout=5)
    old = requests.get(f"{fake.url}/apps/endcap/x", timeout=5)
    fake.control("PATCH", "app", {"proxyPrefix": "/apps/endcap"})

    assert (200, 404) == (moved.status_code, old.status_code)


def test_an_app_that_is_away_is_a_page_of_the_shop(fake: FakeProcess, app: Echo) -> None:
    fake.control("PATCH", "app", {"appUrl": "http://127.0.0.1:9"})

    answer = requests.get(f"{fake.url}/apps/endcap/x", timeout=5)

    assert (502, "text/html") == (answer.status_code, answer.headers["Content-Type"].split(";")[0])


def test_reads_the_configuration_that_is_deployed() -> None:
    app = configured(App(app_url="http://127.0.0.1:8000"), Path("shopify.app.toml"))

    heard = {topic: hook.uri for hook in app.webhooks for topic in hook.topics}
    assert "/webhooks" == heard["products/update"]
    assert "/webhooks/compliance" == heard["shop/redact"]
    assert {"read_products", "read_content"} <= set(app.scopes)
    assert "http://127.0.0.1:8000" == app.app_url


def test_a_busy_day_changes_as_much_as_it_says(fake: FakeProcess) -> None:
    before = {p["handle"]: p for p in fake.control("GET", "products")}
    left = fake.control(
        "POST", "churn", {"products": 3, "articles": 2, "removedProducts": 1, "seed": 4}
    )
    after = {p["handle"]: p for p in fake.control("GET", "products")}

    assert {"products": 7, "articles": 4} == left
    assert 3 == sum(after[handle] != before[handle] for handle in after)
