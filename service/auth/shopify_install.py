"""Coming from Shopify to our own pages: the merchant consents, then we are told who they are."""

from __future__ import annotations

import hmac
import logging
import secrets
import time
from typing import Any, Literal
from urllib.parse import urlencode

from flask import Blueprint, redirect, request, session
from flask_security.utils import login_user
from werkzeug.wrappers import Response

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

Step = Literal["shop", "person"]


class NoAppError(NotFoundError):
    """Endcap is not set up as an app of Shopify's."""


@pages.get("/install")
def install() -> Response:
    """Let Shopify ask the merchant of ``?shop=`` for consent, and come back to `callback`."""
    return begin(checked_shop_domain(request.args.get("shop", "")))


@pages.get("/callback")
def callback() -> Response:
    """Take what Shopify says of the shop first, of the person then; each once, in this browser."""
    known = services()
    said = checked_query(request.query_string, known.settings.app_secrets, now=known.clock())
    shop, step = _begun(said.get("state", ""), said.get("shop", ""))
    code = said.get("code", "")
    if step == "shop":
        install_with(shop, lambda oauth: oauth.exchange_code(shop, code), known)
        return _ask_shopify(shop, "person")
    return _sign_in(shop, code)


def begin(shop: ShopDomain) -> Response:
    """Ask for the shop's consent where it is missing, else only for who the person is."""
    if not services().settings.shopify_client_id:
        raise NoAppError
    return _ask_shopify(shop, "person" if find_open(shop, services()) else "shop")


def _ask_shopify(shop: ShopDomain, step: Step) -> Response:
    settings = services().settings
    state = secrets.token_urlsafe(24)
    session[BEGUN] = {"state": state, "shop": shop, "step": step, "at": int(time.time())}
    said = {
        "client_id": settings.shopify_client_id,
        "redirect_uri": f"{settings.public_url}/shopify/callback",
        "state": state,
    }
    if step == "person":
        said["grant_options[]"] = "per-user"
    address = services().shopify.address_of(shop)
    return redirect(f"{address}/admin/oauth/authorize?{urlencode(said)}")


def _begun(state: str, shop: str) -> tuple[ShopDomain, Step]:
    """Return what this browser began with *state*, which is over with that."""
    begun: dict[str, Any] | None = session.pop(BEGUN, None)
    if begun is None or not hmac.compare_digest(begun["state"].encode(), state.encode()):
        raise ForgedQueryError("this was not begun in this browser; begin again")
    if time.time() - begun["at"] > TIME_TO_CONSENT:
        raise ForgedQueryError("this took too long; begin again")
    if begun["shop"] != checked_shop_domain(shop):
        raise ForgedQueryError("this was begun for another shop")
    return ShopDomain(begun["shop"]), begun["step"]


def _sign_in(shop_domain: ShopDomain, code: str) -> Response:
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
    logger.info("signed_in_from_shopify", extra={"shop": shop_domain})
    return redirect(f"/shops/{shop_domain}/")
