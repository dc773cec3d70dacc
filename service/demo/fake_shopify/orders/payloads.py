"""Orders and refunds as webhooks say them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from service.demo.fake_shopify.orders.till import Order, OrderLine, Refund
from service.demo.fake_shopify.webhooks.payloads import local
from service.demo.shop import DemoShop

Payload = dict[str, Any]


def order(shop: DemoShop, held: Order) -> Payload:
    current = held.current_subtotal()
    return {
        "id": held.id,
        "admin_graphql_api_id": f"gid://shopify/Order/{held.id}",
        "name": f"#{held.id % 100_000}",
        "order_number": held.id % 100_000,
        "created_at": local(shop, held.created_at),
        "processed_at": local(shop, held.created_at),
        "updated_at": local(shop, held.updated_at),
        "cancelled_at": local(shop, held.cancelled_at),
        "financial_status": held.financial_status,
        "currency": held.currency,
        "presentment_currency": held.currency,
        "total_price": f"{held.subtotal():.2f}",
        "subtotal_price": f"{held.subtotal():.2f}",
        "current_subtotal_price": f"{current:.2f}",
        "current_subtotal_price_set": _money_set(current, held.currency),
        "current_total_price_set": _money_set(current, held.currency),
        "landing_site": held.landing_site,
        "landing_site_ref": None,
        "referring_site": None,
        "source_name": held.source,
        "cart_token": f"cart-{held.id}",
        "checkout_token": f"checkout-{held.id}",
        "note_attributes": _pairs(held.attributes),
        "test": held.test,
        "customer": {"id": 191167, "email": "customer@endcap.test", "first_name": "Ada"},
        "line_items": [line(one, held.currency) for one in held.lines],
    }


def line(one: OrderLine, currency: str) -> Payload:
    return {
        "id": one.id,
        "admin_graphql_api_id": f"gid://shopify/LineItem/{one.id}",
        "product_id": one.product_id,
        "variant_id": one.variant_id,
        "title": one.title,
        "quantity": one.quantity,
        "current_quantity": one.left,
        "price": f"{one.price:.2f}",
        "price_set": _money_set(one.price, currency),
        "total_discount": f"{one.discount:.2f}",
        "sku": f"SKU-{one.variant_id}",
        "product_exists": True,
        "properties": _pairs(one.properties),
        "discount_allocations": _allocations(one),
    }


def refund(shop: DemoShop, held: Order, given: Refund) -> Payload:
    lines = {one.id: one for one in held.lines}
    return {
        "id": given.id,
        "admin_graphql_api_id": f"gid://shopify/Refund/{given.id}",
        "order_id": held.id,
        "created_at": local(shop, given.created_at),
        "processed_at": local(shop, given.created_at),
        "refund_line_items": [
            {
                "id": given.id + at,
                "line_item_id": number,
                "quantity": quantity,
                "subtotal": float(lines[number].worth(quantity)),
                "subtotal_set": _money_set(lines[number].worth(quantity), held.currency),
                "line_item": line(lines[number], held.currency),
            }
            for at, (number, quantity) in enumerate(given.lines, 1)
        ],
        "transactions": [],
    }


def order_edit(shop: DemoShop, before: Order, after: Order) -> Payload:
    """Return what ``orders/edited`` says: not the order, but what was done to it."""
    was = {one.id: one.quantity for one in before.lines}
    deltas = {one.id: one.quantity - was.get(one.id, 0) for one in after.lines}
    return {
        "order_edit": {
            "id": after.id,
            "created_at": local(shop, after.updated_at),
            "order_id": after.id,
            "notify_customer": False,
            "line_items": {
                "additions": [{"id": n, "delta": d} for n, d in deltas.items() if d > 0],
                "removals": [{"id": n, "delta": -d} for n, d in deltas.items() if d < 0],
            },
        }
    }


def _allocations(one: OrderLine) -> list[Payload]:
    return [{"amount": f"{one.discount:.2f}"}] if one.discount else []


def _pairs(said: Any) -> list[Payload]:
    return [{"name": name, "value": value} for name, value in said.items()]


def _money_set(amount: Decimal, currency: str) -> Payload:
    money = {"amount": f"{amount:.2f}", "currency_code": currency}
    return {"shop_money": money, "presentment_money": dict(money)}
