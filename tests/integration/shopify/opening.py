"""A shop that the fake Shopify has granted Endcap expiring tokens of, and what opens it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from cryptography.fernet import Fernet

from service.clients.sealing import TokenSeal
from service.clients.shopify.clients import ShopifyClients
from service.clients.shopify.oauth import App
from service.clients.shopify.points import LocalPoints
from service.demo.fake_shopify import CLIENT_ID, CLIENT_SECRET
from service.domain.catalog import Shop, ShopDomain
from service.domain.connections import ShopConnection
from service.ports import utc_now
from service.storage import connections
from service.storage.database import Database
from service.usecases.install_shop import install_shop
from tests.fakes import SilentDoorbell
from tests.integration.shopify.fake_process import FakeProcess

DOMAIN = ShopDomain("fernwick.myshopify.com")
KEYS = Fernet.generate_key().decode()


@dataclass
class ShiftedClock:
    """The real time, and what the test adds."""

    shift: timedelta = timedelta(0)

    def __call__(self) -> datetime:
        return utc_now() + self.shift


@dataclass
class Opening:
    """Endcap's side, as one process has it."""

    fake: FakeProcess
    database: Database
    keys: str = KEYS
    secrets: Sequence[str] = (CLIENT_SECRET,)
    clock: ShiftedClock = field(default_factory=ShiftedClock)

    def __post_init__(self) -> None:
        self.seal = TokenSeal(self.keys)
        self.clients = ShopifyClients(
            App(CLIENT_ID, tuple(self.secrets)),
            database=self.database,
            seal=self.seal,
            points=LocalPoints(),
            clock=self.clock,
            admin_url=self.fake.url,
        )

    def session_token(self, **options: Any) -> str:
        answer = self.fake.control("POST", "session-tokens", options)
        return str(answer["sessionToken"])

    def install(self) -> Shop:
        """Exchange a session token, as the embedded pages do."""
        tokens = self.clients.tokens
        with tokens.lock(DOMAIN) as holder:
            token = self.session_token()
            grant = self.clients.oauth().exchange_session_token(DOMAIN, token)
            return install_shop(
                DOMAIN,
                None,
                tokens.sealed(DOMAIN, grant),
                holder=holder,
                database=self.database,
                doorbell=SilentDoorbell(),
                clock=self.clock,
            )

    def connection(self, shop: Shop) -> ShopConnection:
        with self.database.system(read_only=True) as tx:
            found = connections.find(tx, shop.id)
        assert found is not None
        return found

    def granted(self) -> list[dict[str, Any]]:
        """What Shopify knows of our tokens."""
        found: list[dict[str, Any]] = self.fake.control("GET", "tokens")
        return found
