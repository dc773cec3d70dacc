"""Coming from Shopify to our own pages: the merchant consents, then we are told who they are."""

from __future__ import annotations

import hmac
import logging
import secrets
import time
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlencode

from flask import Blueprint, redirect, request, session
from flask_security.utils import login_user
from werkzeug.wrappers import Response

from service.auth import shopify_sessions
from service.auth.current import services
from service.auth.datastore import User
from service.auth.shopify_people import account_of
from service.domain.admin_queries import ForgedQueryError, checked_query, checked_shop_domain
from service.domain.catalog import ShopDomain
from service.domain.errors import ForbiddenError, NotFoundError
from service.wiring import find_open, install_with

logger = logging.getLogger(__name__)

pages = Blueprint("shopify", __name__, url_prefix="/shopify")

BEGUN = "shopify_begun"
TIME_TO_CONSENT = 15 * 60
LONGEST_WAY = 1_000

Step = Literal["shop", "person"]


@dataclass(frozen=True, slots=True)
class Begun:
    """What a browser began, and the page to which it leads."""

    shop: ShopDomain
    step: Step
    way: str


class NoAppError(NotFoundError):
    """Endcap is not set up as an app of Shopify's."""


@pages.get("/install")
def install() -> Response:
    """Let Shopify ask the merchant of ``?shop=`` for consent, and come back to `callback`."""
    shop = checked_shop_domain(request.args.get("shop", ""))
    return begin(shop, way=_way(shop, request.args.get("next", "")))


@pages.get("/callback")
def callback() -> Response:
    """Take what Shopify says of the shop first, of the person then; each once, in this browser."""
    known = services()
    said = checked_query(request.query_string, known.settings.app_secrets, now=known.clock())
    begun = _begun(said.get("state", ""), said.get("shop", ""))
    shop, code = begun.shop, said.get("code", "")
    if begun.step == "shop":
        install_with(shop, lambda oauth: oauth.exchange_code(shop, code), known)
        return _ask_shopify(shop, "person", begun.way)
    return _sign_in(shop, code, begun.way)


def begin(shop: ShopDomain, *, way: str = "") -> Response:
    """Ask for the shop's consent where it is missing, else only for who the person is.

    *way*: the page to which whoever is signed in then is led.
    """
    if not services().settings.shopify_client_id:
        raise NoAppError
    step: Step = "person" if find_open(shop, services()) else "shop"
    return _ask_shopify(shop, step, way or f"/shops/{shop}/")


def _way(shop: ShopDomain, said: str) -> str:
    """Return the page *said* if it is one of the shop's, else nothing."""
    is_ours = said.startswith(f"/shops/{shop}/") and said.isprintable() and "\\" not in said
    return said if is_ours and len(said) <= LONGEST_WAY else ""


def _ask_shopify(shop: ShopDomain, step: Step, way: str) -> Response:
    settings = services().settings
    state = secrets.token_urlsafe(24)
    begun = {"state": state, "shop": shop, "step": step, "way": way, "at": int(time.time())}
    session[BEGUN] = begun
    said = {
        "client_id": settings.shopify_client_id,
        "redirect_uri": f"{settings.public_url}/shopify/callback",
        "state": state,
    }
    if step == "person":
        said["grant_options[]"] = "per-user"
    address = services().shopify.address_of(shop)
    return redirect(f"{address}/admin/oauth/authorize?{urlencode(said)}")


def _begun(state: str, shop: str) -> Begun:
    """Return what this browser began with *state*, which is over with that."""
    begun: dict[str, Any] | None = session.pop(BEGUN, None)
    if begun is None or not hmac.compare_digest(begun["state"].encode(), state.encode()):
        raise ForgedQueryError("this was not begun in this browser; begin again")
    if time.time() - begun["at"] > TIME_TO_CONSENT:
        raise ForgedQueryError("this took too long; begin again")
    if begun["shop"] != checked_shop_domain(shop):
        raise ForgedQueryError("this was begun for another shop")
    return Begun(ShopDomain(begun["shop"]), begun["step"], begun.get("way") or f"/shops/{shop}/")


def _sign_in(shop_domain: ShopDomain, code: str, way: str) -> Response:
    known = services()
    shop = find_open(shop_domain, known)
    if shop is None:
        raise ForbiddenError("the shop has been uninstalled meanwhile")
    person = known.shopify.oauth().identify(shop_domain, code)
    account = account_of(
        shop,
        str(person.id),
        is_owner=person.is_owner,
        database=known.database,
        clock=known.clock,
    )
    if not account.active:
        raise ForbiddenError("this account has been ended")
    login_user(User(account), remember=False, authn_via=["shopify"])
    shopify_sessions.begin(shop_domain, person.lasts)
    logger.info("signed_in_from_shopify", extra={"shop": shop_domain})
    return redirect(way)
