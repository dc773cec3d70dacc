"""The control API about webhooks: what was sent, how they travel, and any webhook at will."""

from __future__ import annotations

import uuid
from typing import Any, Literal

import msgspec
from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue
from pydantic import Field

from service.demo.fake_shopify.ledger import Ledger
from service.demo.fake_shopify.scopes import SCOPES
from service.demo.fake_shopify.sent import Sent
from service.demo.fake_shopify.store import Store, UnknownThingError
from service.demo.fake_shopify.webhooks import payloads
from service.demo.fake_shopify.webhooks.deliveries import Delivery
from service.demo.fake_shopify.webhooks.news import News
from service.demo.fake_shopify.webhooks.newsroom import Newsroom
from service.demo.fake_shopify.webhooks.sender import Policy, stats_json
from service.demo.fake_shopify.which_shop import named_shop

SHOWN = 1000


class AnyWebhook(Sent):
    """*raw_body* is sent instead of *payload*; *headers* take the place of the right ones, and an
    empty one is left out; *uri* is where the app hears the topic unless said otherwise."""

    topic: str
    payload: dict[str, Any] = Field(default_factory=dict)
    raw_body: str | None = None
    headers: dict[str, str] = Field(default_factory=dict)
    count: int = Field(default=1, ge=1, le=10_000)
    delay: float = Field(default=0.0, ge=0)
    webhook_id: str | None = None
    event_id: str | None = None
    uri: str = ""


class Wish(Sent):
    seconds: float = Field(default=10.0, ge=0, le=300)


class Compliance(Sent):
    topic: Literal["customers/data_request", "customers/redact", "shop/redact"]
    payload: dict[str, Any] | None = None


class GrantedScopes(Sent):
    scopes: tuple[str, ...]


def control_webhooks(
    blueprint: Blueprint, store: Store, ledger: Ledger, newsroom: Newsroom
) -> None:
    """Add the addresses about webhooks to the control API."""
    _looks(blueprint, newsroom)
    _orders(blueprint, store, ledger, newsroom)
    _partings(blueprint, store, newsroom)


def _looks(blueprint: Blueprint, newsroom: Newsroom) -> None:
    sender = newsroom.sender

    @blueprint.get("/webhooks")
    def list_webhooks() -> Response:
        topic, state = request.args.get("topic"), request.args.get("state")
        found = [
            delivery.view()
            for delivery in sender.known()
            if topic in {None, delivery.topic} and state in {None, delivery.state}
        ]
        return jsonify(found[-SHOWN:])

    @blueprint.get("/webhooks/stats")
    def webhook_stats() -> Response:
        return jsonify(stats_json(sender))

    @blueprint.post("/webhooks/wait")
    def wait_for_webhooks() -> ResponseReturnValue:
        idle = sender.wait(Wish.model_validate(request.get_json(silent=True) or {}).seconds)
        return jsonify(stats_json(sender)), 200 if idle else 504

    @blueprint.delete("/webhooks")
    def forget_webhooks() -> ResponseReturnValue:
        sender.clear()
        return "", 204

    @blueprint.put("/webhooks/policy")
    def change_policy() -> Response:
        sender.change_policy(Policy.model_validate(request.get_json()))
        return jsonify(sender.policy.model_dump(by_alias=True))


def _orders(blueprint: Blueprint, store: Store, ledger: Ledger, newsroom: Newsroom) -> None:
    @blueprint.post("/webhooks")
    def send_any() -> ResponseReturnValue:
        wish = AnyWebhook.model_validate(request.get_json())
        domain = store.shop(named_shop()).domain
        made = [_any(wish, domain, ledger, newsroom) for _ in range(wish.count)]
        for delivery in made:
            newsroom.sender.send(delivery, delay=wish.delay)
        return jsonify([delivery.webhook_id for delivery in made]), 201

    @blueprint.post("/webhooks/<webhook_id>/resend")
    def send_again(webhook_id: str) -> ResponseReturnValue:
        try:
            delivery = newsroom.sender.resend(webhook_id)
        except KeyError as error:
            raise UnknownThingError("webhook", webhook_id) from error
        return jsonify(delivery.view()), 201


def _partings(blueprint: Blueprint, store: Store, newsroom: Newsroom) -> None:
    @blueprint.post("/uninstall")
    def uninstall() -> ResponseReturnValue:
        newsroom.uninstall(store.shop(named_shop()))
        return "", 204

    @blueprint.post("/compliance")
    def ask_compliance() -> ResponseReturnValue:
        wish = Compliance.model_validate(request.get_json())
        shop = store.shop(named_shop())
        said = payloads.compliance(shop, wish.topic) if wish.payload is None else wish.payload
        newsroom.tell(shop.domain, [News(wish.topic, said)])
        return "", 204

    @blueprint.put("/scopes")
    def change_scopes() -> Response:
        wish = GrantedScopes.model_validate(request.get_json())
        shop = store.shop(named_shop())
        newsroom.change_grant(shop, lambda grant: grant.regrant(wish.scopes), begin=SCOPES)
        return jsonify(scopes=sorted(wish.scopes))


def _any(wish: AnyWebhook, domain: str, ledger: Ledger, newsroom: Newsroom) -> Delivery:
    body = msgspec.json.encode(wish.payload) if wish.raw_body is None else wish.raw_body.encode()
    event = wish.event_id or str(uuid.uuid4())
    made = Delivery(wish.topic, domain, wish.uri or _home(wish.topic, ledger), body, {}, event)
    if wish.webhook_id:
        made.webhook_id = wish.webhook_id
    headers = {**newsroom.headers(made), **wish.headers}
    made.headers = {name: value for name, value in headers.items() if value}
    return made


def _home(topic: str, ledger: Ledger) -> str:
    """Return where the app hears *topic*; a topic that it does not know goes to the first place."""
    app = ledger.app
    heard = [hook.uri for hook in app.webhooks if topic in hook.topics]
    return app.address(heard[0] if heard else app.webhooks[0].uri)
