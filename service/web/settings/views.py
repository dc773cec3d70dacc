"""The shop's switches: observe or live, paused, new articles, hand-placed links."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from flask import Blueprint, abort, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from service.auth.current import services
from service.auth.members import member, require
from service.domain.catalog import HandPlacedLinks, NewArticles, ShopMode
from service.domain.members import MemberRole
from service.storage import connections
from service.usecases.change_shop_settings import ShopChanges, change_shop_settings

pages = Blueprint("settings", __name__)

Choice = TypeVar("Choice", bound=StrEnum)


@pages.get("/")
def page() -> str:
    shop_id = member().shop.id
    with services().database.transaction(shop_id, read_only=True) as tx:
        connection = connections.find(tx, shop_id)
    can_install = bool(services().settings.shopify_client_id)
    return render_template("settings/page.html", connection=connection, can_install=can_install)


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
