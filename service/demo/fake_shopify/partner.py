"""What Shopify knows of the app: its keys, its addresses, the scopes and webhooks it asks for."""

from __future__ import annotations

import msgspec

from service.demo.fake_shopify import CLIENT_ID, CLIENT_SECRET
from service.demo.fake_shopify.scopes import closure

PRODUCT_TOPICS = ("products/create", "products/update", "products/delete")
ORDER_TOPICS = (
    "orders/create",
    "orders/paid",
    "orders/updated",
    "orders/edited",
    "orders/cancelled",
    "refunds/create",
)
STOCK_TOPICS = ("variants/in_stock", "variants/out_of_stock")
APP_TOPICS = ("app/uninstalled", "app/scopes_update", "bulk_operations/finish", "shop/update")
COMPLIANCE_TOPICS = ("customers/data_request", "customers/redact", "shop/redact")

ALL_TOPICS = (*PRODUCT_TOPICS, *STOCK_TOPICS, *ORDER_TOPICS, *APP_TOPICS, *COMPLIANCE_TOPICS)


class Webhooks(msgspec.Struct, frozen=True, rename="camel"):
    """One subscription of the app's configuration; *uri* is a path below the app or an address."""

    topics: tuple[str, ...]
    uri: str
    name: str = ""
    include_fields: tuple[str, ...] = ()


DEFAULT_WEBHOOKS = (
    Webhooks((*PRODUCT_TOPICS, *STOCK_TOPICS), "/webhooks"),
    Webhooks(ORDER_TOPICS, "/webhooks"),
    Webhooks(APP_TOPICS, "/webhooks"),
    Webhooks(COMPLIANCE_TOPICS, "/webhooks/compliance"),
)


class App(msgspec.Struct, frozen=True, rename="camel"):
    """*secrets*: the newest first; *sign_with*: which of them signs.

    *app_url* is empty or without a trailing slash. *time_scale* shortens hours: what Shopify does
    after ten seconds the fake does after ten times the scale.
    """

    client_id: str = CLIENT_ID
    secrets: tuple[str, ...] = (CLIENT_SECRET,)
    sign_with: int = 0
    app_url: str = ""
    redirect_urls: tuple[str, ...] = ()
    scopes: tuple[str, ...] = (
        "read_products",
        "read_content",
        "read_orders",
        "write_app_proxy",
        "write_pixels",
        "read_customer_events",
    )
    optional_scopes: tuple[str, ...] = ("read_translations", "read_locales", "write_content")
    proxy_url: str = "/proxy"
    proxy_prefix: str = "/apps/endcap"
    webhooks: tuple[Webhooks, ...] = DEFAULT_WEBHOOKS
    time_scale: float = 1.0

    @property
    def secret(self) -> str:
        return self.secrets[self.sign_with]

    def knows(self, client_id: str, secret: str) -> bool:
        return client_id == self.client_id and secret in self.secrets

    def may_return_to(self, url: str) -> bool:
        below = bool(self.app_url) and url.startswith(f"{self.app_url}/")
        return below or url in self.redirect_urls

    def may_ask(self, scopes: frozenset[str]) -> bool:
        return scopes <= closure((*self.scopes, *self.optional_scopes))

    def address(self, uri: str) -> str:
        """Return where a webhook with this *uri* goes, empty when the app is nowhere."""
        if not uri.startswith("/"):
            return uri
        return f"{self.app_url}{uri}" if self.app_url else ""
