"""The living token of each shop: renewed by one process at a time, kept before it is used."""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

from service.clients.sealing import TokenSeal
from service.clients.shopify.oauth import App, OAuthClient
from service.domain.catalog import Shop, ShopDomain, ShopId
from service.domain.connections import (
    ASK_CLOSED_SHOP_AFTER,
    ConnectionKind,
    Grant,
    ShopConnection,
)
from service.domain.errors import (
    ReauthNeededError,
    ShopClosedError,
    ShopifyRefusedError,
    ShopifyUnavailableError,
    UnavailableError,
)
from service.ports import Clock
from service.storage import connections
from service.storage.database import Database

logger = logging.getLogger(__name__)

LOCK_LASTS = timedelta(seconds=25)
"""Longer than the token endpoint is asked; short, since whoever takes over from a process that was
killed gets the same answer from Shopify only for a while."""

PATIENCE_SECONDS = 40.0
"""Longer than a lock lasts."""

LOOK_AGAIN_SECONDS = 0.1
BETWEEN = ","
"""Stands between two secrets of one app; none of Shopify's has it."""
SAVES = 5


class LockLostError(UnavailableError):
    """Another process gets tokens of this shop now; what this one got is not kept."""


class ShopTokens:
    """Says which token opens a shop now. *oauth_of* speaks to Shopify as the given app."""

    def __init__(
        self,
        app: App,
        oauth_of: Callable[[App], OAuthClient],
        *,
        database: Database,
        seal: TokenSeal,
        clock: Clock,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._app = app
        self._oauth_of = oauth_of
        self._database = database
        self._seal = seal
        self._clock = clock
        self._sleep = sleep

    def token(self, shop: Shop) -> str:
        """Return a token with some time left, after renewing it where it is needed."""
        connection = self._usable(shop)
        if not connection.is_fresh(self._clock()):
            connection = self.renew(shop, connection.version)
        return self._seal.open(shop.domain, connection.access_token)

    def renewed(self, shop: Shop, refused: str) -> str | None:
        """Return another token than the *refused* one, ``None`` when there is none to get."""
        connection = self._usable(shop)
        current = self._seal.open(shop.domain, connection.access_token)
        if current != refused:
            return current
        if connection.kind is ConnectionKind.PERMANENT:
            return None
        connection = self.renew(shop, connection.version, dead=True)
        return self._seal.open(shop.domain, connection.access_token)

    def renew(self, shop: Shop, version: int, *, dead: bool = False) -> ShopConnection:
        """Return the connection that follows *version*, whoever gets it.

        Where Shopify does not answer, the old one still serves as long as it lives; *dead*: it
        does not.
        """
        try:
            with self.lock(shop.domain) as holder:
                connection = self._get(shop)
                if connection.version != version:
                    return connection
                grant = self._next(shop, connection)
                return self.keep(shop.id, shop.domain, holder, grant, connection)
        except ReauthNeededError:
            self._mark_revoked(shop, version)
            raise
        except (ShopifyUnavailableError, LockLostError):
            connection = self._get(shop)
            if connection.version != version or (not dead and connection.is_alive(self._clock())):
                return connection
            raise

    @contextmanager
    def lock(self, domain: ShopDomain) -> Iterator[str]:
        """Get tokens of the shop alone, on any host; wait for whoever does now."""
        holder = uuid.uuid4().hex
        waited = 0.0
        while not self._take_lock(domain, holder):
            if waited >= PATIENCE_SECONDS:
                raise ShopifyUnavailableError(f"{domain}: somebody else gets its token, too slowly")
            self._sleep(LOOK_AGAIN_SECONDS)
            waited += LOOK_AGAIN_SECONDS
        try:
            yield holder
        finally:
            with self._database.system() as tx:
                connections.unlock(tx, domain, holder)

    def keep(
        self,
        shop_id: ShopId,
        domain: ShopDomain,
        holder: str,
        grant: Grant,
        before: ShopConnection,
    ) -> ShopConnection:
        """Store the *grant*, both tokens at once, before anybody uses it.

        Shopify has ended the old refresh token: a database that is away is asked several times.
        """
        connection = self.sealed(domain, grant, before)
        for left in reversed(range(SAVES)):
            try:
                with self._database.system() as tx:
                    if not connections.holds_lock(tx, domain, holder):
                        raise LockLostError(domain)
                    connections.put(tx, shop_id, connection)
                    kept = connections.find(tx, shop_id)
            except UnavailableError as error:
                if isinstance(error, LockLostError) or not left:
                    raise
                self._sleep(1.0)
            else:
                logger.info("shopify_token_renewed", extra={"shop": domain})
                return kept or connection
        raise LockLostError(domain)

    def sealed_of(self, domain: ShopDomain, grant: Grant, app: App) -> ShopConnection:
        """Return what is stored of a *grant* that the merchant's own *app* got.

        The secret that it had before is kept for a day: Shopify signs with it for a while.
        """
        ours = self.sealed(domain, grant)
        former = [each for each in self.own_secrets(domain)[:1] if each not in app.secrets]
        secret = self._seal.seal(domain, BETWEEN.join([app.secrets[0], *former]))
        return replace(
            ours, kind=ConnectionKind.OWN_APP, client_id=app.client_id, client_secret=secret
        )

    def sealed(
        self, domain: ShopDomain, grant: Grant, before: ShopConnection | None = None
    ) -> ShopConnection:
        """Return what is stored of a *grant* now; what it does not say stays as it was *before*."""
        now = self._clock()
        refresh = self._seal.seal(domain, grant.refresh_token) if grant.refresh_token else None
        own = self._opened(domain, before.client_secret) if before else ()
        return ShopConnection(
            kind=before.kind if before else grant.kind,
            access_token=self._seal.seal(domain, grant.access_token),
            access_expires_at=now + grant.expires_in if grant.expires_in else None,
            refresh_token=refresh,
            refresh_expires_at=now + grant.refresh_expires_in if grant.refresh_expires_in else None,
            client_id=before.client_id if before else "",
            client_secret=self._seal.seal(domain, own[0]) if own else None,
            scopes=grant.scopes or (before.scopes if before else frozenset()),
            version=0,
            refreshed_at=now,
            answered_version=before.answered_version if before else "",
        )

    def reseal(self, shop: Shop) -> bool:
        """Seal what opens the shop with the newest key; false when it is so already."""
        connection = self._get(shop)
        secrets = {
            "access_token": connection.access_token,
            "refresh_token": connection.refresh_token,
            "client_secret": connection.client_secret,
        }
        old = {n: s for n, s in secrets.items() if s and not self._seal.is_newest(s)}
        if not old:
            return False
        anew = {
            n: self._seal.seal(shop.domain, self._seal.open(shop.domain, s)) for n, s in old.items()
        }
        with self._database.transaction(shop.id) as tx:
            connections.reseal(tx, shop.id, connection.version, **anew)
        return True

    def app_of(self, domain: ShopDomain, connection: ShopConnection) -> App:
        """Return the app that the shop's tokens are of: the merchant's own, or ours."""
        if connection.client_secret is None:
            return self._app
        return App(connection.client_id, self._opened(domain, connection.client_secret))

    def own_secrets(self, domain: ShopDomain) -> tuple[str, ...]:
        """Return what the merchant's own app may sign for the shop with, newest first.

        Nothing else may be believed by them; they serve until the shop is erased.
        """
        with self._database.system(read_only=True) as tx:
            return self._opened(domain, connections.own_secrets(tx, domain))

    def _opened(self, domain: ShopDomain, sealed: bytes | None) -> tuple[str, ...]:
        return tuple(self._seal.open(domain, sealed).split(BETWEEN)) if sealed else ()

    def mark_revoked(self, shop: Shop) -> None:
        with self._database.transaction(shop.id, read_only=True) as tx:
            connection = connections.find(tx, shop.id)
        if connection is not None:
            self._mark_revoked(shop, connection.version)

    def mark_closed(self, shop: Shop) -> None:
        now = self._clock()
        logger.warning("shopify_shop_closed", extra={"shop": shop.domain})
        with self._database.transaction(shop.id) as tx:
            connections.mark_closed(tx, shop.id, now=now, ask_again_at=now + ASK_CLOSED_SHOP_AFTER)

    def mark_answered(self, shop: Shop, version: str) -> None:
        """Remember that the shop answers, where that is news."""
        with self._database.transaction(shop.id, read_only=True) as tx:
            known = connections.find(tx, shop.id)
        if known and (known.answered_version != version or known.closed_at is not None):
            with self._database.transaction(shop.id) as tx:
                connections.mark_answered(tx, shop.id, version)

    def _next(self, shop: Shop, connection: ShopConnection) -> Grant:
        oauth = self._oauth_of(self.app_of(shop.domain, connection))
        if connection.kind is ConnectionKind.OWN_APP:
            return oauth.client_credentials(shop.domain)
        if connection.refresh_token is None:
            raise ReauthNeededError(f"{shop.domain}: its token can not be renewed")
        refresh_token = self._seal.open(shop.domain, connection.refresh_token)
        return oauth.refresh(shop.domain, refresh_token)

    def _take_lock(self, domain: ShopDomain, holder: str) -> bool:
        with self._database.system() as tx:
            return connections.lock(tx, domain, holder, now=self._clock(), lasts=LOCK_LASTS)

    def _usable(self, shop: Shop) -> ShopConnection:
        connection = self._get(shop)
        if connection.reauth_needed_at is not None:
            raise ReauthNeededError(f"{shop.domain} lets us in no longer; open Endcap in Shopify")
        if connection.rests(self._clock()):
            raise ShopClosedError(f"{shop.domain} is closed at Shopify")
        return connection

    def _get(self, shop: Shop) -> ShopConnection:
        with self._database.transaction(shop.id, read_only=True) as tx:
            connection = connections.find(tx, shop.id)
        if connection is None:
            raise ShopifyRefusedError(f"{shop.domain} has no access token; connect it again")
        return connection

    def _mark_revoked(self, shop: Shop, version: int) -> None:
        with self._database.transaction(shop.id) as tx:
            marked = connections.mark_revoked(tx, shop.id, version, now=self._clock())
        if marked:
            logger.error("shopify_needs_reauth", extra={"shop": shop.domain})


class ShopAccess:
    """The `Access` of one shop: what a client needs to know, and what it learns."""

    def __init__(self, shop: Shop, tokens: ShopTokens) -> None:
        self._shop = shop
        self._tokens = tokens
        self._answered = ""

    def token(self) -> str:
        return self._tokens.token(self._shop)

    def renewed(self, refused: str) -> str | None:
        return self._tokens.renewed(self._shop, refused)

    def revoked(self) -> None:
        self._tokens.mark_revoked(self._shop)

    def closed(self) -> None:
        self._answered = ""
        self._tokens.mark_closed(self._shop)

    def answered(self, version: str) -> None:
        if version != self._answered:
            self._tokens.mark_answered(self._shop, version)
            self._answered = version
