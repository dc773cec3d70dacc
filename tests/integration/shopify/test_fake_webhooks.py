"""The fake sends webhooks as Shopify does, to an app that really listens."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from service.demo.fake_shopify import CLIENT_SECRET
from service.demo.fake_shopify.partner import DEFAULT_WEBHOOKS
from service.demo.fake_shopify.signing import webhook_hmac
from tests.integration.shopify.fake_process import TOKEN, FakeProcess, running_fake
from tests.integration.shopify.listening import Heard, Listener
from tests.unit.shopify.demo_things import a_demo_article, a_demo_product, a_demo_shop

DOMAIN = "fernwick.myshopify.com"
ALL = [{"topics": hook.topics, "uri": hook.uri, "name": hook.name} for hook in DEFAULT_WEBHOOKS]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FakeProcess]:
    shop = a_demo_shop(
        products=tuple(a_demo_product(n) for n in range(1, 4)), articles=(a_demo_article(),)
    )
    with running_fake(tmp_path_factory.mktemp("fake") / "state.json", {TOKEN: shop}) as fake:
        yield fake


@pytest.fixture
def app(fake: FakeProcess) -> Iterator[Listener]:
    """An app that is installed and listens to everything, with hours of a hundredth second."""
    listener = Listener()
    listener.start()
    fake.control("PATCH", "app", {"appUrl": ""})
    fake.control("POST", "install")
    fake.control("DELETE", "webhooks")
    fake.control("PUT", "webhooks/policy", {})
    settings = {"appUrl": listener.url, "timeScale": 0.00001, "webhooks": ALL}
    fake.control("PATCH", "app", settings)
    yield listener
    listener.stop()


def settle(fake: FakeProcess) -> dict[str, Any]:
    return dict(fake.control("POST", "webhooks/wait", {"seconds": 10}))


def heard(app: Listener, topic: str) -> list[Heard]:
    return [one for one in app.heard if one.topic == topic]


def test_an_edit_is_told_with_all_that_shopify_says(fake: FakeProcess, app: Listener) -> None:
    fake.control("PATCH", "products/product-1", {"title": "Crème brûlée"})
    settle(fake)

    [told] = app.heard
    assert "/webhooks" == told.path
    assert webhook_hmac(told.body, CLIENT_SECRET) == told.headers["X-Shopify-Hmac-Sha256"]
    assert ("products/update", DOMAIN, "2026-10") == (
        told.topic,
        told.headers["X-Shopify-Shop-Domain"],
        told.headers["X-Shopify-Api-Version"],
    )
    assert re.fullmatch(r"[0-9a-f-]{36}", told.id)
    assert re.fullmatch(r"[0-9a-f-]{36}", told.headers["X-Shopify-Event-Id"])
    assert re.fullmatch(r"[\d-]{10}T[\d:]{8}\.\d{9}Z", told.headers["X-Shopify-Triggered-At"])
    said = json.loads(told.body)
    assert (1, "Crème brûlée", "active") == (said["id"], said["title"], said["status"])
    assert "evening" == said["tags"]


def test_one_edit_of_two_topics_is_one_event(fake: FakeProcess, app: Listener) -> None:
    fake.control("PATCH", "products/product-2", {"available": False})
    settle(fake)

    assert {"products/update", "variants/out_of_stock"} == set(app.topics())
    assert 1 == len({one.headers["X-Shopify-Event-Id"] for one in app.heard})
    assert 2 == len({one.id for one in app.heard})


def test_products_come_and_go(fake: FakeProcess, app: Listener) -> None:
    made = fake.control("POST", "products", {"title": "Night Oil"})
    fake.control("DELETE", "products/night-oil")
    settle(fake)

    assert {"products/create", "products/delete"} == set(app.topics())
    [gone] = heard(app, "products/delete")
    assert {"id": int(made["id"])} == json.loads(gone.body)


def test_articles_have_no_webhooks(fake: FakeProcess, app: Listener) -> None:
    fake.control("PATCH", "articles/news/article-1", {"title": "New"})
    settle(fake)

    assert [] == app.heard


def test_a_refused_webhook_comes_again_with_the_same_id(fake: FakeProcess, app: Listener) -> None:
    app.statuses[:] = [500, 302, 404]
    fake.control("PATCH", "products/product-1", {"price": "20.00"})

    stats = settle(fake)

    assert (1, 4) == (stats["delivered"], stats["attempts"])
    assert 4 == len(app.heard)
    assert 1 == len({one.id for one in app.heard})


def test_after_eight_retries_it_gives_up(fake: FakeProcess, app: Listener) -> None:
    app.statuses[:] = [503] * 20
    fake.control("PATCH", "products/product-1", {"price": "21.00"})

    stats = settle(fake)

    assert (1, 9) == (stats["failed"], stats["attempts"])


def test_an_answer_that_takes_more_than_five_seconds_is_none(
    fake: FakeProcess, app: Listener
) -> None:
    app.seconds = 5.4
    fake.control("POST", "webhooks", {"topic": "shop/update"})
    time.sleep(1.0)  # the first answer is on its way
    app.seconds = 0.0
    settle(fake)

    [one] = fake.control("GET", "webhooks")
    assert [0, 200] == [attempt["status"] for attempt in one["attempts"]]


def test_duplicates_carry_the_id_of_the_first(fake: FakeProcess, app: Listener) -> None:
    fake.control("PUT", "webhooks/policy", {"duplicates": 1})
    fake.control("PATCH", "products/product-3", {"price": "22.00"})
    settle(fake)

    assert 2 == len(app.heard)
    assert 1 == len({one.id for one in app.heard})


def test_later_news_overtake_earlier_ones(fake: FakeProcess, app: Listener) -> None:
    policy = {"outOfOrder": 0.5, "shuffleSeconds": 0.3, "workers": 1, "seed": 3}
    fake.control("PUT", "webhooks/policy", policy)
    for number in range(12):
        fake.control("PATCH", "products/product-1", {"price": f"{number + 1}.00"})
    settle(fake)

    came = [json.loads(one.body)["updated_at"] for one in heard(app, "products/update")]
    assert 12 == len(set(came))
    assert came != sorted(came)


def test_late_news_come_late(fake: FakeProcess, app: Listener) -> None:
    fake.control("PUT", "webhooks/policy", {"lateShare": 1, "lateSeconds": 0.5})
    fake.control("PATCH", "products/product-1", {"price": "23.00"})
    soon = fake.control("GET", "webhooks/stats")
    settle(fake)

    assert (1, 0) == (soon["waiting"], soon["attempts"])
    assert 1 == len(app.heard)


def test_a_webhook_can_be_sent_again_by_hand(fake: FakeProcess, app: Listener) -> None:
    fake.control("PATCH", "products/product-1", {"price": "24.00"})
    settle(fake)
    fake.control("POST", f"webhooks/{app.heard[0].id}/resend")
    settle(fake)

    assert 2 == len(app.heard)
    assert app.heard[0].body == app.heard[1].body


def test_any_webhook_can_be_sent_wrong_ones_too(fake: FakeProcess, app: Listener) -> None:
    wrong = {"X-Shopify-Hmac-Sha256": "AAAA", "X-Shopify-Webhook-Id": ""}
    wish = {"topic": "no/topic", "rawBody": "{", "headers": wrong, "count": 3}
    ids = fake.control("POST", "webhooks", wish)
    settle(fake)

    assert 3 == len(set(ids)) == len(app.heard)
    assert (b"{", "AAAA") == (app.heard[0].body, app.heard[0].headers["X-Shopify-Hmac-Sha256"])
    assert "X-Shopify-Webhook-Id" not in app.heard[0].headers


@pytest.mark.parametrize("topic", ["customers/data_request", "customers/redact", "shop/redact"])
def test_compliance_has_its_own_address(fake: FakeProcess, app: Listener, topic: str) -> None:
    fake.control("POST", "compliance", {"topic": topic})
    settle(fake)

    [told] = app.heard
    assert ("/webhooks/compliance", topic) == (told.path, told.topic)
    assert DOMAIN == json.loads(told.body)["shop_domain"]


def test_an_uninstalled_app_is_told_and_two_days_later_asked_to_forget(
    fake: FakeProcess, app: Listener
) -> None:
    fake.control("PATCH", "app", {"timeScale": 0.00001})
    fake.control("POST", "uninstall")
    fake.control("PATCH", "products/product-1", {"price": "25.00"})
    settle(fake)

    assert ["app/uninstalled", "shop/redact"] == app.topics()
    goodbye, forget = (json.loads(one.body) for one in app.heard)
    assert DOMAIN == goodbye["myshopify_domain"]
    assert {"shop_id": goodbye["id"], "shop_domain": DOMAIN} == forget
    assert 401 == _ask(fake).status_code
    fake.control("POST", "install")
    assert 200 == _ask(fake).status_code


def test_a_shop_that_comes_back_is_not_forgotten(fake: FakeProcess, app: Listener) -> None:
    fake.control("POST", "uninstall")
    fake.control("POST", "install")
    settle(fake)

    assert ["app/uninstalled"] == app.topics()


def test_other_scopes_are_told(fake: FakeProcess, app: Listener) -> None:
    fake.control("PUT", "scopes", {"scopes": ["read_content"]})
    fake.control("PATCH", "products/product-1", {"price": "26.00"})
    settle(fake)

    [told] = app.heard
    assert ["read_content"] == json.loads(told.body)["current"]


def test_an_edited_shop_is_told(fake: FakeProcess, app: Listener) -> None:
    fake.control("PUT", "scopes", {"scopes": ["read_products"]})
    fake.control("PATCH", "shop", {"currency": "EUR"})
    settle(fake)

    [told] = heard(app, "shop/update")
    assert "EUR" == json.loads(told.body)["currency"]


def test_only_the_fields_asked_for_are_sent(fake: FakeProcess, app: Listener) -> None:
    fields = ["id", "updated_at"]
    hooks = [{"topics": ["products/update"], "uri": "/in", "name": "mine", "includeFields": fields}]
    fake.control("PATCH", "app", {"webhooks": hooks})
    fake.control("PUT", "scopes", {"scopes": ["read_products"]})
    fake.control("PATCH", "products/product-1", {"price": "27.00"})
    settle(fake)

    [told] = app.heard
    assert ("/in", "mine") == (told.path, told.headers["X-Shopify-Name"])
    assert set(fields) == set(json.loads(told.body))


def test_after_a_change_of_secrets_the_old_one_may_still_sign(
    fake: FakeProcess, app: Listener
) -> None:
    fake.control("PATCH", "app", {"secrets": ["new", CLIENT_SECRET], "signWith": 1})
    fake.control("POST", "webhooks", {"topic": "shop/update"})
    fake.control("PATCH", "app", {"secrets": [CLIENT_SECRET], "signWith": 0})
    settle(fake)

    [told] = app.heard
    assert webhook_hmac(told.body, CLIENT_SECRET) == told.headers["X-Shopify-Hmac-Sha256"]


def _ask(fake: FakeProcess) -> requests.Response:
    return requests.post(
        f"{fake.url}/admin/api/2026-10/graphql.json",
        json={"query": "{ shop { name } }"},
        headers={"X-Shopify-Access-Token": TOKEN},
        timeout=5,
    )
