"""``/admin/oauth``: how an app gets its tokens."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import msgspec
from flask import Blueprint, Response, redirect, request
from flask.typing import ResponseReturnValue

from service.demo.fake_shopify.faults import Faults, Proper, faulty
from service.demo.fake_shopify.grants import Answer, Install, OAuthError
from service.demo.fake_shopify.ledger import Ledger
from service.demo.fake_shopify.scopes import closure
from service.demo.fake_shopify.signing import (
    BadTokenError,
    host_parameter,
    read_session_token,
    signed_query,
)
from service.demo.fake_shopify.store import Store, UnknownThingError
from service.demo.fake_shopify.webhooks.newsroom import Newsroom
from service.demo.fake_shopify.which_shop import named_shop

TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"  # noqa: S105
ID_TOKEN = "urn:ietf:params:oauth:token-type:id_token"  # noqa: S105
OFFLINE = "urn:shopify:params:oauth:token-type:offline-access-token"
ONLINE = "urn:shopify:params:oauth:token-type:online-access-token"
CODE_SECONDS = 60

Given = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Code:
    """An authorization code; it opens once."""

    domain: str
    user: str | None
    until: float


class Desk:
    """Hands out tokens for whatever a request shows."""

    def __init__(self, store: Store, ledger: Ledger) -> None:
        self._store = store
        self._ledger = ledger
        self._codes: dict[str, Code] = {}
        self._grants: dict[str, Callable[[Given], Answer]] = {
            TOKEN_EXCHANGE: self._exchange,
            "refresh_token": self._refresh,
            "client_credentials": self._by_credentials,
            "authorization_code": self._by_code,
        }

    def new_code(self, domain: str, *, user: str | None) -> str:
        code = secrets.token_hex(16)
        self._codes[code] = Code(domain, user, time.monotonic() + CODE_SECONDS)
        return code

    def token(self, given: Given) -> Answer:
        """Return what is granted, or raise `OAuthError`."""
        client, secret = str(given.get("client_id", "")), str(given.get("client_secret", ""))
        if not self._ledger.app.knows(client, secret):
            raise OAuthError("invalid_client", "Client authentication failed")
        kind = given.get("grant_type") or ("authorization_code" if "code" in given else "")
        grant = self._grants.get(str(kind))
        if grant is None:
            raise OAuthError("unsupported_grant_type", "The grant type is not supported")
        return grant(given)

    def _by_code(self, given: Given) -> Answer:
        code = self._codes.pop(str(given.get("code", "")), None)
        if code is None or code.until < time.monotonic() or named_shop() not in {None, code.domain}:
            raise OAuthError("invalid_request", "The authorization code was not found or used")
        user, expiring = code.user, _is_on(given.get("expiring"))
        if user is not None:
            return self._granted(code.domain, lambda i: i.online(self._store.now(), user))
        return self._granted(code.domain, lambda i: i.offline(self._store.now(), expiring=expiring))

    def _exchange(self, given: Given) -> Answer:
        asked, subject = given.get("requested_token_type"), str(given.get("subject_token", ""))
        if given.get("subject_token_type") == OFFLINE:
            return self._replaced(subject)
        if given.get("subject_token_type") != ID_TOKEN or asked not in {ONLINE, OFFLINE}:
            raise OAuthError("invalid_request", "The token type is not supported")
        domain, user = self._session(subject)
        now = self._store.now()
        if asked == ONLINE:
            return self._granted(domain, lambda i: i.online(now, user))
        expiring = _is_on(given.get("expiring"))
        return self._granted(domain, lambda i: i.offline(now, expiring=expiring))

    def _session(self, token: str) -> tuple[str, str]:
        """Return the shop and the person that a session token speaks of."""
        try:
            claims = read_session_token(token, self._ledger.app.secrets, now=time.time())
            domain = urlsplit(str(claims["dest"])).hostname or ""
            self._store.shop(domain)
            user = str(int(claims["sub"]))
        except (BadTokenError, UnknownThingError, KeyError, ValueError):
            domain, user, claims = "", "", {}
        if claims.get("aud") != self._ledger.app.client_id or named_shop() not in {None, domain}:
            raise OAuthError("invalid_subject_token", "The subject token is invalid or expired")
        return domain, user

    def _replaced(self, token: str) -> Answer:
        domain = self._ledger.owner(lambda install: token in install.tokens)
        if domain is None:
            raise OAuthError("invalid_subject_token", "The subject token is invalid")
        return self._granted(domain, lambda i: i.exchanged(token, self._store.now()))

    def _refresh(self, given: Given) -> Answer:
        value = str(given.get("refresh_token", ""))
        domain = self._ledger.owner(lambda install: _holds(install, value))
        if domain is None or named_shop() not in {None, domain}:
            raise OAuthError("invalid_grant", "The refresh token is invalid or expired")
        return self._granted(domain, lambda i: i.refreshed(value, self._store.now()))

    def _by_credentials(self, _given: Given) -> Answer:
        domain = self._store.shop(named_shop()).domain
        return self._granted(domain, lambda i: i.for_client(self._store.now()))

    def _granted(self, domain: str, grant: Callable[[Install], Answer]) -> Answer:
        def if_installed(install: Install) -> Answer:
            if not install.installed:
                raise OAuthError("app_not_installed", "The app is not installed on this shop")
            return grant(install)

        return self._ledger.change(domain, if_installed)


def oauth(store: Store, ledger: Ledger, faults: Faults, newsroom: Newsroom) -> Blueprint:
    """Return the blueprint of ``/admin/oauth``."""
    blueprint = Blueprint("oauth", __name__, url_prefix="/admin/oauth")
    blueprint.register_error_handler(UnknownThingError, lambda e: (str(e), 404))
    desk = Desk(store, ledger)

    @blueprint.get("/authorize")
    def authorize() -> ResponseReturnValue:
        return _authorized(store, ledger, desk, newsroom)

    @blueprint.post("/access_token")
    def access_token() -> Response:
        given = request.get_json(silent=True) if request.is_json else request.form
        fault = faults.take("oauth")
        proper = _answered(desk, given if isinstance(given, Mapping) else {})
        if fault is None:
            return proper
        return faulty(fault, Proper(proper.get_data(), dict(proper.headers)))

    return blueprint


def _answered(desk: Desk, given: Given) -> Response:
    try:
        body, status = msgspec.json.encode(desk.token(given)), 200
    except OAuthError as error:
        said = {"error": error.error, "error_description": error.description}
        body, status = msgspec.json.encode(said), 400
    answer = Response(body, status=status, content_type="application/json; charset=utf-8")
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _authorized(
    store: Store, ledger: Ledger, desk: Desk, newsroom: Newsroom
) -> ResponseReturnValue:
    """Let the merchant consent at once, and send them back to the app."""
    app, asked = ledger.app, request.args
    target = asked.get("redirect_uri", "")
    if asked.get("client_id") != app.client_id:
        return _page("Oauth error invalid_request: Could not find Shopify API application")
    if not app.may_return_to(target):
        return _page("Oauth error invalid_request: The redirect_uri is not whitelisted")
    scopes = tuple(filter(None, asked.get("scope", "").split(",")))
    if not app.may_ask(frozenset(scopes)):
        return _page("Oauth error invalid_scope: The access scope is invalid")
    shop = store.shop(named_shop())
    domain = shop.domain
    newsroom.change_grant(shop, lambda install: consent(install, scopes or app.scopes))
    user = "42" if asked.get("grant_options[]") == "per-user" else None
    back = {
        "code": desk.new_code(domain, user=user),
        "host": host_parameter(domain),
        "shop": domain,
        "state": asked.get("state", ""),
        "timestamp": str(int(time.time())),
    }
    joint = "&" if urlsplit(target).query else "?"
    answer = redirect(f"{target}{joint}{signed_query(back, app.secret)}")
    answer.headers["X-Frame-Options"] = "DENY"
    return answer


def consent(install: Install, scopes: tuple[str, ...]) -> None:
    """The merchant agrees; what was granted before is kept."""
    more = tuple(scope for scope in scopes if scope not in closure(install.scopes))
    install.scopes = (*install.scopes, *more) if install.installed else scopes
    install.installed = True


def _page(said: str) -> ResponseReturnValue:
    return said, 400, {"Content-Type": "text/plain; charset=utf-8", "X-Frame-Options": "DENY"}


def _holds(install: Install, refresh: str) -> bool:
    kept = (install.refresh, install.spent)
    return any(token is not None and token.value == refresh for token in kept)


def _is_on(value: object) -> bool:
    return str(value).lower() in {"1", "true"}
