"""Our pages inside Shopify's admin: a session token says who looks, no cookie does."""

from __future__ import annotations

import base64
import logging
from typing import Any
from urllib.parse import quote, urlencode

from flask import Flask, Request, abort, g, redirect, request
from markupsafe import escape
from werkzeug.wrappers import Response

from service.auth import shopify_install
from service.auth.current import services
from service.auth.datastore import User
from service.auth.shopify_people import account_of
from service.clients.shopify.oauth import SessionTokenRefusedError
from service.domain.admin_queries import admin_address, checked_query, checked_shop_domain
from service.domain.catalog import ShopDomain
from service.domain.errors import EndcapError, ForbiddenError, ShopNotFoundError
from service.domain.session_tokens import (
    ClockError,
    SessionToken,
    SessionTokenError,
    checked_session_token,
)
from service.storage.system import shop_named
from service.wiring import install_with

logger = logging.getLogger(__name__)

BRIDGE = "https://cdn.shopify.com/shopifycloud/app-bridge.js"
"""Shopify's own, always the newest: it takes no digest, since it changes without notice."""

RETRY = {"X-Shopify-Retry-Invalid-Session-Request": "1"}
BOUNCE = "/shopify/session-token"
LONGEST_WAY_BACK = 2_000

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Endcap</title>
<meta name="shopify-api-key" content="{client_id}"><script src="{bridge}"></script></head></html>
"""

FORMS = """// In Shopify's admin no cookie goes along: App Bridge adds a token to what is fetched.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  event.preventDefault();
  const body = new FormData(form, event.submitter);
  fetch(form.action, { method: "POST", body }).then((answer) => location.assign(answer.url));
});
"""


def register(app: Flask) -> None:
    """Let people in who come from Shopify's admin, and show them the pages there."""
    app.register_blueprint(shopify_install.pages)
    app.add_url_rule(BOUNCE, "shopify_session_token", _bounce_page)
    app.add_url_rule("/shopify/forms.js", "shopify_forms", _forms)
    app.before_request(_enter)
    app.after_request(_allow_frame)
    app.context_processor(_known_to_pages)
    app.login_manager.request_loader(_person_of)  # type: ignore[attr-defined]  # Flask-Login's


def ask_for_token() -> Response | None:
    """Let the browser get a session token and come again; ``None`` outside Shopify's admin."""
    if not services().settings.shopify_client_id:
        return None
    if "endcap_uninstalled" in g:  # the token is good: asking for another would never end
        return redirect(f"/?{urlencode({'embedded': '1', **request.args})}")
    if "Authorization" in request.headers:
        return Response(status=401, headers=RETRY)
    framed = request.headers.get("Sec-Fetch-Dest") == "iframe"
    if request.method != "GET" or not (framed or request.args.get("embedded") == "1"):
        return None
    shop = request.args.get("shop") or (request.view_args or {}).get("shop_domain") or ""
    return _bounce(checked_shop_domain(shop or g.get("endcap_shop_domain") or ""))


def _enter() -> Response | None:
    """Where the admin opens the app: the address of the app itself, with a query of Shopify's."""
    known = services()
    asked = request.args
    if request.path != "/" or request.method != "GET" or not known.settings.shopify_client_id:
        return None
    if asked.get("embedded") == "1" or "id_token" in asked:
        return _open(checked_shop_domain(asked.get("shop", "")))
    if "hmac" in asked:
        said = checked_query(request.query_string, known.settings.app_secrets, now=known.clock())
        return shopify_install.begin(checked_shop_domain(said.get("shop", "")))
    return None


def _open(said: ShopDomain) -> Response:
    """Connect the shop where it is not, with the token that came along; then show its pages."""
    token = request.args.get("id_token", "")
    try:
        who = _checked(token)
        shop = install_with(
            who.shop,
            lambda oauth: oauth.exchange_session_token(who.shop, token),
            services(),
            anew=False,
        )
    except (SessionTokenError, SessionTokenRefusedError):
        return _bounce(said)
    account_of(shop, who.user, database=services().database, clock=services().clock)
    query = urlencode(
        {"embedded": "1", "shop": who.shop, "host": _host(who.shop), "id_token": token}
    )
    return redirect(f"/shops/{who.shop}/?{query}")


def _person_of(asked: Request) -> User | None:
    """Return who a session token speaks of; it is looked for where nobody is signed in."""
    scheme, _, token = asked.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        token = asked.args.get("id_token", "") if asked.method == "GET" else ""
    if not token or not services().settings.shopify_client_id:
        return None
    try:
        who = _checked(token)
    except SessionTokenError:
        return None
    try:
        shop = shop_named(services().database, who.shop)
    except ShopNotFoundError:
        if "id_token" in asked.args:
            g.endcap_uninstalled = who
        return None
    account = account_of(shop, who.user, database=services().database, clock=services().clock)
    if not account.active:
        raise ForbiddenError("this account has been ended")
    g.endcap_embedded = who
    return User(account)


def _checked(token: str) -> SessionToken:
    settings = services().settings
    try:
        return checked_session_token(
            token, settings.shopify_client_id, settings.app_secrets, now=services().clock()
        )
    except ClockError:
        logger.error("clock_differs_from_shopifys")  # noqa: TRY400  the name says it all
        raise


def _bounce(shop: ShopDomain) -> Response:
    """Lead to the page that gets a session token and comes back to where this request went."""
    query = {
        name: values for name, values in request.args.lists() if name not in {"id_token", "hmac"}
    }
    way = f"{quote(request.path)}?{urlencode(query, doseq=True)}"[:LONGEST_WAY_BACK]
    said = {"shop": shop, "host": _host(shop), "shopify-reload": way}
    return redirect(f"{BOUNCE}?{urlencode(said)}")


def _bounce_page() -> Response:
    """Show a page that holds nothing but what gets a token; see `_bounce`."""
    shop = checked_shop_domain(request.args.get("shop", ""))
    way = request.args.get("shopify-reload", "")
    if not way.startswith("/") or way[1:2] in {"/", "\\"} or not way.isprintable():
        abort(400)
    client_id = services().settings.shopify_client_id
    page = PAGE.format(client_id=escape(client_id), bridge=escape(BRIDGE))
    answer = Response(page, mimetype="text/html")
    _frame(answer, shop)
    return answer


def _forms() -> Response:
    return Response(FORMS, mimetype="text/javascript", headers={"Cache-Control": "max-age=300"})


def _host(shop: ShopDomain) -> str:
    """Return the admin's own name for where we are framed, in its spelling."""
    given = request.args.get("host", "")
    try:
        admin_address(given)
    except EndcapError:
        return base64.b64encode(f"{shop}/admin".encode()).decode().rstrip("=")
    return given


def _allow_frame(response: Any) -> Any:
    """Only the admin of the shop whose token let the request in may show the answer."""
    who: SessionToken | None = g.get("endcap_embedded")
    if who is not None and response.mimetype == "text/html":
        _frame(response, who.shop)
    return response


def _frame(response: Any, shop: ShopDomain) -> None:
    local = " http://127.0.0.1:*" if services().settings.allow_local_shops else ""
    response.headers["Content-Security-Policy"] = "; ".join((
        "default-src 'self'",
        "script-src 'self' https://cdn.shopify.com",
        "connect-src 'self' https://*.shopify.com",
        f"img-src 'self' https: data:{local}",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        f"frame-ancestors https://{shop} https://admin.shopify.com",
    ))  # fmt: skip


def _known_to_pages() -> dict[str, Any]:
    if "endcap_embedded" not in g:
        return {}
    return {"bridge": BRIDGE, "client_id": services().settings.shopify_client_id}
