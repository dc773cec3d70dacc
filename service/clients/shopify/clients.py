"""Opens every shop with its own living token; sessions, points and costs are shared."""

from __future__ import annotations

from service.clients.sealing import TokenSeal
from service.clients.shopify.attempts import MOST_TRIES
from service.clients.shopify.feed import GraphQLShopFeed
from service.clients.shopify.graphql import GraphQLClient
from service.clients.shopify.metafields import GraphQLMetafields
from service.clients.shopify.oauth import App, OAuthClient
from service.clients.shopify.points import Points
from service.clients.shopify.session import Sessions
from service.clients.shopify.tokens import ShopAccess, ShopTokens
from service.domain.catalog import Shop, ShopDomain
from service.domain.connections import ShopConnection
from service.ports import Clock
from service.storage.database import Database

SHOPIFY = "https://{shop}"


class ShopifyClients:
    """*app*: ours, without secrets where shops are connected by hand."""

    def __init__(
        self,
        app: App,
        *,
        database: Database,
        seal: TokenSeal,
        points: Points,
        clock: Clock,
        admin_url: str = SHOPIFY,
    ) -> None:
        self.app = app
        self._admin_url = admin_url
        self._points = points
        self._sessions = Sessions()
        self._costs: dict[tuple[str, object], float] = {}
        self.tokens = ShopTokens(app, self.oauth, database=database, seal=seal, clock=clock)

    def oauth(self, app: App | None = None) -> OAuthClient:
        """Return what gets tokens for *app*, else for ours."""
        return OAuthClient(app or self.app, admin_url=self._admin_url, sessions=self._sessions)

    def address_of(self, domain: ShopDomain) -> str:
        """Return where the shop's admin is, without a slash at the end."""
        return self._admin_url.format(shop=domain).rstrip("/")

    def client_id_of(self, connection: ShopConnection | None) -> str:
        """Return the id of the app that the shop has: the merchant's own, or ours."""
        own = connection.client_id if connection is not None else ""
        return own or self.app.client_id

    def client(self, shop: Shop) -> GraphQLClient:
        """Return the client of an installed shop; its token is looked for when it asks."""
        return self._client(shop.domain, ShopAccess(shop, self.tokens))

    def client_with(self, domain: ShopDomain, token: str) -> GraphQLClient:
        return self._client(domain, token)

    def feed(self, shop: Shop) -> GraphQLShopFeed:
        is_shopify = self._admin_url == SHOPIFY
        lists_from = "" if is_shopify else self.address_of(shop.domain)
        return GraphQLShopFeed(self.client(shop), lists_from=lists_from)

    def metafields(self, shop: Shop) -> GraphQLMetafields:
        return GraphQLMetafields(self.client(shop))

    def granted_now(self, shop: Shop) -> frozenset[str]:
        """Ask the shop once, with its own token, what is granted; raise `ShopifyError`."""
        access = ShopAccess(shop, self.tokens)
        return GraphQLShopFeed(self._client(shop.domain, access, most_tries=1)).scopes()

    def _client(
        self, domain: ShopDomain, access: str | ShopAccess, *, most_tries: int = MOST_TRIES
    ) -> GraphQLClient:
        return GraphQLClient(
            domain,
            access,
            admin_url=self._admin_url,
            session=self._sessions.of(self.address_of(domain)),
            points=self._points,
            costs=self._costs,
            most_tries=most_tries,
        )
