"""The app proxy: what a shopper asks of the shop's own address goes to the app, signed."""

from __future__ import annotations

import time
from urllib.parse import parse_qsl, urlencode

import requests
from flask import Blueprint, Response, abort, request

from service.demo.fake_shopify.ledger import Ledger
from service.demo.fake_shopify.signing import proxy_signature
from service.demo.fake_shopify.store import Store
from service.demo.fake_shopify.which_shop import addressed_shop

TIMEOUT = 10.0
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")

PASSED_ON = frozenset({
    "accept", "accept-language", "content-type", "user-agent", "if-none-match", "referer", "origin",
})  # fmt: skip
"""The shopper's headers that reach the app; cookies never do."""

TAKEN_OFF = frozenset({
    "accept-patch", "accept-ranges", "connection", "cookie", "date", "delta-base", "im", "p3p",
    "pragma", "preference-applied", "proxy-authenticate", "public-key-pins", "server",
    "service-worker-allowed", "set-cookie", "trailer", "tk", "warning", "x-powered-by",
    "content-length", "content-encoding", "transfer-encoding",
})  # fmt: skip
"""The app's headers that do not reach the shopper; the last three are the connection's own."""


def app_proxy(store: Store, ledger: Ledger) -> Blueprint:
    """Return the blueprint of ``/a``, ``/apps``, ``/community`` and ``/tools``."""
    blueprint = Blueprint("app_proxy", __name__)

    @blueprint.route("/<any(a, apps, community, tools):prefix>/<path:rest>", methods=METHODS)
    def forward(prefix: str, rest: str) -> Response:
        visited = f"/{prefix}/{rest}"
        app = ledger.app
        home = app.address(app.proxy_url)
        if not home or not f"{visited}/".startswith(f"{app.proxy_prefix}/"):
            abort(404)
        shop = store.shop(addressed_shop()).domain
        install = ledger.install_of(shop)
        if install is not None and not install.installed:
            abort(404)
        query = signed(request.query_string.decode(), shop, app.proxy_prefix, app.secret)
        return _passed(f"{home}{visited.removeprefix(app.proxy_prefix)}?{query}")

    return blueprint


def signed(query: str, shop: str, path_prefix: str, secret: str, *, now: float = 0.0) -> str:
    """Return the shopper's *query* with what Shopify says of the visit, and its signature."""
    added = [
        ("shop", shop),
        ("logged_in_customer_id", ""),
        ("path_prefix", path_prefix),
        ("timestamp", str(int(now or time.time()))),
    ]
    pairs = [*parse_qsl(query, keep_blank_values=True), *added]
    signature = proxy_signature(pairs, secret)
    parts = [query, urlencode([*added, ("signature", signature)])]
    return "&".join(filter(None, parts))


def _passed(url: str) -> Response:
    """Ask the app, and hand on what it answers; a page of the shop's own when it does not."""
    try:
        with requests.Session() as session:
            session.trust_env = False
            answer = session.request(
                request.method,
                url,
                data=request.get_data(),
                headers=_headers(),
                timeout=TIMEOUT,
            )
    except requests.RequestException:
        return Response("<h1>There was an error in the third-party application.</h1>", status=502)
    kept = [(n, v) for n, v in answer.headers.items() if n.lower() not in TAKEN_OFF]
    return Response(answer.content, status=answer.status_code, headers=kept)


def _headers() -> dict[str, str]:
    kept = {n: v for n, v in request.headers.items() if n.lower() in PASSED_ON}
    came_by = [*request.headers.getlist("X-Forwarded-For"), request.remote_addr or ""]
    return {
        **kept,
        "X-Forwarded-For": ", ".join(filter(None, came_by)),
        "X-Forwarded-Host": request.host,
    }
