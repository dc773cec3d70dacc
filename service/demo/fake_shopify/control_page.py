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
from service.demo.fake_shopify.store import Store, UnknownThingError

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)

Form = Callable[[], dict[str, Any]]


def control_page(store: Store) -> Blueprint:
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
    page.after_request(_guarded)
    page.register_error_handler(UnknownThingError, lambda e: (str(e), 404))
    _show(page, store)
    _change(page, store)
    return page


def _show(page: Blueprint, store: Store) -> None:
    @page.get("")
    def show() -> str:
        return render_template("control.html", shop=store.shop(), now=store.now())


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


def _guarded(answer: Response) -> Response:
    answer.headers["Content-Security-Policy"] = POLICY
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Referrer-Policy"] = "same-origin"
    if answer.mimetype == "text/html":
        answer.headers["Cache-Control"] = "no-store"
    return answer
