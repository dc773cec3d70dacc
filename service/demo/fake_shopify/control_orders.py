"""The control API about orders: place, pay, edit, refund, cancel."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue

from service.demo.fake_shopify.machine import Machine
from service.demo.fake_shopify.orders import payloads
from service.demo.fake_shopify.orders.counter import Counter, OrderChange, OrderWish, RefundWish
from service.demo.fake_shopify.which_shop import named_shop


def control_orders(blueprint: Blueprint, machine: Machine) -> None:
    counter = Counter(machine)

    @blueprint.get("/orders")
    def list_orders() -> Response:
        shop = machine.store.shop(named_shop())
        return jsonify([payloads.order(shop, order) for order in machine.till.of(shop.domain)])

    @blueprint.post("/orders")
    def place_order() -> ResponseReturnValue:
        wish = OrderWish.model_validate(request.get_json())
        return jsonify(counter.place(machine.store.shop(named_shop()), wish)), 201

    @blueprint.patch("/orders/<int:number>")
    def change_order(number: int) -> Response:
        wish = OrderChange.model_validate(request.get_json())
        return jsonify(counter.change(machine.store.shop(named_shop()), number, wish))

    @blueprint.post("/orders/<int:number>/refunds")
    def refund_order(number: int) -> ResponseReturnValue:
        wish = RefundWish.model_validate(request.get_json(silent=True) or {})
        return jsonify(counter.refund(machine.store.shop(named_shop()), number, wish)), 201
