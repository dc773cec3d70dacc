"""How long Shopify's sender waits while a storm of webhooks comes in, and how many are kept.

Starts the web role as production does, over SQLite or the database of ``--database-url``, and sends
deliveries at an even pace from threads of this process; no worker runs meanwhile. Asked for:
2,000 within 5 seconds, every one answered 200, all but one in a hundred within a second, and each
kept once. ``python -m tests.bench.bench_webhooks --help``
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import hmac
import http.client
import os
import secrets
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from queue import Empty, SimpleQueue

from cryptography.fernet import Fernet
from sqlalchemy import func, select

from service.domain.catalog import ShopDomain
from service.ports import ShopFacts
from service.storage import shops
from service.storage.database import Database
from service.storage.migrate import migrate
from service.storage.tables import webhooks
from tests.conftest import free_port

SHOP = ShopDomain("bench.myshopify.com")
SECRET = "bench-secret"
SENDERS = 32


def main() -> None:
    given = _arguments()
    with tempfile.TemporaryDirectory() as folder:
        address = given.database_url or f"sqlite:///{folder}/endcap.db"
        database = Database(address)
        migrate(database)
        with database.system() as tx:
            facts = ShopFacts("Bench", "USD", "UTC", "https://bench.example")
            shops.install(tx, SHOP, facts, sealed_token=b"", now=datetime.now(UTC))
        with _served(Path(folder), address) as port:
            waits, statuses, seconds = _storm(port, given.count, given.seconds)
        with database.system(read_only=True) as tx:
            kept = tx.execute(select(func.count()).select_from(webhooks)).scalar_one()
    waits.sort()
    sys.stdout.write(
        f"{given.count} sent in {seconds:.1f} s, answers {dict(statuses)}, kept {kept}\n"
    )
    for share in (50, 90, 99, 100):
        place = min(len(waits) * share // 100, len(waits) - 1)
        sys.stdout.write(f"  p{share:<3} {waits[place] * 1000:7.1f} ms\n")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=2_000)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--database-url", default="", help="an empty PostgreSQL database")
    return parser.parse_args()


@contextmanager
def _served(folder: Path, database_url: str) -> Iterator[int]:
    port = free_port()
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("ENDCAP_")},
        "ENDCAP_DATA_DIR": str(folder),
        "ENDCAP_DATABASE_URL": database_url,
        "ENDCAP_REDIS_URL": "redis://127.0.0.1:1/0",
        "ENDCAP_SECRET_KEY": secrets.token_urlsafe(48),
        "ENDCAP_TOKEN_KEYS": Fernet.generate_key().decode(),
        "ENDCAP_SHOPIFY_CLIENT_SECRETS": SECRET,
        "ENDCAP_WEB_PORT": str(port),
        "ENDCAP_LOG_LEVEL": "error",
    }
    command = [sys.executable, "-m", "service.cli", "web"]
    server = subprocess.Popen(command, env=environment)
    try:
        _wait(port)
        yield port
    finally:
        server.terminate()
        server.wait(20)


def _wait(port: int) -> None:
    while True:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=1)
            connection.request("GET", "/health/live")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.1)
        else:
            return


def _storm(port: int, count: int, seconds: float) -> tuple[list[float], Counter[int], float]:
    """Send *count* deliveries over *seconds*; a sender that is late goes on at once."""
    todo: SimpleQueue[int] = SimpleQueue()
    for number in range(count):
        todo.put(number)
    waits: list[float] = []
    statuses: Counter[int] = Counter()
    began = time.monotonic()

    def send() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        while True:
            try:
                number = todo.get_nowait()
            except Empty:
                return
            due = began + number * seconds / count
            time.sleep(max(0.0, due - time.monotonic()))
            connection.request("POST", "/webhooks", *_delivery(number))
            answer = connection.getresponse()
            answer.read()
            waits.append(time.monotonic() - due)
            statuses[answer.status] += 1

    senders = [threading.Thread(target=send) for _ in range(SENDERS)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    return waits, statuses, time.monotonic() - began


def _delivery(number: int) -> tuple[bytes, dict[str, str]]:
    body = b'{"id":%d,"updated_at":"2026-11-23T00:00:00Z"}' % (number % 500 + 1)
    signature = hmac.digest(SECRET.encode(), body, hashlib.sha256)
    return body, {
        "X-Shopify-Topic": "products/update",
        "X-Shopify-Shop-Domain": SHOP,
        "X-Shopify-Webhook-Id": f"delivery-{number}",
        "X-Shopify-Hmac-Sha256": base64.b64encode(signature).decode(),
        "Content-Type": "application/json",
    }


if __name__ == "__main__":
    main()
