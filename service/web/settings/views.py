"""The shop's switches: observe or live, paused, new articles, hand-placed links."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from flask import Blueprint, abort, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from service.auth.current import services
from service.auth.members import member, require
from service.domain.admin_addresses import grant_address
from service.domain.catalog import HandPlacedLinks, NewArticles, ShopMode
from service.domain.connections import (
    OPTIONAL_SCOPES,
    WRITE_ARTICLES,
    ConnectionKind,
    ShopConnection,
)
from service.domain.members import MemberRole
from service.storage import connections
from service.usecases.change_shop_settings import ShopChanges, change_shop_settings
from service.usecases.take_back_lists import take_back_lists

pages = Blueprint("settings", __name__)

Choice = TypeVar("Choice", bound=StrEnum)


@pages.get("/")
def page() -> str:
    shop_id = member().shop.id
    with services().database.transaction(shop_id, read_only=True) as tx:
        connection = connections.find(tx, shop_id)
    return render_template(
        "settings/page.html",
        connection=connection,
        can_install=bool(services().settings.shopify_client_id),
        writes_lists=connection is not None and WRITE_ARTICLES in connection.scopes,
        may_give_back=member().may(MemberRole.PUBLISHER),
        grant_address=_grant_address(connection),
    )


@pages.post("/")
def save() -> Response:
    """Set what the form says; what it leaves out stays."""
    changes = ShopChanges(
        mode=_chosen(ShopMode, "mode"),
        hand_placed_links=_chosen(HandPlacedLinks, "hand_placed_links"),
        new_articles=_chosen(NewArticles, "new_articles"),
    )
    _change(changes)
    session["said"] = "Settings saved."
    return redirect(url_for(".page"), 303)


@pages.post("/pause")
def pause() -> Response:
    """Hide all cards of the shop, or show them again."""
    paused = request.form.get("paused")
    if paused not in {"yes", "no"}:
        abort(400)
    _change(ShopChanges(paused=paused == "yes"))
    session["said"] = "Paused: no cards are shown." if paused == "yes" else "Cards are shown again."
    return redirect(_own_page(request.form.get("back", "")), 303)


@pages.post("/lists")
def take_back() -> Response:
    """Write on articles no more."""
    who = require(MemberRole.PUBLISHER)
    take_back_lists(
        who.shop.id,
        author=who.email,
        database=services().database,
        doorbell=services().doorbell,
        clock=services().clock,
    )
    session["said"] = "The lists are being taken off the articles; then the permission goes back."
    return redirect(url_for(".page"), 303)


def _grant_address(connection: ShopConnection | None) -> str:
    """Return where the merchant grants it; empty where the app has no page to ask on."""
    if connection is None or connection.kind is ConnectionKind.PERMANENT:
        return ""
    shopify = services().shopify
    admin = shopify.address_of(member().shop.domain)
    return grant_address(admin, shopify.client_id_of(connection), OPTIONAL_SCOPES)


def _change(changes: ShopChanges) -> None:
    who = require(MemberRole.PUBLISHER)
    change_shop_settings(
        who.shop.id,
        changes,
        author=who.email,
        database=services().database,
        clock=services().clock,
    )


def _chosen(kind: type[Choice], field: str) -> Choice | None:
    value = request.form.get(field)
    if value is None:
        return None
    if value not in set(kind):
        abort(400)
    return kind(value)


def _own_page(path: str) -> str:
    """Return *path* if it is a page of this shop, so that nobody is led elsewhere."""
    home = url_for("web.home.page")
    return path if path.startswith(home) else home
