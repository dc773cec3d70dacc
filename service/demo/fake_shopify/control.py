"""The merchant's hands: a small JSON API that edits the demo shop and orders faults."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from ipaddress import ip_address
from itertools import islice
from typing import Any, TypeVar
from urllib.parse import urlsplit

import msgspec
from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue
from pydantic import Field, ValidationError
from werkzeug.exceptions import Forbidden, HTTPException

from service.demo.fake_shopify import edits
from service.demo.fake_shopify.chronicle import Chronicle
from service.demo.fake_shopify.control_app import control_app
from service.demo.fake_shopify.control_bulk import control_bulk
from service.demo.fake_shopify.control_churn import control_churn
from service.demo.fake_shopify.control_json import (
    ArticleChanges,
    Changes,
    ProductChanges,
    ShopChanges,
    article_view,
    product_view,
    shop_view,
)
from service.demo.fake_shopify.control_orders import control_orders
from service.demo.fake_shopify.control_webhooks import control_webhooks
from service.demo.fake_shopify.edits import TakenError
from service.demo.fake_shopify.faults import Fault, Faults
from service.demo.fake_shopify.machine import Machine
from service.demo.fake_shopify.sent import Sent
from service.demo.fake_shopify.store import Store, UnknownThingError, article_of, product_of
from service.demo.fake_shopify.which_shop import named_shop

Thing = TypeVar("Thing")

LISTED = 1000
LOCAL_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})


def control(machine: Machine) -> Blueprint:
    """Return the blueprint; only this machine reaches it, and no foreign page."""
    blueprint = Blueprint("control", __name__, url_prefix="/control")
    blueprint.before_request(refuse_strangers)
    blueprint.register_error_handler(UnknownThingError, lambda e: _problem(404, str(e)))
    blueprint.register_error_handler(ValueError, lambda e: _problem(422, str(e)))
    blueprint.register_error_handler(TakenError, lambda e: _problem(409, str(e)))
    blueprint.register_error_handler(ValidationError, _invalid)
    blueprint.register_error_handler(msgspec.ValidationError, lambda e: _problem(422, str(e)))
    blueprint.register_error_handler(HTTPException, lambda e: _problem(e.code or 500, e.name))
    _products(blueprint, machine.store)
    _articles(blueprint, machine.store)
    _shop_itself(blueprint, machine.store)
    _faults(blueprint, machine.faults)
    control_app(blueprint, machine)
    control_webhooks(blueprint, machine.store, machine.ledger, machine.newsroom)
    control_bulk(blueprint, machine.bulks)
    control_orders(blueprint, machine)
    control_churn(blueprint, machine.store)
    _events(blueprint, machine.chronicle)
    return blueprint


def refuse_strangers() -> None:
    """Raise `Forbidden` unless this machine asks, by a local name, and not from another site."""
    host = urlsplit(f"//{request.host}").netloc.rpartition(":")[0] or request.host
    foreign = request.headers.get("Origin") not in {None, f"{request.scheme}://{request.host}"}
    if not ip_address(request.remote_addr or "0.0.0.0").is_loopback:  # noqa: S104 - "nobody"
        raise Forbidden
    if host not in LOCAL_NAMES or (foreign and request.method not in {"GET", "HEAD"}):
        raise Forbidden


def _products(blueprint: Blueprint, store: Store) -> None:
    @blueprint.get("/products")
    def list_products() -> Response:
        return jsonify([product_view(product) for product in _listed(store.shop(_shop()).products)])

    @blueprint.post("/products")
    def create_product() -> ResponseReturnValue:
        values = _new(ProductChanges)
        shop = store.change(lambda s, now: edits.add_product(s, values, now), _shop())
        return jsonify(product_view(product_of(shop, values["handle"]))), 201

    @blueprint.get("/products/<handle>")
    def show_product(handle: str) -> Response:
        return jsonify(product_view(product_of(store.shop(_shop()), handle)))

    @blueprint.patch("/products/<handle>")
    def edit_product(handle: str) -> Response:
        given = _given(ProductChanges)
        shop = store.change(lambda s, now: edits.edit_product(s, handle, given, now), _shop())
        return jsonify(product_view(product_of(shop, given.get("handle", handle))))

    @blueprint.delete("/products/<handle>")
    def delete_product(handle: str) -> ResponseReturnValue:
        store.change(lambda s, _: edits.remove_product(s, handle), _shop())
        return "", 204


def _articles(blueprint: Blueprint, store: Store) -> None:
    @blueprint.get("/articles")
    def list_articles() -> Response:
        return jsonify([article_view(article) for article in _listed(store.shop(_shop()).articles)])

    @blueprint.post("/articles/<blog>")
    def create_article(blog: str) -> ResponseReturnValue:
        values = _new(ArticleChanges)
        shop = store.change(lambda s, now: edits.add_article(s, blog, values, now), _shop())
        return jsonify(article_view(article_of(shop, blog, values["handle"]))), 201

    @blueprint.get("/articles/<blog>/<handle>")
    def show_article(blog: str, handle: str) -> Response:
        return jsonify(article_view(article_of(store.shop(_shop()), blog, handle)))

    @blueprint.patch("/articles/<blog>/<handle>")
    def edit_article(blog: str, handle: str) -> Response:
        given = _given(ArticleChanges)
        shop = store.change(lambda s, now: edits.edit_article(s, blog, handle, given, now), _shop())
        return jsonify(article_view(article_of(shop, blog, given.get("handle", handle))))

    @blueprint.delete("/articles/<blog>/<handle>")
    def delete_article(blog: str, handle: str) -> ResponseReturnValue:
        store.change(lambda s, _: edits.remove_article(s, blog, handle), _shop())
        return "", 204


class Lag(Sent):
    lag_seconds: float = Field(ge=0)


def _events(blueprint: Blueprint, chronicle: Chronicle) -> None:
    @blueprint.put("/events")
    def change_lag() -> Response:
        chronicle.lag_seconds = Lag.model_validate(request.get_json()).lag_seconds
        return jsonify(lagSeconds=chronicle.lag_seconds)


def _shop_itself(blueprint: Blueprint, store: Store) -> None:
    @blueprint.get("/shop")
    def show_shop() -> Response:
        return jsonify(shop_view(store.shop(_shop())))

    @blueprint.patch("/shop")
    def edit_shop() -> Response:
        given = ShopChanges.model_validate(request.get_json()).model_dump(exclude_unset=True)
        return jsonify(shop_view(store.change(lambda shop, _: replace(shop, **given), _shop())))


def _faults(blueprint: Blueprint, faults: Faults) -> None:
    @blueprint.get("/faults")
    def list_faults() -> Response:
        return jsonify(faults.waiting())

    @blueprint.post("/faults")
    def order_fault() -> ResponseReturnValue:
        faults.order(Fault.model_validate(request.get_json()))
        return jsonify(faults.waiting()), 201

    @blueprint.delete("/faults")
    def clear_faults() -> ResponseReturnValue:
        faults.clear()
        return "", 204


def _listed(things: Iterable[Thing]) -> Iterator[Thing]:
    """Yield as many as are asked for, the first thousand by default."""
    return islice(things, request.args.get("limit", LISTED, int))


def _shop() -> str | None:
    return named_shop()


def _given(changes: type[Changes]) -> dict[str, Any]:
    return changes.model_validate(request.get_json()).given()


def _new(changes: type[Changes]) -> dict[str, Any]:
    """Return the values of a new thing; a missing handle is made of the title."""
    sent = request.get_json()
    if isinstance(sent, dict):
        title = str(sent.get("title", ""))
        sent = {"handle": _handle_of(title), "title": title, **sent}
    return changes.model_validate(sent).given()


def _handle_of(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")


def _invalid(error: ValidationError) -> ResponseReturnValue:
    faults = [f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()]
    return _problem(422, "; ".join(faults))


def _problem(status: int, detail: str) -> ResponseReturnValue:
    return jsonify({"error": detail}), status
