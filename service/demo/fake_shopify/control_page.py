"""The merchant's hands as a page: plain forms, no script."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from service.demo.fake_shopify import edits
from service.demo.fake_shopify.control import refuse_strangers
from service.demo.fake_shopify.control_app import app_load_url
from service.demo.fake_shopify.machine import Machine
from service.demo.fake_shopify.oauth import consent
from service.demo.fake_shopify.orders.counter import (
    Counter,
    LineWish,
    OrderChange,
    OrderWish,
    RefundWish,
)
from service.demo.fake_shopify.scopes import SCOPES
from service.demo.fake_shopify.store import Store, UnknownThingError

SHOWN = 20
"""How many orders are on the page."""

CLICK = "__endcap"
"""The private cart attribute that carries a click to its order."""

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'{app}; "
    "base-uri 'none'; frame-ancestors 'none'"
)

Form = Callable[[], dict[str, Any]]


def control_page(machine: Machine) -> Blueprint:
    """Return the blueprint of ``/control``."""
    page = Blueprint(
        "control_page",
        __name__,
        url_prefix="/control",
        template_folder="templates",
        static_folder="static",
        static_url_path="/static",
    )
    page.before_request(refuse_strangers)
    page.after_request(lambda answer: _guarded(answer, machine.ledger.app.app_url))
    page.register_error_handler(UnknownThingError, lambda e: (str(e), 404))
    _show(page, machine)
    _change(page, machine.store)
    _change_app(page, machine)
    _change_orders(page, machine)
    return page


def _show(page: Blueprint, machine: Machine) -> None:
    @page.get("")
    def show() -> str:
        shop = machine.store.shop()
        install = machine.ledger.install_of(shop.domain)
        return render_template(
            "control.html",
            shop=shop,
            now=machine.store.now(),
            app=machine.ledger.app,
            installed=install is None or install.installed,
            scopes=sorted(install.scopes if install else SCOPES),
            webhooks=machine.newsroom.sender.stats(),
            orders=machine.till.of(shop.domain)[: -SHOWN - 1 : -1],
        )


def _change_app(page: Blueprint, machine: Machine) -> None:
    @page.post("/forms/app")
    def change_app() -> ResponseReturnValue:
        shop, app = machine.store.shop(), machine.ledger.app
        action = request.form.get("action")
        if action == "uninstall":
            machine.newsroom.uninstall(shop)
        elif action == "install":
            machine.newsroom.change_grant(shop, lambda grant: consent(grant, app.scopes))
        elif action != "open" or not app.app_url:
            raise BadRequest("no such action")
        if action == "uninstall" or not app.app_url:
            return _back("app")
        return redirect(app_load_url(app, shop.domain), 303)


def _change_orders(page: Blueprint, machine: Machine) -> None:
    counter = Counter(machine)

    @page.post("/forms/orders")
    def place_order() -> ResponseReturnValue:
        counter.place(machine.store.shop(), _order())
        return _back("orders")

    @page.post("/forms/orders/<int:number>")
    def change_order(number: int) -> ResponseReturnValue:
        shop, action = machine.store.shop(), request.form.get("action")
        if action == "refund":
            counter.refund(shop, number, RefundWish())
        elif action == "cancel":
            counter.change(shop, number, OrderChange(cancelled=True))
        else:
            raise BadRequest("no such action")
        return _back(f"order-{number}")


def _order() -> OrderWish:
    form = request.form
    attributes = {CLICK: form["click"]} if form.get("click") else {}
    try:
        line = LineWish(product=form["product"], quantity=int(form["quantity"]))
    except ValueError as error:
        raise BadRequest("an order has a product and a quantity from 1 to 1,000") from error
    return OrderWish(lines=[line], attributes=attributes)


def _change(page: Blueprint, store: Store) -> None:
    @page.post("/forms/products/<handle>")
    def change_product(handle: str) -> ResponseReturnValue:
        changes = _chosen(PRODUCT_ACTIONS)
        store.change(lambda shop, now: edits.edit_product(shop, handle, changes, now))
        return _back(f"product-{handle}")

    @page.post("/forms/articles/<blog>/<handle>")
    def change_article(blog: str, handle: str) -> ResponseReturnValue:
        changes = _chosen(ARTICLE_ACTIONS)
        store.change(lambda shop, now: edits.edit_article(shop, blog, handle, changes, now))
        return _back(f"article-{blog}-{handle}")


def _price() -> dict[str, Any]:
    try:
        price = Decimal(request.form["price"]).quantize(Decimal("0.01"))
    except InvalidOperation as error:
        raise BadRequest("a price looks like 24.00") from error
    if not 0 <= price < 1_000_000:
        raise BadRequest("a price is between 0 and 1,000,000")
    return {"price": price}


def _text() -> dict[str, Any]:
    # A textarea sends CRLF; the shop's own articles have plain line ends.
    title = request.form["title"].strip()
    if not title:
        raise BadRequest("an article has a title")
    return {"title": title, "body_html": request.form["body_html"].replace("\r\n", "\n")}


PRODUCT_ACTIONS: dict[str, Form] = {
    "sell_out": lambda: {"available": False},
    "restock": lambda: {"available": True},
    "publish": lambda: {"is_published": True, "status": "ACTIVE"},
    "unpublish": lambda: {"is_published": False},
    "reprice": _price,
}
ARTICLE_ACTIONS: dict[str, Form] = {
    "publish": lambda: {"is_published": True},
    "unpublish": lambda: {"is_published": False},
    "rewrite": _text,
}


def _chosen(actions: dict[str, Form]) -> dict[str, Any]:
    action = actions.get(request.form.get("action", ""))
    if action is None:
        raise BadRequest("no such action")
    return action()


def _back(anchor: str) -> ResponseReturnValue:
    return redirect(url_for("control_page.show", _anchor=anchor), 303)


def _guarded(answer: Response, app_url: str) -> Response:
    # "Open the app" is a form whose answer leads there.
    allowed = f" {app_url}" if app_url else ""
    answer.headers["Content-Security-Policy"] = POLICY.format(app=allowed)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Referrer-Policy"] = "same-origin"
    if answer.mimetype == "text/html":
        answer.headers["Cache-Control"] = "no-store"
    return answer
