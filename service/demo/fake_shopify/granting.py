"""Optional scopes: the merchant grants them on a page of Shopify's, the app gives them back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue

from service.demo.fake_shopify.connections import Node
from service.demo.fake_shopify.control_app import app_load_url
from service.demo.fake_shopify.doors import Visitor
from service.demo.fake_shopify.grants import Install
from service.demo.fake_shopify.metafields import UserError
from service.demo.fake_shopify.oauth import consent
from service.demo.fake_shopify.partner import App
from service.demo.fake_shopify.scopes import all_scopes, closure
from service.demo.fake_shopify.store import Store, UnknownThingError
from service.demo.fake_shopify.webhooks.newsroom import Newsroom
from service.demo.fake_shopify.which_shop import named_shop


def granting(store: Store, newsroom: Newsroom) -> Blueprint:
    """Return the page on which a merchant grants optional scopes: at once, and back to the app."""
    blueprint = Blueprint("granting", __name__)
    blueprint.register_error_handler(UnknownThingError, lambda e: (str(e), 404))

    def grant(name: str | None = None) -> ResponseReturnValue:
        app = newsroom.app
        shop = store.shop(f"{name}.myshopify.com" if name else named_shop())
        scopes = tuple(filter(None, request.args.get("optional_scopes", "").split(",")))
        if request.args.get("client_id") != app.client_id:
            return "Could not find Shopify API application", 400
        if not set(scopes) <= set(app.optional_scopes):
            return "The access scope is invalid", 400
        newsroom.change_grant(shop, lambda install: consent(install, (*app.scopes, *scopes)))
        return redirect(app_load_url(app, shop.domain))

    blueprint.add_url_rule("/store/<name>/oauth/install", view_func=grant)
    blueprint.add_url_rule("/admin/oauth/install", view_func=grant)
    return blueprint


def scope_mutations(newsroom: Newsroom, guest: Visitor) -> dict[str, Callable[..., Node]]:
    def revoke(_info: object, *, scopes: list[str]) -> Node:
        def take(install: Install) -> None:
            install.scopes = tuple(scope for scope in install.scopes if scope not in scopes)

        try:
            gone = _revocable(newsroom.app, guest.scopes, scopes)
        except UserError as error:
            return {"revoked": None, "userErrors": [error.said]}
        newsroom.change_grant(guest.shop, take, begin=guest.scopes)
        revoked: list[dict[str, Any]] = [{"handle": one, "description": one} for one in gone]
        return {"revoked": revoked, "userErrors": []}

    return {"appRevokeAccessScopes": revoke}


def _revocable(app: App, granted: frozenset[str], asked: list[str]) -> list[str]:
    """Return what of *asked* is granted, or raise `UserError` where one may not be given back."""
    implied = closure(s for s in granted if s.startswith("write_")) & set(asked)
    refusals = {
        "UNKNOWN_SCOPES": set(asked) - all_scopes() - set(app.scopes) - set(app.optional_scopes),
        "CANNOT_REVOKE_REQUIRED_SCOPES": closure(app.scopes) & set(asked),
        "CANNOT_REVOKE_UNDECLARED_SCOPES": set(asked) - closure(app.optional_scopes),
        "CANNOT_REVOKE_IMPLIED_SCOPES": {s for s in implied if not s.startswith("write_")},
    }
    for code, refused in refusals.items():
        if refused:
            wrong = ", ".join(sorted(refused))
            raise UserError(["scopes"], f"These scopes cannot be revoked: {wrong}", code)
    return [scope for scope in asked if scope in granted]
