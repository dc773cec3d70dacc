"""Who is signed in, and what they may do on the shop they ask for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from flask import g, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from service.auth import shopify_embedded, shopify_sessions
from service.auth.current import services
from service.auth.datastore import User
from service.domain.catalog import Shop
from service.domain.errors import ForbiddenError, ShopNotFoundError
from service.domain.members import MemberRole
from service.storage import shops, users
from service.storage.database import Database
from service.storage.system import called


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody signed in, on a shop that they may see."""

    email: str
    shop: Shop
    role: MemberRole

    def may(self, role: MemberRole) -> bool:
        return self.role.allows(role)


def signed_in() -> bool:
    return bool(current_user.is_authenticated) and not shopify_sessions.is_over(_user())


def ask_to_sign_in() -> Response:
    """Lead to the sign-in page and back; a fragment asks the whole page to go there.

    Inside Shopify's admin there is no signing in: the browser gets a token and comes again. Who
    came from Shopify is asked for there.
    """
    inside = shopify_embedded.ask_for_token()
    if inside is not None:
        return inside
    page = shopify_sessions.way_back(_whole_page())
    page = page or url_for("security.login", next=_whole_page())
    if "HX-Request" in request.headers:
        return Response(status=401, headers={"HX-Redirect": page})
    return redirect(page)


def _whole_page() -> str:
    return request.full_path.rstrip("?") if request.method == "GET" else "/"


def enter(database: Database, shop_domain: str) -> Member:
    """Return who is signed in as a member of the shop; to anybody else it is not there."""
    user = _user()
    with called(database, shop_domain, read_only=True) as (tx, shop, _):
        membership = users.find_membership(tx, shop.id, user.account.id)
    if membership is None:
        raise ShopNotFoundError(shop_domain)
    return Member(user.email, shop, membership.role)


def shops_of_user(database: Database) -> Sequence[Shop]:
    """Return the installed shops that whoever is signed in works on."""
    user = _user()
    with database.system(read_only=True) as tx:
        mine = {membership.shop_id for membership in users.memberships_of(tx, user.account.id)}
        return [shop for shop in shops.all_installed(tx) if shop.id in mine]


def member() -> Member:
    """Return the member that this request was let in as."""
    return cast("Member", g.endcap_member)


def let_in(shop_domain: str) -> None:
    """Remember, for this request, who came in; raise `ShopNotFoundError`."""
    g.endcap_member = enter(services().database, shop_domain)


def require(role: MemberRole) -> Member:
    """Return the member, or raise `ForbiddenError` when they may not act as *role*."""
    who = member()
    if not who.may(role):
        raise ForbiddenError(f"this needs the role {role.value}; yours is {who.role.value}")
    return who


def _user() -> User:
    """Whoever is signed in; only asked for behind a view that has made sure of that."""
    return cast("User", current_user)
