"""The fields of the schema about the app itself: its installation and what it writes there."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from graphql import GraphQLError

from service.demo.fake_shopify.connections import Node, connection
from service.demo.fake_shopify.doors import Visitor
from service.demo.fake_shopify.grants import Install, Subscription
from service.demo.fake_shopify.ledger import Ledger
from service.demo.fake_shopify.metafields import (
    RefusedError,
    UserError,
    Writer,
    delete_metafields,
    installation_id,
    metafield_node,
    set_metafields,
)
from service.demo.fake_shopify.nodes import Scene, gid, metafields
from service.demo.fake_shopify.partner import ALL_TOPICS
from service.demo.fake_shopify.webhooks.news import is_heard

Result = TypeVar("Result")

LOCAL = ("http://127.0.0.1", "http://localhost")


def app_mutations(ledger: Ledger, guest: Visitor, now: str) -> dict[str, Any]:
    return {
        **_metafield_mutations(ledger, guest, now),
        **_pixel_fields(ledger, guest),
        **_subscription_fields(ledger, guest, now),
    }


def _metafield_mutations(ledger: Ledger, guest: Visitor, now: str) -> dict[str, Any]:
    writer = Writer(guest.shop, guest.scopes, ledger.app.client_id, now)

    def write(_info: object, *, metafields: list[Mapping[str, Any]]) -> Node:
        try:
            written = _change(ledger, guest, lambda i: set_metafields(i, metafields, writer))
        except RefusedError as errors:
            return {"metafields": None, "userErrors": errors.said}
        return {"metafields": [metafield_node(one) for one in written], "userErrors": []}

    def delete(_info: object, *, metafields: list[Mapping[str, Any]]) -> Node:
        try:
            gone = _change(ledger, guest, lambda i: delete_metafields(i, metafields, writer))
        except RefusedError as errors:
            return {"deletedMetafields": None, "userErrors": errors.said}
        return {"deletedMetafields": gone, "userErrors": []}

    return {"metafieldsSet": write, "metafieldsDelete": delete}


def _change(ledger: Ledger, guest: Visitor, do: Callable[[Install], Result]) -> Result:
    """Change what the app keeps; a token that never came through the door stays as it was."""
    return ledger.change(guest.shop.domain, do, begin=guest.scopes)


def _pixel_fields(ledger: Ledger, guest: Visitor) -> dict[str, Any]:
    domain = guest.shop.domain
    identifier = gid("WebPixel", zlib.crc32(domain.encode()))

    def node(settings: str) -> Node:
        return {"__typename": "WebPixel", "id": identifier, "settings": json.loads(settings)}

    def current(_info: object, **_arguments: Any) -> Node | None:
        install = ledger.install_of(domain)
        if install is None or not install.pixel:
            raise GraphQLError("No web pixel was found for this app.")
        return node(install.pixel)

    def change(kind: str) -> Callable[..., Node]:
        def answer(_info: object, **arguments: Any) -> Node:
            try:
                _check_events(guest.scopes)
                settings = _settings(arguments)
                _change(ledger, guest, lambda i: _pixel(i, settings, kind))
            except UserError as error:
                return {"webPixel": None, "deletedWebPixelId": None, "userErrors": [error.said]}
            held = node(settings) if settings else None
            return {"webPixel": held, "deletedWebPixelId": identifier, "userErrors": []}

        return answer

    kinds = {name: change(name) for name in ("webPixelCreate", "webPixelUpdate", "webPixelDelete")}
    return {"webPixel": current, **kinds}


def _check_events(scopes: frozenset[str]) -> None:
    if "read_customer_events" not in scopes:
        raise GraphQLError(
            "Access denied for webPixelCreate field. Required access: `read_customer_events`",
            extensions={"code": "ACCESS_DENIED"},
        )


def _settings(arguments: Mapping[str, Any]) -> str:
    """Return the settings as JSON; nothing when the pixel is to go."""
    if "webPixel" not in arguments:
        return ""
    given = arguments["webPixel"]["settings"]
    try:
        said = json.loads(given) if isinstance(given, str) else given
    except ValueError:
        said = None
    if not isinstance(said, dict):
        message = "Settings must be valid JSON"
        raise UserError(["webPixel", "settings"], message, "INVALID_CONFIGURATION_JSON")
    if not said or not all(isinstance(value, str) and value for value in said.values()):
        raise UserError(["webPixel", "settings"], "Settings are invalid", "INVALID_SETTINGS")
    return json.dumps(said)


def _pixel(install: Install, settings: str, kind: str) -> None:
    if kind == "webPixelCreate" and install.pixel:
        raise UserError(["webPixel"], "A web pixel already exists for this app.", "TAKEN")
    if kind != "webPixelCreate" and not install.pixel:
        raise UserError(["id"], "The web pixel could not be found.", "NOT_FOUND")
    install.pixel = settings


def _subscription_fields(ledger: Ledger, guest: Visitor, now: str) -> dict[str, Any]:
    domain = guest.shop.domain

    def held() -> list[Subscription]:
        install = ledger.install_of(domain)
        return list(install.subscriptions.values()) if install else []

    def listed(_info: object, **arguments: Any) -> Node:
        return connection(
            held(),
            key=lambda one: (int(one.id.rpartition("/")[2]), 0),
            node=lambda one: _subscription(one, now),
            arguments=arguments,
        )

    def create(_info: object, *, topic: str, webhookSubscription: Mapping[str, Any]) -> Node:  # noqa: N803
        try:
            made = _subscribed(topic, webhookSubscription, guest, held())
        except UserError as error:
            return {"webhookSubscription": None, "userErrors": [error.said]}
        _change(ledger, guest, lambda i: i.subscribe(made))
        return {"webhookSubscription": _subscription(made, now), "userErrors": []}

    def delete(_info: object, *, id: str) -> Node:  # noqa: A002 - the schema's name
        gone = _change(ledger, guest, lambda i: i.subscriptions.pop(id, None))
        if gone is None:
            error = {"field": ["id"], "message": "Webhook subscription does not exist"}
            return {"deletedWebhookSubscriptionId": None, "userErrors": [error]}
        return {"deletedWebhookSubscriptionId": id, "userErrors": []}

    return {
        "webhookSubscriptions": listed,
        "webhookSubscriptionCreate": create,
        "webhookSubscriptionDelete": delete,
    }


def _subscribed(
    topic: str, given: Mapping[str, Any], guest: Visitor, held: list[Subscription]
) -> Subscription:
    name, uri = _topic(topic), given.get("uri") or given.get("callbackUrl") or ""
    field = ["webhookSubscription", "uri"]
    if not uri.startswith(("https://", *LOCAL)):
        raise UserError(field, "Address protocol http:// is not supported", "INVALID")
    if any((one.topic, one.uri) == (name, uri) for one in held):
        raise UserError(field, "Address for this topic has already been taken", "TAKEN")
    if not is_heard(name, guest.scopes):
        raise UserError(["topic"], f"You cannot create a webhook for {name}", "INVALID")
    number = max((int(one.id.rpartition("/")[2]) for one in held), default=1000) + 1
    return Subscription(
        gid("WebhookSubscription", number),
        name,
        uri,
        given.get("name") or "",
        tuple(given.get("includeFields") or ()),
        given.get("filter") or "",
    )


def _subscription(one: Subscription, now: str) -> Node:
    return {
        "__typename": "WebhookSubscription",
        "id": one.id,
        "legacyResourceId": one.id.rpartition("/")[2],
        "topic": one.topic.replace("/", "_").upper(),
        "uri": one.uri,
        "name": one.name or None,
        "filter": one.filter or None,
        "format": "JSON",
        "includeFields": list(one.include_fields),
        "metafieldNamespaces": [],
        "apiVersion": {"handle": "2026-10", "displayName": "2026-10", "supported": True},
        "createdAt": now,
        "updatedAt": now,
    }


def _topic(name: str) -> str:
    """Return ``products/update`` for ``PRODUCTS_UPDATE``."""
    known = {topic.replace("/", "_").upper(): topic for topic in ALL_TOPICS}
    resource, _, verb = name.lower().rpartition("_")
    return known.get(name, f"{resource}/{verb}")


def installation_node(scene: Scene, scopes: frozenset[str]) -> Node:
    """Return ``currentAppInstallation`` with the metafields that the app keeps there."""
    identifier = installation_id(scene.shop.domain)
    granted = [{"handle": scope, "description": scope} for scope in sorted(scopes)]
    return {
        "__typename": "AppInstallation",
        "id": identifier,
        "accessScopes": granted,
        "launchUrl": f"https://{scene.shop.domain}/admin/apps",
        **metafields(scene.kept.get(identifier, ())),
    }
