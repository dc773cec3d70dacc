"""Orders as nodes of the schema."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from graphql import GraphQLError

from service.demo.fake_shopify import search
from service.demo.fake_shopify.connections import Node, connection
from service.demo.fake_shopify.herd import by_id
from service.demo.fake_shopify.nodes import Scene, gid, instant, product_node, variant_node
from service.demo.fake_shopify.orders.till import Order, OrderLine, Till
from service.demo.fake_shopify.store import UnknownThingError

JOURNEY_SECONDS = 5
"""How long after an order its customer's journey is not ready yet."""


def order_fields(till: Till, scene: Scene) -> dict[str, Any]:
    domain = scene.shop.domain

    def one(_info: object, *, id: str) -> Node | None:  # noqa: A002 - the schema's name
        try:
            return order_node(scene, till.get(domain, int(id.rpartition("/")[2])))
        except (UnknownThingError, ValueError):
            return None

    def every(_info: object, **arguments: Any) -> Node:
        try:
            terms = search.parse(arguments.get("query") or "")
            found = [o for o in till.of(domain) if search.matches(terms, _fields(o), now=scene.now)]
        except search.SearchSyntaxError as error:
            raise GraphQLError(f"Invalid search query: {error}") from error
        return connection(
            found,
            key=lambda order: (order.id, order.id),
            node=lambda order: order_node(scene, order),
            arguments=arguments,
        )

    return {"order": one, "orders": every}


def order_node(scene: Scene, order: Order) -> Node:
    given_back = order.subtotal() - order.current_subtotal()
    return {
        "__typename": "Order",
        "id": gid("Order", order.id),
        "legacyResourceId": str(order.id),
        "name": f"#{order.id % 100_000}",
        "createdAt": instant(order.created_at),
        "processedAt": instant(order.created_at),
        "updatedAt": instant(order.updated_at),
        "cancelledAt": instant(order.cancelled_at),
        "test": order.test,
        "currencyCode": order.currency,
        "sourceName": order.source,
        "displayFinancialStatus": order.financial_status.upper(),
        "customAttributes": _pairs(order.attributes),
        "subtotalPriceSet": _money(order.subtotal(), order.currency),
        "currentSubtotalPriceSet": _money(order.current_subtotal(), order.currency),
        "currentTotalPriceSet": _money(order.current_subtotal(), order.currency),
        "totalRefundedSet": _money(given_back if order.refunds else Decimal(0), order.currency),
        "customerJourneySummary": _journey(scene, order),
        "lineItems": lambda _info, **arguments: connection(
            order.lines,
            key=lambda line: (line.id, line.id),
            node=lambda line: _line(scene, order, line),
            arguments=arguments,
        ),
    }


def _line(scene: Scene, order: Order, line: OrderLine) -> Node:
    product = by_id(scene.shop.products, line.product_id)
    variant = (
        next((v for v in product.variants if v.id == line.variant_id), None) if product else None
    )
    worth = line.worth(line.quantity)
    return {
        "__typename": "LineItem",
        "id": gid("LineItem", line.id),
        "title": line.title,
        "name": line.title,
        "quantity": line.quantity,
        "currentQuantity": line.left,
        "product": product_node(scene, product) if product else None,
        "variant": variant_node(product, variant) if product and variant else None,
        "customAttributes": _pairs(line.properties),
        "originalUnitPriceSet": _money(line.price, order.currency),
        "discountedTotalSet": _money(worth, order.currency),
    }


def _journey(scene: Scene, order: Order) -> Node | None:
    if order.source != "web":
        return None
    ready = scene.now >= order.created_at + timedelta(seconds=JOURNEY_SECONDS)
    visit = {
        "__typename": "CustomerVisit",
        "id": gid("CustomerVisit", order.id),
        "landingPage": f"{scene.base_url}{order.landing_site or '/'}",
        "referrerUrl": None,
        "source": "direct",
        "occurredAt": instant(order.created_at),
        "utmParameters": None,
    }
    return {
        "ready": ready,
        "daysToConversion": 0 if ready else None,
        "customerOrderIndex": 0 if ready else None,
        "firstVisit": visit if ready else None,
        "lastVisit": visit if ready else None,
        "moments": lambda _info, **arguments: connection(
            [visit] if ready else [],
            key=lambda _: (0, 0),
            node=lambda seen: seen,
            arguments=arguments,
        ),
    }


def _fields(order: Order) -> search.Fields:
    return {
        "id": order.id,
        "created_at": order.created_at,
        "processed_at": order.created_at,
        "updated_at": order.updated_at,
        "financial_status": order.financial_status,
        "test": str(order.test).lower(),
    }


def _money(amount: Decimal, currency: str) -> Node:
    money = {"amount": f"{amount:.2f}", "currencyCode": currency}
    return {"shopMoney": money, "presentmentMoney": money}


def _pairs(said: Any) -> list[Node]:
    return [{"key": key, "value": value} for key, value in said.items()]
