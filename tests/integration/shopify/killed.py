"""A process that gets the next token of a shop and is killed at a point of that."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import Any

from service.clients.sealing import TokenSeal
from service.clients.shopify.oauth import App, OAuthClient
from service.clients.shopify.tokens import ShopTokens
from service.demo.fake_shopify import CLIENT_ID, CLIENT_SECRET
from service.domain.connections import Grant
from service.ports import utc_now
from service.storage import connections
from service.storage.database import Database
from service.storage.system import shop_named

POINTS = ("before_asking", "before_storing", "before_unlocking")


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class DyingClient(OAuthClient):
    """Does what the real one does, as far as it lives."""

    point = ""

    def refresh(self, shop: str, refresh_token: str) -> Grant:
        if self.point == "before_asking":
            die()
        grant = super().refresh(shop, refresh_token)
        if self.point == "before_storing":
            die()
        return grant


def killed_at(point: str, domain: str, database: Database, *, fake_url: str, keys: str) -> int:
    """Let another process renew the token of *domain*; return how it ended."""
    said = (point, domain, database.url, database.system_url, fake_url, keys)
    command = [sys.executable, "-m", "tests.integration.shopify.killed", *said]
    return subprocess.run(command, check=False, timeout=60).returncode


def main(point: str, domain: str, url: str, system_url: str, fake_url: str, keys: str) -> None:
    database = Database(url, system_url=system_url)
    shop = shop_named(database, domain)
    client = DyingClient(App(CLIENT_ID, (CLIENT_SECRET,)), admin_url=fake_url)
    client.point = point
    tokens = ShopTokens(
        client.app, lambda _: client, database=database, seal=TokenSeal(keys), clock=utc_now
    )
    if point == "before_unlocking":
        connections.unlock = _die_instead  # type: ignore[assignment]  # the last thing that it does
    with database.system(read_only=True) as tx:
        connection = connections.find(tx, shop.id)
    assert connection is not None
    tokens.renew(shop, connection.version)


def _die_instead(*_: Any) -> None:
    die()


if __name__ == "__main__":
    main(*sys.argv[1:])
