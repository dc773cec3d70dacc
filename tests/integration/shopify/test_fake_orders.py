"""Orders of the fake: placed by hand, told by webhook, read by GraphQL."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
import requests

from service.demo.fake_shopify import CLIENT_ID, CLIENT_SECRET
from tests.integration.shopify.fake_process import TOKEN, FakeProcess, running_fake
from tests.integration.shopify.listening import Listener
from tests.unit.shopify.demo_things import a_demo_product, a_demo_shop

ORDER = """query($id: ID!) { order(id: $id) {
  id name createdAt processedAt cancelledAt test displayFinancialStatus
  customAttributes { key value }
  currentSubtotalPriceSet { shopMoney { amount currencyCode } }
  totalRefundedSet { shopMoney { amount currencyCode } }
  customerJourneySummary {
    ready daysToConversion customerOrderIndex
    firstVisit { landingPage referrerUrl source occurredAt utmParameters { source } }
    moments(first: 50) { nodes { ... on CustomerVisit { occurredAt landingPage } } }
  }
  lineItems(first: 100) { nodes {
    id quantity currentQuantity product { id } variant { id }
    customAttributes { key value }
    discountedTotalSet { shopMoney { amount currencyCode } }
  } }
} }"""


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FakeProcess]:
    shop = a_demo_shop(products=tuple(a_demo_product(n) for n in range(1, 4)))
    with running_fake(tmp_path_factory.mktemp("fake") / "state.json", {TOKEN: shop}) as fake:
        yield fake


@pytest.fixture
def app(fake: FakeProcess) -> Iterator[Listener]:
    listener = Listener()
    listener.start()
    fake.control("PATCH", "app", {"appUrl": listener.url})
    fake.control("POST", "install")
    yield listener
    listener.stop()


def place(fake: FakeProcess, **wish: Any) -> dict[str, Any]:
    lines = [{"product": "product-1", "quantity": 3, "discount": "6.00"}, {"product": "product-2"}]
    return dict(fake.control("POST", "orders", {"lines": lines, **wish}))


def told(fake: FakeProcess, app: Listener, topic: str) -> dict[str, Any]:
    fake.control("POST", "webhooks/wait")
    return dict(json.loads([one.body for one in app.heard if one.topic == topic][-1]))


def read(fake: FakeProcess, number: int) -> dict[str, Any]:
    given = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
    token = requests.post(
        f"{fake.url}/admin/oauth/access_token",
        data={**given, "grant_type": "client_credentials"},
        timeout=5,
    ).json()["access_token"]
    answer = requests.post(
        f"{fake.url}/admin/api/2026-10/graphql.json",
        json={"query": ORDER, "variables": {"id": f"gid://shopify/Order/{number}"}},
        headers={"X-Shopify-Access-Token": token},
        timeout=5,
    ).json()
    assert "errors" not in answer, answer
    return dict(answer["data"]["order"])


def test_an_order_is_told_as_placed_and_paid(fake: FakeProcess, app: Listener) -> None:
    made = place(fake, attributes={"__endcap": "click-1"}, landingSite="/blogs/news/article-1")

    said = told(fake, app, "orders/create")
    fake.control("POST", "webhooks/wait")

    assert ["orders/create", "orders/paid", "products/update", "products/update"] == (
        sorted(app.topics())
    )
    assert made["id"] == said["id"]
    assert [{"name": "__endcap", "value": "click-1"}] == said["note_attributes"]
    assert ("90.00", "paid") == (said["current_subtotal_price"], said["financial_status"])
    assert ("24.00", 3) == (said["line_items"][0]["price"], said["line_items"][0]["quantity"])


def test_an_order_is_read_by_its_id(fake: FakeProcess, app: Listener) -> None:
    lines = [{"product": "product-1", "quantity": 2, "properties": {"_endcap": "click-2"}}]
    order = read(fake, place(fake, lines=lines)["id"])

    [line] = order["lineItems"]["nodes"]
    assert ("gid://shopify/Product/1", 2) == (line["product"]["id"], line["currentQuantity"])
    assert [{"key": "_endcap", "value": "click-2"}] == line["customAttributes"]
    assert "48.00" == line["discountedTotalSet"]["shopMoney"]["amount"]
    assert order["customerJourneySummary"]["ready"] is False


def test_a_refund_takes_its_part(fake: FakeProcess, app: Listener) -> None:
    made = place(fake)
    line = made["line_items"][0]["id"]
    fake.control("POST", f"orders/{made['id']}/refunds", {"lines": [{"line": line, "quantity": 1}]})

    said = told(fake, app, "refunds/create")
    order = read(fake, made["id"])

    assert (made["id"], line) == (said["order_id"], said["refund_line_items"][0]["line_item_id"])
    assert "22.00" == said["refund_line_items"][0]["subtotal_set"]["shop_money"]["amount"]
    assert Decimal("22.00") == Decimal(order["totalRefundedSet"]["shopMoney"]["amount"])
    assert Decimal("68.00") == Decimal(order["currentSubtotalPriceSet"]["shopMoney"]["amount"])
    assert "PARTIALLY_REFUNDED" == order["displayFinancialStatus"]


def test_no_more_is_given_back_than_was_bought(fake: FakeProcess, app: Listener) -> None:
    made = place(fake)
    fake.control("POST", f"orders/{made['id']}/refunds")
    line = made["line_items"][0]["id"]
    url = f"{fake.url}/control/orders/{made['id']}/refunds"
    sent = {"lines": [{"line": line, "quantity": 1}]}

    assert 422 == requests.post(url, json=sent, timeout=5).status_code
    assert "REFUNDED" == read(fake, made["id"])["displayFinancialStatus"]


def test_an_order_is_paid_later_edited_and_cancelled(fake: FakeProcess, app: Listener) -> None:
    made = place(fake, paid=False)
    line = made["line_items"][1]["id"]
    fake.control("PATCH", f"orders/{made['id']}", {"paid": True})
    fake.control("PATCH", f"orders/{made['id']}", {"quantities": [{"line": line, "quantity": 2}]})
    fake.control("PATCH", f"orders/{made['id']}", {"cancelled": True})
    edit = told(fake, app, "orders/edited")["order_edit"]
    cancelled = told(fake, app, "orders/cancelled")

    assert [{"id": line, "delta": 1}] == edit["line_items"]["additions"]
    assert ("paid", True) == (cancelled["financial_status"], cancelled["cancelled_at"] is not None)
    assert 1 == app.topics().count("orders/paid")


def test_orders_are_not_told_without_their_scope(fake: FakeProcess, app: Listener) -> None:
    fake.control("PUT", "scopes", {"scopes": ["read_products"]})
    place(fake)
    fake.control("POST", "webhooks/wait")

    assert {"app/scopes_update", "products/update"} == set(app.topics())


def form(fake: FakeProcess, path: str, **fields: str) -> requests.Response:
    return requests.post(
        f"{fake.url}/control/forms/{path}", data=fields, timeout=5, allow_redirects=False
    )


def test_the_page_places_refunds_and_cancels(fake: FakeProcess, app: Listener) -> None:
    form(fake, "orders", action="place", product="product-3", quantity="2", click="click-9")
    order = fake.control("GET", "orders")[-1]
    form(fake, f"orders/{order['id']}", action="refund")
    form(fake, f"orders/{order['id']}", action="cancel")
    fake.control("POST", "webhooks/wait")

    assert [{"name": "__endcap", "value": "click-9"}] == order["note_attributes"]
    told = [topic for topic in app.topics() if topic.startswith(("orders", "refunds"))]
    assert {
        "orders/create",
        "orders/paid",
        "refunds/create",
        "orders/updated",
        "orders/cancelled",
    } == set(told)


@pytest.mark.parametrize("quantity", ["0", "many", "-1"])
def test_the_page_refuses_an_order_of_nothing(
    fake: FakeProcess, app: Listener, quantity: str
) -> None:
    answer = form(fake, "orders", product="product-3", quantity=quantity)

    assert 400 == answer.status_code


def test_the_page_uninstalls_installs_and_opens_the_app(fake: FakeProcess, app: Listener) -> None:
    form(fake, "app", action="uninstall")
    gone = requests.get(f"{fake.url}/control", timeout=5).text
    opened = form(fake, "app", action="install")
    page = requests.get(f"{fake.url}/control", timeout=5)

    assert "Not installed" in gone
    assert opened.headers["Location"].startswith(f"{app.url}/?embedded=1&host=")
    assert "Open the app" in page.text
    assert f"form-action 'self' {app.url};" in page.headers["Content-Security-Policy"]
