"""An installed shop behind a real server, and Shopify's sender beside it."""

from __future__ import annotations

import base64
import hashlib
import hmac
import itertools
import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from cryptography.fernet import Fernet
from sqlalchemy import Row, select
from werkzeug.serving import make_server

from config.settings import Settings
from service.app import create_app
from service.clients.sealing import TokenSeal
from service.clients.segments import SegmentLog
from service.domain.catalog import Product, ProductId, Shop, ShopDomain, ShopId, ShopMode
from service.domain.jobs import JobKind
from service.domain.lexicon import Lexicon
from service.domain.signing import Signer
from service.edge.generations import Generations
from service.storage import catalog, jobs, shops
from service.storage.database import Database
from service.storage.lexicon import load_default_lexicon
from service.storage.tables import webhooks
from service.usecases.install_shop import install_shop
from service.usecases.sweep import sweep
from service.wiring import Services, run_due
from tests.fakes import FakeClock, FakeFeed, SilentDoorbell

DOMAIN = ShopDomain("fernwick.myshopify.com")
SECRETS = ("the-new-secret", "the-old-secret")
WORK = (
    JobKind.HANDLE_WEBHOOKS,
    JobKind.SYNC_CATALOG,
    JobKind.READ_CONTENT,
    JobKind.COMPUTE_RECOMMENDATIONS,
    JobKind.REDACT_SHOP,
)


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return load_default_lexicon()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def feed() -> FakeFeed:
    return FakeFeed()


@pytest.fixture
def services(
    database: Database, tmp_path: Path, clock: FakeClock, feed: FakeFeed, lexicon: Lexicon
) -> Iterator[Services]:
    settings = Settings(
        data_dir=tmp_path,
        database_url=database.url,
        database_system_url=database.system_url,
        redis_url="redis://127.0.0.1:1/0",
        secret_key="k" * 32,
        token_keys=Fernet.generate_key().decode(),
        shopify_client_secrets=",".join(SECRETS),
    )
    generations = Generations(tmp_path / "generations")
    database = Database(
        database.url,
        system_url=database.system_url,
        after_raise=lambda shop: generations.raise_(str(shop)),
    )
    yield Services(
        settings=settings,
        database=database,
        lexicon=lexicon,
        feeds=lambda _: feed,
        doorbell=SilentDoorbell(),
        seal=TokenSeal(settings.token_keys),
        signer=Signer(settings.secret_key),
        segments=SegmentLog(settings.segments_dir, sync_to_disk=False),
        generations=generations,
        ping_redis=lambda: None,
        clock=clock,
    )
    database.close()


@dataclass
class Sender:
    """Sends as Shopify does: a body, its signature, and headers that nothing signs."""

    url: str
    ids: Iterator[int] = field(default_factory=itertools.count)

    def send(
        self, topic: str, payload: Any = None, *, address: str = "/webhooks", **headers: str
    ) -> requests.Response:
        return self.send_bytes(topic, json.dumps(payload).encode(), address=address, **headers)

    def send_bytes(
        self,
        topic: str,
        body: bytes,
        *,
        address: str = "/webhooks",
        secret: str = SECRETS[0],
        **headers: str,
    ) -> requests.Response:
        said = {
            "X-Shopify-Topic": topic,
            "X-Shopify-Shop-Domain": DOMAIN,
            "X-Shopify-Hmac-Sha256": sign(body, secret),
            "X-Shopify-Webhook-Id": f"webhook-{next(self.ids)}",
            "X-Shopify-API-Version": "2026-10",
            "Content-Type": "application/json",
        }
        named = {f"X-Shopify-{name.replace('_', '-')}": value for name, value in headers.items()}
        return requests.post(self.url + address, body, headers={**said, **named}, timeout=20)


def sign(body: bytes, secret: str) -> str:
    return base64.b64encode(hmac.digest(secret.encode(), body, hashlib.sha256)).decode()


@dataclass
class Told:
    """The shop that is told of, and what became of it."""

    services: Services
    shop: Shop
    feed: FakeFeed
    clock: FakeClock

    @property
    def database(self) -> Database:
        return self.services.database

    def work(self, *kinds: JobKind) -> None:
        """Run what is due, as the workers would, until nothing is."""
        while sum(run_due(kind, self.services) for kind in kinds or WORK):
            pass

    def work_until(self, is_done: Callable[[], bool]) -> None:
        """Work on what comes in until *is_done*."""
        deadline = time.monotonic() + 20
        while not is_done():
            assert time.monotonic() < deadline, self.outcomes()
            self.work()
            time.sleep(0.05)

    def inbox(self) -> list[Row[Any]]:
        with self.database.system(read_only=True) as tx:
            return list(tx.execute(select(webhooks).order_by(webhooks.c.id)))

    def outcomes(self) -> list[str | None]:
        return [row.outcome for row in self.inbox()]

    def products(self) -> dict[ProductId, Product]:
        with self.database.system(read_only=True) as tx:
            return catalog.all_products(tx, self.shop.id)

    def waits(self) -> list[JobKind]:
        with self.database.system(read_only=True) as tx:
            return [job.kind for job in jobs.unfinished(tx, self.shop.id)]

    def is_installed(self) -> bool:
        with self.database.system(read_only=True) as tx:
            return shops.installation(tx, self.shop.id)[2] is None

    def install(self) -> Shop:
        s = self.services
        return install_shop(
            DOMAIN,
            self.feed.facts(),
            b"sealed",
            database=s.database,
            doorbell=s.doorbell,
            clock=s.clock,
        )


def sweep_now(told: Told) -> None:
    sweep(
        sync_every=timedelta(days=1),
        full_sync_every=timedelta(days=1),
        database=told.database,
        doorbell=told.services.doorbell,
        clock=told.clock,
    )


@pytest.fixture
def told(services: Services, feed: FakeFeed, clock: FakeClock) -> Told:
    """Installed, live, and synced: empty."""
    found = Told(services, Shop.__new__(Shop), feed, clock)
    found.shop = found.install()
    with services.database.system() as tx:
        shops.change_settings(tx, ShopId(found.shop.id), {"mode": ShopMode.LIVE.value})
    found.work()
    return found


@pytest.fixture
def sender(told: Told) -> Iterator[Sender]:
    """Shopify's sender, and the app behind a real server."""
    server = make_server("127.0.0.1", 0, create_app(told.services), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Sender(f"http://127.0.0.1:{server.server_port}")
    server.shutdown()
    thread.join()
    server.server_close()
