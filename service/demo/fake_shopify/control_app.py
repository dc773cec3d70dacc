"""The merchant's and the partner's hands on the app: configuration, install, tokens, limits."""

from __future__ import annotations

import secrets
import time
import uuid
from datetime import datetime, timedelta
from typing import Any, Literal

import msgspec
from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue
from pydantic import Field

from service.demo.fake_shopify.cost import PLANS, Buckets, Plan
from service.demo.fake_shopify.grants import Access, Install
from service.demo.fake_shopify.ledger import Ledger
from service.demo.fake_shopify.machine import Machine
from service.demo.fake_shopify.oauth import consent
from service.demo.fake_shopify.partner import App
from service.demo.fake_shopify.sent import Sent
from service.demo.fake_shopify.signing import host_parameter, session_token, signed_query
from service.demo.fake_shopify.store import Store
from service.demo.fake_shopify.webhooks.newsroom import Newsroom
from service.demo.fake_shopify.which_shop import named_shop


class TokenWish(Sent):
    """A session token; *age*: how many seconds ago it was made."""

    user_id: int = 42
    expires_in: int = 60
    age: int = 0
    audience: str | None = None
    secret: str | None = None
    destination: str | None = None


class ScopeWish(Sent):
    scopes: tuple[str, ...] | None = None


class Expiry(Sent):
    what: Literal["access", "refresh", "all"] = "access"


class Limits(Sent):
    """A plan by name, or numbers of its own."""

    plan: Literal["standard", "advanced", "plus", "enterprise"] | None = None
    maximum_available: float = Field(default=2000.0, gt=0)
    restore_rate: float = Field(default=100.0, gt=0)


def control_app(blueprint: Blueprint, machine: Machine) -> None:
    """Add the addresses about the app to the control API."""
    _configuration(blueprint, machine.ledger, machine.buckets)
    _installs(blueprint, machine.store, machine.ledger, machine.newsroom)
    _tokens(blueprint, machine.store, machine.ledger)


def _configuration(blueprint: Blueprint, ledger: Ledger, buckets: Buckets) -> None:
    @blueprint.get("/app")
    def show_app() -> Response:
        return _said(ledger.app)

    @blueprint.patch("/app")
    def change_app() -> Response:
        sent = request.get_json()
        return _said(ledger.change_app(lambda app: _merged(app, sent)))

    @blueprint.put("/limits")
    def change_limits() -> Response:
        wish = Limits.model_validate(request.get_json())
        numbers = Plan(wish.maximum_available, wish.restore_rate)
        buckets.change(PLANS[wish.plan] if wish.plan else numbers)
        return jsonify(maximumAvailable=buckets.plan.maximum, restoreRate=buckets.plan.restored)


def _installs(blueprint: Blueprint, store: Store, ledger: Ledger, newsroom: Newsroom) -> None:
    @blueprint.post("/install")
    def install() -> Response:
        wish = ScopeWish.model_validate(request.get_json(silent=True) or {})
        shop = store.shop(named_shop())
        scopes = ledger.app.scopes if wish.scopes is None else wish.scopes
        newsroom.change_grant(shop, lambda grant: consent(grant, scopes))
        return jsonify(url=app_load_url(ledger.app, shop.domain))

    @blueprint.post("/app-load")
    def app_load() -> Response:
        domain = store.shop(named_shop()).domain
        return jsonify(url=app_load_url(ledger.app, domain))

    @blueprint.post("/session-tokens")
    def make_session_token() -> Response:
        wish = TokenWish.model_validate(request.get_json(silent=True) or {})
        domain = store.shop(named_shop()).domain
        return jsonify(sessionToken=_id_token(ledger.app, domain, wish))


def _tokens(blueprint: Blueprint, store: Store, ledger: Ledger) -> None:
    @blueprint.get("/tokens")
    def list_tokens() -> Response:
        grant = ledger.install_of(store.shop(named_shop()).domain)
        return jsonify(_told(grant))

    @blueprint.post("/tokens/expire")
    def expire_tokens() -> ResponseReturnValue:
        what = Expiry.model_validate(request.get_json(silent=True) or {}).what
        past = store.now() - timedelta(seconds=1)
        domain = store.shop(named_shop()).domain
        ledger.change(domain, lambda grant: _expire(grant, what, past))
        return "", 204


def _expire(grant: Install, what: str, past: datetime) -> None:
    if what != "refresh":
        for token in grant.tokens.values():
            token.expires_at = past
    if what != "access":
        grant.spent = None
        if grant.refresh is not None:
            grant.refresh.expires_at = past


def _told(grant: Install | None) -> dict[str, Any]:
    """Say what was granted without saying a token whole."""
    if grant is None:
        return {"installed": False, "scopes": [], "tokens": [], "refresh": None}
    kept = grant.refresh
    return {
        "installed": grant.installed,
        "scopes": sorted(grant.granted()),
        "tokens": [_token_view(token) for token in grant.tokens.values()],
        "refresh": kept and {"tokenEnd": kept.value[-6:], "expiresAt": kept.expires_at.isoformat()},
    }


def _token_view(token: Access) -> dict[str, Any]:
    over_at = token.expires_at and token.expires_at.isoformat()
    return {"kind": token.kind, "tokenEnd": token.value[-6:], "expiresAt": over_at}


def _merged(app: App, sent: dict[str, Any]) -> App:
    """Return *app* with what was *sent* in it; raises `msgspec.ValidationError`."""
    unknown = set(sent) - {field.encode_name for field in msgspec.structs.fields(App)}
    if unknown:
        raise msgspec.ValidationError(f"no such setting: {', '.join(sorted(unknown))}")
    merged = msgspec.convert({**msgspec.to_builtins(app), **sent}, App)
    return msgspec.structs.replace(merged, app_url=merged.app_url.rstrip("/"))


def app_load_url(app: App, domain: str) -> str:
    """Return the signed address by which the admin opens the app."""
    pairs = {
        "embedded": "1",
        "host": host_parameter(domain),
        "id_token": _id_token(app, domain, TokenWish()),
        "locale": "en",
        "session": secrets.token_hex(32),
        "shop": domain,
        "timestamp": str(int(time.time())),
    }
    return f"{app.app_url}/?{signed_query(pairs, app.secret)}"


def _id_token(app: App, domain: str, wish: TokenWish) -> str:
    made_at = int(time.time()) - wish.age
    home = f"https://{wish.destination or domain}"
    claims = {
        "iss": f"{home}/admin",
        "dest": home,
        "aud": wish.audience or app.client_id,
        "sub": str(wish.user_id),
        "exp": made_at + wish.expires_in,
        "nbf": made_at,
        "iat": made_at,
        "jti": str(uuid.uuid4()),
        "sid": secrets.token_hex(32),
        "sig": secrets.token_hex(32),
    }
    return session_token(claims, wish.secret or app.secret)


def _said(app: App) -> Response:
    return Response(msgspec.json.encode(app), content_type="application/json")
