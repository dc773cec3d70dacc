"""What comes after a shop was let in: each step looks at how things are, so it can be repeated."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from service.clients.shopify.graphql import API_VERSION
from service.domain.admin_addresses import block_address
from service.domain.catalog import Shop
from service.domain.connections import (
    NEEDED_SCOPES,
    USEFUL_SCOPES,
    ConnectionKind,
    ShopConnection,
)
from service.domain.errors import ReauthNeededError, ShopifyError, ShopifyUnavailableError
from service.storage import connections, shops, webhooks
from service.wiring import Services

LOOK_AGAIN_SECONDS = 0.5


class State(StrEnum):
    DONE = "done"
    TO_DO = "to do"
    """Works without; somebody has to do something elsewhere."""
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Step:
    part: str
    state: State
    says: str
    to_do: str = ""


def steps_after(shop: Shop, services: Services, *, patience: float) -> Iterator[Step]:
    """Look at scopes, webhooks, block and connection; *patience*: in seconds, for a webhook."""
    try:
        granted = services.shopify.feed(shop).scopes()
        connection = _keep_scopes(shop, services, granted)
    except ShopifyError as error:
        yield _refused("scopes", error)
        return
    yield from _scopes(connection, granted)
    yield _webhooks(shop, services, connection, patience)
    yield _block(shop, services, connection)
    yield _live(shop, services)


def _keep_scopes(shop: Shop, services: Services, granted: frozenset[str]) -> ShopConnection:
    """A token that a merchant made does not say what it may; from now on we know."""
    with services.database.transaction(shop.id) as tx:
        connections.set_scopes(tx, shop.id, granted)
        connection = connections.find(tx, shop.id)
    if connection is None:
        raise ReauthNeededError(f"{shop.domain} has been uninstalled meanwhile")
    return connection


def _scopes(connection: ShopConnection, granted: frozenset[str]) -> Iterator[Step]:
    missing = connection.missing_scopes if granted else NEEDED_SCOPES
    if missing:
        says = f"not granted: {', '.join(sorted(missing))}"
        yield Step("scopes", State.WRONG, says, _how_to_grant(connection))
        return
    yield Step("scopes", State.DONE, f"granted: {', '.join(sorted(granted))}")
    for scope in sorted(USEFUL_SCOPES.keys() - granted):
        says = f"without {scope}: {USEFUL_SCOPES[scope]}"
        yield Step("scopes", State.TO_DO, says, _how_to_grant(connection))


def _how_to_grant(connection: ShopConnection) -> str:
    if connection.kind is ConnectionKind.PERMANENT:
        return "Add it to the Admin API scopes of the app in the shop's admin, and install it again"
    return "Add it to shopify.app.toml, run: shopify app deploy; then approve it in the shop"


def _webhooks(shop: Shop, services: Services, connection: ShopConnection, patience: float) -> Step:
    settings = services.settings
    app = services.shopify.tokens.app_of(shop.domain, connection)
    signs = set(app.secrets) if connection.client_id else set(settings.app_secrets)
    if not signs & set(settings.app_secrets):
        says = "none is taken: the app's client secret is not in ENDCAP_SHOPIFY_CLIENT_SECRETS"
        return Step("webhooks", State.TO_DO, says, "Put it there, and start Endcap again")
    at = _last_webhook(shop, services, patience)
    if at is not None:
        return Step("webhooks", State.DONE, f"they arrive; the last at {at:%Y-%m-%d %H:%M} UTC")
    address = f"{settings.public_url}/webhooks"
    if not settings.public_url.startswith("https://"):
        says = f"none has come: Shopify sends to https alone, and we are at {address}"
        return Step("webhooks", State.TO_DO, says, "Set ENDCAP_PUBLIC_URL, and start Endcap again")
    to_do = (
        f"Put {settings.public_url} into shopify.app.toml and run: shopify app deploy; "
        "then save a product in the shop, while this runs with --wait 60"
    )
    return Step("webhooks", State.TO_DO, f"none has come to {address} yet", to_do)


def _last_webhook(shop: Shop, services: Services, patience: float) -> datetime | None:
    ends_at = time.monotonic() + patience
    while True:
        with services.database.transaction(shop.id, read_only=True) as tx:
            at = webhooks.lag(tx, shop.id, now=services.clock()).newest
        if at is not None or time.monotonic() >= ends_at:
            return at
        time.sleep(LOOK_AGAIN_SECONDS)


def _block(shop: Shop, services: Services, connection: ShopConnection) -> Step:
    with services.database.transaction(shop.id, read_only=True) as tx:
        called_at = shops.storefront_called_at(tx, shop.id)
    if called_at is not None:
        return Step("block", State.DONE, f"the storefront called at {called_at:%Y-%m-%d %H:%M} UTC")
    admin = services.shopify.address_of(shop.domain)
    link = block_address(admin, services.shopify.client_id_of(connection))
    says = "no call from the storefront seen yet"
    return Step("block", State.TO_DO, says, f"Add the block to the template of articles: {link}")


def _live(shop: Shop, services: Services) -> Step:
    """Ask Shopify once more with what is stored, as every worker does."""
    try:
        name = services.shopify.feed(shop).facts().name
    except ShopifyError as error:
        return _refused("live", error)
    with services.database.transaction(shop.id, read_only=True) as tx:
        connection = connections.find(tx, shop.id)
    version = connection.answered_version if connection is not None else ""
    if version not in {"", API_VERSION}:
        says = f"Shopify answers as {version}, we ask for {API_VERSION}"
        return Step("live", State.WRONG, says, "It is time for a newer Endcap")
    return Step("live", State.DONE, f"{name} lets us in, and answers as {version or API_VERSION}")


def _refused(part: str, error: ShopifyError) -> Step:
    if isinstance(error, ShopifyUnavailableError):
        to_do = "Run this again; if it stays so, see: endcap doctor"
    else:
        to_do = "See that the app is installed in the shop, then run this again with --anew"
    return Step(part, State.WRONG, str(error), to_do)
