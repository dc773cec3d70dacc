"""Orders as plain values, and the till that keeps them."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal

from service.demo.fake_shopify.store import UnknownThingError


@dataclass(frozen=True, slots=True)
class OrderLine:
    """*quantity* was bought, *refunded* of them given back; *discount* is off the whole line."""

    id: int
    product_id: int
    variant_id: int
    title: str
    price: Decimal
    quantity: int
    discount: Decimal = Decimal(0)
    refunded: int = 0
    properties: Mapping[str, str] = field(default_factory=dict)

    @property
    def left(self) -> int:
        return self.quantity - self.refunded

    def worth(self, quantity: int) -> Decimal:
        """Return what *quantity* of them cost, their part of the discount taken off."""
        each = self.price - self.discount / self.quantity if self.quantity else Decimal(0)
        return (each * quantity).quantize(Decimal("0.01"))


@dataclass(frozen=True, slots=True)
class Refund:
    id: int
    created_at: datetime
    lines: tuple[tuple[int, int], ...]
    """Line id and quantity."""


@dataclass(frozen=True, slots=True)
class Order:
    id: int
    domain: str
    lines: tuple[OrderLine, ...]
    created_at: datetime
    updated_at: datetime
    currency: str
    paid: bool
    attributes: Mapping[str, str] = field(default_factory=dict)
    landing_site: str | None = None
    source: str = "web"
    test: bool = False
    cancelled_at: datetime | None = None
    refunds: tuple[Refund, ...] = ()

    @property
    def financial_status(self) -> str:
        if not self.paid:
            return "pending"
        if not self.refunds:
            return "paid"
        return "partially_refunded" if any(line.left for line in self.lines) else "refunded"

    def subtotal(self) -> Decimal:
        return sum((line.worth(line.quantity) for line in self.lines), Decimal(0))

    def current_subtotal(self) -> Decimal:
        return sum((line.worth(line.left) for line in self.lines), Decimal(0))


class Till:
    """Keeps the orders of all shops, in memory."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._orders: dict[int, Order] = {}
        self._numbers = itertools.count(450_789_469)

    def new_id(self) -> int:
        return next(self._numbers)

    def add(self, order: Order) -> Order:
        with self._lock:
            self._orders[order.id] = order
        return order

    def of(self, domain: str) -> list[Order]:
        with self._lock:
            return [order for order in self._orders.values() if order.domain == domain]

    def get(self, domain: str, number: int) -> Order:
        """Return the order, or raise `UnknownThingError`."""
        with self._lock:
            order = self._orders.get(number)
        if order is None or order.domain != domain:
            raise UnknownThingError("order", str(number))
        return order

    def change(
        self, domain: str, number: int, decide: Callable[[Order], Order], now: datetime
    ) -> Order:
        self.get(domain, number)
        with self._lock:
            changed = replace(decide(self._orders[number]), updated_at=now)
            self._orders[number] = changed
        return changed


def refunded(order: Order, refund: Refund) -> Order:
    """Return the order after *refund*; raises `ValueError` when more is given back than is left."""
    given = dict(refund.lines)
    lines = tuple(_given_back(line, given.get(line.id, 0)) for line in order.lines)
    return replace(order, lines=lines, refunds=(*order.refunds, refund))


def edited(order: Order, quantities: Mapping[int, int], more: Sequence[OrderLine]) -> Order:
    """Return the order with other quantities of its lines, and *more* lines."""
    lines = [replace(line, quantity=quantities.get(line.id, line.quantity)) for line in order.lines]
    return replace(order, lines=(*lines, *more))


def _given_back(line: OrderLine, quantity: int) -> OrderLine:
    if quantity > line.left:
        raise ValueError(f"only {line.left} of line {line.id} can be given back")
    return replace(line, refunded=line.refunded + quantity)
