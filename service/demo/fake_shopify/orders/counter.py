"""What a shopper or a merchant does to an order, told to the app as it happens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from pydantic import AwareDatetime, Field

from service.demo.fake_shopify import edits
from service.demo.fake_shopify.machine import Machine
from service.demo.fake_shopify.orders import payloads
from service.demo.fake_shopify.orders.till import Order, OrderLine, Refund, edited, refunded
from service.demo.fake_shopify.sent import Sent
from service.demo.fake_shopify.store import product_of
from service.demo.fake_shopify.webhooks.news import News
from service.demo.shop import DemoShop


class LineWish(Sent):
    """*product*: its handle; *variant*: the id of one of its variants, the first by default."""

    product: str
    quantity: int = Field(default=1, ge=1, le=1000)
    variant: int | None = None
    discount: Decimal = Field(default=Decimal(0), ge=0)
    properties: dict[str, str] = Field(default_factory=dict)


class OrderWish(Sent):
    lines: list[LineWish] = Field(min_length=1)
    attributes: dict[str, str] = Field(default_factory=dict)
    landing_site: str | None = None
    source: str = "web"
    test: bool = False
    paid: bool = True
    currency: str | None = None
    created_at: AwareDatetime | None = None


class Given(Sent):
    line: int
    quantity: int = Field(ge=0)


class RefundWish(Sent):
    """*lines*: what is given back; everything that is left when it is not said."""

    lines: list[Given] | None = None


class OrderChange(Sent):
    """*quantities* and *add* edit it; *paid* and *cancelled* say what became of it."""

    paid: bool | None = None
    cancelled: bool | None = None
    quantities: list[Given] = Field(default_factory=list)
    add: list[LineWish] = Field(default_factory=list)


class Counter:
    """Does what a merchant or a shopper does to an order, and tells the app."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine

    def place(self, shop: DemoShop, wish: OrderWish) -> payloads.Payload:
        made_at = wish.created_at or self._now()
        order = Order(
            id=self._machine.till.new_id(),
            domain=shop.domain,
            lines=self._lines(shop, wish.lines),
            created_at=made_at,
            updated_at=made_at,
            currency=wish.currency or shop.currency,
            paid=wish.paid,
            attributes=wish.attributes,
            landing_site=wish.landing_site,
            source=wish.source,
            test=wish.test,
        )
        self._machine.till.add(order)
        topics = ["orders/create", *(["orders/paid"] if wish.paid else [])]
        said = self._tell(shop, order, topics)
        self._touch(shop, wish.lines)
        return said

    def change(self, shop: DemoShop, number: int, wish: OrderChange) -> payloads.Payload:
        before = self._machine.till.get(shop.domain, number)
        after = self._machine.till.change(
            shop.domain, number, lambda o: self._changed(shop, o, wish), self._now()
        )
        topics = ["orders/updated"]
        topics += ["orders/paid"] if wish.paid and not before.paid else []
        topics += ["orders/cancelled"] if wish.cancelled and not before.cancelled_at else []
        said = self._tell(shop, after, topics)
        if after.lines != before.lines:
            edit = News("orders/edited", payloads.order_edit(shop, before, after))
            self._machine.newsroom.tell(shop.domain, [edit])
        return said

    def refund(self, shop: DemoShop, number: int, wish: RefundWish) -> payloads.Payload:
        order = self._machine.till.get(shop.domain, number)
        left = [(line.id, line.left) for line in order.lines if line.left]
        lines = left if wish.lines is None else [(g.line, g.quantity) for g in wish.lines]
        given = Refund(self._machine.till.new_id(), self._now(), tuple(lines))
        after = self._machine.till.change(
            shop.domain, number, lambda o: refunded(o, given), given.created_at
        )
        said = payloads.refund(shop, after, given)
        updated = News("orders/updated", payloads.order(shop, after))
        self._machine.newsroom.tell(shop.domain, [News("refunds/create", said), updated])
        return said

    def _changed(self, shop: DemoShop, order: Order, wish: OrderChange) -> Order:
        quantities = {given.line: given.quantity for given in wish.quantities}
        order = edited(order, quantities, self._lines(shop, wish.add))
        if wish.paid is not None:
            order = replace(order, paid=wish.paid)
        if wish.cancelled:
            order = replace(order, cancelled_at=order.cancelled_at or self._now())
        return order

    def _lines(self, shop: DemoShop, wishes: Sequence[LineWish]) -> tuple[OrderLine, ...]:
        return tuple(_line(shop, wish, self._machine.till.new_id()) for wish in wishes)

    def _tell(self, shop: DemoShop, order: Order, topics: Sequence[str]) -> payloads.Payload:
        said = payloads.order(shop, order)
        self._machine.newsroom.tell(shop.domain, [News(topic, said) for topic in topics])
        return said

    def _touch(self, shop: DemoShop, wishes: Sequence[LineWish]) -> None:
        """A product that was ordered was updated, as far as webhooks go."""
        for handle in dict.fromkeys(wish.product for wish in wishes):
            self._machine.store.change(
                lambda s, now, handle=handle: edits.edit_product(s, handle, {}, now),  # type: ignore[misc]
                shop.domain,
            )

    def _now(self) -> datetime:
        return self._machine.store.now()


def _line(shop: DemoShop, wish: LineWish, number: int) -> OrderLine:
    product = product_of(shop, wish.product)
    variants = [v for v in product.variants if wish.variant in {None, v.id}]
    if not variants:
        raise ValueError(f"{wish.product} has no variant {wish.variant}")
    variant = variants[0]
    return OrderLine(
        id=number,
        product_id=product.id,
        variant_id=variant.id,
        title=product.title,
        price=variant.price,
        quantity=wish.quantity,
        discount=wish.discount,
        properties=wish.properties,
    )
